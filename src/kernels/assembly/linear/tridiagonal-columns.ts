// Many right sides of one tridiagonal matrix side by side; factors and layout: tridiagonal.ts.

import { cell, pair } from '../lanes'

/** Systems whose values of one row are taken together: 4 KiB, so that the row before is still in the first cache. */
const CHUNK: i32 = 512

@inline export function reduced(d: v128, l: v128, y: v128): v128 {
  return f64x2.sub(d, f64x2.mul(l, y))
}

/**
 * Right sides in columns take their solutions; two systems a register, four rows at a time, so that each row is read once and
 * written once on the way there and on the way back.
 */
export function solveTridiagonalColumns(factors: usize, n: i32, rightSides: usize, systems: i32, stride: i32): void {
  if (n == 0) return
  const step = <usize>stride << 3
  const last = factors + <usize>(n - 1) * 24
  for (let from = 0; from < systems; from += CHUNK) {
    const bytes = <usize>min(CHUNK, systems - from) << 3, fours = bytes & ~31, rest = bytes & 31
    const top = cell(rightSides, from)
    let row = top, f = factors, i = 1
    for (; i + 3 < n; i += 4, row += 4 * step, f += 96) {
      fourDown(row, step, fours, f + 24)
      if (rest) for (let k: usize = 0; k < 4; k++) oneDown(row + fours + k * step, step, rest, load<f64>(f + 24 * k, 24))
    }
    for (; i < n; i++, row += step, f += 24) oneDown(row, step, bytes, load<f64>(f, 24))
    scaleRow(row, bytes, load<f64>(last, 8))
    f = last
    i = n - 1
    for (; i > 3; i -= 4, row -= 4 * step, f -= 96) {
      fourUp(row, step, fours, f - 24)
      if (rest)
        for (let k: usize = 0, g = f - 24; k < 4; k++, g -= 24)
          oneUp(row + fours - k * step, step, rest, load<f64>(g, 8), load<f64>(g, 16))
    }
    for (; i > 0; i--, row -= step, f -= 24) oneUp(row, step, bytes, load<f64>(f - 24, 8), load<f64>(f - 24, 16))
  }
}

/** One value of two systems on the way down, 16 bytes further with `next`: an address of its own would cost an instruction. */
@inline function takeDown(q: usize, next: bool, l: v128, y: v128): v128 {
  const taken = reduced(next ? v128.load(q, 16) : v128.load(q), l, y)
  if (next) v128.store(q, taken, 16)
  else v128.store(q, taken)
  return taken
}

@inline function takeUp(q: usize, next: bool, inverse: v128, e: v128, x: v128): v128 {
  const taken = reduced(f64x2.mul(next ? v128.load(q, 16) : v128.load(q), inverse), e, x)
  if (next) v128.store(q, taken, 16)
  else v128.store(q, taken)
  return taken
}

/** The four rows behind `row`, each less l times the one before; two registers a row share what addresses cost. `bytes`: whole fours of systems. */
function fourDown(row: usize, step: usize, bytes: usize, f: usize): void {
  const a = v128.load64_splat(f), b = v128.load64_splat(f, 24), c = v128.load64_splat(f, 48), d = v128.load64_splat(f, 72)
  const end = row + bytes
  for (let p = row; p < end; p += 32) {
    let q = p + step, y = v128.load(p), z = v128.load(p, 16)
    y = takeDown(q, false, a, y)
    z = takeDown(q, true, a, z)
    q += step
    y = takeDown(q, false, b, y)
    z = takeDown(q, true, b, z)
    q += step
    y = takeDown(q, false, c, y)
    z = takeDown(q, true, c, z)
    q += step
    takeDown(q, false, d, y)
    takeDown(q, true, d, z)
  }
}

function oneDown(row: usize, step: usize, bytes: usize, l: f64): void {
  const a = pair(l), end = row + (bytes & ~15)
  let p = row
  for (; p < end; p += 16) v128.store(p + step, reduced(v128.load(p + step), a, v128.load(p)))
  if (bytes & 8) store<f64>(p + step, load<f64>(p + step) - l * load<f64>(p))
}

/** The four rows before `row` in the same way, their factors up to f. */
function fourUp(row: usize, step: usize, bytes: usize, f: usize): void {
  const a = v128.load64_splat(f, 8), b = v128.load64_splat(f - 24, 8), c = v128.load64_splat(f - 48, 8), d = v128.load64_splat(f - 72, 8)
  const ea = v128.load64_splat(f, 16), eb = v128.load64_splat(f - 24, 16), ec = v128.load64_splat(f - 48, 16), ed = v128.load64_splat(f - 72, 16)
  const end = row + bytes
  for (let p = row; p < end; p += 32) {
    let q = p - step, x = v128.load(p), y = v128.load(p, 16)
    x = takeUp(q, false, a, ea, x)
    y = takeUp(q, true, a, ea, y)
    q -= step
    x = takeUp(q, false, b, eb, x)
    y = takeUp(q, true, b, eb, y)
    q -= step
    x = takeUp(q, false, c, ec, x)
    y = takeUp(q, true, c, ec, y)
    q -= step
    takeUp(q, false, d, ed, x)
    takeUp(q, true, d, ed, y)
  }
}

function oneUp(row: usize, step: usize, bytes: usize, inverse: f64, e: f64): void {
  const a = pair(inverse), b = pair(e), end = row + (bytes & ~15)
  let p = row
  for (; p < end; p += 16) v128.store(p - step, reduced(f64x2.mul(v128.load(p - step), a), b, v128.load(p)))
  if (bytes & 8) store<f64>(p - step, load<f64>(p - step) * inverse - e * load<f64>(p))
}

@inline function scaleRow(row: usize, bytes: usize, factor: f64): void {
  let o: usize = 0
  for (; o + 8 < bytes; o += 16) v128.store(row + o, f64x2.mul(v128.load(row + o), pair(factor)))
  if (o < bytes) store<f64>(row + o, load<f64>(row + o) * factor)
}
