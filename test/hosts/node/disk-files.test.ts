import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { makeDiskFiles } from '../../../src/hosts/node/disk-files.ts'

const top = mkdtempSync(join(tmpdir(), 'isoline-disk-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))
let count = 0
const fresh = () => join(top, String(++count))
const bytes = (text: string) => new TextEncoder().encode(text)
const text = (value: Uint8Array | undefined) => (value ? new TextDecoder().decode(value) : undefined)

describe('a folder as Files', () => {
  test('write, read, append, list, remove', async () => {
    const files = makeDiskFiles(fresh())
    expect(await files.read('a')).toBeUndefined()
    expect(await files.list('')).toEqual([])
    await files.write('b/c.txt', bytes('one'))
    await files.write('b/c.txt', bytes('two'))
    await files.append('log', bytes('x\n'))
    await files.append('log', bytes('y\n'))
    expect(text(await files.read('b/c.txt'))).toBe('two')
    expect(text(await files.read('log'))).toBe('x\ny\n')
    expect(await files.list('')).toEqual(['b/c.txt', 'log'])
    expect(await files.list('b/')).toEqual(['b/c.txt'])
    await files.remove('log')
    await files.remove('log')
    expect(await files.list('')).toEqual(['b/c.txt'])
    expect(await files.read('b')).toBeUndefined()
  })

  test('keys that lead out of the folder are refused, whatever they look like', async () => {
    const folder = fresh()
    const files = makeDiskFiles(folder)
    mkdirSync(folder)
    writeFileSync(join(top, 'secret'), 'secret')
    for (const key of [
      '../secret',
      '/etc/passwd',
      'a/../../secret',
      '',
      '.',
      '..',
      'a\\b',
      'a\0b',
      'C:/x',
      '~/x',
      'a//b',
    ]) {
      await expect(files.read(key)).rejects.toThrow(/stored/)
      await expect(files.write(key, bytes('x'))).rejects.toThrow(/stored/)
      await expect(files.remove(key)).rejects.toThrow(/stored/)
    }
    await fc.assert(
      fc.asyncProperty(fc.string(), async (key) => {
        const read = await files.read(key).catch(() => undefined)
        expect(text(read)).not.toBe('secret')
      }),
      { seed: 7 },
    )
    expect(readFileSync(join(top, 'secret'), 'utf8')).toBe('secret')
  })

  test('what a killed process left is cleaned at the next write and never listed', async () => {
    const folder = fresh()
    mkdirSync(join(folder, 'sub'), { recursive: true })
    // A process that is over: its id is free of us.
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    writeFileSync(join(folder, 'sub', `.a.json.${gone}-0123abcd.tmp`), 'half')
    writeFileSync(join(folder, `.b.json.${process.pid}-0123abcd.tmp`), 'being written')
    const files = makeDiskFiles(folder)
    expect(await files.list('')).toEqual([])
    await files.write('c', bytes('x'))
    expect(readdirSync(join(folder, 'sub'))).toEqual([])
    expect(readdirSync(folder)).toContain(`.b.json.${process.pid}-0123abcd.tmp`)
  })

  test('a file where a folder is needed is explained', async () => {
    const folder = fresh()
    writeFileSync(folder, 'a file')
    await expect(makeDiskFiles(folder).write('a', bytes('x'))).rejects.toThrow(/file stands where a folder/)
  })
})
