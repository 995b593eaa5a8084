// LU of sparse matrices, real and complex, column by column (J. R. Gilbert, T. Peierls, SIAM J. Sci. Stat. Comput. 9 (1988) 862, in
// T. A. Davis's form, Direct Methods for Sparse Linear Systems, 2006, 6.2). What is factored is B = Aᵀ: the compressed rows of A are
// its columns. P B Q = L U; A x = b becomes Uᵀ Lᵀ (P x) = Qᵀ b: two loops of inner products.

import { index } from './csr'
import {
  STARTS, COLUMNS, ORDER, PLACES, L_STARTS, L_ROWS, L_VALUES, U_STARTS, U_ROWS, U_VALUES, INVERSES, CAPACITY,
  WORK, STACK, MARKS, setIndex, pointer, place, product, minus, inverse, size, zero, isUsable,
} from './sparse-plan'

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

export function factorSparse(plan: usize, values: usize, threshold: f64): i32 {
  return factor<f64>(plan, values, threshold)
}

export function factorSparseComplex(plan: usize, values: usize, threshold: f64): i32 {
  return factor<v128>(plan, values, threshold)
}
