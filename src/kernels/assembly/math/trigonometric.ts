// sin, cos and tan of pairs: x = k pi/2 + y with pi/2 in three parts of 33 bits and a fourth (151 bits in all) and y as a sum of two
// numbers, then fdlibm's polynomials (Sun Microsystems, 1993, freely redistributable). k times each of the three parts is exact below
// 2^20; pairs with a larger number go through the scalar functions, which reduce by Payne and Hanek's method.

import { add, c, choose, div, MAGIC, mul, step, sub } from './pairs'

const LARGEST: f64 = 1.6e6
const SMALLEST: f64 = 7.450580596923828e-9

// @ts-ignore: decorator
@inline
function isOutside(x: v128): bool {
  return !i64x2.all_true(f64x2.lt(f64x2.abs(x), c(LARGEST)))
}

// @ts-ignore: decorator
@inline
function rounded(sum: v128, a: v128, b: v128): v128 {
  // What a - b loses in rounding (Knuth).
  const part = sub(sum, a)
  return sub(sub(a, sub(sum, part)), add(b, part))
}

// @ts-ignore: decorator
@inline
function sine(x: v128, y: v128): v128 {
  const z = mul(x, x), w = mul(z, z), v = mul(z, x)
  let r = mul(z, step(c(2.75573137070700676789e-6), z, -1.98412698298579493134e-4))
  r = add(add(r, c(8.33333333332248946124e-3)), mul(mul(z, w), step(c(1.58969099521155010221e-10), z, -2.50507602534068634195e-8)))
  const inner = sub(mul(z, sub(mul(c(0.5), y), mul(v, r))), y)
  return sub(x, sub(inner, mul(v, c(-1.66666666666666324348e-1))))
}

// @ts-ignore: decorator
@inline
function cosine(x: v128, y: v128): v128 {
  const z = mul(x, x), w = mul(z, z)
  const low = mul(z, step(step(c(2.48015872894767294178e-5), z, -1.38888888888741095749e-3), z, 4.16666666666666019037e-2))
  const high = mul(mul(w, w), step(step(c(-1.13596475577881948265e-11), z, 2.08757232129817482790e-9), z, -2.75573143513906633035e-7))
  const half = mul(c(0.5), z), one = sub(c(1.0), half)
  return add(one, add(sub(sub(c(1.0), one), half), sub(mul(z, add(low, high)), mul(x, y))))
}

/** part 0: sin, 1: cos, 2: tan. */
// @ts-ignore: decorator
@inline
function reduced(x: v128, part: i32): v128 {
  const k = f64x2.nearest(mul(x, c(0.63661977236758134308)))
  const quarter = i64x2.add(add(k, c(MAGIC)), i64x2.splat(part == 1 ? 1 : 0))
  const a = sub(x, mul(k, c(1.57079632673412561417)))
  const second = mul(k, c(6.07710050630396597660e-11)), t = sub(a, second)
  const third = mul(k, c(2.02226624871116645580e-21)), u = sub(t, third)
  const low = sub(add(rounded(t, a, second), rounded(u, t, third)), mul(k, c(8.47842766036889956997e-32)))
  const y = add(u, low), rest = add(sub(u, y), low)
  const s = sine(y, rest), e = cosine(y, rest)
  const odd = i64x2.neg(v128.and(quarter, i64x2.splat(1)))
  const tiny = f64x2.lt(f64x2.abs(x), c(SMALLEST))
  if (part == 2) {
    // tan(y + pi/2) = -1/tan(y).
    const value = div(choose(odd, e, s), choose(odd, s, e))
    return choose(tiny, x, v128.xor(value, v128.and(odd, c(-0.0))))
  }
  const value = choose(odd, e, s)
  const signed = v128.xor(value, i64x2.shl(v128.and(quarter, i64x2.splat(2)), 62))
  return part == 0 ? choose(tiny, x, signed) : signed
}

export function sinPair(x: v128): v128 {
  if (isOutside(x)) return f64x2(NativeMath.sin(f64x2.extract_lane(x, 0)), NativeMath.sin(f64x2.extract_lane(x, 1)))
  return reduced(x, 0)
}

export function cosPair(x: v128): v128 {
  if (isOutside(x)) return f64x2(NativeMath.cos(f64x2.extract_lane(x, 0)), NativeMath.cos(f64x2.extract_lane(x, 1)))
  return reduced(x, 1)
}

export function tanPair(x: v128): v128 {
  if (isOutside(x)) return f64x2(NativeMath.tan(f64x2.extract_lane(x, 0)), NativeMath.tan(f64x2.extract_lane(x, 1)))
  return reduced(x, 2)
}
