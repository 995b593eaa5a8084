// One complex number a register: re in lane 0, im in lane 1.

/** i·x. */
@inline export function turned(x: v128): v128 {
  return v128.xor(v128.shuffle<f64>(x, x, 1, 0), i64x2(i64.MIN_VALUE, 0))
}

/** x + i·y. */
@inline export function plusTurned(x: v128, y: v128): v128 {
  return f64x2.add(x, turned(y))
}

/** x·y. */
@inline export function times(x: v128, y: v128): v128 {
  const re = v128.shuffle<f64>(x, x, 0, 0), im = v128.shuffle<f64>(x, x, 1, 1)
  return f64x2.add(f64x2.mul(re, y), f64x2.mul(im, turned(y)))
}

/** |re| + |im|: within √2 of the modulus, and without a root. */
@inline export function taxicab(at: usize): f64 {
  return abs(load<f64>(at)) + abs(load<f64>(at, 8))
}

/** 1/x without overflow on the way. R. L. Smith, Comm. ACM 5 (1962) 435. */
@inline export function inverseOf(x: v128): v128 {
  const a = f64x2.extract_lane(x, 0), b = f64x2.extract_lane(x, 1)
  if (abs(a) >= abs(b)) {
    const r = b / a, d = 1.0 / (a + b * r)
    return f64x2(d, -r * d)
  }
  const r = a / b, d = 1.0 / (a * r + b)
  return f64x2(r * d, -d)
}
