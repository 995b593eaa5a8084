// LU with partial pivoting of dense matrices, row by row in memory: P A = L U, L with a unit diagonal.
// The factors take the matrix's place: L below the diagonal, U above it, and on it the inverses of U's diagonal, so that a solve
// divides nowhere. `pivots` holds int32: row k was exchanged with row pivots[k] (whole rows, L included).

import { cell, pair } from '../lanes'
import { LEAST_PIVOT } from './dense-pivot'
import { factorThree } from './dense-small'
import { subtractProduct } from './multiply'

/** Up to here the whole matrix is one panel: it fits into the first cache, and blocks would only cost calls. */
const SMALL: i32 = 64
/** Columns of a panel of larger matrices. */
const BLOCK: i32 = 32
/** Returns 0, or 1 + k where column k had no pivot that is finite and not zero; the matrix is then half eliminated. */
export function factorDense(matrix: usize, pivots: usize, n: i32): i32 {
  if (n == 3) return factorThree(matrix, pivots)
  if (n <= SMALL) return panel(matrix, pivots, n, 0, n)
  for (let from = 0; from < n; from += BLOCK) {
    const to = min(from + BLOCK, n)
    const failure = panel(matrix, pivots, n, from, to)
    if (failure != 0) return failure
    if (to < n) {
      solveStrips(matrix, n, from, to)
      const stride = <usize>n << 3, rest = n - to
      const corner = cell(matrix, to * n + to), left = cell(matrix, to * n + from), right = cell(matrix, from * n + to)
      subtractProduct(corner, stride, left, stride, right, stride, rest, rest, to - from)
    }
  }
  return 0
}

/** Eliminates columns [from, to) in all rows from `from` on; rows are exchanged over their whole length. */
function panel(matrix: usize, pivots: usize, n: i32, from: i32, to: i32): i32 {
  const stride = <usize>n << 3
  let pivot = from, largest = -1.0
  for (let i = from, at = matrix + <usize>from * (stride + 8); i < n; i++, at += stride) {
    const size = abs(load<f64>(at))
    if (size > largest) {
      largest = size
      pivot = i
    }
  }
  for (let k = from; k < to; k++) {
    if (!(largest >= LEAST_PIVOT && largest <= f64.MAX_VALUE)) return k + 1
    store<i32>(pivots + (<usize>k << 2), pivot)
    const row = matrix + <usize>k * stride, at = row + (<usize>k << 3)
    if (pivot != k) exchange(row, matrix + <usize>pivot * stride, stride)
    const inverse = 1.0 / load<f64>(at)
    store<f64>(at, inverse)
    const end = <usize>(to - k) << 3
    const searches = end > 8
    largest = -1.0
    pivot = k + 1
    let i = k + 1, r = at + stride
    for (; i + 3 < n; i += 4, r += stride << 2) {
      const r1 = r + stride, r2 = r1 + stride, r3 = r2 + stride
      const l0 = load<f64>(r) * inverse, l1 = load<f64>(r1) * inverse, l2 = load<f64>(r2) * inverse, l3 = load<f64>(r3) * inverse
      store<f64>(r, l0)
      store<f64>(r1, l1)
      store<f64>(r2, l2)
      store<f64>(r3, l3)
      let o: usize = 8
      if (end & 8 ? false : searches) {
        const u = load<f64>(at + o)
        store<f64>(r + o, load<f64>(r + o) - l0 * u)
        store<f64>(r1 + o, load<f64>(r1 + o) - l1 * u)
        store<f64>(r2 + o, load<f64>(r2 + o) - l2 * u)
        store<f64>(r3 + o, load<f64>(r3 + o) - l3 * u)
        o = 16
      }
      const m0 = pair(l0), m1 = pair(l1), m2 = pair(l2), m3 = pair(l3)
      for (; o < end; o += 16) {
        const u = v128.load(at + o)
        v128.store(r + o, f64x2.sub(v128.load(r + o), f64x2.mul(m0, u)))
        v128.store(r1 + o, f64x2.sub(v128.load(r1 + o), f64x2.mul(m1, u)))
        v128.store(r2 + o, f64x2.sub(v128.load(r2 + o), f64x2.mul(m2, u)))
        v128.store(r3 + o, f64x2.sub(v128.load(r3 + o), f64x2.mul(m3, u)))
      }
      if (searches) {
        const s0 = abs(load<f64>(r + 8)), s1 = abs(load<f64>(r1 + 8)), s2 = abs(load<f64>(r2 + 8)), s3 = abs(load<f64>(r3 + 8))
        if (s0 > largest) { largest = s0; pivot = i }
        if (s1 > largest) { largest = s1; pivot = i + 1 }
        if (s2 > largest) { largest = s2; pivot = i + 2 }
        if (s3 > largest) { largest = s3; pivot = i + 3 }
      }
    }
    for (; i < n; i++, r += stride) {
      const l = load<f64>(r) * inverse
      store<f64>(r, l)
      let o: usize = 8
      if (end & 8 ? false : searches) {
        store<f64>(r + o, load<f64>(r + o) - l * load<f64>(at + o))
        o = 16
      }
      const m = pair(l)
      for (; o < end; o += 16) v128.store(r + o, f64x2.sub(v128.load(r + o), f64x2.mul(m, v128.load(at + o))))
      if (searches) {
        const size = abs(load<f64>(r + 8))
        if (size > largest) { largest = size; pivot = i }
      }
    }
  }
  return 0
}

/** Exchanges two rows of `bytes` bytes. */
@inline export function exchange(x: usize, y: usize, bytes: usize): void {
  let o: usize = 0
  for (; o + 8 < bytes; o += 16) {
    const held = v128.load(x + o)
    v128.store(x + o, v128.load(y + o))
    v128.store(y + o, held)
  }
  if (o < bytes) {
    const held = load<f64>(x + o)
    store<f64>(x + o, load<f64>(y + o))
    store<f64>(y + o, held)
  }
}

/** Rows [from, to) of U right of the panel: U ← L⁻¹ A, four earlier rows at a time. */
function solveStrips(matrix: usize, n: i32, from: i32, to: i32): void {
  const stride = <usize>n << 3, start = <usize>to << 3
  for (let i = from + 1; i < to; i++) {
    const row = matrix + <usize>i * stride
    let m = from
    for (; m + 3 < i; m += 4) {
      const u0 = matrix + <usize>m * stride, u1 = u0 + stride, u2 = u1 + stride, u3 = u2 + stride
      const at = cell(row, m)
      const l0 = v128.load64_splat(at), l1 = v128.load64_splat(at + 8), l2 = v128.load64_splat(at + 16), l3 = v128.load64_splat(at + 24)
      let o = start
      for (; o + 8 < stride; o += 16) {
        let x = f64x2.sub(v128.load(row + o), f64x2.mul(l0, v128.load(u0 + o)))
        x = f64x2.sub(x, f64x2.mul(l1, v128.load(u1 + o)))
        x = f64x2.sub(x, f64x2.mul(l2, v128.load(u2 + o)))
        v128.store(row + o, f64x2.sub(x, f64x2.mul(l3, v128.load(u3 + o))))
      }
      if (o < stride) {
        let x = load<f64>(row + o) - load<f64>(at) * load<f64>(u0 + o)
        x -= load<f64>(at + 8) * load<f64>(u1 + o)
        x -= load<f64>(at + 16) * load<f64>(u2 + o)
        store<f64>(row + o, x - load<f64>(at + 24) * load<f64>(u3 + o))
      }
    }
    for (; m < i; m++) {
      const u = matrix + <usize>m * stride
      const l = load<f64>(cell(row, m)), ll = pair(l)
      let o = start
      for (; o + 8 < stride; o += 16) v128.store(row + o, f64x2.sub(v128.load(row + o), f64x2.mul(ll, v128.load(u + o))))
      if (o < stride) store<f64>(row + o, load<f64>(row + o) - l * load<f64>(u + o))
    }
  }
}
