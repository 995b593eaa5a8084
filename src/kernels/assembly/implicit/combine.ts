// Weighted norms and linear combinations of vectors that lie `stride` bytes apart.
import { cell, lanes, pair } from '../lanes'

/** out ← 1/(atol + rtol max(|x|, |y|)). `own`: 1 where atol holds a value an unknown, 0 where it holds one for all. */
export function errorWeights(x: usize, y: usize, rtol: f64, atol: usize, own: i32, out: usize, n: i32): void {
  const one = pair(1.0), relative = pair(rtol), shared = pair(load<f64>(atol))
  let i = 0
  for (; i + 1 < n; i += 2) {
    const least = own ? lanes(atol, i) : shared
    const size = f64x2.max(f64x2.abs(lanes(x, i)), f64x2.abs(lanes(y, i)))
    v128.store(cell(out, i), f64x2.div(one, f64x2.add(least, f64x2.mul(relative, size))))
  }
  if (i < n) {
    const least = own ? load<f64>(cell(atol, i)) : load<f64>(atol)
    const size = Math.max(Math.abs(load<f64>(cell(x, i))), Math.abs(load<f64>(cell(y, i))))
    store<f64>(cell(out, i), 1.0 / (least + rtol * size))
  }
}

/** Root mean square of x·weights. */
export function weightedNorm(x: usize, weights: usize, n: i32): f64 {
  let sum = pair(0.0), i = 0
  for (; i + 1 < n; i += 2) {
    const a = f64x2.mul(lanes(x, i), lanes(weights, i))
    sum = f64x2.add(sum, f64x2.mul(a, a))
  }
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
  if (i < n) {
    const a = load<f64>(cell(x, i)) * load<f64>(cell(weights, i))
    total += a * a
  }
  return Math.sqrt(total / n)
}

/**
 * out ← start + factor · mass ∘ Σ coefficients[k]·vector k. `start` 0: none; `mass` 0: ones. out may be start or one of the vectors.
 */
export function combine(
  out: usize, start: usize, mass: usize, factor: f64, coefficients: usize, vectors: usize, stride: i32, count: i32, n: i32,
): void {
  const scale = pair(factor)
  let i = 0
  // Four values at a time, of which the last may be the padding behind a vector: read, but not written.
  for (; i + 2 < n; i += 4) {
    let low = pair(0.0), high = low, at = cell(vectors, i)
    for (let k = 0; k < count; k++) {
      const c = v128.load64_splat(cell(coefficients, k))
      low = f64x2.add(low, f64x2.mul(c, v128.load(at)))
      high = f64x2.add(high, f64x2.mul(c, v128.load(at, 16)))
      at += stride
    }
    v128.store(cell(out, i), finished(low, scale, mass, start, i))
    high = finished(high, scale, mass, start, i + 2)
    if (i + 3 < n) v128.store(cell(out, i), high, 16)
    else v128.store64_lane(cell(out, i), high, 0, 16)
  }
  if (i < n) {
    let sum = pair(0.0), at = cell(vectors, i)
    for (let k = 0; k < count; k++) {
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(cell(coefficients, k)), v128.load(at)))
      at += stride
    }
    sum = finished(sum, scale, mass, start, i)
    if (i + 1 < n) v128.store(cell(out, i), sum)
    else v128.store64_lane(cell(out, i), sum, 0)
  }
}

@inline function finished(sum: v128, scale: v128, mass: usize, start: usize, i: i32): v128 {
  let value = f64x2.mul(scale, sum)
  if (mass) value = f64x2.mul(value, lanes(mass, i))
  return start ? f64x2.add(value, lanes(start, i)) : value
}

/** out ← start + factor·x. */
export function addScaled(out: usize, start: usize, factor: f64, x: usize, n: i32): void {
  const f = pair(factor)
  let i = 0
  for (; i + 1 < n; i += 2) v128.store(cell(out, i), f64x2.add(lanes(start, i), f64x2.mul(f, lanes(x, i))))
  if (i < n) store<f64>(cell(out, i), load<f64>(cell(start, i)) + factor * load<f64>(cell(x, i)))
}

/** out ← factor·x. */
export function scaleTo(out: usize, factor: f64, x: usize, n: i32): void {
  const f = pair(factor)
  let i = 0
  for (; i + 1 < n; i += 2) v128.store(cell(out, i), f64x2.mul(f, lanes(x, i)))
  if (i < n) store<f64>(cell(out, i), factor * load<f64>(cell(x, i)))
}

export function copyTo(out: usize, x: usize, n: i32): void {
  let i = 0
  for (; i + 1 < n; i += 2) v128.store(cell(out, i), lanes(x, i))
  if (i < n) store<f64>(cell(out, i), load<f64>(cell(x, i)))
}
