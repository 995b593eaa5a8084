import { EventEmitter } from 'node:events'
import type { MainElectron } from '../../electron/create-main.ts'

type Handler = (event: unknown, ...given: unknown[]) => Promise<unknown>
type Answerer = (request: Request) => Response | Promise<Response>

/** A session that remembers what was forbidden. */
function makeSession() {
  const asked: { permissionRequest?: unknown; permissionCheck?: unknown; device?: unknown; beforeRequest?: unknown } =
    {}
  const protocols = new Map<string, Answerer>()
  return Object.assign(new EventEmitter(), {
    asked,
    protocols,
    setPermissionRequestHandler: (handler: unknown) => {
      asked.permissionRequest = handler
    },
    setPermissionCheckHandler: (handler: unknown) => {
      asked.permissionCheck = handler
    },
    setDevicePermissionHandler: (handler: unknown) => {
      asked.device = handler
    },
    webRequest: {
      onBeforeRequest: (handler: unknown) => {
        asked.beforeRequest = handler
      },
    },
    protocol: {
      handle: (scheme: string, answer: Answerer) => void protocols.set(scheme, answer),
      unhandle: (scheme: string) => void protocols.delete(scheme),
    },
  })
}

export type FakeSession = ReturnType<typeof makeSession>

/** Electron as the main process sees it, without a screen: remembers what it was told and lets a test be the page. */
export function makeFakeElectron(settings: { hasLock?: boolean; appData: string }) {
  const handlers = new Map<string, Handler>()
  const windows: FakeWindow[] = []
  const order: string[] = []
  const boxes: string[] = []
  const dialogs = {
    open: { canceled: true, filePaths: [] as string[] },
    save: { canceled: true, filePath: '' },
    openOptions: undefined as unknown,
  }
  const paths = new Map([['appData', settings.appData]])
  const defaultSession = makeSession()
  const partitions = new Map<string, FakeSession>()
  let lockData: unknown
  let menu: unknown

  const app = Object.assign(new EventEmitter(), {
    setName: () => {},
    getPath: (name: string) => paths.get(name) ?? '',
    setPath: (name: string, path: string) => void paths.set(name, path),
    requestSingleInstanceLock: (data: unknown) => {
      order.push('lock')
      lockData = data
      return settings.hasLock ?? true
    },
    enableSandbox: () => void order.push('sandbox'),
    whenReady: async () => void order.push('ready'),
    quit: () => {
      order.push('quit')
      let isPrevented = false
      app.emit('before-quit', { preventDefault: () => (isPrevented = true) })
      if (!isPrevented) order.push('ended')
    },
    commandLine: { appendSwitch: (name: string) => void order.push(`switch ${name}`) },
  })

  class FakeContents extends EventEmitter {
    mainFrame = { url: '' }
    session: FakeSession
    sent: unknown[][] = []
    windowOpen: ((details: { url: string }) => { action: string }) | undefined
    printed: unknown
    constructor(session: FakeSession) {
      super()
      this.session = session
    }
    getURL = () => this.mainFrame.url
    setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }) => {
      this.windowOpen = handler
    }
    send = (...words: unknown[]) => void this.sent.push(words)
    printToPDF = async (options: unknown) => {
      this.printed = options
      return Buffer.from('%PDF-1.7 fake')
    }
  }

  class FakeWindow extends EventEmitter {
    webContents: FakeContents
    title = ''
    isGone = false
    isVisible = false
    loaded: string[] = []
    shownDocument = ''
    bounds = { x: 10, y: 20, width: 1200, height: 800 }
    options: Record<string, unknown> & { webPreferences: Record<string, unknown> }
    constructor(options: Record<string, unknown> & { webPreferences: Record<string, unknown> }) {
      super()
      this.options = options
      const session = (options.webPreferences.session as FakeSession | undefined) ?? defaultSession
      this.webContents = new FakeContents(session)
      windows.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
    loadURL = async (address: string) => {
      this.loaded.push(address)
      this.webContents.mainFrame = { url: address }
      const answer = this.webContents.session.protocols.get('app')
      if (answer) this.shownDocument = await (await answer(new Request(address))).text()
      this.emit('ready-to-show')
    }
    show = () => {
      this.isVisible = true
    }
    setTitle = (title: string) => {
      this.title = title
    }
    isDestroyed = () => this.isGone
    destroy = () => {
      this.isGone = true
      this.emit('closed')
    }
    isMinimized = () => false
    isMaximized = () => false
    maximize = () => {}
    restore = () => {}
    focus = () => void order.push('focus')
    getNormalBounds = () => this.bounds
  }

  const electron = {
    app,
    BrowserWindow: FakeWindow,
    dialog: {
      showOpenDialog: async (_window: unknown, options: unknown) => {
        dialogs.openOptions = options
        return dialogs.open
      },
      showSaveDialog: async () => dialogs.save,
      showErrorBox: (title: string, text: string) => void boxes.push(`${title}: ${text}`),
    },
    ipcMain: { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) },
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (template: unknown) => {
        menu = template
      },
    },
    nativeTheme: { shouldUseDarkColors: false },
    protocol: {
      registerSchemesAsPrivileged: (schemes: { scheme: string }[]) =>
        void order.push(`scheme ${schemes.map((scheme) => scheme.scheme).join()}`),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      defaultSession,
      fromPartition: (name: string) => {
        const session = partitions.get(name) ?? makeSession()
        partitions.set(name, session)
        return session
      },
    },
  }

  /** A request as the page's preload makes it; another sender or frame may be put in its place. */
  function invoke(name: string, given: readonly unknown[], from: { sender?: unknown; senderFrame?: unknown } = {}) {
    const handler = handlers.get(`isoline:${name}`)
    if (!handler) return Promise.reject(new Error(`nobody listens on ${name}`))
    const contents = windows[0]?.webContents
    return handler({ sender: contents, senderFrame: contents?.mainFrame, ...from }, ...given)
  }

  return {
    // The one place where the fake is passed off as the real thing.
    electron: electron as unknown as MainElectron,
    app,
    windows,
    handlers,
    order,
    boxes,
    dialogs,
    defaultSession,
    partitions,
    paths,
    invoke,
    lockData: () => lockData,
    menu: () => menu,
  }
}

export type FakeElectron = ReturnType<typeof makeFakeElectron>
