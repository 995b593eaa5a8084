// Tridiagonal and cyclic tridiagonal systems by Thomas's algorithm: no exchange of rows, so for matrices with a dominant diagonal
// or positive definite ones; others go to banded-lu.ts. Row i: below[i] x(i − 1) + diagonal[i] x(i) + above[i] x(i + 1).
// In the cyclic case below[0] belongs to the last unknown and above[n − 1] to the first.
//
// `factors`, three float64 a row: l = below/pivot of the row before, 1/pivot, e = above/pivot. Many right sides share them;
// those of one matrix lie in rows (system s at s·stride + i) or in columns (at i·stride + s; complex ones count double:
// tridiagonal-columns.ts).

import { cell, pair } from '../lanes'
import { LEAST_PIVOT } from './dense-pivot'
import { reduced, solveTridiagonalColumns } from './tridiagonal-columns'

@inline function isUsable(pivot: f64): bool {
  return abs(pivot) >= LEAST_PIVOT && abs(pivot) <= f64.MAX_VALUE
}

/** Returns 0, or 1 + i where the pivot of row i is zero or not finite. `factors`: 3n. */
export function factorTridiagonal(below: usize, diagonal: usize, above: usize, n: i32, factors: usize): i32 {
  let carried = 0.0, inverse = 0.0
  for (let i = 0, at = factors; i < n; i++, at += 24) {
    const l = i == 0 ? 0.0 : load<f64>(cell(below, i)) * inverse
    const pivot = load<f64>(cell(diagonal, i)) - l * carried
    if (!isUsable(pivot)) return i + 1
    inverse = 1.0 / pivot
    carried = i == n - 1 ? 0.0 : load<f64>(cell(above, i))
    store<f64>(at, l)
    store<f64>(at, inverse, 8)
    store<f64>(at, carried * inverse, 16)
  }
  return 0
}

/**
 * The last unknown apart: the n − 1 others are tridiagonal. `factors`, 4n: theirs (3n − 3), then 1/Schur complement and the two
 * weights of the last row (first and last but one unknown), then q, the answer of the others to the last unknown (n − 1).
 */
export function factorCyclic(below: usize, diagonal: usize, above: usize, n: i32, factors: usize): i32 {
  const m = n - 1
  const failure = factorTridiagonal(below, diagonal, above, m, factors)
  if (failure != 0) return failure
  const border = factors + <usize>m * 24, q = border + 24
  const corner = load<f64>(below)
  // Of one unknown both neighbours are itself; of two, each is the other twice.
  let schur = load<f64>(cell(diagonal, m))
  if (m == 0) schur += corner + load<f64>(above)
  const first = load<f64>(cell(above, m)), last = load<f64>(cell(below, m))
  if (m > 0) {
    memory.fill(q, 0, <usize>m << 3)
    store<f64>(q, corner)
    store<f64>(cell(q, m - 1), load<f64>(cell(q, m - 1)) + load<f64>(cell(above, m - 1)))
    // The row before the last is left out of `above` there: its neighbour is the unknown apart.
    oneRow(factors, m, q)
    schur -= first * load<f64>(q) + last * load<f64>(cell(q, m - 1))
  }
  if (!isUsable(schur)) return n
  store<f64>(border, 1.0 / schur)
  store<f64>(border, first, 8)
  store<f64>(border, last, 16)
  return 0
}

/** Right sides in rows take their solutions. */
export function solveTridiagonalRows(factors: usize, n: i32, rightSides: usize, systems: i32, stride: i32): void {
  let s = 0
  for (; s + 7 < systems; s += 8) eightRows(factors, n, cell(rightSides, s * stride), <usize>stride << 3)
  for (; s < systems; s++) oneRow(factors, n, cell(rightSides, s * stride))
}

export function solveCyclicRows(factors: usize, n: i32, rightSides: usize, systems: i32, stride: i32): void {
  const m = n - 1
  const border = factors + <usize>m * 24, q = border + 24
  const inverse = load<f64>(border), first = load<f64>(border, 8), last = load<f64>(border, 16)
  solveTridiagonalRows(factors, m, rightSides, systems, stride)
  for (let s = 0; s < systems; s++) {
    const row = cell(rightSides, s * stride)
    let x = load<f64>(cell(row, m))
    if (m > 0) x -= first * load<f64>(row) + last * load<f64>(cell(row, m - 1))
    x *= inverse
    store<f64>(cell(row, m), x)
    const xx = pair(x)
    let i = 0
    for (; i + 1 < m; i += 2) v128.store(cell(row, i), f64x2.sub(v128.load(cell(row, i)), f64x2.mul(v128.load(cell(q, i)), xx)))
    if (i < m) store<f64>(cell(row, i), load<f64>(cell(row, i)) - load<f64>(cell(q, i)) * x)
  }
}

function oneRow(factors: usize, n: i32, row: usize): void {
  if (n == 0) return
  let y = 0.0
  for (let i = 0, f = factors; i < n; i++, f += 24) {
    y = load<f64>(cell(row, i)) - load<f64>(f) * y
    store<f64>(cell(row, i), y)
  }
  y = 0.0
  for (let i = n - 1, f = factors + <usize>(n - 1) * 24; i >= 0; i--, f -= 24) {
    y = load<f64>(cell(row, i)) * load<f64>(f, 8) - load<f64>(f, 16) * y
    store<f64>(cell(row, i), y)
  }
}

@inline function firsts(x: v128, y: v128): v128 {
  return v128.shuffle<f64>(x, y, 0, 2)
}

@inline function seconds(x: v128, y: v128): v128 {
  return v128.shuffle<f64>(x, y, 1, 3)
}

@inline function single(d: usize, stride: usize): v128 {
  return f64x2.replace_lane(v128.load64_zero(d), 1, load<f64>(d + stride))
}

@inline function storeSingle(d: usize, stride: usize, x: v128): void {
  store<f64>(d, f64x2.extract_lane(x, 0))
  store<f64>(d + stride, f64x2.extract_lane(x, 1))
}

/** Four chains of two rows: each chain waits for its own multiplication and subtraction, together they fill the time. */
function eightRows(factors: usize, n: i32, row: usize, stride: usize): void {
  const twice = stride << 1
  const a = row, b = a + twice, c = b + twice, d = c + twice
  let x = pair(0), y = pair(0), z = pair(0), w = pair(0)
  const even = <usize>(n & ~1) << 3
  let f = factors
  for (let o: usize = 0; o < even; o += 16, f += 48) {
    let l = v128.load64_splat(f)
    const a0 = v128.load(a + o), a1 = v128.load(a + stride + o), b0 = v128.load(b + o), b1 = v128.load(b + stride + o)
    const c0 = v128.load(c + o), c1 = v128.load(c + stride + o), d0 = v128.load(d + o), d1 = v128.load(d + stride + o)
    const p = reduced(firsts(a0, a1), l, x), q = reduced(firsts(b0, b1), l, y)
    const r = reduced(firsts(c0, c1), l, z), s = reduced(firsts(d0, d1), l, w)
    l = v128.load64_splat(f, 24)
    x = reduced(seconds(a0, a1), l, p)
    y = reduced(seconds(b0, b1), l, q)
    z = reduced(seconds(c0, c1), l, r)
    w = reduced(seconds(d0, d1), l, s)
    v128.store(a + o, firsts(p, x))
    v128.store(a + stride + o, seconds(p, x))
    v128.store(b + o, firsts(q, y))
    v128.store(b + stride + o, seconds(q, y))
    v128.store(c + o, firsts(r, z))
    v128.store(c + stride + o, seconds(r, z))
    v128.store(d + o, firsts(s, w))
    v128.store(d + stride + o, seconds(s, w))
  }
  if (n & 1) {
    const l = v128.load64_splat(f), inverse = v128.load64_splat(f, 8)
    x = f64x2.mul(reduced(single(a + even, stride), l, x), inverse)
    y = f64x2.mul(reduced(single(b + even, stride), l, y), inverse)
    z = f64x2.mul(reduced(single(c + even, stride), l, z), inverse)
    w = f64x2.mul(reduced(single(d + even, stride), l, w), inverse)
    storeSingle(a + even, stride, x)
    storeSingle(b + even, stride, y)
    storeSingle(c + even, stride, z)
    storeSingle(d + even, stride, w)
  } else {
    x = pair(0)
    y = x
    z = x
    w = x
  }
  f -= 48
  for (let o: isize = <isize>even - 16; o >= 0; o -= 16, f -= 48) {
    const a0 = v128.load(a + o), a1 = v128.load(a + stride + o), b0 = v128.load(b + o), b1 = v128.load(b + stride + o)
    const c0 = v128.load(c + o), c1 = v128.load(c + stride + o), d0 = v128.load(d + o), d1 = v128.load(d + stride + o)
    let i = v128.load64_splat(f, 32), e = v128.load64_splat(f, 40)
    const p = reduced(f64x2.mul(seconds(a0, a1), i), e, x), q = reduced(f64x2.mul(seconds(b0, b1), i), e, y)
    const r = reduced(f64x2.mul(seconds(c0, c1), i), e, z), s = reduced(f64x2.mul(seconds(d0, d1), i), e, w)
    i = v128.load64_splat(f, 8)
    e = v128.load64_splat(f, 16)
    x = reduced(f64x2.mul(firsts(a0, a1), i), e, p)
    y = reduced(f64x2.mul(firsts(b0, b1), i), e, q)
    z = reduced(f64x2.mul(firsts(c0, c1), i), e, r)
    w = reduced(f64x2.mul(firsts(d0, d1), i), e, s)
    v128.store(a + o, firsts(x, p))
    v128.store(a + stride + o, seconds(x, p))
    v128.store(b + o, firsts(y, q))
    v128.store(b + stride + o, seconds(y, q))
    v128.store(c + o, firsts(z, r))
    v128.store(c + stride + o, seconds(z, r))
    v128.store(d + o, firsts(w, s))
    v128.store(d + stride + o, seconds(w, s))
  }
}

export function solveCyclicColumns(factors: usize, n: i32, rightSides: usize, systems: i32, stride: i32): void {
  const m = n - 1, step = <usize>stride << 3
  const border = factors + <usize>m * 24, q = border + 24
  const inverse = load<f64>(border), first = load<f64>(border, 8), last = load<f64>(border, 16)
  const end = rightSides + <usize>m * step
  if (m > 0) solveTridiagonalColumns(factors, m, rightSides, systems, stride)
  for (let s = 0; s < systems; s++) {
    const at = cell(end, s)
    let x = load<f64>(at)
    if (m > 0) x -= first * load<f64>(cell(rightSides, s)) + last * load<f64>(at - step)
    store<f64>(at, x * inverse)
  }
  const bytes = <usize>systems << 3, even = bytes & ~15
  for (let i = 0, row = rightSides; i < m; i++, row += step) {
    const weight = load<f64>(cell(q, i)), w = pair(weight)
    for (let o: usize = 0; o < even; o += 16) v128.store(row + o, reduced(v128.load(row + o), w, v128.load(end + o)))
    if (even < bytes) store<f64>(row + even, load<f64>(row + even) - weight * load<f64>(end + even))
  }
}
