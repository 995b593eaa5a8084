// The complex twins of dense-lu.ts and dense-solve.ts: entries are interleaved (re, im), 16 bytes each.

import { cell, pair } from '../lanes'
import { inverseOf, plusTurned, taxicab, times, turned } from './complex-lanes'
import { exchange } from './dense-lu'
import { LEAST_PIVOT } from './dense-pivot'

const SMALL: i32 = 48
const BLOCK: i32 = 32

/** Two columns of U, packed: u, i·u, v, i·v a row. */
const strip: usize = memory.data(BLOCK * 64, 16)

/** Returns 0, or 1 + k where column k had no pivot that is finite and not zero. Pivots are the largest by |re| + |im|. */
export function factorDenseComplex(matrix: usize, pivots: usize, n: i32): i32 {
  if (n <= SMALL) return panel(matrix, pivots, n, 0, n)
  for (let from = 0; from < n; from += BLOCK) {
    const to = min(from + BLOCK, n)
    const failure = panel(matrix, pivots, n, from, to)
    if (failure != 0) return failure
    if (to < n) {
      solveStrips(matrix, n, from, to)
      updateTrailing(matrix, n, from, to)
    }
  }
  return 0
}

@inline function element(matrix: usize, stride: usize, i: i32, j: i32): usize {
  return matrix + <usize>i * stride + (<usize>j << 4)
}

function panel(matrix: usize, pivots: usize, n: i32, from: i32, to: i32): i32 {
  const stride = <usize>n << 4
  let pivot = from, largest = -1.0
  for (let i = from; i < n; i++) {
    const size = taxicab(element(matrix, stride, i, from))
    if (size > largest) { largest = size; pivot = i }
  }
  for (let k = from; k < to; k++) {
    if (!(largest >= LEAST_PIVOT && largest <= f64.MAX_VALUE)) return k + 1
    store<i32>(pivots + (<usize>k << 2), pivot)
    const at = element(matrix, stride, k, k)
    if (pivot != k) exchange(matrix + <usize>k * stride, matrix + <usize>pivot * stride, stride)
    const inverse = inverseOf(v128.load(at))
    v128.store(at, inverse)
    const end = <usize>(to - k) << 4
    const searches = end > 16
    largest = -1.0
    pivot = k + 1
    let i = k + 1, r = at + stride
    for (; i + 1 < n; i += 2, r += stride << 1) {
      const s = r + stride
      const l = times(v128.load(r), inverse), m = times(v128.load(s), inverse)
      v128.store(r, l)
      v128.store(s, m)
      const lr = v128.shuffle<f64>(l, l, 0, 0), li = v128.shuffle<f64>(l, l, 1, 1)
      const mr = v128.shuffle<f64>(m, m, 0, 0), mi = v128.shuffle<f64>(m, m, 1, 1)
      for (let o: usize = 16; o < end; o += 16) {
        const u = v128.load(at + o), w = turned(u)
        v128.store(r + o, f64x2.sub(f64x2.sub(v128.load(r + o), f64x2.mul(lr, u)), f64x2.mul(li, w)))
        v128.store(s + o, f64x2.sub(f64x2.sub(v128.load(s + o), f64x2.mul(mr, u)), f64x2.mul(mi, w)))
      }
      if (searches) {
        const s0 = taxicab(r + 16), s1 = taxicab(s + 16)
        if (s0 > largest) { largest = s0; pivot = i }
        if (s1 > largest) { largest = s1; pivot = i + 1 }
      }
    }
    if (i < n) {
      const l = times(v128.load(r), inverse)
      v128.store(r, l)
      for (let o: usize = 16; o < end; o += 16) v128.store(r + o, f64x2.sub(v128.load(r + o), times(l, v128.load(at + o))))
      if (searches) {
        const size = taxicab(r + 16)
        if (size > largest) { largest = size; pivot = i }
      }
    }
  }
  return 0
}

/** Rows [from, to) of U right of the panel. */
function solveStrips(matrix: usize, n: i32, from: i32, to: i32): void {
  const stride = <usize>n << 4, start = <usize>to << 4
  for (let i = from + 1; i < to; i++) {
    const row = matrix + <usize>i * stride
    for (let m = from; m < i; m++) {
      const u = matrix + <usize>m * stride, l = row + (<usize>m << 4)
      const lr = v128.load64_splat(l), li = v128.load64_splat(l, 8)
      for (let o = start; o < stride; o += 16) {
        const x = v128.load(u + o)
        v128.store(row + o, f64x2.sub(f64x2.sub(v128.load(row + o), f64x2.mul(lr, x)), f64x2.mul(li, turned(x))))
      }
    }
  }
}

/** What is right of and below the panel loses L U: tiles of 4 × 2 in registers. */
function updateTrailing(matrix: usize, n: i32, from: i32, to: i32): void {
  const stride = <usize>n << 4, bytes = <usize>(to - from) << 4
  const left = matrix + (<usize>from << 4)
  for (let j = to; j < n; j += 2) {
    const column = matrix + (<usize>j << 4), isPair = j + 1 < n
    for (let o: usize = 0, at = column + <usize>from * stride, into = strip; o < bytes; o += 16, at += stride, into += 64) {
      const u = v128.load(at), v = isPair ? v128.load(at, 16) : pair(0)
      v128.store(into, u)
      v128.store(into, turned(u), 16)
      v128.store(into, v, 32)
      v128.store(into, turned(v), 48)
    }
    let i = to
    if (isPair)
      for (; i + 3 < n; i += 4) tile(left + <usize>i * stride, column + <usize>i * stride, stride, bytes)
    for (; i < n; i++) {
      const l = left + <usize>i * stride, c = column + <usize>i * stride
      let a = v128.load(c), b = pair(0), p = isPair ? v128.load(c, 16) : pair(0), q = pair(0)
      for (let o: usize = 0, s = strip; o < bytes; o += 16, s += 64) {
        const re = v128.load64_splat(l + o), im = v128.load64_splat(l + o, 8)
        a = f64x2.sub(a, f64x2.mul(re, v128.load(s)))
        b = f64x2.sub(b, f64x2.mul(im, v128.load(s, 16)))
        p = f64x2.sub(p, f64x2.mul(re, v128.load(s, 32)))
        q = f64x2.sub(q, f64x2.mul(im, v128.load(s, 48)))
      }
      v128.store(c, f64x2.add(a, b))
      if (isPair) v128.store(c, f64x2.add(p, q), 16)
    }
  }
}

@inline function tile(l0: usize, c0: usize, stride: usize, bytes: usize): void {
  const l1 = l0 + stride, l2 = l1 + stride, l3 = l2 + stride
  const c1 = c0 + stride, c2 = c1 + stride, c3 = c2 + stride
  let a0 = v128.load(c0), b0 = v128.load(c0, 16), a1 = v128.load(c1), b1 = v128.load(c1, 16)
  let a2 = v128.load(c2), b2 = v128.load(c2, 16), a3 = v128.load(c3), b3 = v128.load(c3, 16)
  for (let o: usize = 0, s = strip; o < bytes; o += 16, s += 64) {
    let u = v128.load(s), v = v128.load(s, 32)
    let x0 = v128.load64_splat(l0 + o), x1 = v128.load64_splat(l1 + o), x2 = v128.load64_splat(l2 + o), x3 = v128.load64_splat(l3 + o)
    a0 = f64x2.sub(a0, f64x2.mul(x0, u))
    b0 = f64x2.sub(b0, f64x2.mul(x0, v))
    a1 = f64x2.sub(a1, f64x2.mul(x1, u))
    b1 = f64x2.sub(b1, f64x2.mul(x1, v))
    a2 = f64x2.sub(a2, f64x2.mul(x2, u))
    b2 = f64x2.sub(b2, f64x2.mul(x2, v))
    a3 = f64x2.sub(a3, f64x2.mul(x3, u))
    b3 = f64x2.sub(b3, f64x2.mul(x3, v))
    u = v128.load(s, 16)
    v = v128.load(s, 48)
    x0 = v128.load64_splat(l0 + o, 8)
    x1 = v128.load64_splat(l1 + o, 8)
    x2 = v128.load64_splat(l2 + o, 8)
    x3 = v128.load64_splat(l3 + o, 8)
    a0 = f64x2.sub(a0, f64x2.mul(x0, u))
    b0 = f64x2.sub(b0, f64x2.mul(x0, v))
    a1 = f64x2.sub(a1, f64x2.mul(x1, u))
    b1 = f64x2.sub(b1, f64x2.mul(x1, v))
    a2 = f64x2.sub(a2, f64x2.mul(x2, u))
    b2 = f64x2.sub(b2, f64x2.mul(x2, v))
    a3 = f64x2.sub(a3, f64x2.mul(x3, u))
    b3 = f64x2.sub(b3, f64x2.mul(x3, v))
  }
  v128.store(c0, a0)
  v128.store(c0, b0, 16)
  v128.store(c1, a1)
  v128.store(c1, b1, 16)
  v128.store(c2, a2)
  v128.store(c2, b2, 16)
  v128.store(c3, a3)
  v128.store(c3, b3, 16)
}

/** Σ x y over `bytes` bytes: real and imaginary parts of x are summed apart, so that no chain of additions waits. */
@inline function product(x: usize, y: usize, bytes: usize): v128 {
  let re = pair(0), im = pair(0)
  for (let o: usize = 0; o < bytes; o += 16) {
    const w = v128.load(y + o)
    re = f64x2.add(re, f64x2.mul(v128.load64_splat(x + o), w))
    im = f64x2.add(im, f64x2.mul(v128.load64_splat(x + o, 8), w))
  }
  return plusTurned(re, im)
}

/** The right side's place takes the solution. */
export function solveDenseComplex(matrix: usize, pivots: usize, n: i32, rightSide: usize): void {
  const stride = <usize>n << 4
  for (let k = 0; k < n; k++) {
    const p = load<i32>(pivots + (<usize>k << 2))
    if (p != k) exchange(cell(rightSide, 2 * k), cell(rightSide, 2 * p), 16)
  }
  // Two rows at a time: four chains of additions.
  let i = 0
  for (; i + 1 < n; i += 2) {
    const at = cell(rightSide, 2 * i), end = <usize>i << 4
    const r = matrix + <usize>i * stride, s = r + stride
    let re0 = pair(0), im0 = pair(0), re1 = pair(0), im1 = pair(0)
    for (let o: usize = 0; o < end; o += 16) {
      const w = v128.load(rightSide + o)
      re0 = f64x2.add(re0, f64x2.mul(v128.load64_splat(r + o), w))
      im0 = f64x2.add(im0, f64x2.mul(v128.load64_splat(r + o, 8), w))
      re1 = f64x2.add(re1, f64x2.mul(v128.load64_splat(s + o), w))
      im1 = f64x2.add(im1, f64x2.mul(v128.load64_splat(s + o, 8), w))
    }
    const y = f64x2.sub(v128.load(at), plusTurned(re0, im0))
    v128.store(at, y)
    v128.store(at, f64x2.sub(f64x2.sub(v128.load(at, 16), plusTurned(re1, im1)), times(v128.load(s + end), y)), 16)
  }
  if (i < n) {
    const at = cell(rightSide, 2 * i)
    v128.store(at, f64x2.sub(v128.load(at), product(matrix + <usize>i * stride, rightSide, <usize>i << 4)))
  }
  for (i = n - 2; i >= 0; i -= 2) {
    const at = cell(rightSide, 2 * i), end = <usize>(n - i) << 4
    const r = element(matrix, stride, i, i), s = r + stride
    let re0 = pair(0), im0 = pair(0), re1 = pair(0), im1 = pair(0)
    for (let o: usize = 32; o < end; o += 16) {
      const w = v128.load(at + o)
      re0 = f64x2.add(re0, f64x2.mul(v128.load64_splat(r + o), w))
      im0 = f64x2.add(im0, f64x2.mul(v128.load64_splat(r + o, 8), w))
      re1 = f64x2.add(re1, f64x2.mul(v128.load64_splat(s + o), w))
      im1 = f64x2.add(im1, f64x2.mul(v128.load64_splat(s + o, 8), w))
    }
    const x = times(f64x2.sub(v128.load(at, 16), plusTurned(re1, im1)), v128.load(s, 16))
    v128.store(at, x, 16)
    v128.store(at, times(f64x2.sub(f64x2.sub(v128.load(at), plusTurned(re0, im0)), times(v128.load(r, 16), x)), v128.load(r)))
  }
  if (i == -1) {
    const rest = product(matrix + 16, rightSide + 16, <usize>(n - 1) << 4)
    v128.store(rightSide, times(f64x2.sub(v128.load(rightSide), rest), v128.load(matrix)))
  }
}
