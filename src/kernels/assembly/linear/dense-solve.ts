// Solves with the factors of dense-lu.ts: rows are contiguous, so both substitutions take inner products, four rows at a time.

import { cell, pair } from '../lanes'
import { solveThree, solveTwo } from './dense-small'

/** The right side's place takes the solution. */
export function solveDense(matrix: usize, pivots: usize, n: i32, rightSide: usize): void {
  if (n == 3) return solveThree(matrix, pivots, rightSide)
  if (n == 2) return solveTwo(matrix, pivots, rightSide)
  for (let k = 0; k < n; k++) {
    const p = load<i32>(pivots + (<usize>k << 2))
    if (p != k) {
      const x = cell(rightSide, k), y = cell(rightSide, p)
      const held = load<f64>(x)
      store<f64>(x, load<f64>(y))
      store<f64>(y, held)
    }
  }
  forward(matrix, n, rightSide)
  backward(matrix, n, rightSide)
}

@inline function sum(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1)
}

/** Σ x y over `bytes` bytes. */
@inline function product(x: usize, y: usize, bytes: usize): f64 {
  let rest = 0.0
  let o: usize = 0
  if (bytes >= 64) {
    let a = pair(0), b = pair(0)
    for (; o + 24 < bytes; o += 32) {
      a = f64x2.add(a, f64x2.mul(v128.load(x + o), v128.load(y + o)))
      b = f64x2.add(b, f64x2.mul(v128.load(x + o, 16), v128.load(y + o, 16)))
    }
    rest = sum(f64x2.add(a, b))
  }
  for (; o < bytes; o += 8) rest += load<f64>(x + o) * load<f64>(y + o)
  return rest
}

function forward(matrix: usize, n: i32, y: usize): void {
  const stride = <usize>n << 3
  let i = 0
  for (; i + 3 < n; i += 4) {
    const r0 = matrix + <usize>i * stride, r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride
    const at = cell(y, i), end = <usize>i << 3
    let a0 = pair(0), a1 = pair(0), a2 = pair(0), a3 = pair(0)
    for (let o: usize = 0; o < end; o += 16) {
      const x = v128.load(y + o)
      a0 = f64x2.add(a0, f64x2.mul(v128.load(r0 + o), x))
      a1 = f64x2.add(a1, f64x2.mul(v128.load(r1 + o), x))
      a2 = f64x2.add(a2, f64x2.mul(v128.load(r2 + o), x))
      a3 = f64x2.add(a3, f64x2.mul(v128.load(r3 + o), x))
    }
    const y0 = load<f64>(at) - sum(a0)
    const y1 = load<f64>(at, 8) - sum(a1) - load<f64>(r1 + end) * y0
    const y2 = load<f64>(at, 16) - sum(a2) - load<f64>(r2 + end) * y0 - load<f64>(r2 + end, 8) * y1
    const y3 = load<f64>(at, 24) - sum(a3) - load<f64>(r3 + end) * y0 - load<f64>(r3 + end, 8) * y1 - load<f64>(r3 + end, 16) * y2
    store<f64>(at, y0)
    store<f64>(at, y1, 8)
    store<f64>(at, y2, 16)
    store<f64>(at, y3, 24)
  }
  for (; i < n; i++) {
    const at = cell(y, i)
    store<f64>(at, load<f64>(at) - product(matrix + <usize>i * stride, y, <usize>i << 3))
  }
}

function backward(matrix: usize, n: i32, y: usize): void {
  const stride = <usize>n << 3
  let i = n - 4
  for (; i >= 0; i -= 4) {
    const at = cell(y, i), d = <usize>i << 3
    const r0 = matrix + <usize>i * stride + d, r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride
    const end = <usize>(n - i) << 3
    let a0 = pair(0), a1 = pair(0), a2 = pair(0), a3 = pair(0)
    for (let o: usize = 32; o < end; o += 16) {
      const x = v128.load(at + o)
      a0 = f64x2.add(a0, f64x2.mul(v128.load(r0 + o), x))
      a1 = f64x2.add(a1, f64x2.mul(v128.load(r1 + o), x))
      a2 = f64x2.add(a2, f64x2.mul(v128.load(r2 + o), x))
      a3 = f64x2.add(a3, f64x2.mul(v128.load(r3 + o), x))
    }
    const x3 = (load<f64>(at, 24) - sum(a3)) * load<f64>(r3, 24)
    const x2 = (load<f64>(at, 16) - sum(a2) - load<f64>(r2, 24) * x3) * load<f64>(r2, 16)
    const x1 = (load<f64>(at, 8) - sum(a1) - load<f64>(r1, 24) * x3 - load<f64>(r1, 16) * x2) * load<f64>(r1, 8)
    const x0 = (load<f64>(at) - sum(a0) - load<f64>(r0, 24) * x3 - load<f64>(r0, 16) * x2 - load<f64>(r0, 8) * x1) * load<f64>(r0)
    store<f64>(at, x0)
    store<f64>(at, x1, 8)
    store<f64>(at, x2, 16)
    store<f64>(at, x3, 24)
  }
  for (i += 3; i >= 0; i--) {
    const at = cell(y, i), diagonal = matrix + <usize>i * (stride + 8)
    store<f64>(at, (load<f64>(at) - product(diagonal + 8, at + 8, <usize>(n - 1 - i) << 3)) * load<f64>(diagonal))
  }
}
