// Stages in the scratch memory, in place: decimation in frequency. A stage of radix r splits each block of r·m elements into r
// blocks of m: y_q[j] = w^{qj} Σ_p x[j + p m] e^{−2πi pq/r}, w = e^{−2πi/(r m)}. `units` elements lie side by side, so
// neighbouring lines share a twiddle factor. Factors of one j lie together: (r − 1) complex numbers.
import { madd, nmadd, pair } from '../lanes'
import { ELEMENT, put, putTwisted } from './complex'

export function stage2(scratch: usize, blocks: i32, m: i32, units: i32, twiddles: usize): void {
  const row = <usize>units * ELEMENT
  const step = <usize>m * row
  let x = scratch
  for (let b = 0; b < blocks; b++, x += step) {
    let w = twiddles
    for (let j = 0; j < m; j++, w += 16) {
      for (const end = x + row; x < end; x += ELEMENT) {
        const y = x + step
        const ar = v128.load(x)
        const ai = v128.load(x, 16)
        const br = v128.load(y)
        const bi = v128.load(y, 16)
        put(x, f64x2.add(ar, br), f64x2.add(ai, bi))
        putTwisted(y, f64x2.sub(ar, br), f64x2.sub(ai, bi), w)
      }
    }
  }
}

export function stage3(scratch: usize, blocks: i32, m: i32, units: i32, twiddles: usize): void {
  const row = <usize>units * ELEMENT
  const step = <usize>m * row
  const half = pair(0.5)
  const sine = pair(0.8660254037844386)
  let x = scratch
  for (let b = 0; b < blocks; b++, x += 2 * step) {
    let w = twiddles
    for (let j = 0; j < m; j++, w += 32) {
      for (const end = x + row; x < end; x += ELEMENT) {
        const y = x + step
        const z = y + step
        const ar = v128.load(x)
        const ai = v128.load(x, 16)
        const br = v128.load(y)
        const bi = v128.load(y, 16)
        const cr = v128.load(z)
        const ci = v128.load(z, 16)
        const sr = f64x2.add(br, cr)
        const si = f64x2.add(bi, ci)
        const dr = f64x2.mul(sine, f64x2.sub(br, cr))
        const di = f64x2.mul(sine, f64x2.sub(bi, ci))
        put(x, f64x2.add(ar, sr), f64x2.add(ai, si))
        const er = nmadd(half, sr, ar)
        const ei = nmadd(half, si, ai)
        putTwisted(y, f64x2.add(er, di), f64x2.sub(ei, dr), w)
        putTwisted(z, f64x2.sub(er, di), f64x2.add(ei, dr), w + 16)
      }
    }
  }
}

export function stage4(scratch: usize, blocks: i32, m: i32, units: i32, twiddles: usize): void {
  const row = <usize>units * ELEMENT
  const step = <usize>m * row
  let x = scratch
  for (let b = 0; b < blocks; b++, x += 3 * step) {
    let w = twiddles
    for (let j = 0; j < m; j++, w += 48) {
      for (const end = x + row; x < end; x += ELEMENT) {
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
        put(x, f64x2.add(ar, cr), f64x2.add(ai, ci))
        putTwisted(x1, f64x2.add(br, di), f64x2.sub(bi, dr), w)
        putTwisted(x2, f64x2.sub(ar, cr), f64x2.sub(ai, ci), w + 16)
        putTwisted(x3, f64x2.sub(br, di), f64x2.add(bi, dr), w + 32)
      }
    }
  }
}

/** The last stage of radix 4: m = 1, no factors. */
export function lastStage4(scratch: usize, blocks: i32, units: i32): void {
  const step = <usize>units * ELEMENT
  let x = scratch
  for (let b = 0; b < blocks; b++, x += 3 * step) {
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
      put(x, f64x2.add(ar, cr), f64x2.add(ai, ci))
      put(x1, f64x2.add(br, di), f64x2.sub(bi, dr))
      put(x2, f64x2.sub(ar, cr), f64x2.sub(ai, ci))
      put(x3, f64x2.sub(br, di), f64x2.add(bi, dr))
    }
  }
}

export function stage5(scratch: usize, blocks: i32, m: i32, units: i32, twiddles: usize): void {
  const row = <usize>units * ELEMENT
  const step = <usize>m * row
  // cos and sin of 2π/5 and 4π/5.
  const c1 = pair(0.30901699437494745)
  const c2 = pair(-0.8090169943749475)
  const s1 = pair(0.9510565162951535)
  const s2 = pair(0.5877852522924731)
  let x = scratch
  for (let b = 0; b < blocks; b++, x += 4 * step) {
    let w = twiddles
    for (let j = 0; j < m; j++, w += 64) {
      for (const end = x + row; x < end; x += ELEMENT) {
        const x1 = x + step
        const x2 = x1 + step
        const x3 = x2 + step
        const x4 = x3 + step
        const ar = v128.load(x)
        const ai = v128.load(x, 16)
        const pr = f64x2.add(v128.load(x1), v128.load(x4))
        const pi = f64x2.add(v128.load(x1, 16), v128.load(x4, 16))
        const qr = f64x2.sub(v128.load(x1), v128.load(x4))
        const qi = f64x2.sub(v128.load(x1, 16), v128.load(x4, 16))
        const rr = f64x2.add(v128.load(x2), v128.load(x3))
        const ri = f64x2.add(v128.load(x2, 16), v128.load(x3, 16))
        const tr = f64x2.sub(v128.load(x2), v128.load(x3))
        const ti = f64x2.sub(v128.load(x2, 16), v128.load(x3, 16))
        put(x, f64x2.add(ar, f64x2.add(pr, rr)), f64x2.add(ai, f64x2.add(pi, ri)))
        const er = madd(c2, rr, madd(c1, pr, ar))
        const ei = madd(c2, ri, madd(c1, pi, ai))
        const gr = madd(s2, tr, f64x2.mul(s1, qr))
        const gi = madd(s2, ti, f64x2.mul(s1, qi))
        putTwisted(x1, f64x2.add(er, gi), f64x2.sub(ei, gr), w)
        putTwisted(x4, f64x2.sub(er, gi), f64x2.add(ei, gr), w + 48)
        const hr = madd(c1, rr, madd(c2, pr, ar))
        const hi = madd(c1, ri, madd(c2, pi, ai))
        const kr = nmadd(s1, tr, f64x2.mul(s2, qr))
        const ki = nmadd(s1, ti, f64x2.mul(s2, qi))
        putTwisted(x2, f64x2.add(hr, ki), f64x2.sub(hi, kr), w + 16)
        putTwisted(x3, f64x2.sub(hr, ki), f64x2.add(hi, kr), w + 32)
      }
    }
  }
}

/** Radix 8: for lengths with an odd power of two, instead of a stage of radix 2 and one of radix 4. */
export function stage8(scratch: usize, blocks: i32, m: i32, units: i32, twiddles: usize): void {
  const row = <usize>units * ELEMENT
  const step = <usize>m * row
  const root = pair(0.7071067811865476)
  let x = scratch
  for (let b = 0; b < blocks; b++, x += 7 * step) {
    let w = twiddles
    for (let j = 0; j < m; j++, w += 112) {
      for (const end = x + row; x < end; x += ELEMENT) {
        const x1 = x + step
        const x2 = x1 + step
        const x3 = x2 + step
        const x4 = x3 + step
        const x5 = x4 + step
        const x6 = x5 + step
        const x7 = x6 + step
        // Odd differences first: they are turned by multiples of an eighth.
        const ar = f64x2.sub(v128.load(x), v128.load(x4))
        const ai = f64x2.sub(v128.load(x, 16), v128.load(x4, 16))
        const cr = f64x2.sub(v128.load(x2), v128.load(x6))
        const ci = f64x2.sub(v128.load(x2, 16), v128.load(x6, 16))
        const br = f64x2.sub(v128.load(x1), v128.load(x5))
        const bi = f64x2.sub(v128.load(x1, 16), v128.load(x5, 16))
        const dr = f64x2.sub(v128.load(x3), v128.load(x7))
        const di = f64x2.sub(v128.load(x3, 16), v128.load(x7, 16))
        // And the even sums.
        const pr = f64x2.add(v128.load(x), v128.load(x4))
        const pi = f64x2.add(v128.load(x, 16), v128.load(x4, 16))
        const rr = f64x2.add(v128.load(x2), v128.load(x6))
        const ri = f64x2.add(v128.load(x2, 16), v128.load(x6, 16))
        const qr = f64x2.add(v128.load(x1), v128.load(x5))
        const qi = f64x2.add(v128.load(x1, 16), v128.load(x5, 16))
        const sr = f64x2.add(v128.load(x3), v128.load(x7))
        const si = f64x2.add(v128.load(x3, 16), v128.load(x7, 16))
        const er = f64x2.add(pr, rr)
        const ei = f64x2.add(pi, ri)
        const fr = f64x2.add(qr, sr)
        const fi = f64x2.add(qi, si)
        put(x, f64x2.add(er, fr), f64x2.add(ei, fi))
        putTwisted(x4, f64x2.sub(er, fr), f64x2.sub(ei, fi), w + 48)
        const gr = f64x2.sub(pr, rr)
        const gi = f64x2.sub(pi, ri)
        const hr = f64x2.sub(qr, sr)
        const hi = f64x2.sub(qi, si)
        putTwisted(x2, f64x2.add(gr, hi), f64x2.sub(gi, hr), w + 16)
        putTwisted(x6, f64x2.sub(gr, hi), f64x2.add(gi, hr), w + 80)
        // (a − ic) ± e^{−iπ/4}(b − id), (a + ic) ± e^{−3iπ/4}(b + id); e^{−iπ/4}(b − id) = √½ ((u + v) + i(v − u)).
        const ur = f64x2.add(br, di)
        const ui = f64x2.sub(bi, dr)
        const tr = f64x2.mul(root, f64x2.add(ur, ui))
        const ti = f64x2.mul(root, f64x2.sub(ui, ur))
        const kr = f64x2.add(ar, ci)
        const ki = f64x2.sub(ai, cr)
        putTwisted(x1, f64x2.add(kr, tr), f64x2.add(ki, ti), w)
        putTwisted(x5, f64x2.sub(kr, tr), f64x2.sub(ki, ti), w + 64)
        const vr = f64x2.sub(br, di)
        const vi = f64x2.add(bi, dr)
        const yr = f64x2.mul(root, f64x2.sub(vi, vr))
        const yi = f64x2.mul(root, f64x2.add(vr, vi))
        const lr = f64x2.sub(ar, ci)
        const li = f64x2.add(ai, cr)
        putTwisted(x3, f64x2.add(lr, yr), f64x2.sub(li, yi), w + 32)
        putTwisted(x7, f64x2.sub(lr, yr), f64x2.add(li, yi), w + 96)
      }
    }
  }
}
