// asin, acos, atan and atan2 of pairs after fdlibm (Sun Microsystems, 1993, freely redistributable): its intervals become selections.

import { add, c, choose, div, head, mul, step, sub, withSignOf } from './pairs'

const HALF_PI: f64 = 1.57079632679489655800
const HALF_PI_LOW: f64 = 6.12323399573676603587e-17

/** (asin(x) - x)/x for z = x^2 <= 1/4. */
// @ts-ignore: decorator
@inline
function arcRatio(z: v128): v128 {
  let p = step(c(3.47933107596021167570e-5), z, 7.91534994289814532176e-4)
  p = step(p, z, -4.00555345006794114027e-2)
  p = step(p, z, 2.01212532134862925881e-1)
  p = step(p, z, -3.25565818622400915405e-1)
  p = mul(z, step(p, z, 1.66666666666666657415e-1))
  let q = step(c(7.70381505559019352791e-2), z, -6.88283971605453293030e-1)
  q = step(q, z, 2.02094576023350569471)
  q = step(q, z, -2.40339491173441421878)
  return div(p, step(q, z, 1.0))
}

export function asinPair(x: v128): v128 {
  const size = f64x2.abs(x), small = f64x2.lt(size, c(0.5))
  const z = choose(small, mul(x, x), sub(c(0.5), mul(c(0.5), size)))
  const s = f64x2.sqrt(z), r = arcRatio(z), f = head(s)
  // z = 0 where |x| = 1: the quotient is 0/0 there.
  const low = choose(f64x2.eq(s, c(0.0)), c(0.0), div(sub(z, mul(f, f)), add(s, f)))
  const inner = sub(sub(mul(mul(c(2.0), s), r), sub(c(HALF_PI_LOW), mul(c(2.0), low))), sub(c(0.5 * HALF_PI), mul(c(2.0), f)))
  const large = withSignOf(sub(c(0.5 * HALF_PI), inner), x)
  return choose(small, add(x, mul(x, r)), choose(f64x2.le(size, c(1.0)), large, c(NaN)))
}

export function acosPair(x: v128): v128 {
  const size = f64x2.abs(x), small = f64x2.lt(size, c(0.5))
  const z = choose(small, mul(x, x), sub(c(0.5), mul(c(0.5), size)))
  const s = f64x2.sqrt(z), r = arcRatio(z), f = head(s)
  const low = choose(f64x2.eq(s, c(0.0)), c(0.0), div(sub(z, mul(f, f)), add(s, f)))
  const positive = mul(c(2.0), add(f, add(mul(r, s), low)))
  const negative = mul(c(2.0), sub(c(HALF_PI), add(s, sub(mul(r, s), c(HALF_PI_LOW)))))
  const middle = sub(c(HALF_PI), sub(x, sub(c(HALF_PI_LOW), mul(x, r))))
  const large = choose(f64x2.lt(x, c(0.0)), negative, positive)
  return choose(small, middle, choose(f64x2.le(size, c(1.0)), large, c(NaN)))
}

/** atan of |x|: (p |x| - q)/(r + s |x|) brings it near zero, about one of 1/2, 1, 3/2, infinity. */
// @ts-ignore: decorator
@inline
function arcTangent(size: v128): v128 {
  const first = f64x2.ge(size, c(0.4375)), second = f64x2.ge(size, c(0.6875))
  const third = f64x2.ge(size, c(1.1875)), fourth = f64x2.ge(size, c(2.4375))
  // An infinite number times 0 would be NaN.
  const limited = f64x2.pmin(size, c(1e300))
  const p = choose(fourth, c(0.0), choose(second, c(1.0), choose(first, c(2.0), c(1.0))))
  const q = choose(third, choose(fourth, c(1.0), c(1.5)), v128.and(first, c(1.0)))
  const r = choose(second, choose(fourth, c(0.0), c(1.0)), choose(first, c(2.0), c(1.0)))
  const s = choose(third, choose(fourth, c(1.0), c(1.5)), v128.and(first, c(1.0)))
  const high = choose(third, choose(fourth, c(HALF_PI), c(9.82793723247329054082e-1)), choose(second, c(7.85398163397448278999e-1), v128.and(first, c(4.63647609000806093515e-1))))
  const low = choose(third, choose(fourth, c(HALF_PI_LOW), c(1.39033110312309984516e-17)), choose(second, c(3.06161699786838301793e-17), v128.and(first, c(2.26987774529616870924e-17))))
  const x = div(sub(mul(p, limited), q), add(r, mul(s, limited)))
  const z = mul(x, x), w = mul(z, z)
  let even = step(c(1.62858201153657823623e-2), w, 4.97687799461593236017e-2)
  even = step(even, w, 6.66107313738753120669e-2)
  even = step(even, w, 9.09088713343650656196e-2)
  even = step(even, w, 1.42857142725034663711e-1)
  even = mul(z, step(even, w, 3.33333333333329318027e-1))
  let odd = step(c(-3.65315727442169155270e-2), w, -5.83357013379057348645e-2)
  odd = step(odd, w, -7.69187620504482999495e-2)
  odd = step(odd, w, -1.11111104054623557880e-1)
  odd = mul(w, step(odd, w, -1.99999999998764832476e-1))
  return sub(high, sub(sub(mul(x, add(even, odd)), low), x))
}

export function atanPair(x: v128): v128 {
  return withSignOf(choose(f64x2.eq(x, x), arcTangent(f64x2.abs(x)), x), x)
}

/** Pairs with two zeros, two infinities or a NaN go through the scalar function. */
export function atan2Pair(y: v128, x: v128): v128 {
  const ratio = f64x2.abs(div(y, x))
  if (!i64x2.all_true(f64x2.eq(ratio, ratio)))
    return f64x2(
      NativeMath.atan2(f64x2.extract_lane(y, 0), f64x2.extract_lane(x, 0)),
      NativeMath.atan2(f64x2.extract_lane(y, 1), f64x2.extract_lane(x, 1)),
    )
  const z = arcTangent(ratio)
  const left = sub(c(2.0 * HALF_PI), sub(z, c(2.0 * HALF_PI_LOW)))
  // The sign bit, not x < 0: atan2(y, -0) lies on the left.
  const negative = i64x2.lt_s(x, i64x2.splat(0))
  return withSignOf(choose(negative, left, z), y)
}
