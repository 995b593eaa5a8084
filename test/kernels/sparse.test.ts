import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { type CsrPattern, minimumDegree } from '../../src/kernels/ordering.ts'
import { multiplyReference, solveComplexReference, solveReference } from '../../src/kernels/reference/dense.ts'
import { fullMatrix, incompleteReference } from '../../src/kernels/reference/sparse.ts'
import { csrKernels, diagonalEntries, makeSparseLu, placeIntegers } from '../../src/kernels/sparse.ts'
import { patternOf, placed, poisson, randomNumbers, randomPattern, realForm, residual } from '../support/matrices.ts'

const kernels = makeKernels()
const csr = csrKernels(kernels)

describe('compressed rows', () => {
  test('products with a random matrix and its transpose', () => {
    for (const n of [1, 2, 7, 40]) {
      const pattern = randomPattern(n, 0.3, n)
      const values = randomNumbers(pattern.columns.length, 3)
      const x = randomNumbers(n, 4)
      const full = fullMatrix(pattern, values)
      const [starts, columns] = [placeIntegers(kernels, pattern.rowStarts), placeIntegers(kernels, pattern.columns)]
      const [a, at, out] = [placed(kernels, values).pointer, placed(kernels, x).pointer, kernels.allocate(n).pointer]
      csr.csrMultiply(starts, columns, a, n, at, out)
      const product = multiplyReference(full, x)
      for (const [i, value] of product.entries()) expect(kernels.view(out, n)[i]).toBeCloseTo(value, 13)
      const turned = full.map((_, k) => full[(k % n) * n + Math.floor(k / n)] ?? 0)
      csr.csrMultiplyTransposed(starts, columns, a, n, n, at, out)
      for (const [i, value] of multiplyReference(turned, x).entries())
        expect(kernels.view(out, n)[i]).toBeCloseTo(value, 13)
    }
  })

  test('ILU(0) is elimination that forgets what is outside the pattern', () => {
    const n = 30
    const pattern = randomPattern(n, 0.15, 2)
    const diagonals = diagonalEntries(pattern)
    const values = randomNumbers(pattern.columns.length, 5)
    for (const k of diagonals) values[k] = 6
    const [starts, columns] = [placeIntegers(kernels, pattern.rowStarts), placeIntegers(kernels, pattern.columns)]
    const at = placeIntegers(kernels, diagonals)
    const a = placed(kernels, values).pointer
    const scratch = kernels.allocate(n).pointer
    expect(csr.factorIlu(starts, columns, at, a, n, scratch)).toBe(0)
    const found = fullMatrix(pattern, kernels.view(a, values.length))
    const twin = incompleteReference(pattern, values)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const wanted = i === j ? 1 / (twin[i * n + j] ?? 0) : (twin[i * n + j] ?? 0)
        expect(found[i * n + j]).toBeCloseTo(wanted, 13)
      }
    // (L U) x = b: the product of the twin's triangles.
    const x = randomNumbers(n, 6)
    const upper = multiplyReference(
      twin.map((value, k) => (k % n >= Math.floor(k / n) ? value : 0)),
      x,
    )
    const b = multiplyReference(
      twin.map((value, k) => (k % n === Math.floor(k / n) ? 1 : k % n < Math.floor(k / n) ? value : 0)),
      upper,
    )
    const vector = placed(kernels, b).pointer
    csr.solveIlu(starts, columns, at, a, n, vector, vector)
    for (const [i, value] of x.entries()) expect(kernels.view(vector, n)[i]).toBeCloseTo(value, 12)
    // A zero pivot in row 3.
    const bad = values.map((value, k) => (pattern.rowStarts[3]! <= k && k < pattern.rowStarts[4]! ? 0 : value))
    expect(csr.factorIlu(starts, columns, at, placed(kernels, bad).pointer, n, scratch)).toBe(4)
  })
})

describe('minimum degree', () => {
  /** Entries of L when `order` eliminates the matrix A + Aᵀ: the elimination itself, on sets. */
  function fill(pattern: CsrPattern, order: ArrayLike<number>): number {
    const n = pattern.rowStarts.length - 1
    const near = Array.from({ length: n }, () => new Set<number>())
    for (let i = 0; i < n; i++)
      for (let k = pattern.rowStarts[i] ?? 0; k < (pattern.rowStarts[i + 1] ?? 0); k++) {
        const j = pattern.columns[k] ?? 0
        if (i === j) continue
        near[i]?.add(j)
        near[j]?.add(i)
      }
    let entries = 0
    for (let k = 0; k < n; k++) {
      const clique = [...(near[order[k] ?? 0] ?? [])]
      entries += clique.length
      for (const i of clique) {
        near[i]?.delete(order[k] ?? 0)
        for (const j of clique) if (i !== j) near[i]?.add(j)
      }
    }
    return entries
  }

  test('any pattern: a permutation', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0, max: 0.6, noNaN: true }),
        fc.nat(999),
        (n, d, s) => {
          const order = minimumDegree(randomPattern(n, d, s))
          return [...order].sort((a, b) => a - b).every((value, i) => value === i) && order.length === n
        },
      ),
      { numRuns: 300, seed: 2 },
    )
  })

  test('an arrow and a tree fill nothing', () => {
    // The first unknown is coupled to all: eliminated first it would fill everything.
    const n = 50
    const arrow = patternOf(n, (i, j) => i === j || i === 0 || j === 0)
    expect(fill(arrow, minimumDegree(arrow))).toBe(n - 1)
    const tree = patternOf(n, (i, j) => i === j || Math.floor((i - 1) / 2) === j || Math.floor((j - 1) / 2) === i)
    expect(fill(tree, minimumDegree(tree))).toBe(n - 1)
  })

  test('a square grid: near the fill of nested dissection, far below that of the band', () => {
    const { pattern } = poisson(30)
    const natural = fill(
      pattern,
      Int32Array.from({ length: 900 }, (_, i) => i),
    )
    // 900 unknowns in a band of 30: about 900 · 30.
    expect(natural).toBeGreaterThan(25000)
    // SciPy 1.10.1's splu (SuperLU), permc_spec='MMD_AT_PLUS_A', SymmetricMode, the same matrix: L.nnz − n = 9198.
    expect(fill(pattern, minimumDegree(pattern))).toBeLessThan(1.1 * 9198)
  })
})

describe('sparse LU', () => {
  function solve(pattern: CsrPattern, values: Float64Array, b: Float64Array, isComplex = false, threshold = 1) {
    const mark = kernels.mark()
    const lu = makeSparseLu(kernels, pattern, { isComplex, threshold })
    const a = placed(kernels, values).pointer
    const x = placed(kernels, b).pointer
    const failure = isComplex ? lu.factorComplex(a) : lu.factor(a)
    if (failure === 0) {
      if (isComplex) lu.solveComplex(x)
      else lu.solve(x)
    }
    const out = kernels.view(x, b.length).slice()
    kernels.release(mark)
    return failure || out
  }

  test.each([1, 2, 5, 20, 60])('n = %d: random, also with a zero diagonal, real and complex', (n) => {
    for (const zeroDiagonal of [false, true])
      for (let seed = 0; seed < 3; seed++) {
        const pattern = randomPattern(n, Math.min(1, 4 / n), seed)
        const values = randomNumbers(pattern.columns.length, seed + 50)
        for (const [i, k] of diagonalEntries(pattern).entries()) {
          // With a zero diagonal one entry a row is made large, so that some permutation is a good set of pivots.
          values[k] = zeroDiagonal ? 0 : 3
          const next = pattern.columns.indexOf((i + 1) % n, pattern.rowStarts[i])
          if (zeroDiagonal) values[next] = 4
        }
        const b = randomNumbers(n, seed)
        const x = solve(pattern, values, b) as Float64Array
        expect(residual(fullMatrix(pattern, values), x, b)).toBeLessThan(20)
        // Pivots a thousand times smaller than what they eliminate may cost three digits.
        const loose = solve(pattern, values, b, false, 0.001) as Float64Array
        expect(residual(fullMatrix(pattern, values), loose, b)).toBeLessThan(20e3)
        const twin = solveReference(fullMatrix(pattern, values), b) ?? []
        const scale = Math.max(...twin.map(Math.abs))
        for (const [i, value] of twin.entries()) expect(Math.abs((x[i] ?? 0) - value)).toBeLessThan(1e-9 * scale)
        const woven = Float64Array.from({ length: 2 * values.length }, (_, k) =>
          k % 2 === 0 ? (values[k >> 1] ?? 0) : 0.3 * (values[k >> 1] ?? 0) * ((k % 5) - 1),
        )
        const full = new Float64Array(2 * n * n)
        for (const part of [0, 1]) {
          const one = fullMatrix(pattern, values.map((_, k) => woven[2 * k + part] ?? 0)) // biome-ignore format: one thought
          for (const [k, value] of one.entries()) full[2 * k + part] = value
        }
        const c = randomNumbers(2 * n, seed)
        const z = solve(pattern, woven, c, true) as Float64Array
        expect(residual(realForm(full, n), z, c)).toBeLessThan(20)
        const complexTwin = solveComplexReference(full, c) ?? []
        const size = Math.max(...complexTwin.map(Math.abs))
        for (const [i, value] of complexTwin.entries()) expect(Math.abs((z[i] ?? 0) - value)).toBeLessThan(1e-8 * size)
      }
  })

  test('any pattern with a dominant diagonal: backward stable with pivots on the diagonal', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 45 }),
        fc.double({ min: 0.02, max: 1, noNaN: true }),
        fc.nat(9999),
        (n, density, seed) => {
          const pattern = randomPattern(n, density, seed)
          const values = randomNumbers(pattern.columns.length, seed + 7)
          for (const k of diagonalEntries(pattern)) values[k] = n
          const b = randomNumbers(n, seed + 8)
          const x = solve(pattern, values, b, false, 0.001)
          return typeof x !== 'number' && residual(fullMatrix(pattern, values), x, b) < 10
        },
      ),
      { numRuns: 150, seed: 6 },
    )
  })

  test('values may change from call to call, and the result depends on the last ones alone', () => {
    const { pattern, values } = poisson(12)
    const n = 144
    const lu = makeSparseLu(kernels, pattern)
    const swapped = values.slice()
    for (const k of diagonalEntries(pattern)) swapped[k] = 0
    const a = placed(kernels, values).pointer
    const zero = placed(kernels, swapped).pointer
    const other = placed(kernels, values.map((value) => value * 3)).pointer // biome-ignore format: one thought
    const b = randomNumbers(n, 1)
    const x = kernels.allocate(n).pointer
    const run = (matrix: number) => {
      kernels.view(x, n).set(b)
      expect(lu.factor(matrix)).toBe(0)
      lu.solve(x)
      return [...kernels.view(x, n)]
    }
    const first = run(a)
    expect(residual(fullMatrix(pattern, values), first, b)).toBeLessThan(20)
    expect(run(other).map((value) => value * 3)[7]).toBeCloseTo(first[7] ?? 0, 13)
    // The grid without its diagonal is singular for an even number of columns; shift one coupling to make it regular.
    kernels.view(zero, values.length)[pattern.rowStarts[5] ?? 0] = 0.4
    const found = lu.factor(zero)
    if (found === 0) {
      kernels.view(x, n).set(b)
      lu.solve(x)
    }
    expect(run(a)).toEqual(first)
    // Nothing is taken as long as pivots stay on the diagonal (the matrix in between took its own, once).
    const after = kernels.mark()
    run(a)
    run(other)
    expect(kernels.mark()).toBe(after)
  })

  test('singular and not finite matrices are reported with the row', () => {
    const pattern = patternOf(3, () => true)
    // Row 2 is row 0; every multiplier is exact.
    expect(solve(pattern, Float64Array.of(4, 2, 1, 2, 5, 3, 4, 2, 1), new Float64Array(3))).toBeOneOf([1, 3])
    const { pattern: grid, values } = poisson(6)
    const broken = values.slice().fill(0, grid.rowStarts[8], grid.rowStarts[9])
    expect(solve(grid, broken, new Float64Array(36))).toBe(9)
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      for (let k = 0; k < values.length; k += 5) {
        const spoilt = values.slice()
        spoilt[k] = bad
        expect(typeof solve(grid, spoilt, new Float64Array(36))).toBe('number')
      }
    expect(() =>
      makeSparseLu(
        kernels,
        patternOf(2, (i, j) => i !== j),
      ),
    ).toThrow('diagonal')
  })

  test('Poisson on a 40 × 40 grid: the product of sines is exact for the five-point star', () => {
    const m = 40
    const { pattern, values } = poisson(m)
    const h = Math.PI / (m + 1)
    const exact = Float64Array.from(
      { length: m * m },
      (_, k) => Math.sin(((k % m) + 1) * h) * Math.sin((Math.floor(k / m) + 1) * 2 * h),
    )
    const eigenvalue = 4 - 2 * Math.cos(h) - 2 * Math.cos(2 * h)
    const x = solve(pattern, values, exact.map((value) => eigenvalue * value)) as Float64Array // biome-ignore format: one thought
    for (const [i, value] of exact.entries()) expect(Math.abs((x[i] ?? 0) - value)).toBeLessThan(1e-12)
  })
})
