import type { Files } from '../experiment/files.ts'
import { assert, isRefused, isSameBytes, noise, type Promised, textOf, utf8 } from './promise.ts'

/** A store to be tried, empty at first, and the way to open the same one as if the program had been started again. */
export interface StoreUnderTest {
  readonly files: Files
  reopen(): Promise<Files>
}

const unsafeKeys = [
  '',
  '.',
  '..',
  '../outside',
  'a/../../outside',
  '/etc/passwd',
  'a//b',
  'a/',
  'a\\..\\b',
  'C:\\b',
  'a/\u0000b',
  'a\n',
  '%2e%2e/outside',
  `${'long/'.repeat(200)}end`,
] as const

export const storePromises: readonly Promised<StoreUnderTest>[] = [
  {
    name: 'a key never written is undefined, not an error',
    check: async ({ files }) => assert((await files.read('nothing/here')) === undefined, 'something was read'),
  },
  {
    name: 'what is written is read, byte for byte',
    async check({ files }) {
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
      await files.write('bytes/all.bin', bytes)
      assert(isSameBytes(await files.read('bytes/all.bin'), bytes), 'other bytes were read')
      await files.write('bytes/none.bin', new Uint8Array())
      assert((await files.read('bytes/none.bin'))?.length === 0, 'an empty file is not read as empty')
    },
  },
  {
    name: 'a write replaces the whole',
    async check({ files }) {
      await files.write('replaced', utf8('a long first text'))
      await files.write('replaced', utf8('short'))
      assert(textOf(await files.read('replaced')) === 'short', 'the old text shows through')
    },
  },
  {
    name: 'a view of a larger buffer is written as that view',
    async check({ files }) {
      await files.write('view', utf8('abcdef').subarray(2, 4))
      assert(textOf(await files.read('view')) === 'cd', 'more or less than the view was written')
    },
  },
  {
    name: 'bytes given or read may be changed by their owner afterwards',
    async check({ files }) {
      const given = utf8('kept')
      await files.write('owned', given)
      given.fill(0)
      const read = await files.read('owned')
      read?.fill(0)
      assert(textOf(await files.read('owned')) === 'kept', 'the store shares memory with its caller')
    },
  },
  {
    name: 'text of every script survives',
    async check({ files }) {
      const text = 'Ångström · 温度 · температура · درجة · 🧪 · \u0000 · \u2028'
      await files.write('script.txt', utf8(text))
      assert(textOf(await files.read('script.txt')) === text, 'the text changed')
    },
  },
  {
    name: 'append adds to the end, and begins a key',
    async check({ files }) {
      await files.append('log/events.jsonl', utf8('one\n'))
      await files.append('log/events.jsonl', utf8('two\n'))
      assert(textOf(await files.read('log/events.jsonl')) === 'one\ntwo\n', 'the lines are not in their order')
    },
  },
  {
    name: 'lines appended at the same time are whole',
    async check({ files }) {
      const lines = Array.from({ length: 20 }, (_, index) => `${String(index).padStart(3, '0')} ${'x'.repeat(500)}\n`)
      await Promise.all(lines.map((line) => files.append('log/crowd.jsonl', utf8(line))))
      const kept = (textOf(await files.read('log/crowd.jsonl')) ?? '').split(/(?<=\n)/)
      assert(kept.sort().join('') === lines.sort().join(''), 'lines are missing or torn')
    },
  },
  {
    name: 'writes of one key at the same time leave one of them, whole',
    async check({ files }) {
      const versions = Array.from({ length: 8 }, (_, index) => noise(100_000, index + 1))
      const reads: Promise<Uint8Array | undefined>[] = []
      await Promise.all(
        versions.map(async (version) => {
          await files.write('contended', version)
          reads.push(files.read('contended'))
        }),
      )
      for (const seen of [...(await Promise.all(reads)), await files.read('contended')])
        assert(
          versions.some((version) => isSameBytes(seen, version)),
          'a mixture of two writes was read',
        )
    },
  },
  {
    name: 'a large blob of 24 MiB comes back',
    async check({ files }) {
      const blob = noise(24 * 1024 * 1024, 7)
      await files.write('large/blob', blob)
      assert(isSameBytes(await files.read('large/blob'), blob), 'the blob changed')
      await files.remove('large/blob')
    },
  },
  {
    name: 'list gives the keys that begin with the prefix, sorted',
    async check({ files }) {
      for (const key of ['list/b/2', 'list/a', 'list/b/10', 'list-other', 'list/b.json'])
        await files.write(key, utf8(key))
      assert((await files.list('list/')).join() === 'list/a,list/b.json,list/b/10,list/b/2', 'list/ is wrong')
      assert((await files.list('list/b')).join() === 'list/b.json,list/b/10,list/b/2', 'a part of a name is wrong')
      assert((await files.list('list/b/')).join() === 'list/b/10,list/b/2', 'list/b/ is wrong')
      assert((await files.list('no such/')).length === 0, 'a prefix of nothing lists something')
      assert((await files.list('')).includes('list-other'), 'the empty prefix does not list all')
    },
  },
  {
    name: 'remove removes, and may be repeated',
    async check({ files }) {
      await files.write('gone/soon', utf8('x'))
      await files.remove('gone/soon')
      await files.remove('gone/soon')
      assert((await files.read('gone/soon')) === undefined, 'it is still there')
      assert((await files.list('gone/')).length === 0, 'it is still listed')
    },
  },
  {
    name: 'unsafe keys are refused by every function',
    async check({ files }) {
      for (const key of unsafeKeys) {
        const shown = JSON.stringify(key.slice(0, 40))
        assert(await isRefused(() => files.write(key, utf8('x'))), `write took ${shown}`)
        assert(await isRefused(() => files.append(key, utf8('x'))), `append took ${shown}`)
        assert(await isRefused(() => files.read(key)), `read took ${shown}`)
        assert(await isRefused(() => files.remove(key)), `remove took ${shown}`)
      }
    },
  },
  {
    name: 'a prefix that leads outside lists nothing',
    async check({ files }) {
      for (const prefix of ['..', '../', '/etc/', 'a/../../']) {
        const listed = await files.list(prefix).catch((): readonly string[] => [])
        assert(listed.length === 0, `${prefix} lists something`)
      }
    },
  },
  {
    name: 'everything is there after a new start',
    async check({ files, reopen }) {
      await files.write('restart/state.json', utf8('{"x":1}'))
      await files.append('restart/log', utf8('a\n'))
      const again = await reopen()
      assert(textOf(await again.read('restart/state.json')) === '{"x":1}', 'the state is gone')
      await again.append('restart/log', utf8('b\n'))
      assert(textOf(await again.read('restart/log')) === 'a\nb\n', 'the log does not go on')
    },
  },
]
