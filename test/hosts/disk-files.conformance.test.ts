import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Files } from '../../src/experiment/files.ts'
import { storePromises } from '../../src/hosts/conformance.ts'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { withSafeKeys } from '../../src/hosts/safe-keys.ts'
import { makeMemoryFiles } from '../support/memory-files.ts'

const folder = () => mkdtemp(join(tmpdir(), 'isoline-disk-'))

for (const promise of storePromises) {
  test(`disk files: ${promise.name}`, async () => {
    const at = await folder()
    await promise.check({ files: makeDiskFiles(at), reopen: async () => makeDiskFiles(at) })
  })
  test(`memory files: ${promise.name}`, async () => {
    const files = withSafeKeys(makeMemoryFiles())
    await promise.check({ files, reopen: async () => files })
  })
}

/** Stores wrong in one way each, and the promise that must notice it. */
const wrong: readonly (readonly [what: string, promise: RegExp, change: (good: Files) => Partial<Files>])[] = [
  ['reads what was never written', /never written/, () => ({ read: async () => new Uint8Array() })],
  ['appends by overwriting', /append adds/, (good) => ({ append: good.write })],
  ['removes nothing', /remove removes/, () => ({ remove: async () => {} })],
  ['lists too much', /list gives/, (good) => ({ list: async () => good.list('') })],
  ['takes unsafe keys', /unsafe keys/, () => ({})],
  [
    'keeps the buffer and not the view',
    /view of a larger/,
    (good) => ({ write: (key, bytes) => good.write(key, new Uint8Array(bytes.buffer)) }),
  ],
]

for (const [what, name, change] of wrong) {
  test(`the suite notices a store that ${what}`, async () => {
    const good = makeMemoryFiles()
    const files = { ...good, ...change(good) }
    const promise = storePromises.find((each) => name.test(each.name))
    await expect(promise?.check({ files, reopen: async () => files })).rejects.toThrow()
  })
}
