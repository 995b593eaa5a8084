// Vectors of float64, one pass each. Pairs, and the odd last value alone: nothing behind a vector is read or written.

import { cell, lanes, pair } from '../lanes'

export function copyVector(n: i32, x: usize, out: usize): void {
  memory.copy(out, x, <usize>n << 3)
}

export function fillVector(n: i32, value: f64, out: usize): void {
  const a = pair(value)
  let i = 0
  for (; i < n - 1; i += 2) v128.store(cell(out, i), a)
  if (i < n) store<f64>(cell(out, i), value)
}

/** x ← a x */
export function scaleVector(n: i32, a: f64, x: usize): void {
  const factor = pair(a)
  let i = 0
  for (; i < n - 1; i += 2) v128.store(cell(x, i), f64x2.mul(factor, lanes(x, i)))
  if (i < n) store<f64>(cell(x, i), a * load<f64>(cell(x, i)))
}

/** y ← y + a x */
export function axpy(n: i32, a: f64, x: usize, y: usize): void {
  const factor = pair(a)
  let i = 0
  for (; i < n - 3; i += 4) {
    v128.store(cell(y, i), f64x2.add(lanes(y, i), f64x2.mul(factor, lanes(x, i))))
    v128.store(cell(y, i + 2), f64x2.add(lanes(y, i + 2), f64x2.mul(factor, lanes(x, i + 2))))
  }
  for (; i < n; i++) store<f64>(cell(y, i), load<f64>(cell(y, i)) + a * load<f64>(cell(x, i)))
}

/** out ← a x + b y; out may be x or y. */
export function combine2(n: i32, a: f64, x: usize, b: f64, y: usize, out: usize): void {
  const p = pair(a), q = pair(b)
  let i = 0
  for (; i < n - 1; i += 2) v128.store(cell(out, i), f64x2.add(f64x2.mul(p, lanes(x, i)), f64x2.mul(q, lanes(y, i))))
  if (i < n) store<f64>(cell(out, i), a * load<f64>(cell(x, i)) + b * load<f64>(cell(y, i)))
}

/** out ← a x + b y + c z + d u + e v; out may be any of them. Stages of stabilised methods, cubic Hermite interpolation. */
export function combine5(
  n: i32, a: f64, x: usize, b: f64, y: usize, c: f64, z: usize, d: f64, u: usize, e: f64, v: usize, out: usize,
): void {
  const pa = pair(a), pb = pair(b), pc = pair(c), pd = pair(d), pe = pair(e)
  let i = 0
  for (; i < n - 1; i += 2) {
    let sum = f64x2.add(f64x2.mul(pa, lanes(x, i)), f64x2.mul(pb, lanes(y, i)))
    sum = f64x2.add(sum, f64x2.mul(pc, lanes(z, i)))
    sum = f64x2.add(sum, f64x2.mul(pd, lanes(u, i)))
    v128.store(cell(out, i), f64x2.add(sum, f64x2.mul(pe, lanes(v, i))))
  }
  if (i < n) {
    let sum = a * load<f64>(cell(x, i)) + b * load<f64>(cell(y, i))
    sum = sum + c * load<f64>(cell(z, i))
    sum = sum + d * load<f64>(cell(u, i))
    store<f64>(cell(out, i), sum + e * load<f64>(cell(v, i)))
  }
}

/** out ← x y, value by value. */
export function multiplyVectors(n: i32, x: usize, y: usize, out: usize): void {
  let i = 0
  for (; i < n - 1; i += 2) v128.store(cell(out, i), f64x2.mul(lanes(x, i), lanes(y, i)))
  if (i < n) store<f64>(cell(out, i), load<f64>(cell(x, i)) * load<f64>(cell(y, i)))
}
