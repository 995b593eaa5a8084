// Sums and norms beside vector/norms.ts (dot, maxNorm, minimumOf, compensatedSum). The order of additions depends on n alone.

import { cell, lanes, pair } from '../lanes'

/** The largest value; not a number where one is. −∞ without values. */
export function maximumOf(n: i32, x: usize): f64 {
  let a = pair(-Infinity), b = a
  let i = 0
  for (; i < n - 3; i += 4) {
    a = f64x2.max(a, lanes(x, i))
    b = f64x2.max(b, lanes(x, i + 2))
  }
  a = f64x2.max(a, b)
  let largest = max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1))
  for (; i < n; i++) largest = max(largest, load<f64>(cell(x, i)))
  return largest
}

/** Σ |x_i|. */
export function oneNorm(n: i32, x: usize): f64 {
  let a = pair(0), b = a, c = a, d = a
  let i = 0
  for (; i < n - 7; i += 8) {
    a = f64x2.add(a, f64x2.abs(lanes(x, i)))
    b = f64x2.add(b, f64x2.abs(lanes(x, i + 2)))
    c = f64x2.add(c, f64x2.abs(lanes(x, i + 4)))
    d = f64x2.add(d, f64x2.abs(lanes(x, i + 6)))
  }
  a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d))
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
  for (; i < n; i++) sum += abs(load<f64>(cell(x, i)))
  return sum
}

/** Σ (s x_i)². */
export function sumOfSquares(n: i32, x: usize, s: f64): f64 {
  const f = pair(s)
  let a = pair(0), b = a, c = a, d = a
  let i = 0
  for (; i < n - 7; i += 8) {
    const p = f64x2.mul(f, lanes(x, i)), q = f64x2.mul(f, lanes(x, i + 2))
    const r = f64x2.mul(f, lanes(x, i + 4)), t = f64x2.mul(f, lanes(x, i + 6))
    a = f64x2.add(a, f64x2.mul(p, p))
    b = f64x2.add(b, f64x2.mul(q, q))
    c = f64x2.add(c, f64x2.mul(r, r))
    d = f64x2.add(d, f64x2.mul(t, t))
  }
  a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d))
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
  for (; i < n; i++) sum += s * load<f64>(cell(x, i)) * (s * load<f64>(cell(x, i)))
  return sum
}

/**
 * √(Σ x_i²) without overflow or underflow: where the plain sum of squares leaves [2^−900, 2^900], the values are scaled by a power of
 * two near the largest.
 */
export function twoNorm(n: i32, x: usize): f64 {
  const plain = sumOfSquares(n, x, 1.0)
  if (plain > 1.1830521861667747e-271 && plain < 8.452712498170644e270) return Math.sqrt(plain)
  if (plain != plain) return plain
  let a = pair(0)
  let i = 0
  for (; i < n - 1; i += 2) a = f64x2.max(a, f64x2.abs(lanes(x, i)))
  let largest = max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1))
  if (i < n) largest = max(largest, abs(load<f64>(cell(x, i))))
  if (largest == 0 || largest == Infinity) return largest
  const exponent = <i64>(reinterpret<u64>(largest) >> 52)
  const scale = reinterpret<f64>(min(max(2046 - exponent, <i64>23), <i64>2023) << 52)
  return Math.sqrt(sumOfSquares(n, x, scale)) / scale
}
