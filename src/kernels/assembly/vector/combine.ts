// Linear combinations of many vectors in one pass. A list of terms is a block of memory: int32 count at byte 0, then from byte 16
// a record of 16 bytes a term: int32 pointer of the vector, 4 bytes unused, float64 coefficient.

import { cell, lanes, pair } from '../lanes'

@inline function vectorOf(term: usize): usize {
  return <usize>load<i32>(term)
}

/** out ← y + h Σ a_j k_j over the terms: one stage of a Runge–Kutta method. */
export function stage(n: i32, terms: usize, h: f64, y: usize, out: usize): void {
  const first = terms + 16, end = first + (<usize>load<i32>(terms) << 4)
  const step = pair(h)
  let i = 0
  for (; i < n - 7; i += 8) {
    const at = <usize>i << 3
    let a = pair(0), b = pair(0), c = pair(0), d = pair(0)
    for (let term = first; term < end; term += 16) {
      const k = vectorOf(term) + at
      const w = v128.load64_splat(term, 8)
      a = f64x2.add(a, f64x2.mul(w, v128.load(k)))
      b = f64x2.add(b, f64x2.mul(w, v128.load(k, 16)))
      c = f64x2.add(c, f64x2.mul(w, v128.load(k, 32)))
      d = f64x2.add(d, f64x2.mul(w, v128.load(k, 48)))
    }
    const from = y + at, to = out + at
    v128.store(to, f64x2.add(v128.load(from), f64x2.mul(step, a)))
    v128.store(to, f64x2.add(v128.load(from, 16), f64x2.mul(step, b)), 16)
    v128.store(to, f64x2.add(v128.load(from, 32), f64x2.mul(step, c)), 32)
    v128.store(to, f64x2.add(v128.load(from, 48), f64x2.mul(step, d)), 48)
  }
  // Four at a time; where three are left, the last is what lies behind the vectors: read, but not written.
  for (; i < n - 2; i += 4) {
    const at = <usize>i << 3
    let a = pair(0), b = a
    for (let term = first; term < end; term += 16) {
      const k = vectorOf(term) + at
      const w = v128.load64_splat(term, 8)
      a = f64x2.add(a, f64x2.mul(w, v128.load(k)))
      b = f64x2.add(b, f64x2.mul(w, v128.load(k, 16)))
    }
    const from = y + at, to = out + at
    v128.store(to, f64x2.add(v128.load(from), f64x2.mul(step, a)))
    b = f64x2.add(v128.load(from, 16), f64x2.mul(step, b))
    if (i < n - 3) v128.store(to, b, 16)
    else v128.store64_lane(to, b, 0, 16)
  }
  for (; i < n - 1; i += 2) {
    const at = <usize>i << 3
    let a = pair(0)
    for (let term = first; term < end; term += 16)
      a = f64x2.add(a, f64x2.mul(v128.load64_splat(term, 8), v128.load(vectorOf(term) + at)))
    v128.store(out + at, f64x2.add(v128.load(y + at), f64x2.mul(step, a)))
  }
  if (i < n) {
    const at = <usize>i << 3
    let a: f64 = 0
    for (let term = first; term < end; term += 16) a += load<f64>(term, 8) * load<f64>(vectorOf(term) + at)
    store<f64>(out + at, load<f64>(y + at) + h * a)
  }
}

/** out ← h Σ a_j k_j: the same without a base (error vectors, increments). */
export function sumTerms(n: i32, terms: usize, h: f64, out: usize): void {
  const first = terms + 16, end = first + (<usize>load<i32>(terms) << 4)
  const step = pair(h)
  let i = 0
  for (; i < n - 1; i += 2) {
    const at = <usize>i << 3
    let a = pair(0)
    for (let term = first; term < end; term += 16)
      a = f64x2.add(a, f64x2.mul(v128.load64_splat(term, 8), v128.load(vectorOf(term) + at)))
    v128.store(out + at, f64x2.mul(step, a))
  }
  if (i < n) {
    const at = <usize>i << 3
    let a: f64 = 0
    for (let term = first; term < end; term += 16) a += load<f64>(term, 8) * load<f64>(vectorOf(term) + at)
    store<f64>(out + at, h * a)
  }
}

/**
 * The coefficients of `terms` from those of a dense output: a_j = Σ_m φ_m(θ) c[j][m], `degree` values c a term, one row after
 * another. Basis 0: φ_m = θ^(m+1). Basis 1: φ_0 = θ, then times (1 − θ) and θ in turn (Hairer's nested form).
 */
export function denseWeights(terms: usize, coefficients: usize, degree: i32, basis: i32, theta: f64): void {
  const count = load<i32>(terms)
  for (let j = 0; j < count; j++) {
    const row = coefficients + (<usize>(j * degree) << 3)
    let sum: f64 = 0
    if (basis == 0) {
      for (let m = degree - 1; m >= 0; m--) sum = (sum + load<f64>(cell(row, m))) * theta
    } else {
      // c0 θ + c1 θ(1−θ) + c2 θ²(1−θ) + …: from the innermost outwards.
      for (let m = degree - 1; m >= 0; m--) sum = (sum + load<f64>(cell(row, m))) * ((m & 1) == 0 ? theta : 1.0 - theta)
    }
    store<f64>(terms + 16 + (<usize>j << 4), sum, 8)
  }
}
