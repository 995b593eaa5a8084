// The natural logarithm of pairs after fdlibm's e_log.c (Sun Microsystems, 1993, freely redistributable), without its branches.

import { add, c, choose, div, mul, step, sub } from './pairs'

export function logPair(x: v128): v128 {
  // Subnormal numbers are scaled up first.
  const tiny = f64x2.lt(x, c(2.2250738585072014e-308))
  const bits = choose(tiny, mul(x, c(18014398509481984.0)), x)
  // The significand goes to [sqrt(1/2), sqrt(2)), the rest into k.
  const moved = i64x2.add(bits, i64x2.splat(0x0009_5f62_0000_0000))
  const k = sub(sub(v128.or(i64x2.shr_u(moved, 52), i64x2.splat(0x4330000000000000)), c(4503599627370496.0 + 1023.0)), v128.and(tiny, c(54.0)))
  const m = i64x2.add(v128.and(moved, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3fe6a09e00000000))
  const f = sub(m, c(1.0)), half = mul(c(0.5), mul(f, f))
  const s = div(f, add(f, c(2.0))), z = mul(s, s), w = mul(z, z)
  const even = mul(w, step(step(c(1.531383769920937332e-1), w, 2.222219843214978396e-1), w, 3.999999999940941908e-1))
  const odd = mul(z, step(step(step(c(1.479819860511658591e-1), w, 1.818357216161805012e-1), w, 2.857142874366239149e-1), w, 6.666666666666735130e-1))
  const tail = add(mul(s, add(half, add(even, odd))), mul(k, c(1.90821492927058770002e-10)))
  const y = add(mul(k, c(6.93147180369123816490e-1)), sub(f, sub(half, tail)))
  const inside = v128.and(f64x2.gt(x, c(0.0)), f64x2.lt(x, c(Infinity)))
  const beyond = choose(f64x2.eq(x, c(0.0)), c(-Infinity), choose(f64x2.lt(x, c(0.0)), c(NaN), x))
  return choose(inside, y, beyond)
}
