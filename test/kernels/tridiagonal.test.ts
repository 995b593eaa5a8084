import { describe, expect, test } from 'vitest'
import { blockTridiagonalKernels } from '../../src/kernels/block-tridiagonal.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { solveReference } from '../../src/kernels/reference/dense.ts'
import { cyclicFactors, tridiagonalFactors, tridiagonalKernels } from '../../src/kernels/tridiagonal.ts'
import { placed, randomNumbers } from '../support/matrices.ts'

const kernels = makeKernels()
const tridiagonal = tridiagonalKernels(kernels)
const blockwise = blockTridiagonalKernels(kernels)

interface Diagonals {
  readonly below: Float64Array
  readonly diagonal: Float64Array
  readonly above: Float64Array
}

/** Random, with a dominant diagonal: what the algorithm is for. */
function randomDiagonals(n: number, seed: number): Diagonals {
  const below = randomNumbers(n, seed)
  const above = randomNumbers(n, seed + 1)
  const signs = randomNumbers(n, seed + 2)
  const diagonal = signs.map((s, i) => Math.sign(s) * (Math.abs(below[i] ?? 0) + Math.abs(above[i] ?? 0) + 0.1))
  return { below, diagonal, above }
}

/** The full matrix; entries that meet in one place (cyclic with n ≤ 2) add up. */
function full({ below, diagonal, above }: Diagonals, isCyclic: boolean): Float64Array {
  const n = diagonal.length
  const out = new Float64Array(n * n)
  const add = (i: number, j: number, value = 0) => {
    out[i * n + j] = (out[i * n + j] ?? 0) + value
  }
  for (let i = 0; i < n; i++) {
    add(i, i, diagonal[i])
    if (i > 0 || isCyclic) add(i, (i + n - 1) % n, below[i])
    if (i < n - 1 || isCyclic) add(i, (i + 1) % n, above[i])
  }
  return out
}

const sizes = [1, 2, 3, 4, 7, 16, 33]
const counts = [1, 2, 3, 8, 9, 21]

describe('tridiagonal systems', () => {
  test.each(sizes.flatMap((n) => [false, true].map((isCyclic) => ({ n, isCyclic }))))(
    'n = $n, cyclic $isCyclic: right sides in rows and in columns against the full elimination',
    ({ n, isCyclic }) => {
      const arrays = randomDiagonals(n, n)
      const matrix = full(arrays, isCyclic)
      // NaN where nothing may be read.
      if (!isCyclic) {
        arrays.below[0] = Number.NaN
        arrays.above[n - 1] = Number.NaN
      }
      const [below, diagonal, above] = [arrays.below, arrays.diagonal, arrays.above].map(
        (a) => placed(kernels, a).pointer,
      )
      const factors = kernels.allocate(isCyclic ? cyclicFactors(n) : tridiagonalFactors(n)).pointer
      const factor = isCyclic ? tridiagonal.factorCyclic : tridiagonal.factorTridiagonal
      expect(factor(below ?? 0, diagonal ?? 0, above ?? 0, n, factors)).toBe(0)
      for (const systems of counts) {
        const stride = n + 2
        const rows = randomNumbers(systems * stride, 77)
        const atRows = placed(kernels, rows)
        const inRows = isCyclic ? tridiagonal.solveCyclicRows : tridiagonal.solveTridiagonalRows
        inRows(factors, n, atRows.pointer, systems, stride)
        const found = kernels.view(atRows.pointer, rows.length).slice()
        const columns = new Float64Array(n * (systems + 1)).fill(5)
        for (let s = 0; s < systems; s++)
          for (let i = 0; i < n; i++) columns[i * (systems + 1) + s] = rows[s * stride + i] ?? 0
        const atColumns = placed(kernels, columns)
        const inColumns = isCyclic ? tridiagonal.solveCyclicColumns : tridiagonal.solveTridiagonalColumns
        inColumns(factors, n, atColumns.pointer, systems, systems + 1)
        const turned = kernels.view(atColumns.pointer, columns.length).slice()
        for (let s = 0; s < systems; s++) {
          const twin = solveReference(matrix, rows.subarray(s * stride, s * stride + n)) ?? []
          const scale = Math.max(...twin.map(Math.abs))
          for (const [i, value] of twin.entries()) {
            // Dominant diagonals with 0.1 to spare: the conditions stay below 1e3.
            expect(Math.abs((found[s * stride + i] ?? Number.NaN) - value)).toBeLessThan(1e-12 * scale)
            expect(Math.abs((turned[i * (systems + 1) + s] ?? Number.NaN) - value)).toBeLessThan(1e-12 * scale)
          }
          // What lies between the systems is not touched.
          for (let i = n; i < stride; i++) expect(found[s * stride + i]).toBe(rows[s * stride + i])
        }
        for (let i = 0; i < n; i++) expect(turned[i * (systems + 1) + systems]).toBe(5)
      }
    },
  )

  test('two thousand columns of a long system go through in chunks', () => {
    // −x″ = 2 with zero ends: xᵢ = i (n + 1 − i), exact for second differences; system s is scaled by s + 1.
    const n = 20
    const systems = 1201
    const row = (value: number) => placed(kernels, new Float64Array(n).fill(value)).pointer
    const factors = kernels.allocate(tridiagonalFactors(n)).pointer
    expect(tridiagonal.factorTridiagonal(row(-1), row(2), row(-1), n, factors)).toBe(0)
    const b = placed(
      kernels,
      Float64Array.from({ length: n * systems }, (_, k) => 2 * ((k % systems) + 1)),
    )
    tridiagonal.solveTridiagonalColumns(factors, n, b.pointer, systems, systems)
    const x = kernels.view(b.pointer, n * systems)
    for (let i = 1; i <= n; i++)
      for (let s = 0; s < systems; s += 7)
        expect(Math.abs((x[(i - 1) * systems + s] ?? 0) / ((s + 1) * i * (n + 1 - i)) - 1)).toBeLessThan(1e-13)
  })

  test.each(counts)('%d systems with matrices of their own', (systems) => {
    for (const n of sizes) {
      const each = Array.from({ length: systems }, (_, s) => randomDiagonals(n, 10 * s + n))
      const rights = Array.from({ length: systems }, (_, s) => randomNumbers(n, s + 400))
      const woven = (pick: (s: number) => Float64Array | undefined) =>
        placed(
          kernels,
          Float64Array.from({ length: n * systems }, (_, k) => pick(k % systems)?.[Math.floor(k / systems)] ?? 0),
        ).pointer
      const below = woven((s) => each[s]?.below)
      const diagonal = woven((s) => each[s]?.diagonal)
      const above = woven((s) => each[s]?.above)
      const right = woven((s) => rights[s])
      const scratch = kernels.allocate(n * systems).pointer
      expect(tridiagonal.solveTridiagonalEach(below, diagonal, above, n, systems, right, scratch)).toBe(0)
      const x = kernels.view(right, n * systems)
      for (const [s, arrays] of each.entries()) {
        const twin = solveReference(full(arrays, false), rights[s] ?? []) ?? []
        const scale = Math.max(...twin.map(Math.abs))
        for (const [i, value] of twin.entries())
          expect(Math.abs((x[i * systems + s] ?? Number.NaN) - value)).toBeLessThan(1e-12 * scale)
      }
      // One bad pivot in the last system is seen.
      kernels.view(diagonal, n * systems)[(n - 1) * systems + systems - 1] = Number.NaN
      expect(tridiagonal.solveTridiagonalEach(below, diagonal, above, n, systems, right, scratch)).toBe(n)
    }
  })

  test('rows without a pivot are reported', () => {
    const at = (...values: number[]) => placed(kernels, values).pointer
    const factors = kernels.allocate(20).pointer
    // Second pivot 1 − 1·1 = 0.
    expect(tridiagonal.factorTridiagonal(at(0, 1, 1), at(1, 1, 1), at(1, 1, 0), 3, factors)).toBe(2)
    expect(tridiagonal.factorTridiagonal(at(0), at(Number.NaN), at(0), 1, factors)).toBe(1)
    // Rows of the periodic Laplacian sum to zero: singular, exactly so in these numbers (pivots 2, 3/2, Schur complement 0).
    expect(tridiagonal.factorCyclic(at(-1, -1, -1), at(2, 2, 2), at(-1, -1, -1), 3, factors)).toBe(3)
  })
})

describe('block-tridiagonal systems', () => {
  const shapes = [1, 2, 3, 4, 6].flatMap((size) =>
    [1, 2, 3, 8].flatMap((blocks) => [false, true].map((isCyclic) => ({ size, blocks, isCyclic }))),
  )

  /** The full matrix of [A | B | C] block rows. */
  function assembled(values: ArrayLike<number>, blocks: number, size: number, isCyclic: boolean): Float64Array {
    const n = blocks * size
    const out = new Float64Array(n * n)
    for (let block = 0; block < blocks; block++)
      for (let part = 0; part < 3; part++) {
        const other = block + part - 1
        if (!isCyclic && (other < 0 || other >= blocks)) continue
        const to = (other + blocks) % blocks
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++) {
            const at = (block * size + i) * n + to * size + j
            out[at] = (out[at] ?? 0) + (values[((3 * block + part) * size + i) * size + j] ?? 0)
          }
      }
    return out
  }

  test.each(shapes)('$blocks blocks of $size, cyclic $isCyclic', ({ size, blocks, isCyclic }) => {
    const area = size * size
    const values = randomNumbers(3 * area * blocks, size + blocks)
    // Dominant, but with its largest entries off the diagonal within the block: rows must be exchanged there.
    for (let block = 0; block < blocks; block++)
      for (let i = 0; i < size; i++) values[(3 * block + 1) * area + i * size + ((i + 1) % size)] = 3 * size + 1
    const matrix = assembled(values, blocks, size, isCyclic)
    if (!isCyclic) {
      values.fill(Number.NaN, 0, area)
      values.fill(Number.NaN, (3 * blocks - 1) * area)
    }
    const n = blocks * size
    const b = randomNumbers(n, 3)
    const [a, x] = [placed(kernels, values).pointer, placed(kernels, b).pointer]
    const pivots = kernels.allocate(n).pointer
    const border = kernels.allocate(area * blocks).pointer
    if (isCyclic) {
      expect(blockwise.factorBlockCyclic(a, pivots, blocks, size, border)).toBe(0)
      blockwise.solveBlockCyclic(a, pivots, blocks, size, border, x)
    } else {
      expect(blockwise.factorBlockTridiagonal(a, pivots, blocks, size)).toBe(0)
      blockwise.solveBlockTridiagonal(a, pivots, blocks, size, x)
    }
    const found = kernels.view(x, n)
    const twin = solveReference(matrix, b) ?? []
    const scale = Math.max(...twin.map(Math.abs))
    for (const [i, value] of twin.entries())
      expect(Math.abs((found[i] ?? Number.NaN) - value)).toBeLessThan(1e-11 * scale)
  })

  test('the unknown without a pivot is named', () => {
    const values = new Float64Array(3 * 4 * 3)
    for (let block = 0; block < 3; block++) values.set([1, 2, 2, block === 1 ? 4 : 5], (3 * block + 1) * 4)
    const a = placed(kernels, values).pointer
    const pivots = kernels.allocate(6).pointer
    // Block 1 is [[1, 2], [2, 4]]: its second unknown, number 3 of all.
    expect(blockwise.factorBlockTridiagonal(a, pivots, 3, 2)).toBe(4)
  })
})
