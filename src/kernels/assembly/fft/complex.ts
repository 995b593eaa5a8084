// Complex numbers across vectors: an element of the scratch memory is two vectors, real parts and imaginary parts of two
// neighbouring lines, 32 bytes. A twiddle factor is the same for both lanes: one splat load a part.
import { madd, nmadd } from '../lanes'

/** Bytes of an element: two lines. */
export const ELEMENT: usize = 32

@inline export function splat(pointer: usize): v128 {
  return v128.load64_splat(pointer)
}

/** Stores an element. */
@inline export function put(at: usize, re: v128, im: v128): void {
  v128.store(at, re)
  v128.store(at, im, 16)
}

/** Stores an element times the twiddle factor at `w`. */
@inline export function putTwisted(at: usize, re: v128, im: v128, w: usize): void {
  const wr = splat(w)
  const wi = splat(w + 8)
  v128.store(at, nmadd(im, wi, f64x2.mul(re, wr)))
  v128.store(at, madd(re, wi, f64x2.mul(im, wr)), 16)
}

/** Lane 0 and 1 of two interleaved complex numbers as a vector of real parts. */
@inline export function realParts(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2)
}

/** Lane 0 and 1 of two interleaved complex numbers as a vector of imaginary parts; also what `realParts` undoes. */
@inline export function imaginaryParts(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3)
}

/** One number of each of two lines. */
@inline export function gather(first: usize, second: usize): v128 {
  return v128.load64_lane(second, v128.load64_zero(first), 1)
}

/** One number to each of two lines. */
@inline export function scatter(first: usize, second: usize, value: v128): void {
  v128.store64_lane(first, value, 0)
  v128.store64_lane(second, value, 1)
}

/** Byte offset number i of a table of int32. */
@inline export function offset(table: usize, i: i32): usize {
  return <usize>load<i32>(table + (<usize>i << 2))
}
