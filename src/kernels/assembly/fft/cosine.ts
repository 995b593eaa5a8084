// Cosine transforms of kinds II and III through a Fourier transform of the same length (Makhoul, IEEE Trans. ASSP 28 (1980) 27):
// v = the even elements upwards, then the odd ones downwards. Lines as in load.ts: four real ones, A + iB.
import { madd, nmadd, pair } from '../lanes'
import { ELEMENT, gather, offset, put, scatter, splat } from './complex'

/**
 * Kind II behind the transform Z of v: V_A = (Z[k] + conj Z[n − k])/2 and V_B likewise; X[k] = 2 Re(e^{−iπk/2n} V[k]),
 * X[n − k] = −2 Im(e^{−iπk/2n} V[k]). `factors`: cos and sin of πk/2n; `offsets[k]`: where X[k] belongs.
 */
export function saveCosine(
  scratch: usize, n: i32, units: i32, target: usize, positions: usize, offsets: usize, factors: usize,
  o1: usize, o2: usize, o3: usize, next: usize, scale: f64,
): void {
  const row = <usize>units * ELEMENT
  const f = pair(scale)
  for (let k = 0; k <= n - k; k++) {
    let x = scratch + offset(positions, k) * row
    let y = scratch + offset(positions, k == 0 ? 0 : n - k) * row
    let t = target + offset(offsets, k)
    let u = k == 0 ? t : target + offset(offsets, n - k)
    const c = f64x2.mul(f, splat(factors + (<usize>k << 4)))
    const s = f64x2.mul(f, splat(factors + (<usize>k << 4) + 8))
    for (const end = x + row; x < end; x += ELEMENT) {
      const xr = v128.load(x)
      const xi = v128.load(x, 16)
      const yr = v128.load(y)
      const yi = v128.load(y, 16)
      const ar = f64x2.add(xr, yr)
      const ai = f64x2.sub(xi, yi)
      const br = f64x2.add(xi, yi)
      const bi = f64x2.sub(yr, xr)
      // n − k first: where both are one place (k = 0 and n/2) the other is right.
      scatter(u, u + o2, nmadd(c, ai, f64x2.mul(s, ar)))
      scatter(u + o1, u + o3, nmadd(c, bi, f64x2.mul(s, br)))
      scatter(t, t + o2, madd(s, ai, f64x2.mul(c, ar)))
      scatter(t + o1, t + o3, madd(s, bi, f64x2.mul(c, br)))
      t += next
      u += next
      y += ELEMENT
    }
  }
}

/** Kind III before the inverse transform: V[k] = e^{iπk/2n} (X[k] − i X[n − k]), X[n] = 0; Z = V_A + i V_B. */
export function packCosine(
  source: usize, offsets: usize, factors: usize, o1: usize, o2: usize, o3: usize, next: usize, scratch: usize, n: i32, units: i32,
): void {
  let x = scratch
  for (let k = 0; k < n; k++) {
    let s = source + offset(offsets, k)
    let u = k == 0 ? s : source + offset(offsets, n - k)
    const c = splat(factors + (<usize>k << 4))
    const d = splat(factors + (<usize>k << 4) + 8)
    const here = pair(k == 0 ? 0.0 : 1.0)
    for (const end = x + <usize>units * ELEMENT; x < end; x += ELEMENT) {
      const a = gather(s, s + o2)
      const b = gather(s + o1, s + o3)
      const am = f64x2.mul(here, gather(u, u + o2))
      const bm = f64x2.mul(here, gather(u + o1, u + o3))
      // (c + id)(a − i am) = (ca + d am) + i(da − c am)
      const ar = madd(d, am, f64x2.mul(c, a))
      const ai = nmadd(c, am, f64x2.mul(d, a))
      const br = madd(d, bm, f64x2.mul(c, b))
      const bi = nmadd(c, bm, f64x2.mul(d, b))
      put(x, f64x2.sub(ar, bi), f64x2.add(ai, br))
      s += next
      u += next
    }
  }
}
