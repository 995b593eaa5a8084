import fc from 'fast-check'
import { levenbergMarquardt } from 'ml-levenberg-marquardt'
import { expect, test } from 'vitest'
import { checkJacobian } from '../../src/fit/jacobian.ts'
import { type LeastSquares, leastSquares } from '../../src/fit/least-squares.ts'
import type { LossName } from '../../src/fit/loss.ts'
import { correlationOf, estimateUncertainty } from '../../src/fit/uncertainty.ts'
import { solveLeastSquares } from '../support/solve-least-squares.ts'

// Twelve points of a decay; the numbers of SciPy 1.17.1 below are from curve_fit (with the analytic Jacobian) and
// least_squares on exactly these.
const x = Array.from({ length: 12 }, (_, i) => i + 1)
const y = [9.1, 6.3, 4.9, 3.2, 2.6, 1.9, 1.2, 1.15, 0.6, 0.55, 0.4, 0.2]
const sigma = [0.3, 0.3, 0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]

function decay(measured: readonly number[], weights: readonly number[] = measured.map(() => 1)): LeastSquares {
  return {
    start: [10, 0.3, 0],
    count: x.length,
    residuals: (p, out) => {
      x.forEach((t, i) => {
        out[i] = ((p[0] ?? 0) * Math.exp(-(p[1] ?? 0) * t) + (p[2] ?? 0) - (measured[i] ?? 0)) / (weights[i] ?? 1)
      })
    },
    jacobian: (p, columns) => {
      x.forEach((t, i) => {
        const e = Math.exp(-(p[1] ?? 0) * t) / (weights[i] ?? 1)
        if (columns[0]) columns[0][i] = e
        if (columns[1]) columns[1][i] = -t * (p[0] ?? 0) * e
        if (columns[2]) columns[2][i] = 1 / (weights[i] ?? 1)
      })
    },
  }
}

const close = (values: ArrayLike<number>, wanted: readonly number[], relative: number) => {
  wanted.forEach((w, i) => {
    expect(Math.abs((values[i] ?? Number.NaN) - w) / Math.abs(w)).toBeLessThan(relative)
  })
}

test('plain and weighted fit with errors and correlation: curve_fit of SciPy', () => {
  const plain = solveLeastSquares(decay(y), { costTolerance: 1e-15 })
  close(plain.parameters, [12.421185671062965, 0.32581976576313076, 0.04145409904679462], 1e-6)
  const errors = estimateUncertainty(plain.jacobian, plain.residuals)
  const deviations = errors.covariance.map((c, i) => Math.sqrt(c[i] ?? 0))
  close(deviations, [0.26890608074317035, 0.015444745273614542, 0.12108790748559455], 1e-6)
  expect(correlationOf(errors.covariance)[0]?.[1]).toBeCloseTo(0.5977119558745592, 6)
  const weighted = solveLeastSquares(decay(y, sigma), { costTolerance: 1e-15 })
  close(weighted.parameters, [12.33860494217635, 0.3165988878083876, -0.012309743607596487], 1e-6)
  const more = estimateUncertainty(weighted.jacobian, weighted.residuals)
  close(more.covariance.map((c, i) => Math.sqrt(c[i] ?? 0)), [0.4528393732944744, 0.016743567762272846, 0.10516221643636628], 1e-6) // biome-ignore format: a row
})

const outliers = y.map((value, i) => (i === 4 ? 9 : i === 8 ? -5 : value))

test.each<[LossName, number[], number]>([
  ['linear', [14.358756481519192, 0.14101559413544074, -3.704710652444358], 33.37985243880365],
  ['huber', [12.404924967047195, 0.3179956784975635, -0.015381400945510148], 2.504292062136976],
  ['cauchy', [12.517100293677261, 0.33052991469633236, 0.06317988853851596], 0.34656838346117874],
])('two outliers with loss %s: least_squares of SciPy with f_scale 0.2', (loss, parameters, cost) => {
  const result = solveLeastSquares(decay(outliers), { loss, lossScale: 0.2, costTolerance: 1e-15 })
  close(result.parameters, parameters, 1e-5)
  expect(result.cost / cost).toBeCloseTo(1, 9)
})

test('a bound that binds is reached exactly and the others are the best there: least_squares of SciPy', () => {
  const result = solveLeastSquares(
    { ...decay(y), start: [5, 0.1, 0.5], lower: [0, 0, 0.1], upper: [8, 1, 1] },
    { costTolerance: 1e-15 },
  )
  expect(result.parameters[0]).toBe(8)
  close(result.parameters, [7.999999999999999, 0.24738315735191396, 0.42175915972251415], 1e-6)
  expect(result.cost).toBeCloseTo(4.774965687529091, 9)
})

test('ml-levenberg-marquardt arrives at the same point', () => {
  const peer = levenbergMarquardt(
    { x, y },
    ([a = 0, k = 0, c = 0]) =>
      (t) =>
        a * Math.exp(-k * t) + c,
    {
      initialValues: [10, 0.3, 0.01],
      damping: 1e-3,
      gradientDifference: 1e-6,
      centralDifference: true,
      maxIterations: 500,
      errorTolerance: 1e-12,
    },
  )
  close(solveLeastSquares(decay(y)).parameters, peer.parameterValues, 1e-4)
})

test('the analytic Jacobian is checked against differences, and a wrong one is caught', () => {
  const right = decay(y)
  const at = Float64Array.of(9, 0.2, 0.1)
  const jacobian = right.jacobian
  if (!jacobian) throw new Error('absent')
  expect(Math.max(...checkJacobian(right.residuals, jacobian, at, x.length))).toBeLessThan(1e-8)
  const wrong = checkJacobian(right.residuals, (p, columns) => {
    jacobian(p, columns)
    columns[1]?.fill(0)
  }, at, x.length) // biome-ignore format: one thought
  expect(wrong[1]).toBe(1)
})

test('trial points that are not finite are rejected; a start that is not finite is an error that says so', () => {
  const problem: LeastSquares = {
    start: [4],
    count: 2,
    // ln(p) has its root at 1; the full first step from 4 lands below 0.
    residuals: (p, out) => out.fill(Math.log(p[0] ?? 0)),
  }
  expect(solveLeastSquares(problem).parameters[0]).toBeCloseTo(1, 9)
  expect(() => solveLeastSquares({ ...problem, start: [-1] })).toThrow(/not finite at the start values/)
})

test('stops between evaluations when asked, keeping the best so far', () => {
  const controller = new AbortController()
  const run = leastSquares(decay(y), { signal: controller.signal })
  for (let next = run.next(); ; next = run.next()) {
    if (next.done) {
      expect(next.value.reason).toBe('aborted')
      expect(next.value.iterations).toBe(1)
      expect(next.value.cost).toBeLessThan(100)
      break
    }
    if (next.value.kind === 'iteration' && next.value.iteration === 1) controller.abort()
  }
})

test('a parameter that no residual sees is named as a blind direction and moves nothing', () => {
  const blind: LeastSquares = {
    start: [1, 1],
    count: x.length,
    residuals: (p, out) => x.forEach((t, i) => { out[i] = ((p[0] ?? 0) + (p[1] ?? 0)) * t - (y[i] ?? 0) }),
  } // biome-ignore format: one thought
  const result = solveLeastSquares(blind)
  const { covariance, blind: directions } = estimateUncertainty(result.jacobian, result.residuals)
  expect(directions).toHaveLength(1)
  expect(Math.abs(directions[0]?.weights[0] ?? 0)).toBeCloseTo(Math.SQRT1_2, 6)
  expect(directions[0]?.weights[0]).toBeCloseTo(-(directions[0]?.weights[1] ?? 0), 6)
  expect(covariance[0]?.[0]).toBe(Number.POSITIVE_INFINITY)
})

test('linear problems in a box: no point of the box is better (property)', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, number, number), { minLength: 4, maxLength: 4 }),
      fc.array(number, { minLength: 4, maxLength: 4 }),
      fc.array(fc.tuple(number, number, number), { minLength: 20, maxLength: 20 }),
      (matrix, right, points) => {
        const residuals = (p: ArrayLike<number>, out: Float64Array) =>
          matrix.forEach((row, i) => {
            out[i] = row.reduce((sum, a, j) => sum + a * (p[j] ?? 0), 0) - (right[i] ?? 0)
          })
        const result = solveLeastSquares({
          start: [0, 0, 0], count: 4, residuals, lower: [-1, -1, -1], upper: [1, 1, 1],
          jacobian: (_, columns) => columns.forEach((column, j) => { column.set(matrix.map((row) => row[j] ?? 0)) }),
        }) // biome-ignore format: one thought
        const out = new Float64Array(4)
        for (const point of points) {
          residuals(
            point.map((v) => v / 3),
            out,
          )
          const cost = 0.5 * out.reduce((sum, r) => sum + r * r, 0)
          expect(cost).toBeGreaterThanOrEqual(result.cost * (1 - 1e-9) - 1e-12)
        }
      },
    ),
    { numRuns: 200, seed: 5 },
  )
})
