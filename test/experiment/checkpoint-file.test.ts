import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCheckpoint, writeCheckpoint } from '../../src/experiment/checkpoint-file.ts'
import type { Files } from '../../src/experiment/files.ts'
import { makeMemoryFiles } from '../support/memory-files.ts'

const stored = (value: number) => ({
  checkpoint: {
    arrays: { gas: new Float64Array([1, 2, value]), empty: new Float64Array() },
    numbers: { time: value, big: 1e308 },
  },
  time: value,
  rows: 7,
  frames: 3,
})

test('what is written is read, bit for bit, also values that JSON does not have', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double()),
      fc.dictionary(fc.stringMatching(/^[a-z.0-9]{1,9}$/), fc.double()),
      async (values, numbers) => {
        const files = makeMemoryFiles()
        await writeCheckpoint(files, {
          checkpoint: { arrays: { a: Float64Array.from(values) }, numbers },
          time: 1,
          rows: 2,
          frames: 0,
        })
        const back = await readCheckpoint(files)
        expect([...(back?.checkpoint.arrays.a ?? [])]).toEqual(values)
        expect(back?.checkpoint.numbers).toEqual({ ...numbers })
      },
    ),
    { seed: 5, numRuns: 50 },
  )
})

test('a crash after any write leaves the old state or the new, whole', async () => {
  // A store that dies before its nth change.
  const dying = (files: Files, after: number): Files => {
    let left = after
    const step = () => {
      if (left-- <= 0) throw new Error('killed')
    }
    return {
      ...files,
      write: async (key, bytes) => {
        step()
        await files.write(key, bytes)
      },
      remove: async (key) => {
        step()
        await files.remove(key)
      },
    }
  }
  const seen: number[] = []
  for (let after = 0; after < 4; after++) {
    const files = makeMemoryFiles()
    await writeCheckpoint(files, stored(1))
    await writeCheckpoint(dying(files, after), stored(2)).catch(() => undefined)
    const back = await readCheckpoint(files)
    expect(back?.checkpoint.numbers.time).toBe(back?.checkpoint.arrays.gas?.[2])
    seen.push(back?.time ?? Number.NaN)
    // The next one works whatever was left.
    await writeCheckpoint(files, stored(3))
    expect((await readCheckpoint(files))?.time).toBe(3)
  }
  expect(seen).toEqual([1, 1, 2, 2])
})

test('damage is noticed, not computed with', async () => {
  const files = makeMemoryFiles()
  await writeCheckpoint(files, stored(1))
  const bytes = await files.read('checkpoint/state-a.bin')
  bytes?.set([77], 9)
  await files.write('checkpoint/state-a.bin', bytes ?? new Uint8Array())
  await expect(readCheckpoint(files)).rejects.toThrow(/damaged/)
  await files.write('checkpoint/state.json', new TextEncoder().encode('{"format":1,"data":"../../x"}'))
  await expect(readCheckpoint(files)).rejects.toThrow(/damaged/)
})
