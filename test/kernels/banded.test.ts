import { describe, expect, test } from 'vitest'
import { bandedKernels, bandWidth } from '../../src/kernels/banded.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { solveComplexReference, solveReference } from '../../src/kernels/reference/dense.ts'
import { placed, randomNumbers, realForm, residual } from '../support/matrices.ts'

const kernels = makeKernels()
const banded = bandedKernels(kernels)

interface Band {
  readonly n: number
  readonly lower: number
  readonly upper: number
}

/** A full matrix with random entries inside the band; `parts` is 2 for complex ones. */
function randomBand({ n, lower, upper }: Band, seed: number, parts = 1): Float64Array {
  const full = randomNumbers(parts * n * n, seed)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      if (j < i - lower || j > i + upper) full.fill(0, parts * (i * n + j), parts * (i * n + j + 1))
  return full
}

/** The band storage of a full matrix; room for fill and places outside the matrix are full of NaN: nothing may read them. */
function stored(full: ArrayLike<number>, { n, lower, upper }: Band, parts = 1): Float64Array {
  const width = bandWidth(lower, upper)
  const out = new Float64Array(parts * n * width).fill(Number.NaN)
  for (let i = 0; i < n; i++)
    for (let j = Math.max(0, i - lower); j <= Math.min(n - 1, i + upper); j++)
      for (let p = 0; p < parts; p++)
        out[parts * (i * width + j - i + lower) + p] = full[parts * (i * n + j) + p] ?? Number.NaN
  return out
}

function solve(full: ArrayLike<number>, b: ArrayLike<number>, band: Band, parts = 1): Float64Array | number {
  const { n, lower, upper } = band
  const mark = kernels.mark()
  const a = placed(kernels, stored(full, band, parts))
  const x = placed(kernels, b)
  const pivots = kernels.allocate(n)
  const factor = parts === 2 ? banded.factorBandedComplex : banded.factorBanded
  const backSolve = parts === 2 ? banded.solveBandedComplex : banded.solveBanded
  const failure = factor(a.pointer, pivots.pointer, n, lower, upper)
  if (failure === 0) backSolve(a.pointer, pivots.pointer, n, lower, upper, x.pointer)
  const out = kernels.view(x.pointer, b.length).slice()
  kernels.release(mark)
  return failure || out
}

const bands: Band[] = [
  { n: 1, lower: 0, upper: 0 },
  { n: 1, lower: 2, upper: 1 },
  { n: 2, lower: 1, upper: 1 },
  { n: 4, lower: 3, upper: 3 },
  { n: 5, lower: 7, upper: 9 },
  { n: 9, lower: 0, upper: 2 },
  { n: 9, lower: 2, upper: 0 },
  { n: 17, lower: 1, upper: 1 },
  { n: 23, lower: 2, upper: 1 },
  { n: 40, lower: 1, upper: 5 },
  { n: 61, lower: 5, upper: 4 },
  { n: 120, lower: 17, upper: 12 },
  { n: 200, lower: 40, upper: 33 },
]

describe('banded LU', () => {
  test.each(bands)('n = $n, lower $lower, upper $upper: backward stable, like the full elimination', (band) => {
    const full = randomBand(band, 7)
    // A diagonal of one sign keeps triangular bands (no exchange possible) well conditioned.
    if (band.lower === 0 || band.upper === 0) for (let i = 0; i < band.n; i++) full[i * band.n + i] = 3
    const b = randomNumbers(band.n, 8)
    const x = solve(full, b, band) as Float64Array
    expect(residual(full, x, b)).toBeLessThan(20)
    const twin = solveReference(full, b) ?? []
    const scale = Math.max(...twin.map(Math.abs))
    for (const [i, value] of twin.entries()) expect(Math.abs((x[i] ?? 0) - value)).toBeLessThan(1e-9 * scale)
  })

  test.each(bands)('complex n = $n, lower $lower, upper $upper', (band) => {
    const full = randomBand(band, 9, 2)
    if (band.lower === 0 || band.upper === 0) for (let i = 0; i < band.n; i++) full[2 * (i * band.n + i)] = 3
    const b = randomNumbers(2 * band.n, 10)
    const x = solve(full, b, band, 2) as Float64Array
    expect(residual(realForm(full, band.n), x, b)).toBeLessThan(20)
    if (band.n > 70) return
    const twin = solveComplexReference(full, b) ?? []
    const scale = Math.max(...twin.map(Math.abs))
    for (const [i, value] of twin.entries()) expect(Math.abs((x[i] ?? 0) - value)).toBeLessThan(1e-9 * scale)
  })

  test('−x″ = 2 on 100 points: the parabola is exact for second differences', () => {
    // −xᵢ₋₁ + 2xᵢ − xᵢ₊₁ = 2 with x₀ = x₁₀₁ = 0 has xᵢ = i (101 − i).
    const band = { n: 100, lower: 1, upper: 1 }
    const full = new Float64Array(1e4)
    for (let i = 0; i < 100; i++)
      for (const d of [-1, 0, 1]) if (i + d >= 0 && i + d < 100) full[i * 100 + i + d] = d === 0 ? 2 : -1
    const x = solve(full, new Float64Array(100).fill(2), band) as Float64Array
    for (let i = 1; i <= 100; i++) expect(Math.abs((x[i - 1] ?? 0) - i * (101 - i))).toBeLessThan(1e-10)
  })

  test('a zero diagonal needs an exchange in every pair of rows', () => {
    // [[0, 1], [1, 0]] blocks: x is b with neighbours exchanged.
    const n = 12
    const full = new Float64Array(n * n)
    for (let i = 0; i < n; i++) full[i * n + (i ^ 1)] = 1
    const b = randomNumbers(n, 2)
    const x = solve(full, b, { n, lower: 1, upper: 1 }) as Float64Array
    for (let i = 0; i < n; i++) expect(x[i]).toBe(b[i ^ 1])
  })

  test('singular and not finite matrices are reported', () => {
    const band = { n: 30, lower: 2, upper: 3 }
    for (const parts of [1, 2]) {
      const full = randomBand(band, 4, parts)
      for (let i = 0; i < 30; i++) full.fill(0, parts * (i * 30 + 11), parts * (i * 30 + 12))
      expect(solve(full, new Float64Array(30 * parts), band, parts)).toBe(12)
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
        for (const [i, j] of [
          [0, 0],
          [14, 12],
          [14, 17],
          [29, 29],
          [29, 27],
        ] as const) {
          const broken = randomBand(band, 4, parts)
          broken[parts * (i * 30 + j)] = bad
          expect(solve(broken, new Float64Array(30 * parts), band, parts)).toBeGreaterThan(0)
          expect(typeof solve(broken, new Float64Array(30 * parts), band, parts)).toBe('number')
        }
    }
  })
})
