// Records of series in double-double arithmetic, two pairs of bodies a register. A coefficient is four registers: high, low, and the
// halves of high by Dekker's splitting, so that a product costs no splitting. Sums of products keep the error of each: T. Ogita,
// S. M. Rump, S. Oishi, SIAM J. Sci. Comput. 26 (2005) 1955.

import { pair } from '../lanes'
import { upper } from './double-double'

/** Bytes of a record. */
export const RECORD: usize = 64

@inline export function put(record: usize, lane: i32, h: f64, l: f64): void {
  const at = record + (<usize>lane << 3)
  const part = upper(h)
  store<f64>(at, h)
  store<f64>(at, l, 16)
  store<f64>(at, part, 32)
  store<f64>(at, h - part, 48)
}

let total: v128 = f64x2.splat(0)
let rest: v128 = f64x2.splat(0)

/** total + rest += the product of two records. */
@inline function addProduct(a: usize, b: usize): void {
  const ah = v128.load(a)
  const bh = v128.load(b)
  const a1 = v128.load(a, 32)
  const a2 = v128.load(a, 48)
  const b1 = v128.load(b, 32)
  const b2 = v128.load(b, 48)
  const product = f64x2.mul(ah, bh)
  const inner = f64x2.add(f64x2.add(f64x2.sub(f64x2.mul(a1, b1), product), f64x2.mul(a1, b2)), f64x2.mul(a2, b1))
  const lost = f64x2.add(inner, f64x2.mul(a2, b2))
  const cross = f64x2.add(f64x2.mul(ah, v128.load(b, 16)), f64x2.mul(v128.load(a, 16), bh))
  const sum = f64x2.add(total, product)
  const part = f64x2.sub(sum, total)
  const error = f64x2.add(f64x2.sub(total, f64x2.sub(sum, part)), f64x2.sub(product, part))
  rest = f64x2.add(rest, f64x2.add(f64x2.add(error, lost), cross))
  total = sum
}

@inline function clear(): void {
  total = pair(0)
  rest = pair(0)
}

/** Leaves high and low of the sum of products, two lanes each. */
@inline function keep(out: usize): void {
  const sum = f64x2.add(total, rest)
  v128.store(out, sum)
  v128.store(out, f64x2.sub(rest, f64x2.sub(sum, total)), 16)
}

/** Σ_(j=from…k) a_j b_(k−j) */
export function convolve(a: usize, b: usize, from: i32, k: i32, out: usize): void {
  clear()
  let left = a + RECORD * <usize>from
  let right = b + RECORD * <usize>(k - from)
  for (let j = from; j <= k; j++) {
    addProduct(left, right)
    left += RECORD
    right -= RECORD
  }
  keep(out)
}

/** Σ over the coordinates of Σ_(j=0…k) d_j d_(k−j), each pair of equal products once. */
export function squares(first: usize, dimension: i32, length: usize, k: i32, out: usize): void {
  clear()
  for (let d = 0; d < dimension; d++) {
    let left = first + length * <usize>d
    let right = left + RECORD * <usize>k
    while (left < right) {
      addProduct(left, right)
      left += RECORD
      right -= RECORD
    }
  }
  total = f64x2.add(total, total)
  rest = f64x2.add(rest, rest)
  if ((k & 1) == 0) {
    const middle = RECORD * <usize>(k >> 1)
    for (let d = 0; d < dimension; d++) {
      const at = first + length * <usize>d + middle
      addProduct(at, at)
    }
  }
  keep(out)
}
