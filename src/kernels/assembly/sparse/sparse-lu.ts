// LU of sparse matrices, real and complex, column by column (J. R. Gilbert, T. Peierls, SIAM J. Sci. Stat. Comput. 9 (1988) 862, in
// T. A. Davis's form, Direct Methods for Sparse Linear Systems, 2006, 6.2). What is factored is B = Aᵀ: the compressed rows of A are
// its columns. P B Q = L U; A x = b becomes Uᵀ Lᵀ (P x) = Qᵀ b: two loops of inner products.
//
// T is f64, or v128 for complex numbers. `plan` is a table of int32, the numbers and pointers of one factorisation:

/** Unknowns; starts and columns of A's rows. */
const SIZE: usize = 0
const STARTS: usize = 4
const COLUMNS: usize = 8
/** Order of B's columns; place of each of B's rows among the pivots, −1 while it has none. */
const ORDER: usize = 12
const PLACES: usize = 16
/** Starts, rows and values of L (unit diagonal left out) and U (diagonal left out), U's inverse diagonal. */
const L_STARTS: usize = 20
const L_ROWS: usize = 24
const L_VALUES: usize = 28
const U_STARTS: usize = 32
const U_ROWS: usize = 36
const U_VALUES: usize = 40
const INVERSES: usize = 44
/** How many entries L and U have room for. */
const CAPACITY: usize = 48
/** n values, all zero between calls; int32 scratch of 3n; marks of the search, n int32. */
const WORK: usize = 52
const STACK: usize = 56
const MARKS: usize = 60

import { inverseOf, taxicab, times } from '../linear/complex-lanes'
import { index } from './csr'

const LEAST_PIVOT: f64 = 5.6e-309

@inline function setIndex(array: usize, i: i32, value: i32): void {
  store<i32>(array + (<usize>i << 2), value)
}

@inline function pointer(plan: usize, field: usize): usize {
  return <usize>load<u32>(plan + field)
}

@inline function place<T>(array: usize, i: i32): usize {
  if (isVector<T>()) return array + (<usize>i << 4)
  return array + (<usize>i << 3)
}

@inline function product<T>(x: T, y: T): T {
  if (isVector<T>()) return times(x, y)
  return x * y
}

@inline function minus<T>(x: T, y: T): T {
  if (isVector<T>()) return f64x2.sub(x, y)
  return x - y
}

@inline function inverse<T>(x: T): T {
  if (isVector<T>()) return inverseOf(x)
  return 1.0 / x
}

@inline function size<T>(at: usize): f64 {
  if (isVector<T>()) return taxicab(at)
  return abs(load<f64>(at))
}

@inline function zero<T>(): T {
  if (isVector<T>()) return f64x2.splat(0)
  return 0.0
}

@inline function isUsable(pivot: f64): bool {
  return pivot >= LEAST_PIVOT && pivot <= f64.MAX_VALUE
}

/** Adds what depends on row `start` to the stack from the top down: the rows that column j of B reaches through L. */
function reach(plan: usize, start: i32, top: i32, mark: i32): i32 {
  const n = load<i32>(plan)
  const stack = pointer(plan, STACK), heads = stack + (<usize>n << 2), found = heads + (<usize>n << 2)
  const marks = pointer(plan, MARKS), places = pointer(plan, PLACES)
  const starts = pointer(plan, L_STARTS), rows = pointer(plan, L_ROWS)
  let depth = 0
  setIndex(stack, 0, start)
  setIndex(heads, 0, -1)
  while (depth >= 0) {
    const row = index(stack, depth), column = index(places, row)
    let next = index(heads, depth)
    if (next < 0) {
      setIndex(marks, row, mark)
      next = column < 0 ? 0 : index(starts, column)
    }
    const end = column < 0 ? 0 : index(starts, column + 1)
    let isDone = true
    for (; next < end; next++) {
      const other = index(rows, next)
      if (index(marks, other) == mark) continue
      setIndex(heads, depth, next + 1)
      depth++
      setIndex(stack, depth, other)
      setIndex(heads, depth, -1)
      isDone = false
      break
    }
    if (isDone) {
      top--
      setIndex(found, top, row)
      depth--
    }
  }
  return top
}

/**
 * Factors with pivots of its own: B's diagonal where it is at least `threshold` of the column's largest entry, else the largest.
 * Returns 0; 1 + k where column k of the order has no pivot; −1 where L or U needs more room.
 */
@inline function factor<T>(plan: usize, values: usize, threshold: f64): i32 {
  const n = load<i32>(plan), capacity = load<i32>(plan + CAPACITY)
  const starts = pointer(plan, STARTS), columns = pointer(plan, COLUMNS), order = pointer(plan, ORDER), places = pointer(plan, PLACES)
  const lStarts = pointer(plan, L_STARTS), lRows = pointer(plan, L_ROWS), lValues = pointer(plan, L_VALUES)
  const uStarts = pointer(plan, U_STARTS), uRows = pointer(plan, U_ROWS), uValues = pointer(plan, U_VALUES)
  const inverses = pointer(plan, INVERSES), work = pointer(plan, WORK), marks = pointer(plan, MARKS)
  const found = pointer(plan, STACK) + (<usize>n << 3)
  memory.fill(places, 0xff, <usize>n << 2)
  memory.fill(marks, 0xff, <usize>n << 2)
  memory.fill(work, 0, <usize>n * sizeof<T>())
  let l = 0, u = 0
  for (let k = 0; k < n; k++) {
    setIndex(lStarts, k, l)
    setIndex(uStarts, k, u)
    const column = index(order, k)
    const from = index(starts, column), to = index(starts, column + 1)
    let top = n
    for (let p = from; p < to; p++) {
      const row = index(columns, p)
      if (index(marks, row) != k) top = reach(plan, row, top, k)
    }
    if (max(l, u) + n - top > capacity) return -1
    for (let p = from; p < to; p++) store<T>(place<T>(work, index(columns, p)), load<T>(place<T>(values, p)))
    let pivot = -1, largest = -1.0
    for (let p = top; p < n; p++) {
      const row = index(found, p), j = index(places, row)
      const at = place<T>(work, row), here = size<T>(at)
      if (!(here <= f64.MAX_VALUE)) return k + 1
      if (j < 0) {
        if (here > largest) { largest = here; pivot = row }
        continue
      }
      const x = load<T>(at)
      setIndex(uRows, u, j)
      store<T>(place<T>(uValues, u), x)
      u++
      for (let m = index(lStarts, j), end = index(lStarts, j + 1); m < end; m++) {
        const target = place<T>(work, index(lRows, m))
        store<T>(target, minus<T>(load<T>(target), product<T>(load<T>(place<T>(lValues, m)), x)))
      }
    }
    if (pivot < 0 || !isUsable(largest)) return k + 1
    if (index(places, column) < 0 && index(marks, column) == k) {
      const own = size<T>(place<T>(work, column))
      if (own >= threshold * largest && isUsable(own)) pivot = column
    }
    const inverted = inverse<T>(load<T>(place<T>(work, pivot)))
    store<T>(place<T>(inverses, k), inverted)
    setIndex(places, pivot, k)
    for (let p = top; p < n; p++) {
      const row = index(found, p), at = place<T>(work, row)
      if (index(places, row) < 0) {
        setIndex(lRows, l, row)
        store<T>(place<T>(lValues, l), product<T>(load<T>(at), inverted))
        l++
      }
      store<T>(at, zero<T>())
    }
  }
  setIndex(lStarts, n, l)
  setIndex(uStarts, n, u)
  for (let p = 0; p < l; p++) setIndex(lRows, p, index(places, index(lRows, p)))
  return 0
}

/**
 * Factors other values with the pivots and the pattern found before. Returns 0, or 1 + k where the pivot of column k is below
 * `threshold` of the column's largest entry (or not finite): then `factor` must choose anew.
 */
@inline function refactor<T>(plan: usize, values: usize, threshold: f64): i32 {
  const n = load<i32>(plan)
  const starts = pointer(plan, STARTS), columns = pointer(plan, COLUMNS), order = pointer(plan, ORDER), places = pointer(plan, PLACES)
  const lStarts = pointer(plan, L_STARTS), lRows = pointer(plan, L_ROWS), lValues = pointer(plan, L_VALUES)
  const uStarts = pointer(plan, U_STARTS), uRows = pointer(plan, U_ROWS), uValues = pointer(plan, U_VALUES)
  const inverses = pointer(plan, INVERSES), work = pointer(plan, WORK)
  memory.fill(work, 0, <usize>n * sizeof<T>())
  for (let k = 0; k < n; k++) {
    const column = index(order, k)
    let above = 0.0
    for (let p = index(starts, column), end = index(starts, column + 1); p < end; p++)
      store<T>(place<T>(work, index(places, index(columns, p))), load<T>(place<T>(values, p)))
    for (let p = index(uStarts, k), last = index(uStarts, k + 1); p < last; p++) {
      const j = index(uRows, p), at = place<T>(work, j), x = load<T>(at)
      above = max(above, size<T>(at))
      store<T>(at, zero<T>())
      store<T>(place<T>(uValues, p), x)
      for (let m = index(lStarts, j), end = index(lStarts, j + 1); m < end; m++) {
        const target = place<T>(work, index(lRows, m))
        store<T>(target, minus<T>(load<T>(target), product<T>(load<T>(place<T>(lValues, m)), x)))
      }
    }
    const diagonal = place<T>(work, k), own = size<T>(diagonal)
    const inverted = inverse<T>(load<T>(diagonal))
    store<T>(diagonal, zero<T>())
    let largest = own
    for (let m = index(lStarts, k), end = index(lStarts, k + 1); m < end; m++) {
      const at = place<T>(work, index(lRows, m))
      largest = max(largest, size<T>(at))
      store<T>(place<T>(lValues, m), product<T>(load<T>(at), inverted))
      store<T>(at, zero<T>())
    }
    // What is not a number fails every comparison.
    if (!(isUsable(own) && own >= threshold * largest && above <= f64.MAX_VALUE)) return k + 1
    store<T>(place<T>(inverses, k), inverted)
  }
  return 0
}

/** The right side's place takes the solution. */
@inline function solve<T>(plan: usize, rightSide: usize): void {
  const n = load<i32>(plan)
  const order = pointer(plan, ORDER), places = pointer(plan, PLACES), y = pointer(plan, WORK), inverses = pointer(plan, INVERSES)
  const lStarts = pointer(plan, L_STARTS), lRows = pointer(plan, L_ROWS), lValues = pointer(plan, L_VALUES)
  const uStarts = pointer(plan, U_STARTS), uRows = pointer(plan, U_ROWS), uValues = pointer(plan, U_VALUES)
  for (let k = 0, p = 0; k < n; k++) {
    let sum = load<T>(place<T>(rightSide, index(order, k)))
    for (const end = index(uStarts, k + 1); p < end; p++)
      sum = minus<T>(sum, product<T>(load<T>(place<T>(uValues, p)), load<T>(place<T>(y, index(uRows, p)))))
    store<T>(place<T>(y, k), product<T>(sum, load<T>(place<T>(inverses, k))))
  }
  for (let k = n - 1; k >= 0; k--) {
    let sum = load<T>(place<T>(y, k))
    for (let p = index(lStarts, k), end = index(lStarts, k + 1); p < end; p++)
      sum = minus<T>(sum, product<T>(load<T>(place<T>(lValues, p)), load<T>(place<T>(y, index(lRows, p)))))
    store<T>(place<T>(y, k), sum)
  }
  for (let i = 0; i < n; i++) store<T>(place<T>(rightSide, i), load<T>(place<T>(y, index(places, i))))
}

export function factorSparse(plan: usize, values: usize, threshold: f64): i32 {
  return factor<f64>(plan, values, threshold)
}

export function refactorSparse(plan: usize, values: usize, threshold: f64): i32 {
  return refactor<f64>(plan, values, threshold)
}

export function solveSparse(plan: usize, rightSide: usize): void {
  solve<f64>(plan, rightSide)
}

export function factorSparseComplex(plan: usize, values: usize, threshold: f64): i32 {
  return factor<v128>(plan, values, threshold)
}

export function refactorSparseComplex(plan: usize, values: usize, threshold: f64): i32 {
  return refactor<v128>(plan, values, threshold)
}

export function solveSparseComplex(plan: usize, rightSide: usize): void {
  solve<v128>(plan, rightSide)
}
