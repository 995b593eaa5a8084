import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { denseKernels } from '../../src/kernels/dense.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { multiplyReference, solveComplexReference, solveReference } from '../../src/kernels/reference/dense.ts'
import { placed, randomNumbers, realForm, residual } from '../support/matrices.ts'

const kernels = makeKernels()
const dense = denseKernels(kernels)

/** Factor and solve; the solution, or the number of the column without a pivot. */
function solve(matrix: ArrayLike<number>, b: ArrayLike<number>, isComplex = false): Float64Array | number {
  const mark = kernels.mark()
  const n = isComplex ? b.length / 2 : b.length
  const a = placed(kernels, matrix)
  const x = placed(kernels, b)
  const pivots = kernels.allocate(n)
  const failure = isComplex
    ? dense.factorDenseComplex(a.pointer, pivots.pointer, n)
    : dense.factorDense(a.pointer, pivots.pointer, n)
  if (failure === 0) {
    if (isComplex) dense.solveDenseComplex(a.pointer, pivots.pointer, n, x.pointer)
    else dense.solveDense(a.pointer, pivots.pointer, n, x.pointer)
  }
  const out = kernels.view(x.pointer, b.length).slice()
  kernels.release(mark)
  return failure || out
}

/** Exact for small integers: Bareiss's elimination divides without remainder. */
function determinant(matrix: readonly number[], n: number): number {
  const a = Array.from({ length: n }, (_, i) => matrix.slice(i * n, i * n + n))
  const at = (i: number, j: number) => a[i]?.[j] ?? 0
  let previous = 1
  for (let k = 0; k < n - 1; k++) {
    const pivot = a.findIndex((row, i) => i >= k && row[k] !== 0)
    if (pivot < 0) return 0
    const held = a[k] ?? []
    a[k] = a[pivot] ?? []
    a[pivot] = held
    for (let i = k + 1; i < n; i++)
      a[i] = (a[i] ?? []).map((x, j) => (j <= k ? 0 : (x * at(k, k) - at(i, k) * at(k, j)) / previous))
    previous = at(k, k)
  }
  return at(n - 1, n - 1)
}

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 31, 48, 49, 64, 65, 66, 67, 81, 96, 97, 130, 203]

describe('dense LU', () => {
  test.each(sizes)('n = %d: backward stable, close to the textbook elimination', (n) => {
    const matrix = randomNumbers(n * n, n)
    const b = randomNumbers(n, n + 1000)
    const x = solve(matrix, b) as Float64Array
    // Partial pivoting on random matrices: growth far below n, so the residual is a few ε.
    expect(residual(matrix, x, b)).toBeLessThan(10)
    const twin = solveReference(matrix, b) ?? []
    const scale = Math.max(...twin.map(Math.abs))
    // Both errors are below condition · ε; these matrices have conditions below 1e5.
    for (const [i, value] of twin.entries()) expect(Math.abs((x[i] ?? 0) - value)).toBeLessThan(1e-10 * scale)
  })

  test.each(sizes)('complex n = %d: backward stable, close to the real system of twice the size', (n) => {
    const matrix = randomNumbers(2 * n * n, n)
    const b = randomNumbers(2 * n, n + 1000)
    const x = solve(matrix, b, true) as Float64Array
    expect(residual(realForm(matrix, n), x, b)).toBeLessThan(10)
    if (n > 70) return
    const twin = solveComplexReference(matrix, b) ?? []
    const scale = Math.max(...twin.map(Math.abs))
    for (const [i, value] of twin.entries()) expect(Math.abs((x[i] ?? 0) - value)).toBeLessThan(1e-10 * scale)
  })

  test('the inverse of the 8 × 8 Hilbert matrix has integer entries', () => {
    // Scaled by lcm(1 … 15) = 360360 the matrix is exact. inv(H)ᵢⱼ = (−1)^(i+j) (i+j−1) C(n+i−1, n−j) C(n+j−1, n−i) C(i+j−2, i−1)².
    const n = 8
    const choose = (a: number, b: number): number => (b === 0 ? 1 : (choose(a - 1, b - 1) * a) / b)
    const entry = (i: number, j: number) =>
      (-1) ** (i + j) *
      (i + j - 1) *
      choose(n + i - 1, n - j) *
      choose(n + j - 1, n - i) *
      choose(i + j - 2, i - 1) ** 2
    const hilbert = Float64Array.from({ length: n * n }, (_, k) => 360360 / (Math.floor(k / n) + (k % n) + 1))
    for (let j = 1; j <= n; j++) {
      const b = Float64Array.from({ length: n }, (_, i) => (i + 1 === j ? 360360 : 0))
      const x = solve(hilbert, b) as Float64Array
      // Condition 1.5e10.
      for (let i = 1; i <= n; i++) expect(Math.abs((x[i - 1] ?? 0) / entry(i, j) - 1)).toBeLessThan(1e-6)
    }
  })

  test('small integers are solved exactly', () => {
    // Every multiplier of this elimination is a power of two.
    const matrix = [4, 2, 1, 2, 5, 2.5, 1, 4.5, 8]
    expect([...(solve(matrix, multiplyReference(matrix, [3, -2, 1])) as Float64Array)]).toEqual([3, -2, 1])
    expect([...(solve([4], [2]) as Float64Array)]).toEqual([0.5])
    // (2 + 2i)(1 − i) = 4.
    expect([...(solve([2, 2], [4, 0], true) as Float64Array)]).toEqual([1, -1])
  })

  test('rows are exchanged where they must be', () => {
    expect([...(solve([0, 1, 1, 0], [3, 4]) as Float64Array)]).toEqual([4, 3])
    expect([...(solve([0, 0, 0, 1, 0, 1, 0, 0], [3, 1, 4, 2], true) as Float64Array)]).toEqual([2, -4, 1, -3])
    // Without exchange the answer would be (0, 1).
    const [x, y] = solve([1e-20, 1, 1, 1], [1, 2]) as Float64Array
    expect(x).toBeCloseTo(1, 15)
    expect(y).toBeCloseTo(1, 15)
    // A cyclic shift of 100 unknowns: no diagonal entry at all.
    const n = 100
    const shift = new Float64Array(n * n)
    for (let i = 0; i < n; i++) shift[i * n + ((i + 1) % n)] = 1
    const b = randomNumbers(n, 5)
    const shifted = solve(shift, b) as Float64Array
    for (let i = 0; i < n; i++) expect(shifted[(i + 1) % n]).toBe(b[i])
  })

  test.each([3, 20, 70, 150])('n = %d: the column that depends on others is reported', (n) => {
    for (const isComplex of [false, true]) {
      const width = isComplex ? 2 : 1
      const matrix = randomNumbers(width * n * n, n)
      const zero = Math.floor((2 * n) / 3)
      for (let i = 0; i < n; i++) matrix.fill(0, width * (i * n + zero), width * (i * n + zero + 1))
      expect(solve(matrix, new Float64Array(width * n), isComplex)).toBe(zero + 1)
    }
    // Integers: column 2 = 2 · column 1, exact in every step.
    expect(solve([1, 2, 2, 4], [1, 1])).toBe(2)
    expect(solve([0], [1])).toBe(1)
    expect(solve([0, 0], [1, 0], true)).toBe(1)
  })

  test('three unknowns: every order of the rows finds the same answer', () => {
    // Rows (5, 1, 2), (1, 4, 1), (2, −1, 6) in all six orders, so that each exchange happens; x = (1, −2, 3).
    const rows = [[5, 1, 2, 9], [1, 4, 1, -4], [2, -1, 6, 22]] // biome-ignore format: a matrix
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      // biome-ignore format: one line
      const matrix = order.flatMap((i) => rows[i]?.slice(0, 3) ?? [])
      const found = solve(
        matrix,
        order.map((i) => rows[i]?.[3] ?? 0),
      ) as Float64Array
      for (const [i, value] of [1, -2, 3].entries()) expect(found[i]).toBeCloseTo(value, 14)
    }
    // Only the second pivot is exchanged: its row is zero there after the first step.
    expect(solve([4, 0, 1, 2, 0, 3, 2, 1, 1], [5, 5, 4]) as Float64Array).toEqual(Float64Array.of(1, 1, 1))
    expect(solve([1, 2, 3, 2, 4, 6, 1, 1, 1], [0, 0, 0])).toBe(3)
    expect(solve([0, 2, 3, 0, 4, 6, 0, 1, 1], [0, 0, 0])).toBe(1)
  })

  test('entries that are not finite are reported wherever they are', () => {
    for (const n of [1, 2, 3, 5, 70])
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
        for (let trial = 0; trial < 12; trial++)
          for (const isComplex of [false, true]) {
            const matrix = randomNumbers((isComplex ? 2 : 1) * n * n, trial + 1)
            matrix[Math.floor((trial / 12) * matrix.length)] = bad
            const found = solve(matrix, new Float64Array(isComplex ? 2 * n : n), isComplex)
            expect(typeof found).toBe('number')
            expect(found).toBeLessThanOrEqual(n)
          }
  })

  test('any matrix of integers: a small residual, or reported and then exactly singular', () => {
    const system = fc
      .integer({ min: 1, max: 9 })
      .chain((n) =>
        fc.tuple(
          fc.array(fc.integer({ min: -3, max: 3 }), { minLength: n * n, maxLength: n * n }),
          fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n }),
        ),
      )
    fc.assert(
      fc.property(system, ([matrix, b]) => {
        const x = solve(matrix, b)
        // A singular matrix may pass elimination by rounding (then the residual is still small); never the other way round:
        // pivots are quotients of minors, which are integers below 1e7.
        if (typeof x === 'number') return determinant(matrix, b.length) === 0
        return residual(matrix, x, b) < 50
      }),
      { numRuns: 2000, seed: 3 },
    )
  })
})
