// From the scratch memory to arrays. The stages leave frequencies in a permuted order; `offsets` says where the element at each
// position belongs, so nothing is ever sorted: the inverse transform is the forward one with offsets of −k. Lines as in load.ts.
import { madd, nmadd, pair } from '../lanes'
import { ELEMENT, imaginaryParts, offset, realParts, scatter } from './complex'

@inline function saveComplex(at: usize, second: usize, re: v128, im: v128): void {
  v128.store(at, realParts(re, im))
  v128.store(at + second, imaginaryParts(re, im))
}

/** The last stage of radix 4 and the way out. */
export function lastComplex4(
  scratch: usize, blocks: i32, units: i32, target: usize, offsets: usize, second: usize, next: usize,
): void {
  const step = <usize>units * ELEMENT
  let x = scratch
  for (let b = 0; b < blocks; b++, x += 3 * step) {
    let t0 = target + offset(offsets, 4 * b)
    let t1 = target + offset(offsets, 4 * b + 1)
    let t2 = target + offset(offsets, 4 * b + 2)
    let t3 = target + offset(offsets, 4 * b + 3)
    for (const end = x + step; x < end; x += ELEMENT) {
      const x1 = x + step
      const x2 = x1 + step
      const x3 = x2 + step
      const ar = f64x2.add(v128.load(x), v128.load(x2))
      const ai = f64x2.add(v128.load(x, 16), v128.load(x2, 16))
      const br = f64x2.sub(v128.load(x), v128.load(x2))
      const bi = f64x2.sub(v128.load(x, 16), v128.load(x2, 16))
      const cr = f64x2.add(v128.load(x1), v128.load(x3))
      const ci = f64x2.add(v128.load(x1, 16), v128.load(x3, 16))
      const dr = f64x2.sub(v128.load(x1), v128.load(x3))
      const di = f64x2.sub(v128.load(x1, 16), v128.load(x3, 16))
      saveComplex(t0, second, f64x2.add(ar, cr), f64x2.add(ai, ci))
      saveComplex(t1, second, f64x2.add(br, di), f64x2.sub(bi, dr))
      saveComplex(t2, second, f64x2.sub(ar, cr), f64x2.sub(ai, ci))
      saveComplex(t3, second, f64x2.sub(br, di), f64x2.add(bi, dr))
      t0 += next
      t1 += next
      t2 += next
      t3 += next
    }
  }
}

/** The same with a factor: the 1/N of the inverse transform. */
export function lastScaled4(
  scratch: usize, blocks: i32, units: i32, target: usize, offsets: usize, second: usize, next: usize, scale: f64,
): void {
  const step = <usize>units * ELEMENT
  const f = pair(scale)
  let x = scratch
  for (let b = 0; b < blocks; b++, x += 3 * step) {
    let t0 = target + offset(offsets, 4 * b)
    let t1 = target + offset(offsets, 4 * b + 1)
    let t2 = target + offset(offsets, 4 * b + 2)
    let t3 = target + offset(offsets, 4 * b + 3)
    for (const end = x + step; x < end; x += ELEMENT) {
      const x1 = x + step
      const x2 = x1 + step
      const x3 = x2 + step
      const ar = f64x2.mul(f, f64x2.add(v128.load(x), v128.load(x2)))
      const ai = f64x2.mul(f, f64x2.add(v128.load(x, 16), v128.load(x2, 16)))
      const br = f64x2.mul(f, f64x2.sub(v128.load(x), v128.load(x2)))
      const bi = f64x2.mul(f, f64x2.sub(v128.load(x, 16), v128.load(x2, 16)))
      const cr = f64x2.add(v128.load(x1), v128.load(x3))
      const ci = f64x2.add(v128.load(x1, 16), v128.load(x3, 16))
      const dr = f64x2.sub(v128.load(x1), v128.load(x3))
      const di = f64x2.sub(v128.load(x1, 16), v128.load(x3, 16))
      saveComplex(t0, second, madd(f, cr, ar), madd(f, ci, ai))
      saveComplex(t1, second, madd(f, di, br), nmadd(f, dr, bi))
      saveComplex(t2, second, nmadd(f, cr, ar), nmadd(f, ci, ai))
      saveComplex(t3, second, nmadd(f, di, br), madd(f, dr, bi))
      t0 += next
      t1 += next
      t2 += next
      t3 += next
    }
  }
}

/** The last stage of radix 4 and the way out to real lines. */
export function lastReal4(
  scratch: usize, blocks: i32, units: i32, target: usize, offsets: usize, o1: usize, o2: usize, o3: usize, next: usize, scale: f64,
): void {
  const step = <usize>units * ELEMENT
  const f = pair(scale)
  let x = scratch
  for (let b = 0; b < blocks; b++, x += 3 * step) {
    let t0 = target + offset(offsets, 4 * b)
    let t1 = target + offset(offsets, 4 * b + 1)
    let t2 = target + offset(offsets, 4 * b + 2)
    let t3 = target + offset(offsets, 4 * b + 3)
    for (const end = x + step; x < end; x += ELEMENT) {
      const x1 = x + step
      const x2 = x1 + step
      const x3 = x2 + step
      const ar = f64x2.mul(f, f64x2.add(v128.load(x), v128.load(x2)))
      const ai = f64x2.mul(f, f64x2.add(v128.load(x, 16), v128.load(x2, 16)))
      const br = f64x2.mul(f, f64x2.sub(v128.load(x), v128.load(x2)))
      const bi = f64x2.mul(f, f64x2.sub(v128.load(x, 16), v128.load(x2, 16)))
      const cr = f64x2.add(v128.load(x1), v128.load(x3))
      const ci = f64x2.add(v128.load(x1, 16), v128.load(x3, 16))
      const dr = f64x2.sub(v128.load(x1), v128.load(x3))
      const di = f64x2.sub(v128.load(x1, 16), v128.load(x3, 16))
      scatter(t0, t0 + o2, madd(f, cr, ar))
      scatter(t0 + o1, t0 + o3, madd(f, ci, ai))
      scatter(t1, t1 + o2, madd(f, di, br))
      scatter(t1 + o1, t1 + o3, nmadd(f, dr, bi))
      scatter(t2, t2 + o2, nmadd(f, cr, ar))
      scatter(t2 + o1, t2 + o3, nmadd(f, ci, ai))
      scatter(t3, t3 + o2, nmadd(f, di, br))
      scatter(t3 + o1, t3 + o3, madd(f, dr, bi))
      t0 += next
      t1 += next
      t2 += next
      t3 += next
    }
  }
}

export function unpackComplex(
  scratch: usize, n: i32, units: i32, target: usize, offsets: usize, second: usize, next: usize, scale: f64,
): void {
  const f = pair(scale)
  let x = scratch
  for (let s = 0; s < n; s++) {
    let t = target + offset(offsets, s)
    for (const end = x + <usize>units * ELEMENT; x < end; x += ELEMENT) {
      saveComplex(t, second, f64x2.mul(f, v128.load(x)), f64x2.mul(f, v128.load(x, 16)))
      t += next
    }
  }
}

/**
 * Out between the two passes of a long line: times factors that differ from lane to lane. Their rows (natural frequency) are
 * `factorRow` bytes apart, `positions` finds frequency k in the scratch memory; sign −1 conjugates the factors.
 */
export function unpackTwisted(
  scratch: usize, n: i32, units: i32, target: usize, positions: usize, stride: usize, second: usize, next: usize,
  factors: usize, factorRow: usize, sign: f64,
): void {
  const row = <usize>units * ELEMENT
  const f = pair(sign)
  for (let k = 0; k < n; k++) {
    let x = scratch + offset(positions, k) * row
    let t = target + <usize>k * stride
    let w = factors + <usize>k * factorRow
    for (const end = x + row; x < end; x += ELEMENT) {
      const xr = v128.load(x)
      const xi = v128.load(x, 16)
      const wr = v128.load(w)
      const wi = f64x2.mul(f, v128.load(w, 16))
      saveComplex(t, second, nmadd(xi, wi, f64x2.mul(xr, wr)), madd(xr, wi, f64x2.mul(xi, wr)))
      t += next
      w += ELEMENT
    }
  }
}

/** Real lines, element k times weights[k]; `positions` finds it in the scratch memory, where absent it is position k. */
export function unpackReal(
  scratch: usize, n: i32, units: i32, target: usize, positions: usize, offsets: usize, weights: usize, scale: f64,
  o1: usize, o2: usize, o3: usize, next: usize,
): void {
  const row = <usize>units * ELEMENT
  for (let k = 0; k < n; k++) {
    let x = scratch + (positions ? offset(positions, k) : <usize>k) * row
    let t = target + offset(offsets, k)
    const f = pair(weights ? scale * load<f64>(weights + (<usize>k << 3)) : scale)
    for (const end = x + row; x < end; x += ELEMENT) {
      scatter(t, t + o2, f64x2.mul(f, v128.load(x)))
      scatter(t + o1, t + o3, f64x2.mul(f, v128.load(x, 16)))
      t += next
    }
  }
}
