import { expect, test } from 'vitest'
import { makeRandom } from '../../src/core/random.ts'
import { singularValues } from '../../src/fit/factor.ts'
import { latinHypercube } from '../../src/fit/multi-start.ts'
import { autocorrelation, noiseFromDifferences } from '../../src/fit/residual-checks.ts'
import { studentHalfWidth } from '../../src/fit/student-t.ts'
import { estimateUncertainty } from '../../src/fit/uncertainty.ts'
import { solveLeastSquares } from '../support/solve-least-squares.ts'

// scipy.stats.t.ppf(0.975, ν), SciPy 1.17.1.
test.each([
  [1, 12.706204736174694],
  [2, 4.302652729749462],
  [2.5, 3.5746548420036817],
  [3, 3.1824463052837078],
  [12, 2.1788128296672284],
  [30, 2.0422724563012378],
  [100, 1.9839715185235518],
  [1e6, 1.959966356814107],
  [Number.POSITIVE_INFINITY, 1.959963984540054],
])('Student t, 95 %%, %d degrees of freedom', (freedom, wanted) => {
  expect(Math.abs(studentHalfWidth(0.95, freedom) / wanted - 1)).toBeLessThan(3e-8)
  if (freedom <= 100) expect(Math.abs(studentHalfWidth(0.95, freedom) / wanted - 1)).toBeLessThan(1e-11)
})

test('no degrees of freedom, no interval', () => {
  expect(studentHalfWidth(0.95, 0)).toBe(Number.POSITIVE_INFINITY)
})

test('singular values of graded columns to full relative accuracy', () => {
  // Orthogonal columns of lengths √2, √2·1e-9, 1e-18: the singular values are the lengths.
  const svd = singularValues([Float64Array.of(1, 1, 0), Float64Array.of(1e-9, -1e-9, 0), Float64Array.of(0, 0, 1e-18)])
  expect([...svd.values].map((s, i) => s / [Math.SQRT2, Math.SQRT2 * 1e-9, 1e-18][i]!).every((q) => Math.abs(q - 1) < 1e-15)).toBe(true) // biome-ignore format: one thought
})

test('a Latin hypercube holds one point in every slice of every axis, and the same for the same seed', () => {
  const points = latinHypercube(makeRandom(3), 16, 4)
  for (let d = 0; d < 4; d++)
    expect(points.map((p) => Math.floor(16 * (p[d] ?? 0))).sort((a, b) => a - b)).toEqual([...Array(16).keys()])
  expect(latinHypercube(makeRandom(3), 16, 4)).toEqual(points)
})

test('noise is read off a smooth curve within 10 %, outliers in it or not', () => {
  const random = makeRandom(11)
  const curve = Array.from({ length: 2000 }, (_, i) => 50 * Math.exp(-(((i - 700) / 60) ** 2)) + 0.4 * random.normal())
  expect(noiseFromDifferences(curve)).toBeGreaterThan(0.36)
  expect(noiseFromDifferences(curve.map((v, i) => (i % 50 === 0 ? v + 30 : v)))).toBeLessThan(0.46)
})

test('autocorrelation of an autoregression with coefficient 0.6 is found, of white noise is not', () => {
  const random = makeRandom(12)
  const white = Array.from({ length: 5000 }, () => random.normal())
  let state = 0
  const red = white.map((w) => {
    state = 0.6 * state + w
    return state
  })
  expect(autocorrelation(white).isSignificant).toBe(false)
  const found = autocorrelation(red)
  expect(found.isSignificant).toBe(true)
  expect(Math.abs(found.lag1 - 0.6)).toBeLessThan(0.04)
  expect(Math.abs(found.durbinWatson - 0.8)).toBeLessThan(0.08)
  expect(Math.abs(found.inflation - 2)).toBeLessThan(0.15)
})

test('95 % intervals cover 93 to 97 % of 2000 repeats, also with 6 points and with groups of unequal noise', () => {
  // Two lines that share the slope; 6 and 12 points with noise 1 and 0.1, each group's noise estimated. Linear: the theory is exact for
  // one group and Satterthwaite's for two.
  const random = makeRandom(20)
  const groupOf = Array.from({ length: 18 }, (_, i) => (i < 6 ? 0 : 1))
  let hits = 0
  for (let repeat = 0; repeat < 2000; repeat++) {
    const measured = groupOf.map((g, i) => 2 * (i % 6) + 3 + (g === 0 ? 1 : 0.1) * random.normal())
    const weights = [1, 0.1]
    const result = solveLeastSquares({
      start: [1, 1, 1],
      count: 18,
      residuals: (p, out) => {
        for (let i = 0; i < 18; i++) {
          const g = groupOf[i] ?? 0
          out[i] = ((p[0] ?? 0) * (i % 6) + (p[1 + g] ?? 0) - (measured[i] ?? 0)) / (weights[g] ?? 1)
        }
      },
    })
    const u = estimateUncertainty(result.jacobian, result.residuals, { groupOf })
    const truth = [2, 3, 3]
    truth.forEach((value, j) => {
      const width = studentHalfWidth(0.95, u.freedom[j] ?? 0) * Math.sqrt(u.covariance[j]?.[j] ?? 0)
      if (Math.abs((result.parameters[j] ?? 0) - value) <= width) hits++
    })
  }
  expect(hits / 6000).toBeGreaterThan(0.93)
  expect(hits / 6000).toBeLessThan(0.97)
})
