import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { shareFragment } from '../../src/hosts/browser/share-link.ts'
import { makeSiteHost } from '../../src/hosts/browser/site.ts'
import { hostPromises, storePromises } from '../../src/hosts/conformance.ts'
import { makeFakePageFiles } from './fake-page-files.ts'

Object.assign(globalThis, { IDBKeyRange })

const fake = makeFakePageFiles()
const address = 'https://example.org/isoline/'

function makeHost(factory: IDBFactory, at = address) {
  const said: string[] = []
  let isCleared = false
  const host = makeSiteHost({
    indexedDB: factory,
    information: { version: '1', platform: 'test', isIsolated: false },
    pageFiles: fake.pageFiles,
    print: async () => {},
    setTitle: () => {},
    address: at,
    clearFragment: () => {
      isCleared = true
    },
    report: (message) => said.push(message),
  })
  return { host, said, isCleared: () => isCleared }
}

for (const promise of storePromises) {
  test(`site: ${promise.name}`, async () => {
    const factory = new IDBFactory()
    await promise.check({ files: makeHost(factory).host.files, reopen: async () => makeHost(factory).host.files })
  })
}

for (const promise of hostPromises) {
  test(`site: ${promise.name}`, async () => {
    const { host } = makeHost(new IDBFactory(), `${address}${shareFragment('{"isoline":1}')}`)
    await promise.check({ host, ...fake.hands, handIn: async () => {}, canSaveAgain: true, hasPdf: false })
  })
}

test('a share link opens the experiment it was made of, and leaves the address bar', async () => {
  const document = JSON.stringify({ isoline: 1, title: '温度 µ', problem: { id: 'gas-column' } })
  const link = makeHost(new IDBFactory()).host.shareLink?.(document) ?? ''
  expect(link.startsWith(`${address}#experiment=`)).toBe(true)
  // Letters that survive chat programs and mail: no +, /, =, quotes or spaces.
  expect(new URL(link).hash).toMatch(/^#experiment=[A-Za-z0-9_-]+$/)
  const there = makeHost(new IDBFactory(), link)
  const received = await new Promise<string>((resolve) => {
    there.host.onOpen((file) => resolve(new TextDecoder().decode(file.bytes)))
  })
  expect(received).toBe(document)
  expect(there.isCleared()).toBe(true)
})

test.each([
  ['cut', `${address}${shareFragment('{"isoline":1,"title":"abcdefghijklmnopqrstuvwxyz"}').slice(0, -8)}`, /damaged/],
  ['no base64', `${address}#experiment=!!!!`, /damaged/],
  ['noise', `${address}#experiment=AAECAwQFBgcICQ`, /damaged/],
  // 64 MiB of one letter deflate to about 64 KiB.
  ['a bomb', `${address}${shareFragment('a'.repeat(64 * 1024 * 1024))}`, /more than 2 MiB/],
])('a link that is %s is explained, and nothing opens', async (_what, link, message) => {
  const { host, said } = makeHost(new IDBFactory(), link)
  let opened = 0
  host.onOpen(() => opened++)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(said.join()).toMatch(message)
  expect(opened).toBe(0)
})
