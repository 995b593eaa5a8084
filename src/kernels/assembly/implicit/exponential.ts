// Stages of exponential Runge–Kutta methods: functions of a linear operator, kept as tables, applied to vectors and added up. Real
// tables act number by number; complex ones (interleaved, `count` complex numbers) on interleaved complex vectors; blocks couple the
// numbers of the same place of several fields. `out` may be any of the vectors unless it is said otherwise.
import { cell, lanes, madd, pair } from '../lanes'

/** out ← e x + q y */
export function exponentialStage(n: i32, e: usize, q: usize, x: usize, y: usize, out: usize): void {
  let i = 0
  for (; i < n - 1; i += 2) v128.store(cell(out, i), madd(lanes(q, i), lanes(y, i), f64x2.mul(lanes(e, i), lanes(x, i))))
  if (i < n) store<f64>(cell(out, i), load<f64>(cell(e, i)) * load<f64>(cell(x, i)) + load<f64>(cell(q, i)) * load<f64>(cell(y, i)))
}

/** out ← e a + q (2 nb − n0) */
export function exponentialThird(n: i32, e: usize, q: usize, a: usize, nb: usize, n0: usize, out: usize): void {
  let i = 0
  const two = pair(2)
  for (; i < n - 1; i += 2) {
    const y = f64x2.sub(f64x2.mul(two, lanes(nb, i)), lanes(n0, i))
    v128.store(cell(out, i), madd(lanes(q, i), y, f64x2.mul(lanes(e, i), lanes(a, i))))
  }
  if (i < n) {
    const y = 2 * load<f64>(cell(nb, i)) - load<f64>(cell(n0, i))
    store<f64>(cell(out, i), load<f64>(cell(e, i)) * load<f64>(cell(a, i)) + load<f64>(cell(q, i)) * y)
  }
}

/** out ← e x + f n0 + g (na + nb) + k nc; e, f, g, k lie `stride` bytes apart. */
export function exponentialEnd(
  n: i32, e: usize, stride: usize, x: usize, n0: usize, na: usize, nb: usize, nc: usize, out: usize,
): void {
  const f = e + stride
  const g = f + stride
  const k = g + stride
  let i = 0
  for (; i < n - 1; i += 2) {
    let sum = madd(lanes(f, i), lanes(n0, i), f64x2.mul(lanes(e, i), lanes(x, i)))
    sum = madd(lanes(g, i), f64x2.add(lanes(na, i), lanes(nb, i)), sum)
    v128.store(cell(out, i), madd(lanes(k, i), lanes(nc, i), sum))
  }
  if (i < n) {
    let sum = load<f64>(cell(e, i)) * load<f64>(cell(x, i)) + load<f64>(cell(f, i)) * load<f64>(cell(n0, i))
    sum += load<f64>(cell(g, i)) * (load<f64>(cell(na, i)) + load<f64>(cell(nb, i)))
    store<f64>(cell(out, i), sum + load<f64>(cell(k, i)) * load<f64>(cell(nc, i)))
  }
}

/** c + a·b, complex. */
@inline function product(a: v128, b: v128, c: v128): v128 {
  const across = f64x2.mul(v128.shuffle<f64>(a, a, 1, 1), v128.shuffle<f64>(b, b, 1, 0))
  return f64x2.add(madd(v128.shuffle<f64>(a, a, 0, 0), b, c), f64x2.mul(across, f64x2(-1, 1)))
}

/** `exponentialStage` with complex tables and vectors. */
export function exponentialStageComplex(count: i32, e: usize, q: usize, x: usize, y: usize, out: usize): void {
  for (let i = 0; i < 2 * count; i += 2)
    v128.store(cell(out, i), product(lanes(q, i), lanes(y, i), product(lanes(e, i), lanes(x, i), f64x2.splat(0))))
}

/** `exponentialThird` with complex tables and vectors. */
export function exponentialThirdComplex(count: i32, e: usize, q: usize, a: usize, nb: usize, n0: usize, out: usize): void {
  const two = pair(2)
  for (let i = 0; i < 2 * count; i += 2) {
    const y = f64x2.sub(f64x2.mul(two, lanes(nb, i)), lanes(n0, i))
    v128.store(cell(out, i), product(lanes(q, i), y, product(lanes(e, i), lanes(a, i), f64x2.splat(0))))
  }
}

/** `exponentialEnd` with complex tables and vectors. */
export function exponentialEndComplex(
  count: i32, e: usize, stride: usize, x: usize, n0: usize, na: usize, nb: usize, nc: usize, out: usize,
): void {
  const f = e + stride
  const g = f + stride
  const k = g + stride
  for (let i = 0; i < 2 * count; i += 2) {
    let sum = product(lanes(f, i), lanes(n0, i), product(lanes(e, i), lanes(x, i), f64x2.splat(0)))
    sum = product(lanes(g, i), f64x2.add(lanes(na, i), lanes(nb, i)), sum)
    v128.store(cell(out, i), product(lanes(k, i), lanes(nc, i), sum))
  }
}

/** out ← Σ_j table_ij x_j for fields i, j of `count` numbers each, or added to out, which is none of the x. */
export function exponentialBlocks(fields: i32, count: i32, complex: i32, table: usize, x: usize, out: usize, adds: i32): void {
  const length = <usize>(complex ? 2 * count : count) << 3
  for (let i = 0; i < fields; i++) {
    const to = out + <usize>i * length
    for (let j = 0; j < fields; j++) {
      const from = x + <usize>j * length
      const isFirst = j == 0 && !adds
      if (complex) {
        for (let k: usize = 0; k < length; k += 16) {
          const before = isFirst ? f64x2.splat(0) : v128.load(to + k)
          v128.store(to + k, product(v128.load(table + k), v128.load(from + k), before))
        }
      } else {
        for (let k: usize = 0; k < length; k += 8) {
          const before: f64 = isFirst ? 0 : load<f64>(to + k)
          store<f64>(to + k, before + load<f64>(table + k) * load<f64>(from + k))
        }
      }
      table += length
    }
  }
}

/** √(Σ x²) of n numbers. */
export function lengthOf(n: i32, x: usize): f64 {
  let sum: f64 = 0
  for (let i = 0; i < n; i++) {
    const value = load<f64>(cell(x, i))
    sum += value * value
  }
  return Math.sqrt(sum)
}
