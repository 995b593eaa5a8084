// The complex twins of banded-lu.ts: the same places, 16 bytes (re, im) an entry; the pivots as there.

import { pair } from '../lanes'
import { inverseOf, plusTurned, taxicab, times, turned } from './complex-lanes'
import { LEAST_PIVOT } from './dense-pivot'

/** Returns 0, or 1 + k where column k had no pivot that is finite and not zero. Pivots are the largest by |re| + |im|. */
export function factorBandedComplex(matrix: usize, pivots: usize, n: i32, lower: i32, upper: i32): i32 {
  const width = 2 * lower + upper + 1
  const row = <usize>width << 4
  const down = row - 16
  const room = <usize>(lower + upper + 1) << 4
  const filled = min(n, lower)
  for (let i = 0; i < filled; i++) memory.fill(matrix + <usize>i * row + room, 0, <usize>lower << 4)
  let last = min(upper, n - 1)
  for (let k = 0; k < n; k++) {
    if (k + lower < n) memory.fill(matrix + <usize>(k + lower) * row + room, 0, <usize>lower << 4)
    const at = matrix + <usize>k * row + (<usize>lower << 4)
    const below = min(lower, n - 1 - k)
    let offset = 0, largest = taxicab(at)
    if (!(largest >= 0.0)) largest = -1.0
    let entry = at + down
    for (let m = 1; m <= below; m++, entry += down) {
      const size = taxicab(entry)
      if (size > largest) { largest = size; offset = m }
    }
    if (!(largest >= LEAST_PIVOT && largest <= f64.MAX_VALUE)) return k + 1
    last = max(last, min(k + offset + upper, n - 1))
    const record = pivots + (<usize>k << 3)
    store<i32>(record, k + offset)
    store<i32>(record, last, 4)
    const end = <usize>(last - k + 1) << 4
    if (offset != 0) {
      const other = at + <usize>offset * down
      for (let o: usize = 0; o < end; o += 16) {
        const held = v128.load(at + o)
        v128.store(at + o, v128.load(other + o))
        v128.store(other + o, held)
      }
    }
    const inverse = inverseOf(v128.load(at))
    v128.store(at, inverse)
    let r = at + down, into = at - (<usize>lower << 4)
    let m = 0
    for (; m + 1 < below; m += 2, into += 32) {
      const s = r + down
      const l = times(v128.load(r), inverse), h = times(v128.load(s), inverse)
      v128.store(into, l)
      v128.store(into, h, 16)
      const lr = v128.shuffle<f64>(l, l, 0, 0), li = v128.shuffle<f64>(l, l, 1, 1)
      const hr = v128.shuffle<f64>(h, h, 0, 0), hi = v128.shuffle<f64>(h, h, 1, 1)
      for (let o: usize = 16; o < end; o += 16) {
        const u = v128.load(at + o), w = turned(u)
        v128.store(r + o, f64x2.sub(f64x2.sub(v128.load(r + o), f64x2.mul(lr, u)), f64x2.mul(li, w)))
        v128.store(s + o, f64x2.sub(f64x2.sub(v128.load(s + o), f64x2.mul(hr, u)), f64x2.mul(hi, w)))
      }
      r = s + down
    }
    if (m < below) {
      const l = times(v128.load(r), inverse)
      v128.store(into, l)
      for (let o: usize = 16; o < end; o += 16) v128.store(r + o, f64x2.sub(v128.load(r + o), times(l, v128.load(at + o))))
    }
  }
  return 0
}

/** The right side's place takes the solution. */
export function solveBandedComplex(matrix: usize, pivots: usize, n: i32, lower: i32, upper: i32, rightSide: usize): void {
  const row = <usize>(2 * lower + upper + 1) << 4
  let multipliers = matrix
  for (let k = 0; k < n; k++, multipliers += row) {
    const p = load<i32>(pivots + (<usize>k << 3))
    const at = rightSide + (<usize>k << 4)
    let y = v128.load(at)
    if (p != k) {
      const other = rightSide + (<usize>p << 4)
      const held = v128.load(other)
      v128.store(other, y)
      v128.store(at, held)
      y = held
    }
    const end = <usize>min(lower, n - 1 - k) << 4
    const w = turned(y), below = at + 16
    for (let o: usize = 0; o < end; o += 16) {
      const re = v128.load64_splat(multipliers + o), im = v128.load64_splat(multipliers + o, 8)
      v128.store(below + o, f64x2.sub(f64x2.sub(v128.load(below + o), f64x2.mul(re, y)), f64x2.mul(im, w)))
    }
  }
  let diagonal = matrix + <usize>(n - 1) * row + (<usize>lower << 4)
  for (let k = n - 1; k >= 0; k--, diagonal -= row) {
    const last = load<i32>(pivots + (<usize>k << 3), 4)
    const at = rightSide + (<usize>k << 4)
    let re = pair(0), im = pair(0)
    for (let o = <usize>(last - k) << 4; o > 0; o -= 16) {
      const x = v128.load(at + o)
      re = f64x2.add(re, f64x2.mul(v128.load64_splat(diagonal + o), x))
      im = f64x2.add(im, f64x2.mul(v128.load64_splat(diagonal + o, 8), x))
    }
    v128.store(at, times(f64x2.sub(v128.load(at), plusTurned(re, im)), v128.load(diagonal)))
  }
}
