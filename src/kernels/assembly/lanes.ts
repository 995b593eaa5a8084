// Pairs of float64 in v128 registers.

@inline export function cell(array: usize, i: i32): usize {
  return array + (<usize>(<isize>i * 8))
}

@inline export function pair(a: f64): v128 {
  return f64x2.splat(a)
}

@inline export function lanes(array: usize, i: i32): v128 {
  return v128.load(cell(array, i))
}

/** a·b + c, rounded once where the build has fused multiply–add, else twice. */
@inline export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c)
  return f64x2.add(f64x2.mul(a, b), c)
}

/** c − a·b, rounded once where the build has fused multiply–add, else twice. */
@inline export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(a, b, c)
  return f64x2.sub(c, f64x2.mul(a, b))
}
