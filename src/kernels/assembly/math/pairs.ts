// Arithmetic on pairs of float64 and the pieces of elementary functions, all without branches.

@inline export function c(value: f64): v128 { return f64x2.splat(value) }
@inline export function add(a: v128, b: v128): v128 { return f64x2.add(a, b) }
@inline export function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b) }
@inline export function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b) }
@inline export function div(a: v128, b: v128): v128 { return f64x2.div(a, b) }
/** p x + q: a step of Horner's scheme. */
@inline export function step(p: v128, x: v128, q: f64): v128 { return f64x2.add(f64x2.mul(p, x), f64x2.splat(q)) }
/** `a` where the mask is set, else `b`. */
@inline export function choose(mask: v128, a: v128, b: v128): v128 { return v128.bitselect(a, b, mask) }
@inline export function signBits(): v128 { return f64x2.splat(-0.0) }
@inline export function withSignOf(size: v128, x: v128): v128 { return v128.bitselect(x, size, signBits()) }
/** The number's upper 21 significant bits. */
@inline export function head(x: v128): v128 { return v128.and(x, i64x2.splat(0xffffffff00000000)) }

/** Adding it leaves a whole number in the low bits of the significand: 2^52 + 2^51. */
export const MAGIC: f64 = 6755399441055744.0

/** 2^k for whole k from -1022 to 1023. */
@inline export function powerOfTwo(k: v128): v128 {
  return i64x2.add(i64x2.shl(f64x2.add(k, f64x2.splat(MAGIC)), 52), i64x2.splat(0x3ff0000000000000))
}
