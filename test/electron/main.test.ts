// The main process on a fake Electron: how its window is made and what no page may do.
import { EventEmitter } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { isOwnPage } from '../../electron/app-protocol.ts'
import { makeFakeElectron } from './fake-electron.ts'
import { startFake } from './start-fake.ts'

test('the window is isolated, sandboxed and without Node, and shows our own page when it is ready', async () => {
  const { windows, said } = await startFake()
  expect(windows).toHaveLength(1)
  expect(windows[0]?.options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
  })
  expect(windows[0]?.options.show).toBe(false)
  expect(windows[0]?.loaded).toEqual(['app://workbench/index.html'])
  expect(windows[0]?.isVisible).toBe(true)
  expect(said).toEqual(['isoline: window shown'])
})

test('before it is ready: one instance, every process sandboxed, the scheme registered, no switch added', async () => {
  const { order } = await startFake()
  expect(order.slice(0, 4)).toEqual(['lock', 'sandbox', 'scheme app', 'ready'])
  expect(order.filter((step) => step.startsWith('switch'))).toEqual([])
})

test('no source of the desktop host switches the sandbox off', async () => {
  for (const file of [
    'electron/main.ts',
    'electron/create-main.ts',
    'scripts/launch-electron.mjs',
    'scripts/start.mjs',
  ]) {
    const text = await readFile(join(import.meta.dirname, '../..', file), 'utf8')
    const code = text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
    expect(code.includes('no-sandbox') || /sandbox:\s*false/.test(code), file).toBe(false)
  }
})

test('a second instance ends at once; the first opens its file and comes to the front', async () => {
  const second = await startFake({ hasLock: false, words: ['--flag', 'b.csv'] })
  expect(second.isStarted).toBe(false)
  expect(second.windows).toHaveLength(0)
  expect(second.lockData()).toEqual({ files: [join(process.cwd(), 'b.csv')] })

  const first = await startFake()
  const file = join(first.folder, 'b.csv')
  await writeFile(file, 't,c\n')
  await first.invoke('ready', [])
  first.app.emit('second-instance', {}, ['electron', 'main.mjs', '--x'], '/', { files: [file, 7] })
  await vi.waitFor(() => expect(first.windows[0]?.webContents.sent).toHaveLength(1))
  expect(first.windows[0]?.webContents.sent[0]).toMatchObject(['isoline:open', { name: 'b.csv' }])
  expect(first.order).toContain('focus')
})

test('a file of the command line or of the system waits until the page listens, also after a reload', async () => {
  const folder = (await startFake()).folder
  const [a, b] = [join(folder, 'a.isoline.json'), join(folder, 'b.isoline.json')]
  await writeFile(a, '{"isoline":1}')
  await writeFile(b, '{"isoline":1}')
  const { app, windows, invoke, boxes } = await startFake({ words: [a] })
  const sent = () => windows[0]?.webContents.sent.map(([, file]) => (file as { name: string }).name)
  expect(sent()).toEqual([])
  await invoke('ready', [])
  await vi.waitFor(() => expect(sent()).toEqual(['a.isoline.json']))
  windows[0]?.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
  app.emit('open-file', { preventDefault: () => {} }, b)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(sent()).toEqual(['a.isoline.json'])
  await invoke('ready', [])
  await vi.waitFor(() => expect(sent()).toEqual(['a.isoline.json', 'b.isoline.json']))
  app.emit('open-file', { preventDefault: () => {} }, join(folder, 'missing.csv'))
  await vi.waitFor(() => expect(boxes.join()).toContain('"missing.csv" cannot be opened'))
})

const elsewhere = ['https://evil.example/', 'file:///etc/passwd', 'app://print/x', 'app://workbench.evil/', 'javascript:alert(1)', 'data:text/html,x', 'app://workbench/other.html'] // biome-ignore format: a list

test('the page stays where it is: no navigation, redirect, frame, window or webview leads elsewhere', async () => {
  const { windows } = await startFake()
  const contents = windows[0]?.webContents
  const isStopped = (event: string, details: object) => {
    let isPrevented = false
    contents?.emit(event, { ...details, preventDefault: () => (isPrevented = true) })
    return isPrevented
  }
  for (const url of elsewhere) {
    expect(isStopped('will-navigate', { url }), url).toBe(true)
    expect(isStopped('will-frame-navigate', { url, isMainFrame: true }), url).toBe(true)
    expect(isStopped('will-frame-navigate', { url, isMainFrame: false }), url).toBe(true)
    expect(contents?.windowOpen?.({ url })).toEqual({ action: 'deny' })
  }
  expect(isStopped('will-redirect', { url: 'app://workbench/index.html' })).toBe(true)
  expect(isStopped('will-attach-webview', {})).toBe(true)
  expect(contents?.windowOpen?.({ url: 'app://workbench/index.html' })).toEqual({ action: 'deny' })
  // A reload of itself, and a frame that shows what is written in it, must work.
  expect(isStopped('will-navigate', { url: 'app://workbench/index.html' })).toBe(false)
  expect(isStopped('will-frame-navigate', { url: 'about:srcdoc', isMainFrame: false })).toBe(false)
})

test('every permission and device is denied, but copying by our own page after a click', async () => {
  const { defaultSession } = await startFake()
  const { permissionRequest, permissionCheck, device } = defaultSession.asked
  const request = permissionRequest as (c: unknown, p: string, a: (yes: boolean) => void, details: object) => void
  const check = permissionCheck as (c: unknown, p: string, origin: string, details: object) => boolean
  const isGranted = (permission: string, address: string, isMainFrame: boolean) => {
    const answers: boolean[] = []
    request({}, permission, (yes) => answers.push(yes), { requestingUrl: address, isMainFrame })
    answers.push(check({}, permission, address, { isMainFrame }))
    expect(answers[0]).toBe(answers[1])
    return answers[0]
  }
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'usb',
    'hid',
    'new kind',
  ])
    expect(isGranted(permission, 'app://workbench/', true), permission).toBe(false)
  expect(isGranted('clipboard-sanitized-write', 'app://workbench/', true)).toBe(true)
  expect(isGranted('clipboard-sanitized-write', 'app://workbench/', false)).toBe(false)
  expect(isGranted('clipboard-sanitized-write', 'https://evil.example/', true)).toBe(false)
  expect(isGranted('clipboard-sanitized-write', 'app://print/x', true)).toBe(false)
  expect((device as () => boolean)()).toBe(false)
})

test('no request leaves the program', async () => {
  const { defaultSession } = await startFake()
  const cancel = (url: string) => {
    let answer = { cancel: false }
    ;(defaultSession.asked.beforeRequest as (d: object, a: (given: { cancel: boolean }) => void) => void)(
      { url },
      (given) => {
        answer = given
      },
    )
    return answer.cancel
  }
  for (const url of [
    'https://evil.example/',
    'http://127.0.0.1:80/',
    'ws://evil.example',
    'file:///etc/passwd',
    'ftp://x',
  ])
    expect(cancel(url), url).toBe(true)
  for (const url of ['app://workbench/assets/a.js', 'blob:app://workbench/1', 'data:image/png;base64,'])
    expect(cancel(url), url).toBe(false)
})

test('a download is only what the page made itself', async () => {
  const { defaultSession } = await startFake()
  const isStopped = (url: string) => {
    let isPrevented = false
    defaultSession.emit('will-download', { preventDefault: () => (isPrevented = true) }, { getURL: () => url })
    return isPrevented
  }
  expect(isStopped('https://evil.example/x.exe')).toBe(true)
  expect(isStopped('app://workbench/index.html')).toBe(true)
  expect(isStopped('blob:app://workbench/1')).toBe(false)
})

test('app://workbench/ serves the built page with its policy, and nothing else', async () => {
  const { defaultSession } = await startFake()
  const ask = async (address: string, method = 'GET') => {
    const answer = await defaultSession.protocols.get('app')?.(new Request(address, { method }))
    return { status: answer?.status, headers: answer?.headers, text: await answer?.text() }
  }
  const page = await ask('app://workbench/index.html')
  expect(page.text).toBe('<title>page</title>')
  for (const address of [
    'app://workbench/../secret.txt',
    'app://workbench/..%2fsecret.txt',
    'app://workbench/%2e%2e%2fsecret.txt',
    'app://workbench/nothing',
    'app://print/index.html',
    'app://workbench.evil/index.html',
    'app://workbench:81/index.html',
  ]) {
    const answer = await ask(address)
    expect(answer.status, address).toBe(404)
    expect(answer.text).not.toContain('secret')
    expect(answer.headers?.get('content-security-policy')).toContain("default-src 'self'")
  }
  expect((await ask('app://workbench/index.html', 'POST')).status).toBe(405)
  expect(page.headers?.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval'")
  expect(page.headers?.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(page.headers?.get('cross-origin-embedder-policy')).toBe('require-corp')
  expect(page.headers?.get('x-content-type-options')).toBe('nosniff')
})

test('the size and place of the window are found again, unless they are off every screen', async () => {
  const first = await startFake()
  const stateFolder = join(first.folder, 'isoline')
  first.windows[0]?.emit('close')
  await vi.waitFor(async () => expect(await readFile(join(stateFolder, 'host/window.json'), 'utf8')).toContain('1200'))
  const second = await startFake({ stateFolder })
  expect(second.windows[0]?.options).toMatchObject({ x: 10, y: 20, width: 1200, height: 800 })
  for (const lost of [
    '{"bounds":{"x":5000,"y":20,"width":1200,"height":800}}',
    '{"bounds":{"x":1e99}}',
    'no json',
    '[]',
  ]) {
    await writeFile(join(stateFolder, 'host/window.json'), lost)
    expect((await startFake({ stateFolder })).windows[0]?.options).toMatchObject({ width: 1440, height: 900 })
  }
})

test('a save that was begun is finished before the program ends', async () => {
  let finish = () => {}
  const { app, invoke, order } = await startFake({
    makeFiles: () => ({
      read: async () => undefined,
      write: () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
      append: async () => {},
      remove: async () => {},
      list: async () => [],
    }),
  })
  const writing = invoke('writeKey', ['last', new Uint8Array(1)])
  await new Promise((resolve) => setTimeout(resolve, 5))
  app.emit('window-all-closed')
  expect(order.at(-1)).toBe('quit')
  finish()
  await writing
  await vi.waitFor(() => expect(order.at(-1)).toBe('ended'))
})

test('after a crash of the page it is loaded again, and the person is told', async () => {
  const { windows, boxes } = await startFake()
  windows[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
  expect(windows[0]?.loaded).toHaveLength(2)
  expect(boxes.join()).toContain('crashed')
})

test('the preload hands over functions only, and never Electron itself', async () => {
  const ipcRenderer = Object.assign(new EventEmitter(), {
    invoke: (...words: unknown[]) => Promise.resolve(words),
  })
  const exposed: Record<string, Record<string, unknown>> = {}
  vi.doMock('electron', () => ({
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld: (name: string, value: Record<string, unknown>) => {
        exposed[name] = value
      },
    },
  }))
  await import('../../electron/preload.ts')
  expect(Object.keys(exposed)).toEqual(['isoline'])
  const bridge = exposed.isoline ?? {}
  expect(Object.values(bridge).every((value) => typeof value === 'function')).toBe(true)
  expect(Object.keys(bridge)).toHaveLength(12)
  // Each function speaks on the channel of its name, which the main process knows.
  const { handlers } = await startFake()
  for (const name of Object.keys(bridge).filter((name) => name !== 'onOpen')) {
    const [channel] = (await (bridge[name] as () => Promise<unknown[]>)()) ?? []
    expect(channel).toBe(`isoline:${name}`)
    expect(handlers.has(String(channel))).toBe(true)
  }
  // What arrives is the file; the event, whose sender is Electron's, stays behind.
  const received: unknown[][] = []
  const stop = (bridge.onOpen as (listener: (...given: unknown[]) => void) => () => void)((...given) =>
    received.push(given),
  )
  ipcRenderer.emit('isoline:open', { sender: ipcRenderer }, { name: 'a' })
  stop()
  ipcRenderer.emit('isoline:open', { sender: ipcRenderer }, { name: 'b' })
  expect(received).toEqual([[{ name: 'a' }]])
})

test('only app://workbench is our own page', () => {
  expect(isOwnPage('app://workbench/index.html#x')).toBe(true)
  for (const address of [
    ...elsewhere.filter((a) => a !== 'app://workbench/other.html'),
    undefined,
    '',
    'workbench',
    'app://workbench@evil/',
  ])
    expect(isOwnPage(address), String(address)).toBe(false)
  expect(makeFakeElectron({ appData: '' }).windows).toEqual([])
})
