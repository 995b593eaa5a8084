// Between the spectra of real lines (n/2 + 1 complex numbers each) and the complex lines that carry two of them: Z = A + iB. Four
// real lines at a time, as in load.ts. A number k and its mirror n − k always come together; in the stages of radix 4 this
// holds for two butterflies, f and n/4 − f, so these stages are done on the way.
import { madd, nmadd, pair } from '../lanes'
import { ELEMENT, imaginaryParts, offset, put, realParts } from './complex'
import { firstButterfly4 } from './load'

/**
 * The spectra of four real lines (n/2 + 1 numbers each, `stride` bytes apart) as two complex lines of n: Z = A + iB, and
 * Z[n − k] = conj A[k] + i conj B[k]. As numpy's irfft, imaginary parts of A[0] and A[n/2] are taken as zero.
 */
export function packHermitian(
  source: usize, stride: usize, o1: usize, o2: usize, o3: usize, next: usize, scratch: usize, n: i32, units: i32,
): void {
  const row = <usize>units * ELEMENT
  for (let k = 0; k <= n - k; k++) {
    let s = source + <usize>k * stride
    let x = scratch + <usize>k * row
    let y = scratch + <usize>(n - k) * row
    const alone = k == 0 || k == n - k
    for (const end = x + row; x < end; x += ELEMENT) {
      const a0 = v128.load(s)
      const b0 = v128.load(s + o1)
      const a1 = v128.load(s + o2)
      const b1 = v128.load(s + o3)
      const ar = realParts(a0, a1)
      const br = realParts(b0, b1)
      if (alone) put(x, ar, br)
      else {
        const ai = imaginaryParts(a0, a1)
        const bi = imaginaryParts(b0, b1)
        put(x, f64x2.sub(ar, bi), f64x2.add(ai, br))
        put(y, f64x2.add(ar, bi), f64x2.sub(br, ai))
      }
      s += next
      y += ELEMENT
    }
  }
}

/** The spectra of four real lines from two complex ones: A = (Z[k] + conj Z[n − k])/2, B = (Z[k] − conj Z[n − k])/2i. */
export function unpackHermitian(
  scratch: usize, n: i32, units: i32, target: usize, positions: usize, stride: usize, o1: usize, o2: usize, o3: usize, next: usize, scale: f64,
): void {
  const row = <usize>units * ELEMENT
  const half = pair(0.5 * scale)
  for (let k = 0; k <= n - k; k++) {
    let x = scratch + offset(positions, k) * row
    let y = scratch + offset(positions, k == 0 ? 0 : n - k) * row
    let t = target + <usize>k * stride
    for (const end = x + row; x < end; x += ELEMENT) {
      const xr = f64x2.mul(half, v128.load(x))
      const xi = f64x2.mul(half, v128.load(x, 16))
      const yr = v128.load(y)
      const yi = v128.load(y, 16)
      const ar = madd(half, yr, xr)
      const ai = nmadd(half, yi, xi)
      const br = madd(half, yi, xi)
      const bi = f64x2.sub(f64x2.mul(half, yr), xr)
      v128.store(t, realParts(ar, ai))
      v128.store(t + o1, realParts(br, bi))
      v128.store(t + o2, imaginaryParts(ar, ai))
      v128.store(t + o3, imaginaryParts(br, bi))
      t += next
      y += ELEMENT
    }
  }
}

/** A[k] and B[k] to the four lines from half·Z[k] and Z[n − k]. */
@inline function saveHalf(
  t: usize, o1: usize, o2: usize, o3: usize, half: v128, xr: v128, xi: v128, yr: v128, yi: v128,
): void {
  const hr = f64x2.mul(half, xr)
  const hi = f64x2.mul(half, xi)
  const ar = madd(half, yr, hr)
  const ai = nmadd(half, yi, hi)
  const br = madd(half, yi, hi)
  const bi = f64x2.sub(f64x2.mul(half, yr), hr)
  v128.store(t, realParts(ar, ai))
  v128.store(t + o1, realParts(br, bi))
  v128.store(t + o2, imaginaryParts(ar, ai))
  v128.store(t + o3, imaginaryParts(br, bi))
}

/**
 * The last stage of radix 4 and `unpackHermitian` in one. Block f of the stage gives the frequencies f + q n/4, block n/4 − f
 * their mirrors.
 */
export function lastHermitian4(
  scratch: usize, n: i32, units: i32, target: usize, positions: usize, stride: usize, o1: usize, o2: usize, o3: usize, next: usize, scale: f64,
): void {
  const step = <usize>units * ELEMENT
  const half = pair(0.5 * scale)
  const m = n >> 2
  const quarter = <usize>m * stride
  for (let f = 0; f <= m - f; f++) {
    let x = scratch + offset(positions, f) * step
    let y = f == 0 ? x : scratch + offset(positions, m - f) * step
    let t = target + <usize>f * stride
    let u = target + <usize>(m - f) * stride
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
      if (f == 0) {
        // 0 and n/2 are their own mirrors, n/4 and 3n/4 each other's.
        const sr = f64x2.add(ar, cr)
        const si = f64x2.add(ai, ci)
        saveHalf(t, o1, o2, o3, half, sr, si, sr, si)
        saveHalf(t + quarter, o1, o2, o3, half, f64x2.add(br, di), f64x2.sub(bi, dr), f64x2.sub(br, di), f64x2.add(bi, dr))
        const er = f64x2.sub(ar, cr)
        const ei = f64x2.sub(ai, ci)
        saveHalf(t + 2 * quarter, o1, o2, o3, half, er, ei, er, ei)
      } else {
        const y1 = y + step
        const y2 = y1 + step
        const y3 = y2 + step
        const gr = f64x2.add(v128.load(y), v128.load(y2))
        const gi = f64x2.add(v128.load(y, 16), v128.load(y2, 16))
        const hr = f64x2.sub(v128.load(y), v128.load(y2))
        const hi = f64x2.sub(v128.load(y, 16), v128.load(y2, 16))
        const pr = f64x2.add(v128.load(y1), v128.load(y3))
        const pi = f64x2.add(v128.load(y1, 16), v128.load(y3, 16))
        const qr = f64x2.sub(v128.load(y1), v128.load(y3))
        const qi = f64x2.sub(v128.load(y1, 16), v128.load(y3, 16))
        // X0 with Y3, X1 with Y2, Y0 with X3, Y1 with X2.
        saveHalf(t, o1, o2, o3, half, f64x2.add(ar, cr), f64x2.add(ai, ci), f64x2.sub(hr, qi), f64x2.add(hi, qr))
        saveHalf(u, o1, o2, o3, half, f64x2.add(gr, pr), f64x2.add(gi, pi), f64x2.sub(br, di), f64x2.add(bi, dr))
        saveHalf(t + quarter, o1, o2, o3, half, f64x2.add(br, di), f64x2.sub(bi, dr), f64x2.sub(gr, pr), f64x2.sub(gi, pi))
        saveHalf(u + quarter, o1, o2, o3, half, f64x2.add(hr, qi), f64x2.sub(hi, qr), f64x2.sub(ar, cr), f64x2.sub(ai, ci))
      }
      t += next
      u += next
      y += ELEMENT
    }
  }
}
