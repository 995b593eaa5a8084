// Every channel of the desktop host with good, bad and hostile input, and with a sender that is not our page.
import { writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { channels } from '../../electron/contract.ts'
import type { PickedFile } from '../../src/experiment/host.ts'
import type { Bridge } from '../../src/hosts/bridge.ts'
import { makeDesktopHost } from '../../src/hosts/browser/desktop.ts'
import { hostPromises, storePromises } from '../../src/hosts/conformance.ts'
import { startFake } from './start-fake.ts'

const bytes = new Uint8Array([1, 2, 3])
const handle = '00000000-0000-4000-8000-000000000000'
const open = { title: 'Open', extensions: ['csv'], multiple: false }
const polluted = JSON.parse('{"__proto__":{"isAdmin":true},"title":"x","extensions":[],"multiple":true}') as unknown

/** Arguments that work, and arguments that must be refused before anything is done. A channel without a row fails the test. */
const cases: Readonly<
  Record<string, { readonly good: readonly unknown[]; readonly bad: readonly (readonly unknown[])[] }>
> = {
  information: { good: [], bad: [['extra'], [{}], [null]] },
  ready: { good: [], bad: [['extra']] },
  openFiles: {
    good: [open],
    bad: [
      [],
      [null],
      ['csv'],
      [open, 'extra'],
      [{ ...open, title: 7 }],
      [{ ...open, title: 'x'.repeat(201) }],
      [{ ...open, multiple: 'yes' }],
      [{ ...open, extensions: ['../x'] }],
      [{ ...open, extensions: ['*'] }],
      [{ ...open, extensions: Array.from({ length: 65 }, () => 'a') }],
      [{ ...open, defaultPath: '/etc' }],
      [polluted],
    ],
  },
  saveFile: {
    good: [{ suggestedName: 'a.csv', bytes }],
    bad: [
      [],
      ['a.csv', bytes],
      [{ suggestedName: '../a.csv', bytes }],
      [{ suggestedName: '/etc/passwd', bytes }],
      [{ suggestedName: 'a\\b', bytes }],
      [{ suggestedName: 'a\u0000.csv', bytes }],
      [{ suggestedName: '..', bytes }],
      [{ suggestedName: '', bytes }],
      [{ suggestedName: 'x'.repeat(201), bytes }],
      [{ suggestedName: 'a.csv', bytes: 'text' }],
      [{ suggestedName: 'a.csv', bytes: [1, 2] }],
      [{ suggestedName: 'a.csv', bytes: { length: 3 } }],
      [{ suggestedName: 'a.csv', bytes, filePath: '/etc/passwd' }],
    ],
  },
  writeHandle: {
    good: [handle, bytes],
    bad: [
      [],
      [handle],
      ['/etc/passwd', bytes],
      ['../x', bytes],
      [{}, bytes],
      [handle, 'text'],
      [handle, bytes, 'extra'],
      [['a'], bytes],
    ],
  },
  ...Object.fromEntries(
    ['readKey', 'writeKey', 'appendKey', 'removeKey'].map((name) => {
      const rest = name.startsWith('re') ? [] : [bytes]
      const noBytes = rest.length === 0 ? [] : [['a'], ['a', 'text'], ['a', [1]], ['a', { length: 1 }], ['a', null]]
      const keys = ['', '..', '../x', '/etc/passwd', 'a/../b', 'a\\b', 'a\u0000', 'x'.repeat(600), 7, null, {}, ['a']]
      return [
        name,
        {
          good: ['runs/1/log.jsonl', ...rest],
          bad: [...noBytes, [], ['a', ...rest, 'extra'], ...keys.map((key) => [key, ...rest])],
        },
      ]
    }),
  ),
  listKeys: { good: ['runs/'], bad: [[], ['../'], ['/etc/'], [7], [null], ['a', 'b'], ['a//']] },
  printToPdf: {
    good: ['<p>x</p>', { widthMillimetres: 160, heightMillimetres: 90 }],
    bad: [
      [],
      ['<p>x</p>'],
      [7, {}],
      ['x', { widthMillimetres: '160' }],
      ['x', { widthMillimetres: Number.NaN }],
      ['x', { widthMillimetres: Number.POSITIVE_INFINITY }],
      ['x', { widthMillimetres: -1 }],
      ['x', { widthMillimetres: 1e9 }],
      ['x', { headerTemplate: '<script>' }],
      ['x'.repeat(64 * 1024 * 1024 + 1), {}],
    ],
  },
  setTitle: { good: ['Isoline'], bad: [[], [7], [{}], ['x'.repeat(301)], ['a', 'b']] },
}

test('the table above has every channel, and the main process listens on no other', async () => {
  const { handlers } = await startFake()
  expect(Object.keys(cases).sort()).toEqual([...channels].sort())
  expect([...handlers.keys()].sort()).toEqual(channels.map((name) => `isoline:${name}`).sort())
})

for (const name of channels) {
  test(`${name}: good input is answered`, async () => {
    const { invoke } = await startFake()
    const answer = invoke(name, cases[name]?.good ?? [])
    // The handle of the table was given to nobody: well formed, and refused by the host itself.
    if (name === 'writeHandle') await expect(answer).rejects.toThrow('no longer known')
    else await expect(answer).resolves.not.toThrow()
  })

  test(`${name}: bad and hostile input is refused and changes nothing`, async () => {
    const { invoke, windows, dialogs, folder } = await startFake()
    dialogs.save = { canceled: false, filePath: join(folder, 'written.csv') }
    for (const given of cases[name]?.bad ?? []) {
      const shown = JSON.stringify(given).slice(0, 80)
      await expect(invoke(name, given), shown).rejects.toThrow(/^(\w+: )/)
    }
    expect(windows).toHaveLength(1)
    expect(windows[0]?.title).toBe('')
    expect(dialogs.openOptions).toBeUndefined()
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
    await expect(readFile(join(folder, 'written.csv'))).rejects.toThrow('ENOENT')
  })

  test(`${name}: another sender, a frame inside the page, a strange address and a dead frame are refused`, async () => {
    const { invoke, windows } = await startFake()
    const good = cases[name]?.good ?? []
    const contents = windows[0]?.webContents
    const strangers = [
      { sender: {}, senderFrame: { url: 'app://workbench/index.html' } },
      { sender: {}, senderFrame: contents?.mainFrame },
      { senderFrame: { url: 'app://workbench/index.html' } },
      { senderFrame: { url: 'about:srcdoc' } },
      { senderFrame: null },
    ]
    for (const from of strangers)
      await expect(invoke(name, good, from)).rejects.toThrow('did not come from the workbench')
    for (const url of ['https://evil.example/', 'file:///index.html', 'app://workbench.evil/', '']) {
      if (contents) contents.mainFrame = { url }
      await expect(invoke(name, good)).rejects.toThrow('did not come from the workbench')
    }
  })

  test(`${name}: nothing is answered once the window is closed`, async () => {
    const { invoke, windows } = await startFake()
    const window = windows[0]
    const from = { sender: window?.webContents, senderFrame: window?.webContents.mainFrame }
    window?.destroy()
    await expect(invoke(name, cases[name]?.good ?? [], from)).rejects.toThrow('did not come from the workbench')
  })
}

test('a document is printed in a hidden window without scripts, alone in its session, and the window is gone after', async () => {
  const { invoke, windows, partitions } = await startFake()
  const html = '<!doctype html><script>alert(1)</script><p>report</p>'
  const pdf = await invoke('printToPdf', [html, { widthMillimetres: 127, heightMillimetres: 254 }])
  expect(new TextDecoder().decode(pdf as Uint8Array)).toMatch(/^%PDF-/)
  const printer = windows[1]
  expect(printer?.options).toMatchObject({
    show: false,
    webPreferences: { javascript: false, sandbox: true, contextIsolation: true },
  })
  expect(printer?.options.webPreferences.preload).toBeUndefined()
  expect(printer?.shownDocument).toBe(html)
  // 127 mm are 5 inches, 254 mm are 10.
  expect(printer?.webContents.printed).toMatchObject({ pageSize: { width: 5, height: 10 }, printBackground: true })
  expect(printer?.isGone).toBe(true)
  const [name] = [...partitions.keys()]
  expect(name).not.toMatch(/^persist:/)
  expect(partitions.get(name ?? '')?.asked.beforeRequest).toBeDefined()
  expect(partitions.get(name ?? '')?.protocols.size).toBe(0)
})

/** The whole way: the page's host, the bridge, the channels, the main process, the disk. */
async function makeHostUnderTest(stateFolder?: string) {
  const fake = await startFake(stateFolder === undefined ? {} : { stateFolder })
  const listeners = new Set<(file: PickedFile) => void>()
  const contents = fake.windows[0]?.webContents
  if (contents)
    contents.send = (_channel: unknown, file: unknown) => {
      for (const listener of listeners) listener(file as PickedFile)
    }
  const call =
    (name: string) =>
    (...given: unknown[]) =>
      fake.invoke(name, structuredClone(given))
  const named = channels.filter((name) => name !== 'ready').map((name) => [name, call(name)])
  const bridge = {
    ...Object.fromEntries(named),
    onOpen: (listener: (file: PickedFile) => void) => {
      listeners.add(listener)
      void fake.invoke('ready', [])
      return () => void listeners.delete(listener)
    },
  } as Bridge
  return { fake, host: await makeDesktopHost(bridge, true) }
}

for (const promise of storePromises) {
  test(`electron: ${promise.name}`, async () => {
    const { fake, host } = await makeHostUnderTest()
    const stateFolder = join(fake.folder, 'isoline')
    await promise.check({ files: host.files, reopen: async () => (await makeHostUnderTest(stateFolder)).host.files })
  })
}

for (const promise of hostPromises) {
  test(`electron: ${promise.name}`, async () => {
    const { fake, host } = await makeHostUnderTest()
    const saved = join(fake.folder, 'saved here.csv')
    await promise.check({
      host,
      pickNext(files) {
        fake.dialogs.open = { canceled: !files, filePaths: (files ?? []).map((file) => join(fake.folder, file.name)) }
        for (const file of files ?? []) writeFileSync(join(fake.folder, file.name), file.bytes)
      },
      saveNext(answer) {
        fake.dialogs.save = { canceled: answer === 'cancel', filePath: answer === 'cancel' ? '' : saved }
      },
      savedBytes: async () => new Uint8Array(await readFile(saved)),
      handIn: async (file) => {
        const path = join(fake.folder, file.name)
        await writeFile(path, file.bytes)
        fake.app.emit('open-file', { preventDefault: () => {} }, path)
      },
      canSaveAgain: true,
      hasPdf: true,
    })
  })
}

test('a place saved to is known again after a new start', async () => {
  const first = await makeHostUnderTest()
  const place = join(first.fake.folder, 'kept.json')
  first.fake.dialogs.save = { canceled: false, filePath: place }
  const saved = await first.host.saveFile({ suggestedName: 'kept.json', bytes })
  const second = await makeHostUnderTest(join(first.fake.folder, 'isoline'))
  await second.host.writeHandle(saved?.handle ?? '', new TextEncoder().encode('again'))
  expect(await readFile(place, 'utf8')).toBe('again')
})
