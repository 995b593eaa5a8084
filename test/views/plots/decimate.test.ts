import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeEnvelope, simplify, visiblePoints } from '../../../src/views/plots/decimate.ts'

const wave = (n: number) => ({
  x: Float64Array.from({ length: n }, (_, i) => i),
  y: Float64Array.from({ length: n }, (_, i) => Math.sin(i / 700) + ((i * 7919) % 97) / 50),
})

test('each column of the picture keeps its first, lowest, highest and last point: the same pixels as all of them', () => {
  const { x, y } = wave(20_000)
  const columns = 300
  for (const [from, to] of [
    [0, 19_999],
    [1234.5, 9876.25],
  ] as const) {
    const kept = visiblePoints(makeEnvelope(x, y), from, to, columns)
    expect(kept.length).toBeLessThanOrEqual(4 * columns + 8)
    const columnOf = (i: number) => Math.floor(((x[i]! - from) / (to - from)) * columns)
    const group = (indices: Iterable<number>) => {
      const groups = new Map<number, number[]>()
      for (const i of indices) groups.set(columnOf(i), [...(groups.get(columnOf(i)) ?? []), i])
      return groups
    }
    const [all, shown] = [group(x.keys()), group(kept)]
    for (let column = 1; column < columns - 1; column++) {
      const [before, after] = [all.get(column) ?? [], shown.get(column) ?? []]
      const heights = (indices: readonly number[]) => indices.map((i) => y[i]!)
      expect(Math.max(...heights(after))).toBe(Math.max(...heights(before)))
      expect(Math.min(...heights(after))).toBe(Math.min(...heights(before)))
      expect(after[0]).toBe(before[0])
      expect(after.at(-1)).toBe(before.at(-1))
    }
  }
})

test('few points are all kept, with one neighbour outside each end; points out of order are all kept', () => {
  const { x, y } = wave(100)
  expect([...visiblePoints(makeEnvelope(x, y), 10, 20, 50)]).toEqual([
    9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
  ])
  const loop = Float64Array.from({ length: 5000 }, (_, i) => Math.cos(i))
  expect(visiblePoints(makeEnvelope(loop, loop), -1, 1, 10)).toHaveLength(5000)
})

test('a thinned polyline stays within its tolerance of every point left out', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 80 }), (values) => {
      const px = Float64Array.from(values, (_, i) => i)
      const py = Float64Array.from(values)
      const stays = simplify(px, py, 0.5)
      const kept = [...px.keys()].filter((i) => stays[i])
      expect(kept[0]).toBe(0)
      expect(kept.at(-1)).toBe(values.length - 1)
      for (let k = 1; k < kept.length; k++) {
        const [a, b] = [kept[k - 1]!, kept[k]!]
        const [dx, dy] = [px[b]! - px[a]!, py[b]! - py[a]!]
        for (let i = a + 1; i < b; i++) {
          const away = Math.abs(dx * (py[i]! - py[a]!) - dy * (px[i]! - px[a]!)) / Math.hypot(dx, dy)
          expect(away).toBeLessThanOrEqual(0.5 + 1e-9)
        }
      }
    }),
  )
})

test('gaps survive: a missing value and its neighbours stay', () => {
  const py = Float64Array.of(0, 0, 0, Number.NaN, 0, 0, 0)
  expect([...simplify(Float64Array.from(py.keys()), py, 1)]).toEqual([1, 0, 1, 1, 1, 0, 1])
})
