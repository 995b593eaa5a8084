// Norms and sums of vectors. Weighted norms are root mean squares of x_i / (atol_i + rtol max(|y_i|, |z_i|)): 1 at the tolerance.
// `atols` is the pointer of one absolute tolerance a value; 0 means that `atol` holds for all. Not-a-number goes through.

import { cell, lanes, pair } from '../lanes'

@inline function total(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
}

@inline function scaleOf(i: i32, y: usize, z: usize, r: v128, a: v128, atols: usize): v128 {
  const size = f64x2.max(f64x2.abs(lanes(y, i)), f64x2.abs(lanes(z, i)))
  return f64x2.add(atols == 0 ? a : lanes(atols, i), f64x2.mul(r, size))
}

@inline function scaleOfOne(i: i32, y: usize, z: usize, rtol: f64, atol: f64, atols: usize): f64 {
  const size = max(abs(load<f64>(cell(y, i))), abs(load<f64>(cell(z, i))))
  return (atols == 0 ? atol : load<f64>(cell(atols, i))) + rtol * size
}

/** Weighted root mean square of x. */
export function weightedNorm(n: i32, x: usize, y: usize, z: usize, rtol: f64, atol: f64, atols: usize): f64 {
  const r = pair(rtol), a = pair(atol)
  let sum = pair(0), second = pair(0)
  let i = 0
  for (; i < n - 3; i += 4) {
    const e = f64x2.div(lanes(x, i), scaleOf(i, y, z, r, a, atols))
    const f = f64x2.div(lanes(x, i + 2), scaleOf(i + 2, y, z, r, a, atols))
    sum = f64x2.add(sum, f64x2.mul(e, e))
    second = f64x2.add(second, f64x2.mul(f, f))
  }
  let squares = total(f64x2.add(sum, second))
  for (; i < n; i++) {
    const e = load<f64>(cell(x, i)) / scaleOfOne(i, y, z, rtol, atol, atols)
    squares += e * e
  }
  return Math.sqrt(squares / <f64>n)
}

/** Weighted root mean square of h Σ e_j k_j over the terms (combine.ts) without storing the sum. */
export function errorNorm(n: i32, terms: usize, h: f64, y: usize, z: usize, rtol: f64, atol: f64, atols: usize): f64 {
  const first = terms + 16, end = first + (<usize>load<i32>(terms) << 4)
  const r = pair(rtol), a = pair(atol)
  let sum = pair(0)
  let i = 0
  for (; i < n - 3; i += 4) {
    const at = <usize>i << 3
    let e = pair(0), f = pair(0)
    for (let term = first; term < end; term += 16) {
      const w = v128.load64_splat(term, 8), k = <usize>load<i32>(term) + at
      e = f64x2.add(e, f64x2.mul(w, v128.load(k)))
      f = f64x2.add(f, f64x2.mul(w, v128.load(k, 16)))
    }
    e = f64x2.div(e, scaleOf(i, y, z, r, a, atols))
    f = f64x2.div(f, scaleOf(i + 2, y, z, r, a, atols))
    sum = f64x2.add(sum, f64x2.add(f64x2.mul(e, e), f64x2.mul(f, f)))
  }
  for (; i < n - 1; i += 2) {
    const at = <usize>i << 3
    let e = pair(0)
    for (let term = first; term < end; term += 16)
      e = f64x2.add(e, f64x2.mul(v128.load64_splat(term, 8), v128.load(<usize>load<i32>(term) + at)))
    e = f64x2.div(e, scaleOf(i, y, z, r, a, atols))
    sum = f64x2.add(sum, f64x2.mul(e, e))
  }
  let squares = total(sum)
  if (i < n) {
    const at = <usize>i << 3
    let e: f64 = 0
    for (let term = first; term < end; term += 16) e += load<f64>(term, 8) * load<f64>(<usize>load<i32>(term) + at)
    e /= scaleOfOne(i, y, z, rtol, atol, atols)
    squares += e * e
  }
  return Math.abs(h) * Math.sqrt(squares / <f64>n)
}

/** Place of the largest |x_i| / (atol_i + rtol max(|y_i|, |z_i|)), or of the first that is not a number. */
export function worstOf(n: i32, x: usize, y: usize, z: usize, rtol: f64, atol: f64, atols: usize): i32 {
  let worst = 0
  let largest: f64 = -1
  for (let i = 0; i < n; i++) {
    const e = abs(load<f64>(cell(x, i))) / scaleOfOne(i, y, z, rtol, atol, atols)
    if (e != e) return i
    if (e > largest) {
      largest = e
      worst = i
    }
  }
  return worst
}

/** The largest |x_i|; not a number where one is. */
export function maxNorm(n: i32, x: usize): f64 {
  let largest = pair(0)
  let i = 0
  for (; i < n - 1; i += 2) largest = f64x2.max(largest, f64x2.abs(lanes(x, i)))
  let one = max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1))
  if (i < n) one = max(one, abs(load<f64>(cell(x, i))))
  return one
}

/** The largest |x_i − y_i|. */
export function maxDifference(n: i32, x: usize, y: usize): f64 {
  let largest = pair(0)
  let i = 0
  for (; i < n - 1; i += 2) largest = f64x2.max(largest, f64x2.abs(f64x2.sub(lanes(x, i), lanes(y, i))))
  let one = max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1))
  if (i < n) one = max(one, abs(load<f64>(cell(x, i)) - load<f64>(cell(y, i))))
  return one
}

/** Place of the first value that is not finite; −1 where all are. */
export function firstNonFinite(n: i32, x: usize): i32 {
  // x − x is 0 for every finite number and not a number otherwise.
  let sum = pair(0)
  let i = 0
  for (; i < n - 1; i += 2) sum = f64x2.add(sum, f64x2.sub(lanes(x, i), lanes(x, i)))
  let all = total(sum)
  if (i < n) all += load<f64>(cell(x, i)) - load<f64>(cell(x, i))
  if (all == 0) return -1
  for (let k = 0; k < n; k++) if (load<f64>(cell(x, k)) - load<f64>(cell(x, k)) != 0) return k
  return -1
}

/** The smallest value of the vector; not a number where one is. */
export function minimumOf(n: i32, x: usize): f64 {
  let a = pair(Infinity), b = a
  let i = 0
  for (; i < n - 3; i += 4) {
    a = f64x2.min(a, lanes(x, i))
    b = f64x2.min(b, lanes(x, i + 2))
  }
  a = f64x2.min(a, b)
  let least = min(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1))
  for (; i < n; i++) least = min(least, load<f64>(cell(x, i)))
  return least
}

/** Σ x_i y_i. */
export function dot(n: i32, x: usize, y: usize): f64 {
  let sum = pair(0), second = pair(0)
  let i = 0
  for (; i < n - 3; i += 4) {
    sum = f64x2.add(sum, f64x2.mul(lanes(x, i), lanes(y, i)))
    second = f64x2.add(second, f64x2.mul(lanes(x, i + 2), lanes(y, i + 2)))
  }
  let all = total(f64x2.add(sum, second))
  for (; i < n; i++) all += load<f64>(cell(x, i)) * load<f64>(cell(y, i))
  return all
}

/** What rounding takes from a + b = s (Knuth's two-sum: no branch). */
@inline function lostIn(a: v128, b: v128, s: v128): v128 {
  const back = f64x2.sub(s, a)
  return f64x2.add(f64x2.sub(a, f64x2.sub(s, back)), f64x2.sub(b, back))
}

/** Σ x_i with compensation (Neumaier), four interleaved sums: the error is a unit in the last place and n²·eps²·Σ|x_i|. */
export function compensatedSum(n: i32, x: usize): f64 {
  let a = pair(0), b = a, p = a, q = a
  let i = 0
  for (; i < n - 3; i += 4) {
    const u = lanes(x, i), v = lanes(x, i + 2)
    const s = f64x2.add(a, u), t = f64x2.add(b, v)
    p = f64x2.add(p, lostIn(a, u, s))
    q = f64x2.add(q, lostIn(b, v, t))
    a = s
    b = t
  }
  const both = f64x2.add(a, b)
  p = f64x2.add(f64x2.add(p, q), lostIn(a, b, both))
  let sum = f64x2.extract_lane(both, 0), lost = f64x2.extract_lane(p, 0) + f64x2.extract_lane(p, 1)
  for (let k = -1; i < n || k < 0; k++) {
    const value = k < 0 ? f64x2.extract_lane(both, 1) : load<f64>(cell(x, i++))
    const next = sum + value
    lost += abs(sum) >= abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  // An infinite sum has no rounding to give back.
  return abs(sum) <= f64.MAX_VALUE ? sum + lost : sum
}

/** √(Σ(a_i − b_i)² / Σ(x_i − y_i)²): a difference quotient's size, for the stiffness of a step; 0 where x = y. */
export function quotientOfDifferences(n: i32, a: usize, b: usize, x: usize, y: usize): f64 {
  let over = pair(0), under = pair(0)
  let i = 0
  for (; i < n - 1; i += 2) {
    const d = f64x2.sub(lanes(a, i), lanes(b, i)), e = f64x2.sub(lanes(x, i), lanes(y, i))
    over = f64x2.add(over, f64x2.mul(d, d))
    under = f64x2.add(under, f64x2.mul(e, e))
  }
  let numerator = total(over), denominator = total(under)
  if (i < n) {
    const d = load<f64>(cell(a, i)) - load<f64>(cell(b, i)), e = load<f64>(cell(x, i)) - load<f64>(cell(y, i))
    numerator += d * d
    denominator += e * e
  }
  return denominator > 0 ? Math.sqrt(numerator / denominator) : 0
}

/**
 * The error of DOP853: |h| e5² / √(n (e5² + e3²/100)), e5 and e3 the sums of squares of its two weighted estimates. Terms lie as
 * in combine.ts; those of the second estimate are a list of its own. Hairer, Nørsett, Wanner I, II.10.
 */
export function errorNorm853(
  n: i32, terms5: usize, terms3: usize, h: f64, y: usize, z: usize, rtol: f64, atol: f64, atols: usize,
): f64 {
  const five = errorNorm(n, terms5, h, y, z, rtol, atol, atols)
  const three = errorNorm(n, terms3, h, y, z, rtol, atol, atols)
  const under = five * five + 0.01 * three * three
  return under == 0 ? 0 : (five * five) / Math.sqrt(under)
}
