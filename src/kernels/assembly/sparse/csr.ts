// Compressed rows: entries of row i at [starts[i], starts[i + 1]), columns ascending. Starts and columns are int32.

import { cell } from '../lanes'
import { LEAST_PIVOT } from '../linear/dense-pivot'

@inline export function index(array: usize, i: i32): i32 {
  return load<i32>(array + (<usize>i << 2))
}

/** out ← A x. */
export function csrMultiply(starts: usize, columns: usize, values: usize, rows: i32, x: usize, out: usize): void {
  let from = load<i32>(starts)
  for (let i = 0; i < rows; i++) {
    const to = index(starts, i + 1)
    // Two sums: an addition need not wait for the one before.
    let a = 0.0, b = 0.0
    let k = from
    for (; k + 1 < to; k += 2) {
      a += load<f64>(cell(values, k)) * load<f64>(cell(x, index(columns, k)))
      b += load<f64>(cell(values, k + 1)) * load<f64>(cell(x, index(columns, k + 1)))
    }
    if (k < to) a += load<f64>(cell(values, k)) * load<f64>(cell(x, index(columns, k)))
    store<f64>(cell(out, i), a + b)
    from = to
  }
}

/** out ← Aᵀ x; `columnCount` entries of `out`. */
export function csrMultiplyTransposed(
  starts: usize, columns: usize, values: usize, rows: i32, columnCount: i32, x: usize, out: usize,
): void {
  memory.fill(out, 0, <usize>columnCount << 3)
  for (let i = 0; i < rows; i++) {
    const factor = load<f64>(cell(x, i))
    for (let k = index(starts, i); k < index(starts, i + 1); k++) {
      const at = cell(out, index(columns, k))
      store<f64>(at, load<f64>(at) + factor * load<f64>(cell(values, k)))
    }
  }
}

/**
 * Incomplete LU in the matrix's own pattern: L (unit) and U take its place, with the inverses of U's diagonal. `diagonals`: where
 * the diagonal lies in `values`, int32; `places`: n int32 of scratch. Returns 0, or 1 + i where row i has no usable pivot.
 * (Y. Saad, Iterative Methods for Sparse Linear Systems, 2nd ed., algorithm 10.4.)
 */
export function factorIlu(starts: usize, columns: usize, diagonals: usize, values: usize, n: i32, places: usize): i32 {
  memory.fill(places, 0xff, <usize>n << 2)
  for (let i = 0; i < n; i++) {
    const from = index(starts, i), to = index(starts, i + 1), diagonal = index(diagonals, i)
    for (let k = from; k < to; k++) store<i32>(places + (<usize>index(columns, k) << 2), k)
    for (let k = from; k < diagonal; k++) {
      const other = index(columns, k), above = index(diagonals, other)
      const factor = load<f64>(cell(values, k)) * load<f64>(cell(values, above))
      store<f64>(cell(values, k), factor)
      for (let m = above + 1; m < index(starts, other + 1); m++) {
        const place = index(places, index(columns, m))
        if (place >= 0) store<f64>(cell(values, place), load<f64>(cell(values, place)) - factor * load<f64>(cell(values, m)))
      }
    }
    const pivot = load<f64>(cell(values, diagonal))
    if (!(abs(pivot) >= LEAST_PIVOT && abs(pivot) <= f64.MAX_VALUE)) return i + 1
    store<f64>(cell(values, diagonal), 1.0 / pivot)
    for (let k = from; k < to; k++) store<i32>(places + (<usize>index(columns, k) << 2), -1)
  }
  return 0
}

/** out ← (LU)⁻¹ vector; they may be the same. */
export function solveIlu(starts: usize, columns: usize, diagonals: usize, values: usize, n: i32, vector: usize, out: usize): void {
  for (let i = 0; i < n; i++) {
    let sum = load<f64>(cell(vector, i))
    for (let k = index(starts, i), end = index(diagonals, i); k < end; k++)
      sum -= load<f64>(cell(values, k)) * load<f64>(cell(out, index(columns, k)))
    store<f64>(cell(out, i), sum)
  }
  for (let i = n - 1; i >= 0; i--) {
    const diagonal = index(diagonals, i)
    let sum = load<f64>(cell(out, i))
    for (let k = diagonal + 1, end = index(starts, i + 1); k < end; k++)
      sum -= load<f64>(cell(values, k)) * load<f64>(cell(out, index(columns, k)))
    store<f64>(cell(out, i), sum * load<f64>(cell(values, diagonal)))
  }
}
