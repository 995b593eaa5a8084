// New values into the pattern of factors that are there already (sparse-factor.ts), their columns in ascending order: no search, and
// columns of L that share their rows are subtracted two or four at a time.

import { index } from './csr'
import {
  STARTS, COLUMNS, ORDER, PLACES, L_STARTS, L_ROWS, L_VALUES, U_STARTS, U_ROWS, U_VALUES, INVERSES,
  WORK, CHAINS, RUNS, pointer, place, product, minus, inverse, size, zero, isUsable,
} from './sparse-plan'

/**
 * Factors other values with the pivots and the pattern found before. Returns 0, or 1 + k where the pivot of column k is below
 * `threshold` of the column's largest entry (or not finite): then `factor` must choose anew.
 */
@inline function refactor<T>(plan: usize, values: usize, threshold: f64): i32 {
  const n = load<i32>(plan)
  const starts = pointer(plan, STARTS), columns = pointer(plan, COLUMNS), order = pointer(plan, ORDER), places = pointer(plan, PLACES)
  const lStarts = pointer(plan, L_STARTS), lRows = pointer(plan, L_ROWS), lValues = pointer(plan, L_VALUES)
  const uStarts = pointer(plan, U_STARTS), uRows = pointer(plan, U_ROWS), uValues = pointer(plan, U_VALUES)
  const inverses = pointer(plan, INVERSES), work = pointer(plan, WORK), chains = pointer(plan, CHAINS)
  memory.fill(work, 0, <usize>n * sizeof<T>())
  for (let k = 0; k < n; k++) {
    const column = index(order, k)
    let above = 0.0
    for (let p = index(starts, column), end = index(starts, column + 1); p < end; p++)
      store<T>(place<T>(work, index(places, index(columns, p))), load<T>(place<T>(values, p)))
    const last = index(uStarts, k + 1)
    for (let p = index(uStarts, k); p < last; ) {
      const j = index(uRows, p), at = place<T>(work, j)
      // What a column of a chain reaches, it reaches through the next ones: these follow in U as well.
      const wide = min(index(chains, j) + 1, last - p)
      const taken = wide >= 4 ? 4 : wide >= 2 ? 2 : 1
      if (taken == 4) subtractFour<T>(plan, j, at)
      else if (taken == 2) subtractTwo<T>(plan, j, at)
      else {
        const x = load<T>(at)
        for (let m = index(lStarts, j), end = index(lStarts, j + 1); m < end; m++) {
          const target = place<T>(work, index(lRows, m))
          store<T>(target, minus<T>(load<T>(target), product<T>(load<T>(place<T>(lValues, m)), x)))
        }
      }
      for (let m = 0; m < taken; m++) {
        const from = place<T>(at, m)
        above = max(above, size<T>(from))
        store<T>(place<T>(uValues, p + m), load<T>(from))
        store<T>(from, zero<T>())
      }
      p += taken
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

/** A further unknown of the substitution: value − l x. */
@inline function lessen<T>(value: T, values: usize, m: i32, x: T): T {
  return minus<T>(value, product<T>(load<T>(place<T>(values, m)), x))
}

/** Two columns of L from j on, which share their rows, at once. `at`: the unknown j in the work. */
@inline function subtractTwo<T>(plan: usize, j: i32, at: usize): void {
  const lStarts = pointer(plan, L_STARTS), lRows = pointer(plan, L_ROWS), values = pointer(plan, L_VALUES), work = pointer(plan, WORK)
  const a = index(lStarts, j), b = index(lStarts, j + 1), end = index(lStarts, j + 2), shift = b - a - 1
  const x = load<T>(at), y = lessen<T>(load<T>(place<T>(at, 1)), values, a, x)
  store<T>(place<T>(at, 1), y)
  for (let m = b; m < end; m++) {
    const target = place<T>(work, index(lRows, m))
    store<T>(target, lessen<T>(lessen<T>(load<T>(target), values, m - shift, x), values, m, y))
  }
}

/** Four columns of L at once; where the rows follow one another, two rows of real numbers at once too. */
@inline function subtractFour<T>(plan: usize, j: i32, at: usize): void {
  const lStarts = pointer(plan, L_STARTS), lRows = pointer(plan, L_ROWS), values = pointer(plan, L_VALUES), work = pointer(plan, WORK)
  const a = index(lStarts, j), b = index(lStarts, j + 1), c = index(lStarts, j + 2), d = index(lStarts, j + 3)
  const end = index(lStarts, j + 4)
  const x = load<T>(at), y = lessen<T>(load<T>(place<T>(at, 1)), values, a, x)
  const z = lessen<T>(lessen<T>(load<T>(place<T>(at, 2)), values, a + 1, x), values, b, y)
  const w = lessen<T>(lessen<T>(lessen<T>(load<T>(place<T>(at, 3)), values, a + 2, x), values, b + 1, y), values, c, z)
  store<T>(place<T>(at, 1), y)
  store<T>(place<T>(at, 2), z)
  store<T>(place<T>(at, 3), w)
  // Entry m of the fourth column lies in the others at a + 3, b + 2, c + 1 onwards.
  const first = a + 3 - d, second = b + 2 - d, third = c + 1 - d
  const run = isVector<T>() ? end : index(pointer(plan, RUNS), j + 3)
  let m = d
  for (; m < run; m++) {
    const target = place<T>(work, index(lRows, m))
    const half = lessen<T>(lessen<T>(load<T>(target), values, m + first, x), values, m + second, y)
    store<T>(target, lessen<T>(lessen<T>(half, values, m + third, z), values, m, w))
  }
  if (!isVector<T>() && m < end) {
    const xx = f64x2.splat(<f64>x), yy = f64x2.splat(<f64>y), zz = f64x2.splat(<f64>z), ww = f64x2.splat(<f64>w)
    let target = place<T>(work, index(lRows, m))
    for (; m + 1 < end; m += 2, target += 16) {
      const half = minus<v128>(v128.load(target), f64x2.mul(v128.load(place<T>(values, m + first)), xx))
      const other = f64x2.add(f64x2.mul(v128.load(place<T>(values, m + second)), yy), f64x2.mul(v128.load(place<T>(values, m + third)), zz))
      v128.store(target, minus<v128>(minus<v128>(half, other), f64x2.mul(v128.load(place<T>(values, m)), ww)))
    }
    if (m < end) {
      const half = lessen<T>(lessen<T>(load<T>(target), values, m + first, x), values, m + second, y)
      store<T>(target, lessen<T>(lessen<T>(half, values, m + third, z), values, m, w))
    }
  }
}

export function refactorSparse(plan: usize, values: usize, threshold: f64): i32 {
  return refactor<f64>(plan, values, threshold)
}

export function refactorSparseComplex(plan: usize, values: usize, threshold: f64): i32 {
  return refactor<v128>(plan, values, threshold)
}
