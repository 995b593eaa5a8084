import { basename } from 'node:path'
import type * as Electron from 'electron'
import type { ZodError } from 'zod'
import type { Files } from '../src/experiment/files.ts'
import { writeAtomically } from '../src/hosts/node/disk-files.ts'
import type { Handles } from '../src/hosts/node/handles.ts'
import { isOwnPage } from './app-protocol.ts'
import { type ArgumentsOf, type Channel, channelOf, channels, requests } from './contract.ts'
import { type PrintElectron, printInHiddenWindow } from './print-window.ts'

export interface AnswerSurroundings {
  readonly electron: PrintElectron & Pick<typeof Electron, 'dialog' | 'ipcMain'>
  readonly window: () => Electron.BrowserWindow | undefined
  readonly files: Files
  readonly handles: Handles
  readonly information: { readonly version: string; readonly platform: string; readonly command: string }
  /** The page listens now: files that wait may be sent. */
  readonly pageIsReady: () => void
  /** Runs work that must be finished before the process may end. */
  readonly keepAlive: <T>(work: Promise<T>) => Promise<T>
}

type Answers = { readonly [Name in Channel]: (...given: ArgumentsOf<Name>) => Promise<unknown> }

function makeAnswers(around: AnswerSurroundings): Answers {
  const { electron, files, handles, keepAlive } = around
  /** A dialogue belongs to the window if there is one. */
  const owner = () => {
    const window = around.window()
    if (!window) throw new Error('The window is closed.')
    return window
  }
  return {
    information: async () => around.information,
    openFiles: async ({ title, extensions, multiple }) => {
      // Systems know only the last part of a double extension.
      const known = [...new Set(extensions.map((extension) => extension.split('.').at(-1) ?? extension))]
      const chosen = await electron.dialog.showOpenDialog(owner(), {
        title,
        properties: multiple ? ['openFile', 'multiSelections'] : ['openFile'],
        filters:
          known.length > 0
            ? [
                { name: title, extensions: known },
                { name: 'All files', extensions: ['*'] },
              ]
            : [],
      })
      return chosen.canceled ? [] : Promise.all(chosen.filePaths.map((path) => handles.open(path)))
    },
    saveFile: async ({ suggestedName, bytes }) => {
      const chosen = await electron.dialog.showSaveDialog(owner(), { defaultPath: suggestedName })
      if (chosen.canceled || !chosen.filePath) return undefined
      const { filePath } = chosen
      await keepAlive(writeAtomically(filePath, bytes))
      return { name: basename(filePath), handle: await handles.add(filePath) }
    },
    writeHandle: (handle, bytes) => keepAlive(handles.write(handle, bytes)),
    readKey: (key) => files.read(key),
    writeKey: (key, bytes) => keepAlive(files.write(key, bytes)),
    appendKey: (key, bytes) => keepAlive(files.append(key, bytes)),
    removeKey: (key) => keepAlive(files.remove(key)),
    listKeys: (prefix) => files.list(prefix),
    printToPdf: (html, options) => printInHiddenWindow(electron, html, options),
    setTitle: async (title) => owner().setTitle(title),
    ready: async () => around.pageIsReady(),
  }
}

/** Only the main frame of our own page is answered: not a frame inside it, not another page, not a page that is gone. */
function isTrustedSender(event: Electron.IpcMainInvokeEvent, window: Electron.BrowserWindow | undefined): boolean {
  const frame = event.senderFrame
  return (
    window !== undefined &&
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame === window.webContents.mainFrame &&
    isOwnPage(frame.url)
  )
}

/** Listens on every channel of the contract; each checks who asks and what, before anything is done. */
export function answerChannels(around: AnswerSurroundings): void {
  const answers = makeAnswers(around)
  const listen = <Name extends Channel>(name: Name) => {
    const answer = answers[name]
    around.electron.ipcMain.handle(channelOf(name), async (event, ...given: unknown[]) => {
      if (!isTrustedSender(event, around.window())) throw new Error('This request did not come from the workbench.')
      const parsed = requests[name].safeParse(given)
      if (!parsed.success) throw new Error(`${name}: ${explain(parsed.error)}`)
      // The table pairs parser and answer by name, which the compiler cannot follow through an index.
      return Reflect.apply(answer, undefined, parsed.data)
    })
  }
  for (const name of channels) listen(name)
}

function explain(error: ZodError): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.map(String).join('.')}: ${issue.message}` : 'these arguments are not understood'
}
