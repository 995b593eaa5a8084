// LU with partial pivoting of band matrices, row by row in memory.
//
// A row is width = 2·lower + upper + 1 entries: (i, j) lies at i·width + (j − i + lower), so the first lower + upper + 1 hold the
// matrix and the last `lower` are room for what exchanges of rows fill in (whatever is there is overwritten). Entries of columns
// outside the matrix are never read. After factoring, row k holds the multipliers of COLUMN k in its first `lower` places (those
// of rows k + 1, k + 2, …: contiguous for the solve), then the inverse of the pivot, then row k of U.
// `pivots`: two int32 a row: the row exchanged with row k, and the last column of row k of U (it grows only where rows were
// exchanged, so that a matrix that needs no exchange costs none of the extra room). The scheme of LAPACK's dgbtrf.

import { cell, pair } from '../lanes'
import { LEAST_PIVOT } from './dense-pivot'

/** Returns 0, or 1 + k where column k had no pivot that is finite and not zero. */
export function factorBanded(matrix: usize, pivots: usize, n: i32, lower: i32, upper: i32): i32 {
  const width = 2 * lower + upper + 1
  const row = <usize>width << 3
  /** From an entry to the one below it. */
  const down = row - 8
  const room = <usize>(lower + upper + 1) << 3
  const filled = min(n, lower)
  for (let i = 0; i < filled; i++) memory.fill(matrix + <usize>i * row + room, 0, <usize>lower << 3)
  let last = min(upper, n - 1)
  for (let k = 0; k < n; k++) {
    if (k + lower < n) memory.fill(matrix + <usize>(k + lower) * row + room, 0, <usize>lower << 3)
    const at = matrix + <usize>k * row + (<usize>lower << 3)
    const below = min(lower, n - 1 - k)
    let offset = 0, largest = abs(load<f64>(at))
    if (!(largest >= 0.0)) largest = -1.0
    let entry = at + down
    for (let m = 1; m <= below; m++, entry += down) {
      const size = abs(load<f64>(entry))
      if (size > largest) { largest = size; offset = m }
    }
    if (!(largest >= LEAST_PIVOT && largest <= f64.MAX_VALUE)) return k + 1
    last = max(last, min(k + offset + upper, n - 1))
    const record = pivots + (<usize>k << 3)
    store<i32>(record, k + offset)
    store<i32>(record, last, 4)
    const end = <usize>(last - k + 1) << 3
    if (offset != 0) {
      const other = at + <usize>offset * down
      for (let o: usize = 0; o < end; o += 8) {
        const held = load<f64>(at + o)
        store<f64>(at + o, load<f64>(other + o))
        store<f64>(other + o, held)
      }
    }
    const inverse = 1.0 / load<f64>(at)
    store<f64>(at, inverse)
    let r = at + down, into = at - (<usize>lower << 3)
    let m = 0
    for (; m + 3 < below; m += 4, into += 32) {
      const r1 = r + down, r2 = r1 + down, r3 = r2 + down
      const l0 = load<f64>(r) * inverse, l1 = load<f64>(r1) * inverse, l2 = load<f64>(r2) * inverse, l3 = load<f64>(r3) * inverse
      store<f64>(into, l0)
      store<f64>(into, l1, 8)
      store<f64>(into, l2, 16)
      store<f64>(into, l3, 24)
      const m0 = pair(l0), m1 = pair(l1), m2 = pair(l2), m3 = pair(l3)
      let o: usize = 8
      for (; o + 8 < end; o += 16) {
        const u = v128.load(at + o)
        v128.store(r + o, f64x2.sub(v128.load(r + o), f64x2.mul(m0, u)))
        v128.store(r1 + o, f64x2.sub(v128.load(r1 + o), f64x2.mul(m1, u)))
        v128.store(r2 + o, f64x2.sub(v128.load(r2 + o), f64x2.mul(m2, u)))
        v128.store(r3 + o, f64x2.sub(v128.load(r3 + o), f64x2.mul(m3, u)))
      }
      if (o < end) {
        const u = load<f64>(at + o)
        store<f64>(r + o, load<f64>(r + o) - l0 * u)
        store<f64>(r1 + o, load<f64>(r1 + o) - l1 * u)
        store<f64>(r2 + o, load<f64>(r2 + o) - l2 * u)
        store<f64>(r3 + o, load<f64>(r3 + o) - l3 * u)
      }
      r = r3 + down
    }
    for (; m < below; m++, into += 8, r += down) {
      const l = load<f64>(r) * inverse, ll = pair(l)
      store<f64>(into, l)
      let o: usize = 8
      for (; o + 8 < end; o += 16) v128.store(r + o, f64x2.sub(v128.load(r + o), f64x2.mul(ll, v128.load(at + o))))
      if (o < end) store<f64>(r + o, load<f64>(r + o) - l * load<f64>(at + o))
    }
  }
  return 0
}

/** The right side's place takes the solution. */
export function solveBanded(matrix: usize, pivots: usize, n: i32, lower: i32, upper: i32, rightSide: usize): void {
  const row = <usize>(2 * lower + upper + 1) << 3
  let multipliers = matrix
  for (let k = 0; k < n; k++, multipliers += row) {
    const p = load<i32>(pivots + (<usize>k << 3))
    const at = cell(rightSide, k)
    let y = load<f64>(at)
    if (p != k) {
      const other = cell(rightSide, p)
      const held = load<f64>(other)
      store<f64>(other, y)
      store<f64>(at, held)
      y = held
    }
    const end = <usize>min(lower, n - 1 - k) << 3
    const yy = pair(y), below = at + 8
    let o: usize = 0
    for (; o + 8 < end; o += 16)
      v128.store(below + o, f64x2.sub(v128.load(below + o), f64x2.mul(v128.load(multipliers + o), yy)))
    if (o < end) store<f64>(below + o, load<f64>(below + o) - load<f64>(multipliers + o) * y)
  }
  let diagonal = matrix + <usize>(n - 1) * row + (<usize>lower << 3)
  for (let k = n - 1; k >= 0; k--, diagonal -= row) {
    const last = load<i32>(pivots + (<usize>k << 3), 4)
    const at = cell(rightSide, k)
    // From the far end: the nearest unknown is the one that is still being computed.
    let o = <usize>(last - k) << 3
    let a = pair(0), b = pair(0)
    for (; o >= 48; o -= 32) {
      a = f64x2.add(a, f64x2.mul(v128.load(diagonal + o - 8), v128.load(at + o - 8)))
      b = f64x2.add(b, f64x2.mul(v128.load(diagonal + o - 24), v128.load(at + o - 24)))
    }
    a = f64x2.add(a, b)
    let x = load<f64>(at) - (f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1))
    for (; o > 0; o -= 8) x -= load<f64>(diagonal + o) * load<f64>(at + o)
    store<f64>(at, x * load<f64>(diagonal))
  }
}
