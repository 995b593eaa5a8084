// Many tridiagonal systems, each with a matrix of its own, two a register: value i of system s at i·systems + s in every array.

import { LEAST_PIVOT } from './dense-pivot'

/**
 * Solves in place of the right sides by Thomas's algorithm; the matrices stay. `scratch`: n·systems float64.
 * Returns 0, or 1 + i where some system's pivot of row i is zero or not finite.
 */
export function solveTridiagonalEach(
  below: usize, diagonal: usize, above: usize, n: i32, systems: i32, rightSides: usize, scratch: usize,
): i32 {
  const row = <usize>systems << 3, even = row & ~15
  const least = f64x2.splat(LEAST_PIVOT), most = f64x2.splat(f64.MAX_VALUE)
  for (let i = 0, at: usize = 0; i < n; i++, at += row) {
    let usable = i64x2.splat(-1)
    for (let o = at; o < at + even; o += 16) {
      let pivot = v128.load(diagonal + o), d = v128.load(rightSides + o)
      if (i > 0) {
        const l = v128.load(below + o)
        pivot = f64x2.sub(pivot, f64x2.mul(l, v128.load(scratch + o - row)))
        d = f64x2.sub(d, f64x2.mul(l, v128.load(rightSides + o - row)))
      }
      const size = f64x2.abs(pivot)
      usable = v128.and(usable, v128.and(f64x2.ge(size, least), f64x2.le(size, most)))
      const inverse = f64x2.div(f64x2.splat(1), pivot)
      v128.store(scratch + o, f64x2.mul(v128.load(above + o), inverse))
      v128.store(rightSides + o, f64x2.mul(d, inverse))
    }
    if (!i64x2.all_true(usable)) return i + 1
    if (even < row) {
      const o = at + even
      let pivot = load<f64>(diagonal + o), d = load<f64>(rightSides + o)
      if (i > 0) {
        const l = load<f64>(below + o)
        pivot -= l * load<f64>(scratch + o - row)
        d -= l * load<f64>(rightSides + o - row)
      }
      if (!(abs(pivot) >= LEAST_PIVOT && abs(pivot) <= f64.MAX_VALUE)) return i + 1
      const inverse = 1.0 / pivot
      store<f64>(scratch + o, load<f64>(above + o) * inverse)
      store<f64>(rightSides + o, d * inverse)
    }
  }
  for (let at = <isize>(n - 2) * <isize>row; at >= 0; at -= <isize>row) {
    let o: usize = at
    const end: usize = at + row
    for (; o + 8 < end; o += 16)
      v128.store(rightSides + o, f64x2.sub(v128.load(rightSides + o), f64x2.mul(v128.load(scratch + o), v128.load(rightSides + o + row))))
    if (o < end) store<f64>(rightSides + o, load<f64>(rightSides + o) - load<f64>(scratch + o) * load<f64>(rightSides + o + row))
  }
  return 0
}
