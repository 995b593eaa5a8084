// Loops over interleaved complex numbers that spectral solvers need between transforms; `count` complex numbers. `out` may be
// any of the inputs.
import { madd, nmadd, pair } from '../lanes'
import { realParts } from './complex'

@inline function product(a: v128, b: v128, conjugate: bool): v128 {
  const ar = v128.shuffle<f64>(a, a, 0, 0)
  const ai = v128.shuffle<f64>(a, a, 1, 1)
  // Sign of the part that a's imaginary part brings: (−, +), or (+, −) for conj a.
  const turned = f64x2.mul(v128.shuffle<f64>(b, b, 1, 0), conjugate ? f64x2(1, -1) : f64x2(-1, 1))
  return madd(ai, turned, f64x2.mul(ar, b))
}

/** out = a·b. */
export function complexMultiply(a: usize, b: usize, out: usize, count: i32): void {
  for (const end = a + (<usize>count << 4); a < end; a += 16, b += 16, out += 16)
    v128.store(out, product(v128.load(a), v128.load(b), false))
}

/** out = conj(a)·b. */
export function complexConjugateMultiply(a: usize, b: usize, out: usize, count: i32): void {
  for (const end = a + (<usize>count << 4); a < end; a += 16, b += 16, out += 16)
    v128.store(out, product(v128.load(a), v128.load(b), true))
}

/** out = r·b with real numbers r. */
export function complexRealMultiply(r: usize, b: usize, out: usize, count: i32): void {
  for (const end = r + (<usize>count << 3); r < end; r += 8, b += 16, out += 16)
    v128.store(out, f64x2.mul(v128.load64_splat(r), v128.load(b)))
}

/** out = i·r·b with real numbers r: a derivative, where r are wave numbers. */
export function complexDerivative(r: usize, b: usize, out: usize, count: i32): void {
  const sign = f64x2(-1, 1)
  for (const end = r + (<usize>count << 3); r < end; r += 8, b += 16, out += 16) {
    const x = v128.load(b)
    v128.store(out, f64x2.mul(f64x2.mul(v128.load64_splat(r), sign), v128.shuffle<f64>(x, x, 1, 0)))
  }
}

/** out = s·a with one complex number s. */
export function complexScale(re: f64, im: f64, a: usize, out: usize, count: i32): void {
  const s = f64x2.replace_lane(f64x2.splat(re), 1, im)
  for (const end = a + (<usize>count << 4); a < end; a += 16, out += 16) v128.store(out, product(s, v128.load(a), false))
}

/** out = a + s·b with one real number s. */
export function complexAddScaled(a: usize, s: f64, b: usize, out: usize, count: i32): void {
  const f = pair(s)
  for (const end = a + (<usize>count << 4); a < end; a += 16, b += 16, out += 16)
    v128.store(out, madd(f, v128.load(b), v128.load(a)))
}

/**
 * The spectrum of 2h real numbers (h + 1 complex) from the transform Z of h complex ones made of neighbours, in place (room for
 * h + 1): X[k] = (Z[k] + conj Z[h−k])/2 − i w^k (Z[k] − conj Z[h−k])/2. `factors`: w^k = e^{−iπk/h}, k ≤ h/2.
 */
export function realSplit(z: usize, h: i32, factors: usize): void {
  const half = pair(0.5)
  const first = v128.load(z)
  v128.store(z + (<usize>h << 4), gatherEnds(first, false))
  v128.store(z, gatherEnds(first, true))
  for (let k = 1; k <= h - k; k++) {
    const low = z + (<usize>k << 4)
    const high = z + (<usize>(h - k) << 4)
    const a = v128.load(low)
    const b = conjugate(v128.load(high))
    const even = f64x2.mul(half, f64x2.add(a, b))
    const odd = product(v128.load(factors + (<usize>k << 4)), minusI(f64x2.mul(half, f64x2.sub(a, b))), false)
    v128.store(high, conjugate(f64x2.sub(even, odd)))
    v128.store(low, f64x2.add(even, odd))
  }
}

/** The way back, up to a factor 2: 2Z[k] = (X[k] + conj X[h−k]) + i conj(w^k) (X[k] − conj X[h−k]), from `x` to `z`. */
export function realJoin(x: usize, z: usize, h: i32, factors: usize): void {
  const start = v128.load(x)
  const end = v128.load(x + (<usize>h << 4))
  const sum = f64x2.add(start, end)
  const difference = f64x2.sub(start, end)
  v128.store(z, realParts(sum, difference))
  for (let k = 1; k <= h - k; k++) {
    const a = v128.load(x + (<usize>k << 4))
    const b = conjugate(v128.load(x + (<usize>(h - k) << 4)))
    const even = f64x2.add(a, b)
    const odd = minusI(product(v128.load(factors + (<usize>k << 4)), f64x2.sub(a, b), true))
    v128.store(z + (<usize>(h - k) << 4), conjugate(f64x2.add(even, odd)))
    v128.store(z + (<usize>k << 4), f64x2.sub(even, odd))
  }
}

/** Re + Im or Re − Im as a real complex number. */
@inline function gatherEnds(z: v128, plus: bool): v128 {
  const re = f64x2.extract_lane(z, 0)
  const im = f64x2.extract_lane(z, 1)
  return f64x2.replace_lane(f64x2.splat(0), 0, plus ? re + im : re - im)
}

@inline function conjugate(z: v128): v128 {
  return f64x2.mul(z, f64x2(1, -1))
}

/** −i z. */
@inline function minusI(z: v128): v128 {
  return f64x2.mul(v128.shuffle<f64>(z, z, 1, 0), f64x2(1, -1))
}

/** Eight chains of multiplications and additions in registers, no memory: how a machine scales at best. */
export function arithmetic(rounds: i32): f64 {
  const f = pair(0.999999)
  const g = pair(1e-6)
  let a = pair(1.0), b = pair(1.1), c = pair(1.2), d = pair(1.3), h = pair(1.4), p = pair(1.5), q = pair(1.6), r = pair(1.7)
  for (let i = 0; i < rounds; i++) {
    a = madd(a, f, g)
    b = madd(b, f, g)
    c = madd(c, f, g)
    d = madd(d, f, g)
    h = madd(h, f, g)
    p = madd(p, f, g)
    q = madd(q, f, g)
    r = madd(r, f, g)
  }
  const sum = f64x2.add(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)), f64x2.add(f64x2.add(h, p), f64x2.add(q, r)))
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}
