import * as check from 'fast-check'
import { expect, test } from 'vitest'
import { thinnedSamples } from '../../../src/views/plots/thinning.ts'

/** Rows as a run brings them: windows on one buffer that grow. */
function growing(width: number, all: Float64Array, ends: readonly number[]) {
  const rows = all.length / width
  const [times, values] = [new Float64Array(rows), new Float64Array(all.length)]
  return ends.map((end) => {
    for (let row = 0; row < end; row++) times[row] = row
    values.set(all.subarray(0, end * width))
    return { times: times.subarray(0, end), values: values.subarray(0, end * width) }
  })
}

const column = (values: Float64Array, width: number, k: number) => values.filter((_, i) => i % width === k)
const ends = (values: Float64Array) => [Math.min(...values), Math.max(...values)]

test('few rows come out as they are', () => {
  const samples = { times: Float64Array.of(0, 1, 2), values: Float64Array.of(5, 3, 4) }
  expect(thinnedSamples(samples, 1)).toEqual(samples)
})

// What must hold is told by the whole: ranges of every scalar, first and last row, true rows in their order.
test('however rows come, ranges are exact, rows true and in order, and there are at most so many', () => {
  check.assert(
    check.property(
      check.integer({ min: 1, max: 4 }),
      check.array(check.integer({ min: 1, max: 12_000 }), { minLength: 1, maxLength: 5 }),
      check.integer(),
      (width, pieces, seed) => {
        const total = pieces.reduce((sum, piece) => sum + piece, 0)
        let state = seed
        const all = Float64Array.from({ length: total * width }, () => {
          state = (Math.imul(state, 1664525) + 1013904223) | 0
          return state / 2 ** 31
        })
        let end = 0
        const windows = growing(
          width,
          all,
          pieces.map((piece) => (end += piece)),
        )
        for (const samples of windows) {
          const thin = thinnedSamples(samples, width)
          for (let k = 0; k < width; k++)
            expect(ends(column(thin.values, width, k))).toEqual(ends(column(samples.values, width, k)))
          const { times } = thin
          expect(times.length).toBeLessThan(4500)
          expect([times[0], times.at(-1)]).toEqual([0, samples.times.length - 1])
          times.forEach((time, i) => {
            if (i > 0) expect(time).toBeGreaterThan(times[i - 1] ?? 0)
            for (let k = 0; k < width; k++) expect(thin.values[i * width + k]).toBe(all[time * width + k])
          })
        }
      },
    ),
    { numRuns: 12 },
  )
})

test('a spike of one row in a million stays, also where it came early', () => {
  const values = new Float64Array(1_000_000)
  values[1234] = 1
  values[777_777] = -1
  const times = Float64Array.from(values, (_, i) => i)
  const thin = [1000, 300_000, 1_000_000].map((end) =>
    thinnedSamples({ times: times.subarray(0, end), values: values.subarray(0, end) }, 1),
  )
  expect(thin.map((each) => Math.max(...each.values))).toEqual([0, 1, 1])
  expect(Math.min(...(thin[2]?.values ?? []))).toBe(-1)
})

test('values that are no numbers hide no extremes', () => {
  const values = Float64Array.from({ length: 50_000 }, (_, i) => (i % 3 === 0 ? Number.NaN : Math.sin(i)))
  const times = Float64Array.from(values, (_, i) => i)
  const thin = thinnedSamples({ times, values }, 1)
  const finite = (list: Float64Array) => list.filter((value) => Number.isFinite(value))
  expect(ends(finite(thin.values))).toEqual(ends(finite(values)))
})
