// exp, sinh, cosh and tanh of pairs. exp: x = k ln 2 + r with |r| <= ln 2 / 2, k ln 2 subtracted in two parts (Cody and Waite);
// e^r = 1 + r + r^2 P(r), P of degree 9 through the Chebyshev points of the interval (error below 4e-18).

import { add, c, choose, div, mul, powerOfTwo, step, sub, withSignOf } from './pairs'

const LOG2E: f64 = 1.4426950408889634
const LN2_HIGH: f64 = 0.6931471803691238
const LN2_LOW: f64 = 1.9082149292705877e-10

/** e^x 2^shift for x from -746 to 711; NaN for NaN. */
// @ts-ignore: decorator
@inline
function scaledExponential(x: v128, shift: f64): v128 {
  const k = f64x2.nearest(mul(x, c(LOG2E)))
  const r = sub(sub(x, mul(k, c(LN2_HIGH))), mul(k, c(LN2_LOW)))
  // Estrin's scheme: half the latency of Horner's, which is what a loop of these waits for.
  const z = mul(r, r)
  const lowest = add(step(c(0.16666666666666669), r, 0.5), mul(z, step(c(8.333333333330063e-3), r, 4.166666666662416e-2)))
  const middle = add(step(c(1.9841269863042963e-4), r, 1.3888888917199863e-3), mul(z, step(c(2.7557268476553695e-6), r, 2.4801521317484083e-5)))
  const highest = step(c(2.5100377619606372e-8), r, 2.7620078203806394e-7), w = mul(z, z)
  const p = add(lowest, mul(w, add(middle, mul(w, highest))))
  const y = add(c(1.0), add(r, mul(z, p)))
  // In two halves, so that subnormal results and 2^1024 need no case.
  const n = add(k, c(shift)), half = f64x2.floor(mul(n, c(0.5)))
  return mul(mul(y, powerOfTwo(half)), powerOfTwo(sub(n, half)))
}

// pmin and pmax are one instruction each, and give NaN where their first argument is.

export function expPair(x: v128): v128 {
  return scaledExponential(f64x2.pmin(f64x2.pmax(x, c(-746.0)), c(710.0)), 0.0)
}

export function coshPair(x: v128): v128 {
  const h = scaledExponential(f64x2.pmin(f64x2.abs(x), c(711.0)), -1.0)
  return add(h, div(c(0.25), h))
}

export function sinhPair(x: v128): v128 {
  const size = f64x2.abs(x), h = scaledExponential(f64x2.pmin(size, c(711.0)), -1.0)
  const large = withSignOf(sub(h, div(c(0.25), h)), x)
  // Taylor: x^19/19! is below 1e-17.
  const z = mul(x, x)
  let p = step(c(2.8114572543455206e-15), z, 7.647163731819816e-13)
  p = step(p, z, 1.6059043836821613e-10)
  p = step(p, z, 2.505210838544172e-8)
  p = step(p, z, 2.7557319223985893e-6)
  p = step(p, z, 1.984126984126984e-4)
  p = step(p, z, 8.333333333333333e-3)
  p = step(p, z, 0.16666666666666666)
  return choose(f64x2.lt(size, c(1.0)), add(x, mul(mul(x, z), p)), large)
}

/** Below 0.625 the rational approximation of Cephes (Moshier, tanh.c), above 1 - 2/(e^2x + 1). */
export function tanhPair(x: v128): v128 {
  const size = f64x2.abs(x), e = scaledExponential(mul(c(2.0), f64x2.pmin(size, c(22.0))), 0.0)
  const large = sub(c(1.0), div(c(2.0), add(e, c(1.0)))), z = mul(x, x)
  const p = step(step(c(-9.64399179425052238628e-1), z, -9.92877231001918586564e1), z, -1.61468768441708447952e3)
  const q = step(step(add(z, c(1.12811678491632931402e2)), z, 2.23548839060100448583e3), z, 4.84406305325125486048e3)
  return withSignOf(choose(f64x2.lt(size, c(0.625)), add(x, mul(mul(x, z), div(p, q))), large), x)
}
