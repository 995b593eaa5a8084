// Arithmetic value by value over float64 and interleaved complex arrays, beside vector/elementary.ts (scale, axpy, a x + b y,
// product) and fft/pointwise.ts (complex products). `out` may be any of the inputs; nothing behind an array is touched.

import { cell, lanes, pair } from '../lanes'

export function addArrays(n: i32, x: usize, y: usize, out: usize): void {
  let i = 0
  for (; i < n - 1; i += 2) v128.store(cell(out, i), f64x2.add(lanes(x, i), lanes(y, i)))
  if (i < n) store<f64>(cell(out, i), load<f64>(cell(x, i)) + load<f64>(cell(y, i)))
}

export function subtractArrays(n: i32, x: usize, y: usize, out: usize): void {
  let i = 0
  for (; i < n - 1; i += 2) v128.store(cell(out, i), f64x2.sub(lanes(x, i), lanes(y, i)))
  if (i < n) store<f64>(cell(out, i), load<f64>(cell(x, i)) - load<f64>(cell(y, i)))
}

export function divideArrays(n: i32, x: usize, y: usize, out: usize): void {
  let i = 0
  for (; i < n - 1; i += 2) v128.store(cell(out, i), f64x2.div(lanes(x, i), lanes(y, i)))
  if (i < n) store<f64>(cell(out, i), load<f64>(cell(x, i)) / load<f64>(cell(y, i)))
}

/** out ← x y + z, rounded twice. */
export function multiplyAddArrays(n: i32, x: usize, y: usize, z: usize, out: usize): void {
  let i = 0
  for (; i < n - 1; i += 2) v128.store(cell(out, i), f64x2.add(f64x2.mul(lanes(x, i), lanes(y, i)), lanes(z, i)))
  if (i < n) store<f64>(cell(out, i), load<f64>(cell(x, i)) * load<f64>(cell(y, i)) + load<f64>(cell(z, i)))
}

@inline function turned(a: v128): v128 {
  return v128.shuffle<f64>(a, a, 1, 0)
}

@inline function product(a: v128, b: v128): v128 {
  const across = f64x2.mul(v128.shuffle<f64>(a, a, 1, 1), f64x2.mul(turned(b), f64x2(-1, 1)))
  return f64x2.add(f64x2.mul(v128.shuffle<f64>(a, a, 0, 0), b), across)
}

/** out ← a b + c, `count` complex numbers. */
export function complexMultiplyAdd(a: usize, b: usize, c: usize, out: usize, count: i32): void {
  for (const end = a + (<usize>count << 4); a < end; a += 16, b += 16, c += 16, out += 16)
    v128.store(out, f64x2.add(product(v128.load(a), v128.load(b)), v128.load(c)))
}

/** y ← y + s x with one complex number s. */
export function complexAxpy(re: f64, im: f64, x: usize, y: usize, count: i32): void {
  const s = f64x2.replace_lane(pair(re), 1, im)
  for (const end = x + (<usize>count << 4); x < end; x += 16, y += 16)
    v128.store(y, f64x2.add(v128.load(y), product(s, v128.load(x))))
}

/** out ← |a|², real. */
export function complexSquares(a: usize, out: usize, count: i32): void {
  for (const end = a + (<usize>count << 4); a < end; a += 16, out += 8) {
    const re = load<f64>(a), im = load<f64>(a, 8)
    store<f64>(out, re * re + im * im)
  }
}

/**
 * out ← a / b. The divisor is scaled by a power of two near its larger part, so that |b|² neither overflows nor vanishes (C99 annex G,
 * without its repair of infinities).
 */
export function complexDivide(a: usize, b: usize, out: usize, count: i32): void {
  for (const end = a + (<usize>count << 4); a < end; a += 16, b += 16, out += 16) {
    const largest = max(abs(load<f64>(b)), abs(load<f64>(b, 8)))
    const scale = nearPowerOfInverse(largest)
    const d = f64x2.mul(v128.load(b), pair(scale))
    const re = f64x2.extract_lane(d, 0), im = f64x2.extract_lane(d, 1)
    const top = product(f64x2.replace_lane(d, 1, -im), v128.load(a))
    v128.store(out, f64x2.mul(f64x2.div(top, pair(re * re + im * im)), pair(scale)))
  }
}

/** 2^−e for numbers in [2^e, 2^(e + 1)); within ±1000. */
@inline function nearPowerOfInverse(a: f64): f64 {
  const exponent = <i64>((reinterpret<u64>(a) >> 52) & 0x7ff)
  return reinterpret<f64>((min(max(2046 - exponent, <i64>23), <i64>2023) << 52))
}
