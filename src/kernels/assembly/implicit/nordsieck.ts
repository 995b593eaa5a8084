// The Nordsieck array z_j = h^j y^(j)/j!, j = 0 … order, vectors `stride` bytes apart. Byrne and Hindmarsh, ACM TOMS 1 (1975) 71.
import { cell, lanes, pair } from '../lanes'

/**
 * to ← the array of a step `ratio` times as long, moved on by it (Pascal's triangle); `from` stays. Its first row is taken from
 * `state`. The correction is set to zero.
 */
export function nordsieckPredict(
  from: usize, state: usize, to: usize, stride: i32, order: i32, ratio: f64, correction: usize, n: i32,
): void {
  const length = (n + 1) & ~1, zero = pair(0.0)
  for (let i = 0; i < length; i += 2) {
    v128.store(cell(to, i), lanes(state, i))
    v128.store(cell(correction, i), zero)
  }
  let power = ratio
  for (let j = 1; j <= order; j++) {
    const a = from + j * stride, b = to + j * stride, scale = pair(power)
    for (let i = 0; i < length; i += 2) v128.store(cell(b, i), f64x2.mul(lanes(a, i), scale))
    power *= ratio
  }
  for (let k = 1; k <= order; k++)
    for (let j = order; j >= k; j--) {
      const low = to + (j - 1) * stride, high = to + j * stride
      for (let i = 0; i < length; i += 2) v128.store(cell(low, i), f64x2.add(lanes(low, i), lanes(high, i)))
    }
}

/** to ← from + coefficients[j]·correction, rows 1 … order; row 0 and `state` ← `corrected`. */
export function nordsieckCorrect(
  from: usize, to: usize, stride: i32, order: i32, coefficients: usize, correction: usize, corrected: usize, state: usize, n: i32,
): void {
  const length = (n + 1) & ~1
  for (let i = 0; i < length; i += 2) {
    const value = lanes(corrected, i)
    v128.store(cell(to, i), value)
    v128.store(cell(state, i), value)
  }
  for (let j = 1; j <= order; j++) {
    const a = from + j * stride, b = to + j * stride, c = v128.load64_splat(cell(coefficients, j))
    for (let i = 0; i < length; i += 2)
      v128.store(cell(b, i), f64x2.add(lanes(a, i), f64x2.mul(c, lanes(correction, i))))
  }
}

/** out ← rates − shift·mass ∘ (factor·slope + correction): the residual of M y' = f over the shift. */
export function nordsieckResidual(
  rates: usize, shift: f64, mass: usize, factor: f64, slope: usize, correction: usize, out: usize, n: i32,
): void {
  const s = pair(shift), f = pair(factor), length = (n + 1) & ~1
  for (let i = 0; i < length; i += 2) {
    let part = f64x2.mul(s, f64x2.add(f64x2.mul(f, lanes(slope, i)), lanes(correction, i)))
    if (mass) part = f64x2.mul(part, lanes(mass, i))
    v128.store(cell(out, i), f64x2.sub(lanes(rates, i), part))
  }
}

/** correction += factor·change; state ← predicted + correction. Returns the weighted norm of factor·change. */
export function nordsieckUpdate(
  change: usize, factor: f64, correction: usize, predicted: usize, state: usize, weights: usize, n: i32,
): f64 {
  const f = pair(factor)
  let sum = pair(0.0), i = 0
  for (; i + 1 < n; i += 2) {
    const d = f64x2.mul(f, lanes(change, i)), c = f64x2.add(lanes(correction, i), d), w = f64x2.mul(d, lanes(weights, i))
    v128.store(cell(correction, i), c)
    v128.store(cell(state, i), f64x2.add(lanes(predicted, i), c))
    sum = f64x2.add(sum, f64x2.mul(w, w))
  }
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
  if (i < n) {
    const d = factor * load<f64>(cell(change, i)), c = load<f64>(cell(correction, i)) + d
    const w = d * load<f64>(cell(weights, i))
    store<f64>(cell(correction, i), c)
    store<f64>(cell(state, i), load<f64>(cell(predicted, i)) + c)
    total += w * w
  }
  return Math.sqrt(total / n)
}
