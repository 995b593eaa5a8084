import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eigenvalues, eigenvector } from '../../src/kernels/eigen.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { randomNumbers } from '../support/matrices.ts'

const kernels = makeKernels()

function found(matrix: ArrayLike<number>, n: number) {
  const values = eigenvalues(matrix, n)
  if (!values) throw new Error('no eigenvalues')
  return values
}

/** Largest |A v − λ v| of all pairs over the largest entry of A. */
function worstPair(matrix: ArrayLike<number>, n: number): number {
  const { real, imaginary } = found(matrix, n)
  const norm = Math.max(...Array.from(matrix, Math.abs)) || 1
  let worst = 0
  for (let e = 0; e < n; e++) {
    const [re, im] = [real[e] ?? 0, imaginary[e] ?? 0]
    const v = eigenvector(kernels, matrix, n, re, im)
    let length = 0
    for (let i = 0; i < n; i++) {
      const [x, y] = [v[2 * i] ?? 0, v[2 * i + 1] ?? 0]
      length += x * x + y * y
      let [sumX, sumY] = [im * y - re * x, -re * y - im * x]
      for (let j = 0; j < n; j++) {
        sumX += (matrix[i * n + j] ?? 0) * (v[2 * j] ?? 0)
        sumY += (matrix[i * n + j] ?? 0) * (v[2 * j + 1] ?? 0)
      }
      worst = Math.max(worst, Math.hypot(sumX, sumY) / norm)
    }
    worst = Math.max(worst, Math.abs(length - 1))
  }
  return worst
}

describe('eigenvalues', () => {
  test('known ones', () => {
    expect([...found([7], 1).real]).toEqual([7])
    // A rotation has ±i.
    expect([...found([0, -1, 1, 0], 2).imaginary]).toEqual([1, -1])
    // Companion matrix of (x − 1)(x − 2)(x − 3)(x − 4) = x⁴ − 10x³ + 35x² − 50x + 24.
    const companion = [10, -35, 50, -24, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
    found(companion, 4).real.forEach((value, i) => {
      expect(value).toBeCloseTo(4 - i, 12)
    })
    // Second differences: 2 − 2 cos(kπ/(n + 1)).
    const n = 20
    const second = Float64Array.from({ length: n * n }, (_, k) => {
      const d = Math.abs((k % n) - Math.floor(k / n))
      return d === 0 ? 2 : d === 1 ? -1 : 0
    })
    found(second, n).real.forEach((value, i) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((n - i) * Math.PI) / (n + 1)), 13)
    })
    // A cyclic shift: the roots of one. All the same modulus: only an unusual shift gets it going.
    const shift = Float64Array.from({ length: 64 }, (_, k) => (k % 8 === (Math.floor(k / 8) + 1) % 8 ? 1 : 0))
    const roots = found(shift, 8)
    roots.real.forEach((value, i) => {
      const turns = Math.ceil(i / 2)
      expect(value).toBeCloseTo(Math.cos((turns * Math.PI) / 4), 13)
      expect(Math.abs(roots.imaginary[i] ?? 0)).toBeCloseTo(Math.abs(Math.sin((turns * Math.PI) / 4)), 13)
    })
  })

  test('Lorenz at the origin and at its other equilibria', () => {
    // σ = 10, ρ = 28, β = 8/3. Origin: (−11 ± √1201)/2 and −8/3.
    const origin = found([-10, 10, 0, 28, -1, 0, 0, 0, -8 / 3], 3).real
    expect(origin[0]).toBeCloseTo((-11 + Math.sqrt(1201)) / 2, 12)
    expect(origin[1]).toBeCloseTo(-8 / 3, 13)
    expect(origin[2]).toBeCloseTo((-11 - Math.sqrt(1201)) / 2, 12)
    // C±: λ³ + (41/3) λ² + (304/3) λ + 1440 = 0 (Sparrow, The Lorenz Equations, 1982).
    const c = Math.sqrt(72)
    const { real, imaginary } = found([-10, 10, 0, 1, -1, -c, c, c, -8 / 3], 3)
    for (let i = 0; i < 3; i++) {
      const [x, y] = [real[i] ?? 0, imaginary[i] ?? 0]
      const [x2, y2] = [x * x - y * y, 2 * x * y]
      expect(Math.abs(x2 * x - y2 * y + (41 / 3) * x2 + (304 / 3) * x + 1440)).toBeLessThan(1e-9)
      expect(Math.abs(x2 * y + y2 * x + (41 / 3) * y2 + (304 / 3) * y)).toBeLessThan(1e-9)
    }
    expect(real[0]).toBeGreaterThan(0)
    expect(imaginary[0]).toBe(-(imaginary[1] ?? 0))
  })

  test('a matrix of zeros and ones on which the iteration without unusual shifts cycles', () => {
    // λ (λ² + 1)(λ² − λ − 1) = 0.
    const { real, imaginary } = found([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1], 5)
    expect(real[0]).toBeCloseTo((1 + Math.sqrt(5)) / 2, 13)
    expect(real[4]).toBeCloseTo((1 - Math.sqrt(5)) / 2, 13)
    const rest = [1, 2, 3].map((i) => imaginary[i] ?? 0).sort((a, b) => a - b)
    for (const [i, value] of [-1, 0, 1].entries()) expect(rest[i]).toBeCloseTo(value, 13)
  })

  test('badly scaled: the stiff Jacobian of Robertson keeps its small eigenvalue', () => {
    // At y = (1, 0, 0): [[−0.04, 0, 0], [0.04, 0, 0], [0, 0, 0]] exactly −0.04, 0, 0.
    expect(found([-0.04, 0, 0, 0.04, 0, 0, 0, 0, 0], 3).real[2]).toBe(-0.04)
    // D⁻¹ [[2, 1], [1, 2]] D with D = (1, 2⁴⁰) has 3 and 1.
    const [large, small] = found([2, 2 ** 40, 2 ** -40, 2], 2).real
    expect(large).toBe(3)
    expect(small).toBe(1)
  })

  test.each([2, 3, 5, 10, 30, 60])('n = %d: every pair satisfies A v = λ v', (n) => {
    expect(worstPair(randomNumbers(n * n, n), n)).toBeLessThan(1e-13 * n)
  })

  test('any small matrix of integers: sum and sum of squares of the eigenvalues are traces', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 6 })
          .chain((n) => fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n * n, maxLength: n * n })),
        (matrix) => {
          const n = Math.sqrt(matrix.length)
          const { real, imaginary } = found(matrix, n)
          let [trace, square] = [0, 0]
          for (let i = 0; i < n; i++) {
            trace += matrix[i * n + i] ?? 0
            for (let j = 0; j < n; j++) square += (matrix[i * n + j] ?? 0) * (matrix[j * n + i] ?? 0)
          }
          const sum = real.reduce((total, value) => total + value, 0)
          const squares = real.reduce((total, value, i) => total + value * value - (imaginary[i] ?? 0) ** 2, 0)
          // Backward stable: the traces belong to a matrix within a few ε, however badly conditioned its eigenvalues are.
          return Math.abs(sum - trace) < 1e-11 && Math.abs(squares - square) < 1e-10
        },
      ),
      { numRuns: 3000, seed: 5 },
    )
  })

  test('no eigenvalues of what is not finite', () => {
    expect(eigenvalues([1, Number.NaN, 0, 1], 2)).toBeUndefined()
    expect(eigenvalues([Number.POSITIVE_INFINITY], 1)).toBeUndefined()
    expect(eigenvalues([], 0)?.real.length).toBe(0)
  })

  test('eigenvectors have length one and a real positive largest entry, also of a zero and of a defective matrix', () => {
    expect(
      [...eigenvector(kernels, [3, 0, 0, 0, 2, 0, 0, 0, 1], 3, 2, 0)].map((v) => Math.round(v * 1e12) / 1e12 + 0),
    ).toEqual([0, 0, 1, 0, 0, 0])
    expect(Math.hypot(...eigenvector(kernels, [0, 0, 0, 0], 2, 0, 0))).toBeCloseTo(1, 14)
    const jordan = eigenvector(kernels, [1, 1, 0, 1], 2, 1, 0)
    expect(jordan[0]).toBeCloseTo(1, 7)
    const [re, im] = eigenvector(kernels, [0, -2, 2, 0], 2, 0, 2)
    expect(re).toBeCloseTo(Math.SQRT1_2, 13)
    expect(im).toBeCloseTo(0, 13)
  })
})
