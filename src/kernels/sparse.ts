import { sparseFamily } from './generated/sparse.ts'
import type { Kernels } from './kernels.ts'
import { type CsrPattern, minimumDegree } from './ordering.ts'

/**
 * Compressed rows in the arena: `starts` (rows + 1) and `columns` are int32 there (`placeIntegers`), `values` float64. Pointers are
 * bytes. ILU(0) wants a square matrix with its whole diagonal in the pattern and columns ascending.
 */
export interface CsrKernels {
  /** out ← A x. */
  csrMultiply(starts: number, columns: number, values: number, rows: number, x: number, out: number): void
  /** out ← Aᵀ x; `out` has `columnCount` values. */
  csrMultiplyTransposed(
    starts: number,
    columns: number,
    values: number,
    rows: number,
    columnCount: number,
    x: number,
    out: number,
  ): void
  /**
   * Incomplete LU in the pattern of A, in place. `diagonals` (n int32): the entries on the diagonal; `scratch`: n int32.
   * Returns 0, or 1 + i where row i has no usable pivot.
   */
  factorIlu(starts: number, columns: number, diagonals: number, values: number, n: number, scratch: number): number
  /** out ← (LU)⁻¹ vector; the two may be the same. */
  solveIlu(
    starts: number,
    columns: number,
    diagonals: number,
    values: number,
    n: number,
    vector: number,
    out: number,
  ): void
}

/** The kernels for compressed rows on one memory. */
export function csrKernels(kernels: Kernels): CsrKernels {
  return kernels.link(sparseFamily) as unknown as CsrKernels
}

/** Copies int32 into a block of their own; its pointer. */
export function placeIntegers(kernels: Kernels, values: ArrayLike<number>): number {
  const { pointer } = kernels.allocate(Math.ceil(values.length / 2) + 1)
  new Int32Array(kernels.memory.buffer, pointer, values.length).set(values)
  return pointer
}

/** Where the diagonal lies in a pattern: one entry a row, −1 where it is missing. */
export function diagonalEntries({ rowStarts, columns }: CsrPattern): Int32Array {
  return Int32Array.from({ length: rowStarts.length - 1 }, (_, i) => columns.indexOf(i, rowStarts[i])).map((k, i) =>
    k >= 0 && k < (rowStarts[i + 1] ?? 0) ? k : -1,
  )
}

/** LU of sparse matrices that share a pattern. */
export interface SparseLu {
  /** Entries of L and U without their diagonals. */
  readonly entries: number
  /**
   * Factors the matrix with these values, in the order of the pattern (kept). Returns 0, or 1 + i where the matrix is singular or not
   * finite (found in row i). The result depends on these values alone, not on those before.
   */
  factor(values: number): number
  /** `rightSide` takes the solution. */
  solve(rightSide: number): void
  /** The same for interleaved complex values; only where `isComplex` was asked for. */
  factorComplex(values: number): number
  solveComplex(rightSide: number): void
}

export interface SparseLuOptions {
  readonly isComplex?: boolean
  /** Order of elimination; default: approximate minimum degree. */
  readonly order?: Int32Array
  /**
   * Pivots stay on the diagonal while each is at least this part of the largest entry left in its row; default 0.001. Rounding may grow
   * by its inverse, which Newton's iteration does not notice; 1 is partial pivoting.
   */
  readonly threshold?: number
}

/** Where exchanges are needed anyway, the diagonal is preferred less. */
const PIVOTED_THRESHOLD = 0.1

interface Exports {
  factorSparse(plan: number, values: number, threshold: number): number
  refactorSparse(plan: number, values: number, threshold: number): number
  solveSparse(plan: number, rightSide: number): void
  factorSparseComplex(plan: number, values: number, threshold: number): number
  refactorSparseComplex(plan: number, values: number, threshold: number): number
  solveSparseComplex(plan: number, rightSide: number): void
}

/**
 * A sparse direct solver. The pattern of the factors with pivots on the diagonal is found once; as long as these are large enough, a
 * matrix only fills it in. Where one is not, that matrix is factored with partial pivoting (memory for that is taken the first time,
 * and may have to grow; blocks stay where they are). Throws where the pattern lacks a diagonal entry.
 */
export function makeSparseLu(kernels: Kernels, pattern: CsrPattern, options: SparseLuOptions = {}): SparseLu {
  const { isComplex = false, order = minimumDegree(pattern), threshold = 0.001 } = options
  const exports = kernels.link(sparseFamily) as unknown as Exports
  const n = pattern.rowStarts.length - 1
  const missing = diagonalEntries(pattern).indexOf(-1)
  if (missing >= 0) throw new Error(`the sparse pattern has no diagonal entry in row ${missing}`)
  const shared = {
    starts: placeIntegers(kernels, pattern.rowStarts),
    columns: placeIntegers(kernels, pattern.columns),
    order: placeIntegers(kernels, order),
  }
  const capacity = countFill(kernels, pattern, n, shared, exports)
  const make = (parts: 1 | 2) => {
    const factor = parts === 2 ? exports.factorSparseComplex : exports.factorSparse
    const refactor = parts === 2 ? exports.refactorSparseComplex : exports.refactorSparse
    const solve = parts === 2 ? exports.solveSparseComplex : exports.solveSparse
    const onDiagonal = makePlan(kernels, n, shared, capacity, parts)
    const mark = kernels.mark()
    factor(onDiagonal, dominantValues(kernels, pattern, parts), 0)
    kernels.release(mark)
    arrange(kernels, onDiagonal, n)
    let pivoted = 0
    let room = 2 * capacity + 2 * n
    let current = onDiagonal
    return {
      factor(values: number): number {
        current = onDiagonal
        if (refactor(onDiagonal, values, threshold) === 0) return 0
        for (;;) {
          if (pivoted === 0) pivoted = makePlan(kernels, n, shared, room, parts)
          const found = factor(pivoted, values, Math.max(threshold, PIVOTED_THRESHOLD))
          if (found >= 0) {
            current = pivoted
            return found === 0 ? 0 : 1 + (order[found - 1] ?? 0)
          }
          room *= 2
          pivoted = 0
        }
      },
      solve: (rightSide: number) => solve(current, rightSide),
    }
  }
  const real = make(1)
  const complex = isComplex ? make(2) : undefined
  const refuse = () => {
    throw new Error('this sparse solver was made without complex numbers')
  }
  return {
    entries: capacity,
    factor: real.factor,
    solve: real.solve,
    factorComplex: complex?.factor ?? refuse,
    solveComplex: complex?.solve ?? refuse,
  }
}

interface Shared {
  readonly starts: number
  readonly columns: number
  readonly order: number
}

/** The table that assembly/sparse/sparse-plan.ts describes, and its arrays. */
function makePlan(kernels: Kernels, n: number, shared: Shared, capacity: number, parts: 1 | 2): number {
  const integers = (count: number) => kernels.allocate(Math.ceil(count / 2) + 1).pointer
  const places = integers(n)
  const factors = () => [integers(n + 1), integers(capacity), kernels.allocate(parts * capacity).pointer]
  const [lower, upper] = [factors(), factors()]
  const inverses = kernels.allocate(parts * n).pointer
  const work = kernels.allocate(parts * n).pointer
  const [stack, marks, chains, runs] = [integers(3 * n), integers(n), integers(n), integers(n)]
  const { starts, columns, order } = shared
  const head = [n, starts, columns, order, places, ...lower, ...upper, inverses, capacity, work, stack, marks]
  return placeIntegers(kernels, [...head, chains, runs])
}

/**
 * Puts the columns of a pattern's factors in ascending order and looks for what `refactor` does faster: chains of columns of L with
 * the same rows, and rows that follow one another.
 */
function arrange(kernels: Kernels, plan: number, n: number): void {
  const { buffer } = kernels.memory
  const table = new Int32Array(buffer, plan, 18)
  const integers = (field: number, count: number) => new Int32Array(buffer, table[field], count)
  const columns = (field: number) => {
    const starts = integers(field, n + 1)
    const rows = integers(field + 1, starts[n] ?? 0)
    sortColumns(n, starts, rows)
    return { starts, rows }
  }
  columns(8)
  const { starts, rows } = columns(5)
  const [chains, runs] = [integers(16, n), integers(17, n)]
  for (let j = n - 1; j >= 0; j--) {
    const [from, to, end] = [starts[j] ?? 0, starts[j + 1] ?? 0, starts[Math.min(j + 2, n)] ?? 0]
    let isChained = j + 1 < n && rows[from] === j + 1 && to - from - 1 === end - to
    for (let m = to; isChained && m < end; m++) isChained = rows[m] === rows[m - to + from + 1]
    chains[j] = isChained ? 1 + (chains[j + 1] ?? 0) : 0
    let run = Math.max(from, to - 1)
    while (run > from && rows[run - 1] === (rows[run] ?? 0) - 1) run--
    runs[j] = run
  }
}

/** Sorts the rows of every column by transposing twice. */
function sortColumns(n: number, starts: Int32Array, rows: Int32Array): void {
  const rowStarts = new Int32Array(n + 2)
  for (const row of rows) rowStarts[row + 2] = (rowStarts[row + 2] ?? 0) + 1
  for (let i = 0; i <= n; i++) rowStarts[i + 1] = (rowStarts[i + 1] ?? 0) + (rowStarts[i] ?? 0)
  const turned = new Int32Array(rows.length)
  for (let j = 0; j < n; j++)
    for (let k = starts[j] ?? 0; k < (starts[j + 1] ?? 0); k++) {
      const row = rows[k] ?? 0
      turned[rowStarts[row + 1] ?? 0] = j
      rowStarts[row + 1] = (rowStarts[row + 1] ?? 0) + 1
    }
  const next = starts.slice()
  for (let i = 0; i < n; i++)
    for (let k = rowStarts[i] ?? 0; k < (rowStarts[i + 1] ?? 0); k++) {
      const column = turned[k] ?? 0
      rows[next[column] ?? 0] = i
      next[column] = (next[column] ?? 0) + 1
    }
}

/** Values with a dominant diagonal: any pattern is factored with pivots on the diagonal. */
function dominantValues(kernels: Kernels, { rowStarts, columns }: CsrPattern, parts: 1 | 2): number {
  const { pointer, view } = kernels.allocate(parts * columns.length)
  for (let i = 0; i < rowStarts.length - 1; i++) {
    const [from, to] = [rowStarts[i] ?? 0, rowStarts[i + 1] ?? 0]
    for (let k = from; k < to; k++) view[parts * k] = columns[k] === i ? 2 * (to - from) : 1
  }
  return pointer
}

/** Room for L and for U with pivots on the diagonal: tries until it is enough, then gives the memory back. */
function countFill(kernels: Kernels, pattern: CsrPattern, n: number, shared: Shared, exports: Exports): number {
  for (let room = 8 * pattern.columns.length + n; ; room *= 2) {
    const mark = kernels.mark()
    const plan = makePlan(kernels, n, shared, room, 1)
    const found = exports.factorSparse(plan, dominantValues(kernels, pattern, 1), 0)
    const [, , , , , lower = 0, , , upper = 0] = new Int32Array(kernels.memory.buffer, plan, 16)
    const count = (starts: number) => new Int32Array(kernels.memory.buffer, starts, n + 1)[n] ?? 0
    const most = found === 0 ? Math.max(count(lower), count(upper)) : 0
    kernels.release(mark)
    // The kernel asks for room for a whole column of the search, L's and U's share together.
    if (found === 0) return most + n
  }
}
