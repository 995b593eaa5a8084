// Numbers as the unevaluated sum of two float64, about 31 digits. T. J. Dekker, Numer. Math. 18 (1971) 224: exact products by
// splitting; D. E. Knuth, TAOCP 2, 4.2.2: exact sums. Bounds: M. Joldes, J.-M. Muller, V. Popescu, ACM Trans. Math. Softw. 44 (2017) 15.
// A result is left in `high` and `low`. Fused multiply–add is not used, so that every machine gives the same bits.

export let high: f64 = 0
export let low: f64 = 0

/** 2^27 + 1 */
const splitter: f64 = 134217729

/** The leading 26 bits. */
@inline export function upper(a: f64): f64 {
  const c = splitter * a
  return c - (c - a)
}

@inline function setSum(a: f64, b: f64): void {
  const sum = a + b
  const part = sum - a
  low = a - (sum - part) + (b - part)
  high = sum
}

/** a + b where |a| ≥ |b|. */
@inline function setOrdered(a: f64, b: f64): void {
  const sum = a + b
  low = b - (sum - a)
  high = sum
}

@inline function setProduct(a: f64, b: f64): void {
  const product = a * b
  const a1 = upper(a)
  const a2 = a - a1
  const b1 = upper(b)
  const b2 = b - b1
  low = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2
  high = product
}

export function add(ah: f64, al: f64, bh: f64, bl: f64): void {
  setSum(al, bl)
  const middle = high
  const rest = low
  setSum(ah, bh)
  setOrdered(high, low + middle)
  setOrdered(high, low + rest)
}

export function multiply(ah: f64, al: f64, bh: f64, bl: f64): void {
  setProduct(ah, bh)
  setOrdered(high, low + (ah * bl + al * bh))
}

export function divide(ah: f64, al: f64, bh: f64, bl: f64): void {
  const quotient = ah / bh
  multiply(bh, bl, quotient, 0)
  add(ah, al, -high, -low)
  const next = high / bh
  multiply(bh, bl, next, 0)
  // What is left after two quotients gives the third.
  const restHigh = high
  const restLow = low
  multiply(bh, bl, quotient, 0)
  add(ah, al, -high, -low)
  add(high, low, -restHigh, -restLow)
  const last = high / bh
  setOrdered(quotient, next)
  add(high, low, last, 0)
}

/** A. H. Karp, P. Markstein, ACM Trans. Math. Softw. 23 (1997) 561: one step of Newton from the float64 root; twice for the last bits. */
export function squareRoot(ah: f64, al: f64): void {
  if (ah <= 0) {
    high = 0
    low = 0
    return
  }
  const root = Math.sqrt(ah)
  setProduct(root, root)
  add(ah, al, -high, -low)
  const first = high / (2 * root)
  setOrdered(root, first)
  const h = high
  const l = low
  multiply(h, l, h, l)
  add(ah, al, -high, -low)
  add(h, l, high / (2 * root), 0)
}
