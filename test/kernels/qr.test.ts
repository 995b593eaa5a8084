import { describe, expect, test } from 'vitest'
import { choleskyKernels } from '../../src/kernels/cholesky.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { qrFactors, qrKernels } from '../../src/kernels/qr.ts'
import { multiplyReference, solveReference } from '../../src/kernels/reference/dense.ts'
import { placed, randomNumbers, residual } from '../support/matrices.ts'

const kernels = makeKernels()
const qr = qrKernels(kernels)
const cholesky = choleskyKernels(kernels)

const shapes = [
  [1, 1],
  [2, 1],
  [3, 3],
  [9, 4],
  [31, 31],
  [32, 32],
  [40, 33],
  [70, 64],
  [65, 65],
  [131, 99],
  [200, 37],
] as const

function factored(values: ArrayLike<number>, rows: number, columns: number) {
  const a = placed(kernels, values).pointer
  const factors = kernels.allocate(qrFactors(columns)).pointer
  expect(qr.factorQr(a, rows, columns, factors)).toBe(0)
  return { a, factors }
}

describe('QR', () => {
  test.each(shapes)('%d × %d: Q is orthogonal and Q R is A', (rows, columns) => {
    const values = randomNumbers(rows * columns, rows + columns)
    const { a, factors } = factored(values, rows, columns)
    const r = kernels.view(a, rows * columns).slice()
    const vector = kernels.allocate(rows).pointer
    const column = () => kernels.view(vector, rows)
    const worst = (wanted: (i: number) => number) =>
      column().reduce((most, value, i) => Math.max(most, Math.abs(value - wanted(i))), 0)
    for (let j = 0; j < columns; j++) {
      column().fill(0)
      for (let i = 0; i <= j; i++) column()[i] = r[i * columns + j] ?? Number.NaN
      qr.applyQr(a, rows, columns, factors, vector, false)
      // Householder: ‖QR − A‖ of the order of √columns ε ‖A‖.
      expect(worst((i) => values[i * columns + j] ?? 0)).toBeLessThan(4e-14 * Math.sqrt(rows))
    }
    // Qᵀ(Q e) = e and |Q e| = 1 for every unit vector.
    for (let j = 0; j < rows; j++) {
      column().fill(0)
      column()[j] = 1
      qr.applyQr(a, rows, columns, factors, vector, false)
      expect(Math.abs(Math.hypot(...column()) - 1)).toBeLessThan(1e-14)
      qr.applyQr(a, rows, columns, factors, vector, true)
      expect(worst((i) => (i === j ? 1 : 0))).toBeLessThan(2e-14)
    }
  })

  test.each(shapes)('%d × %d: the residual of least squares is orthogonal to the columns', (rows, columns) => {
    const values = randomNumbers(rows * columns, 5 * rows + columns)
    const b = randomNumbers(rows, 4)
    const { a, factors } = factored(values, rows, columns)
    const right = placed(kernels, b).pointer
    expect(qr.solveLeastSquares(a, rows, columns, factors, right)).toBe(0)
    const out = kernels.view(right, rows).slice()
    const x = out.subarray(0, columns)
    const rest = multiplyReference(values, x).map((value, i) => (b[i] ?? 0) - value)
    const scale = Math.max(...x.map(Math.abs), 1)
    for (let j = 0; j < columns; j++) {
      let sum = 0
      for (let i = 0; i < rows; i++) sum += (values[i * columns + j] ?? 0) * (rest[i] ?? 0)
      expect(Math.abs(sum)).toBeLessThan(1e-13 * rows * scale)
    }
    expect(Math.abs(Math.hypot(...rest) - Math.hypot(...out.subarray(columns)))).toBeLessThan(1e-13 * rows * scale)
  })

  test('a straight line through given points', () => {
    // y = 1, 3, 4, 4 at t = 0, 1, 2, 3: Σt = 6, Σt² = 14, Σy = 12, Σty = 23: slope (4·23 − 6·12)/(4·14 − 36) = 1, intercept 1.5.
    const { a, factors } = factored([1, 0, 1, 1, 1, 2, 1, 3], 4, 2)
    const right = placed(kernels, [1, 3, 4, 4]).pointer
    qr.solveLeastSquares(a, 4, 2, factors, right)
    const [intercept, slope] = kernels.view(right, 2)
    expect(intercept).toBeCloseTo(1.5, 14)
    expect(slope).toBeCloseTo(1, 14)
  })

  test('numbers whose squares leave the range', () => {
    for (const size of [1e-310, 1e-200, 1e200, 1e306]) {
      const { a, factors } = factored([3 * size, size, 4 * size, 2 * size], 2, 2)
      // The first column is (3, 4): R(0, 0) = −5.
      expect(Math.abs((kernels.view(a, 1)[0] ?? 0) / (-5 * size) - 1)).toBeLessThan(1e-13)
      const right = placed(kernels, [4 * size, 6 * size]).pointer
      expect(qr.solveLeastSquares(a, 2, 2, factors, right)).toBe(0)
      expect(kernels.view(right, 2)[0]).toBeCloseTo(1, 12)
      expect(kernels.view(right, 2)[1]).toBeCloseTo(1, 12)
    }
  })

  test('a norm that is too large for a number is reported', () => {
    const a = placed(kernels, [1.5e308, 1.5e308]).pointer
    expect(qr.factorQr(a, 2, 1, kernels.allocate(qrFactors(1)).pointer)).toBe(1)
  })

  test('dependent columns and entries that are not finite are reported', () => {
    const { a, factors } = factored([1, 2, 1, 2, 4, 0, 3, 6, 1], 3, 3)
    expect(qr.solveLeastSquares(a, 3, 3, factors, kernels.allocate(3).pointer)).toBe(2)
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const values = randomNumbers(50 * 40, 1)
      values[30 * 40 + 35] = bad
      const block = placed(kernels, values).pointer
      const found = qr.factorQr(block, 50, 40, kernels.allocate(qrFactors(40)).pointer)
      expect(found).toBeGreaterThan(0)
      expect(found).toBeLessThanOrEqual(40)
    }
  })
})

describe('Cholesky', () => {
  /** B Bᵀ + n: positive definite. NaN above the diagonal: nothing may read it. */
  function definite(n: number): { full: Float64Array; lower: Float64Array } {
    const b = randomNumbers(n * n, n)
    const full = new Float64Array(n * n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = i === j ? 0.1 : 0
        for (let k = 0; k < n; k++) sum += (b[i * n + k] ?? 0) * (b[j * n + k] ?? 0)
        full[i * n + j] = sum
      }
    return { full, lower: full.map((value, k) => (k % n > Math.floor(k / n) ? Number.NaN : value)) }
  }

  test.each([1, 2, 3, 5, 8, 31, 48, 49, 50, 51, 64, 97, 150])('n = %d: backward stable', (n) => {
    const { full, lower } = definite(n)
    const b = randomNumbers(n, 3)
    const a = placed(kernels, lower).pointer
    const x = placed(kernels, b).pointer
    expect(cholesky.factorCholesky(a, n)).toBe(0)
    cholesky.solveCholesky(a, n, x)
    const found = kernels.view(x, n)
    expect(residual(full, found, b)).toBeLessThan(10)
    const above = kernels.view(a, n * n)
    for (let i = 0; i < n; i++) expect(above.subarray(i * n + i + 1, (i + 1) * n).every(Number.isNaN)).toBe(true)
    if (n > 64) return
    const twin = solveReference(full, b) ?? []
    const scale = Math.max(...twin.map(Math.abs))
    for (const [i, value] of twin.entries()) expect(Math.abs((found[i] ?? 0) - value)).toBeLessThan(1e-9 * scale)
  })

  test('Pascal’s matrix is the product of the triangles of binomial coefficients', () => {
    const n = 8
    const choose = (a: number, b: number): number => (b === 0 ? 1 : (choose(a - 1, b - 1) * a) / b)
    const a = placed(
      kernels,
      Float64Array.from({ length: n * n }, (_, k) => choose(Math.floor(k / n) + (k % n), k % n)),
    ).pointer
    expect(cholesky.factorCholesky(a, n)).toBe(0)
    const factor = kernels.view(a, n * n)
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) expect(factor[i * n + j]).toBeCloseTo(choose(i, j), 9)
  })

  test.each([3, 60])('n = %d: indefinite and not finite matrices are reported', (n) => {
    for (const bad of [-1, 0, Number.NaN, Number.POSITIVE_INFINITY]) {
      const values = new Float64Array(n * n)
      for (let i = 0; i < n; i++) values[i * n + i] = i === n - 2 ? bad : 1
      expect(cholesky.factorCholesky(placed(kernels, values).pointer, n)).toBe(n - 1)
    }
  })
})
