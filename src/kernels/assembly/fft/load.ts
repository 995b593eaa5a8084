// From arrays to the scratch memory: element j of a line lies `offsets[j]` bytes behind its beginning. Complex lines come two at
// a time (`second`: bytes from one to the other); real lines four at a time, as two complex ones: line 0 + i·line 1 in lane 0,
// line 2 + i·line 3 in lane 1. `next`: bytes from one unit to the next. `first…4` are the first stage of radix 4 as well.
import { ELEMENT, gather, imaginaryParts, offset, put, putTwisted, realParts } from './complex'

/** A radix 4 butterfly of four complex numbers, to the scratch memory at x, x + step, …, with the factors at w. */
@inline export function firstButterfly4(
  ar: v128, ai: v128, br: v128, bi: v128, cr: v128, ci: v128, dr: v128, di: v128, x: usize, step: usize, w: usize,
): void {
  const sr = f64x2.add(ar, cr)
  const si = f64x2.add(ai, ci)
  const tr = f64x2.sub(ar, cr)
  const ti = f64x2.sub(ai, ci)
  const ur = f64x2.add(br, dr)
  const ui = f64x2.add(bi, di)
  const vr = f64x2.sub(br, dr)
  const vi = f64x2.sub(bi, di)
  put(x, f64x2.add(sr, ur), f64x2.add(si, ui))
  putTwisted(x + step, f64x2.add(tr, vi), f64x2.sub(ti, vr), w)
  putTwisted(x + 2 * step, f64x2.sub(sr, ur), f64x2.sub(si, ui), w + 16)
  putTwisted(x + 3 * step, f64x2.sub(tr, vi), f64x2.add(ti, vr), w + 32)
}

export function firstComplex4(
  source: usize, offsets: usize, second: usize, next: usize, scratch: usize, m: i32, units: i32, twiddles: usize,
): void {
  const step = <usize>m * <usize>units * ELEMENT
  let x = scratch
  let w = twiddles
  for (let j = 0; j < m; j++, w += 48) {
    let s0 = source + offset(offsets, j)
    let s1 = source + offset(offsets, j + m)
    let s2 = source + offset(offsets, j + 2 * m)
    let s3 = source + offset(offsets, j + 3 * m)
    for (const end = x + <usize>units * ELEMENT; x < end; x += ELEMENT) {
      const a = v128.load(s0)
      const b = v128.load(s0 + second)
      const c = v128.load(s1)
      const d = v128.load(s1 + second)
      const e = v128.load(s2)
      const f = v128.load(s2 + second)
      const g = v128.load(s3)
      const h = v128.load(s3 + second)
      firstButterfly4(
        realParts(a, b), imaginaryParts(a, b), realParts(c, d), imaginaryParts(c, d),
        realParts(e, f), imaginaryParts(e, f), realParts(g, h), imaginaryParts(g, h), x, step, w,
      )
      s0 += next
      s1 += next
      s2 += next
      s3 += next
    }
  }
}

export function firstReal4(
  source: usize, offsets: usize, o1: usize, o2: usize, o3: usize, next: usize, scratch: usize, m: i32, units: i32, twiddles: usize,
): void {
  const step = <usize>m * <usize>units * ELEMENT
  let x = scratch
  let w = twiddles
  for (let j = 0; j < m; j++, w += 48) {
    let s0 = source + offset(offsets, j)
    let s1 = source + offset(offsets, j + m)
    let s2 = source + offset(offsets, j + 2 * m)
    let s3 = source + offset(offsets, j + 3 * m)
    for (const end = x + <usize>units * ELEMENT; x < end; x += ELEMENT) {
      firstButterfly4(
        gather(s0, s0 + o2), gather(s0 + o1, s0 + o3), gather(s1, s1 + o2), gather(s1 + o1, s1 + o3),
        gather(s2, s2 + o2), gather(s2 + o1, s2 + o3), gather(s3, s3 + o2), gather(s3 + o1, s3 + o3), x, step, w,
      )
      s0 += next
      s1 += next
      s2 += next
      s3 += next
    }
  }
}

export function packComplex(
  source: usize, offsets: usize, second: usize, next: usize, scratch: usize, n: i32, units: i32,
): void {
  let x = scratch
  for (let j = 0; j < n; j++) {
    let s = source + offset(offsets, j)
    for (const end = x + <usize>units * ELEMENT; x < end; x += ELEMENT) {
      const a = v128.load(s)
      const b = v128.load(s + second)
      put(x, realParts(a, b), imaginaryParts(a, b))
      s += next
    }
  }
}

/**
 * Real lines, element j times weights[j] (a sign, or 0 where a line is continued by zeros; 0 for `weights`: no weights).
 * `turned`: times i.
 */
export function packReal(
  source: usize, offsets: usize, weights: usize, turned: i32, o1: usize, o2: usize, o3: usize, next: usize, scratch: usize, n: i32, units: i32,
): void {
  let x = scratch
  for (let j = 0; j < n; j++) {
    let s = source + offset(offsets, j)
    const weight = f64x2.splat(weights ? load<f64>(weights + (<usize>j << 3)) : 1.0)
    for (const end = x + <usize>units * ELEMENT; x < end; x += ELEMENT) {
      const a = f64x2.mul(weight, gather(s, s + o2))
      const b = f64x2.mul(weight, gather(s + o1, s + o3))
      if (turned) put(x, f64x2.neg(b), a)
      else put(x, a, b)
      s += next
    }
  }
}
