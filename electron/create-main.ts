import { join, resolve } from 'node:path'
import type * as Electron from 'electron'
import type { Files } from '../src/experiment/files.ts'
import { type Handles, makeHandles } from '../src/hosts/node/handles.ts'
import { answerChannels } from './answers.ts'
import { answerApp, appPage, appScheme } from './app-protocol.ts'
import { openChannel } from './contract.ts'
import { lockAllContents, lockSession } from './lockdown.ts'
import { menuTemplate } from './menu.ts'
import { readWindowPlace, type WindowPlace, writeWindowPlace } from './window-bounds.ts'

/** The parts of Electron that the desktop host uses; a test hands in its own. */
export type MainElectron = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'nativeTheme' | 'protocol' | 'screen' | 'session'
>

export interface MainOptions {
  readonly electron: MainElectron
  readonly webFolder: string
  /** The preload script, an absolute path. */
  readonly preload: string
  readonly information: { readonly version: string; readonly platform: string; readonly command: string }
  /** Where everything is kept; default: `isoline` in the account's folder for applications' data. */
  readonly stateFolder?: string
  readonly makeFiles: (folder: string) => Files
  /** Words of the command line after the program's own. */
  readonly words: readonly string[]
  /** Said when the window is on the screen: the launcher waits for it. */
  readonly announce: (line: string) => void
}

/** Files named on a command line: everything that is no option. */
const filesIn = (words: readonly string[], folder: string): readonly string[] =>
  words.filter((word) => word.length > 0 && !word.startsWith('-')).map((word) => resolve(folder, word))

function parseFiles(given: unknown): readonly string[] {
  const files = typeof given === 'object' && given !== null && 'files' in given ? given.files : []
  return Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string') : []
}

/** Starts the desktop host. Resolves when the window is made, or to false where another instance took over. */
export async function createMain(options: MainOptions): Promise<boolean> {
  const { electron } = options
  const { app } = electron
  app.setName('Isoline')
  const stateFolder = options.stateFolder ?? join(app.getPath('appData'), 'isoline')
  // Before the lock: two accounts' folders are two instances.
  app.setPath('userData', join(stateFolder, 'chromium'))
  if (!app.requestSingleInstanceLock({ files: filesIn(options.words, process.cwd()) })) {
    app.quit()
    return false
  }
  // Every window sandboxed, whatever its options say. --no-sandbox is never added: where the system refuses the sandbox,
  // Electron refuses to start, and the launcher says so and opens the local browser instead.
  app.enableSandbox()
  electron.protocol.registerSchemesAsPrivileged([appScheme])
  lockAllContents(app)

  let window: Electron.BrowserWindow | undefined
  let isPageReady = false
  let handles: Handles | undefined
  const waiting: string[] = []
  const unfinished = new Set<Promise<unknown>>()

  const open = (paths: readonly string[]) => {
    waiting.push(...paths)
    if (isPageReady) void sendWaiting()
  }
  async function sendWaiting() {
    for (const path of waiting.splice(0)) {
      try {
        const file = await handles?.open(path)
        if (file && window && !window.isDestroyed()) window.webContents.send(openChannel, file)
      } catch (error) {
        electron.dialog.showErrorBox('This file was not opened', error instanceof Error ? error.message : String(error))
      }
    }
  }

  app.on('open-file', (event, path) => {
    event.preventDefault()
    open([path])
  })
  app.on('second-instance', (_event, _words, _folder, given) => {
    // Chromium mixes its own words into the command line: the other instance says which files it means.
    open(parseFiles(given))
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  let isReadyToQuit = false
  app.on('before-quit', (event) => {
    if (isReadyToQuit || unfinished.size === 0) return
    // A save that was begun is finished before the process ends.
    event.preventDefault()
    void Promise.allSettled([...unfinished]).then(() => {
      isReadyToQuit = true
      app.quit()
    })
  })

  await app.whenReady()
  const hostFiles = options.makeFiles(join(stateFolder, 'host'))
  handles = await makeHandles(hostFiles)
  const session = electron.session.defaultSession
  lockSession(session)
  session.protocol.handle('app', (request) => answerApp(request, options.webFolder))
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate(process.platform)))
  answerChannels({
    electron,
    window: () => window,
    files: options.makeFiles(join(stateFolder, 'state')),
    handles,
    information: options.information,
    pageIsReady: () => {
      isPageReady = true
      void sendWaiting()
    },
    keepAlive: (work) => {
      const kept = work.finally(() => unfinished.delete(kept))
      unfinished.add(kept)
      return kept
    },
  })
  open(filesIn(options.words, process.cwd()))

  const screens = electron.screen.getAllDisplays().map((display) => display.workArea)
  window = makeWindow(electron, options.preload, await readWindowPlace(hostFiles, screens))
  const made = window
  made.on('close', () => {
    const place = { bounds: made.getNormalBounds(), isMaximised: made.isMaximized() }
    const writing = writeWindowPlace(hostFiles, place).finally(() => unfinished.delete(writing))
    unfinished.add(writing)
  })
  made.on('closed', () => {
    window = undefined
  })
  made.webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) isPageReady = false
  })
  made.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    // Everything up to the last second is in the store: loading again brings it back.
    electron.dialog.showErrorBox(
      'The page stopped working',
      `It will be loaded again with everything that was saved (${details.reason}).`,
    )
    if (!made.isDestroyed()) void made.loadURL(appPage)
  })
  made.once('ready-to-show', () => {
    made.show()
    options.announce('isoline: window shown')
  })
  await made.loadURL(appPage)
  return true
}

function makeWindow(electron: MainElectron, preload: string, place: WindowPlace | undefined): Electron.BrowserWindow {
  const window = new electron.BrowserWindow({
    width: 1440,
    height: 900,
    ...place?.bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Isoline',
    backgroundColor: electron.nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  if (place?.isMaximised) window.maximize()
  return window
}
