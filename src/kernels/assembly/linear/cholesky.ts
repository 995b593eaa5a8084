// Cholesky's factors of symmetric positive definite matrices: A = L Lᵀ. Only the lower triangle (row by row, n × n) is read and
// overwritten; the diagonal takes the inverses of L's.

import { cell, pair } from '../lanes'
import { subtractOwnProduct } from './multiply'

const SMALL: i32 = 48
const BLOCK: i32 = 32

/** Σ x y over `bytes` bytes. */
@inline function product(x: usize, y: usize, bytes: usize): f64 {
  let a = pair(0), b = pair(0)
  let o: usize = 0
  for (; o + 24 < bytes; o += 32) {
    a = f64x2.add(a, f64x2.mul(v128.load(x + o), v128.load(y + o)))
    b = f64x2.add(b, f64x2.mul(v128.load(x + o, 16), v128.load(y + o, 16)))
  }
  a = f64x2.add(a, b)
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
  for (; o < bytes; o += 8) sum += load<f64>(x + o) * load<f64>(y + o)
  return sum
}

/** Returns 0, or 1 + i where the matrix is not positive definite (or not finite) from row i on. */
export function factorCholesky(matrix: usize, n: i32): i32 {
  const stride = <usize>n << 3
  const block = n <= SMALL ? n : BLOCK
  for (let from = 0; from < n; from += block) {
    const to = min(from + block, n)
    for (let i = from; i < n; i++) {
      const row = cell(matrix, i * n + from)
      const end = min(i, to)
      for (let j = from; j < end; j++) {
        const other = cell(matrix, j * n + from), at = cell(row, j - from)
        store<f64>(at, (load<f64>(at) - product(row, other, <usize>(j - from) << 3)) * load<f64>(other + (<usize>(j - from) << 3)))
      }
      if (i < to) {
        const bytes = <usize>(i - from) << 3, at = row + bytes
        const square = load<f64>(at) - product(row, row, bytes)
        if (!(square > 0 && square <= f64.MAX_VALUE)) return i + 1
        store<f64>(at, 1.0 / sqrt(square))
      }
    }
    if (to < n) subtractOwnProduct(cell(matrix, to * n + to), cell(matrix, to * n + from), stride, n - to, to - from)
  }
  return 0
}

/** The right side's place takes the solution. */
export function solveCholesky(matrix: usize, n: i32, rightSide: usize): void {
  for (let i = 0; i < n; i++) {
    const row = cell(matrix, i * n), at = cell(rightSide, i)
    store<f64>(at, (load<f64>(at) - product(row, rightSide, <usize>i << 3)) * load<f64>(cell(row, i)))
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = cell(matrix, i * n), at = cell(rightSide, i)
    const x = load<f64>(at) * load<f64>(cell(row, i)), xx = pair(x)
    store<f64>(at, x)
    const bytes = <usize>i << 3
    let o: usize = 0
    for (; o + 8 < bytes; o += 16)
      v128.store(rightSide + o, f64x2.sub(v128.load(rightSide + o), f64x2.mul(xx, v128.load(row + o))))
    if (o < bytes) store<f64>(rightSide + o, load<f64>(rightSide + o) - x * load<f64>(row + o))
  }
}
