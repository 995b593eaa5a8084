import { expect, test } from 'vitest'
import { RunFailure } from '../../src/core/errors.ts'
import { linspace } from '../../src/core/field.ts'
import { peakMetrics } from '../../src/solvers/peak-metrics.ts'
import { makeSampledSolution } from '../../src/solvers/sampled-solution.ts'
import { thinnedTimes } from '../../src/solvers/thinned-times.ts'

const gaussian = (t: number) => 3 * Math.exp(-0.5 * ((t - 40.03) / 2) ** 2)

test('metrics of a Gaussian: area, mean, top between the samples', () => {
  const times = linspace(0, 100, 1001)
  const peak = peakMetrics(times, times.map(gaussian))
  // Area 3·2·√(2π); the trapezium rule is exact to rounding on a Gaussian well inside the window.
  expect(peak?.area).toBeCloseTo(6 * Math.sqrt(2 * Math.PI), 10)
  expect(peak?.retentionTime).toBeCloseTo(40.03, 10)
  // A parabola over steps of 0.1 misses the top of width 2 by about (0.1/2)³.
  expect(peak?.peakTime).toBeCloseTo(40.03, 3)
  expect(peak?.peakHeight).toBeCloseTo(3, 5)
})

test('where nothing comes out there is no peak', () => {
  expect(peakMetrics(linspace(0, 1, 5), new Float64Array(5))).toBeUndefined()
})

test('a closed form runs in pieces, stops at the clock, and goes on bit for bit from a checkpoint', () => {
  const times = linspace(0, 100, 2001)
  const make = () =>
    makeSampledSolution({
      scalars: [{ name: 'a', unit: 'mol/m^3' }],
      times,
      evaluate: (some) => some.map(gaussian),
    })
  const first = make()
  let now = 0
  const piece = first.advance(1, () => (now += 10))
  expect(piece.done).toBe(false)
  const second = make()
  second.restore(structuredClone(first.checkpoint()))
  const rest = second.advance(1e9, () => 0)
  expect(rest.done).toBe(true)
  expect([...(piece.samples?.values ?? []), ...(rest.samples?.values ?? [])]).toEqual([...times.map(gaussian)])
  expect(second.report().metrics['peakHeight.a']).toBeCloseTo(3, 5)
})

test('a value that is not finite names itself and the time', () => {
  const simulation = makeSampledSolution({
    scalars: [
      { name: 'a', unit: '1' },
      { name: 'b', unit: '1' },
    ],
    times: linspace(0, 1, 3),
    evaluate: () => Float64Array.of(0, 0, 0, Number.NaN, 0, 0),
  })
  const run = () => simulation.advance(10, () => 0)
  expect(run).toThrow(RunFailure)
  expect(run).toThrow(/b is not a finite number at t = 0\.500000 s/)
})

test('frames: all times while few, else about a hundred with both ends', () => {
  expect(thinnedTimes(linspace(0, 1, 51))).toEqual(linspace(0, 1, 51))
  for (const count of [102, 200, 1601, 12345]) {
    const kept = thinnedTimes(linspace(0, 7, count))
    expect(kept.length).toBeLessThanOrEqual(101)
    expect(kept.length).toBeGreaterThan(50)
    expect(kept[0]).toBe(0)
    expect(kept[kept.length - 1]).toBe(7)
  }
})
