// Red–black Gauss–Seidel and residuals of Σ over the axes of c₊(u₊ − u) − c₋(u − u₋) + k u = f on one level of a multigrid. The level
// is a record of memory, written by multigrid-level.ts in src/kernels:
//   int32: nx ny nz rank · stride plane (bytes) · unknowns from and to in x, y, z · periodic in x, y, z · varies
//          pointers of node (0, 0, 0): u f r cx cy cz d (from byte 64)
//   float64 from byte 96: wx wy wz d
// With constant coefficients c = w and d = 2(wx + wy + wz) − k; else cx, cy, cz hold the faces towards the next node, d their sum less k.
// Beyond an end the values continue as they are mirrored (Neumann) or periodic; the rows of a level have one value more at either end for that.

import { cell, pair } from '../lanes'

@inline export function integer(level: usize, k: i32): i32 {
  return load<i32>(level + (<usize>k << 2))
}

@inline function place(level: usize, k: i32): usize {
  return <usize>load<u32>(level + 64 + (<usize>k << 2))
}

/** Bytes to the row (plane) before number j of n. */
@inline function before(j: i32, n: i32, size: i32, periodic: i32): i32 {
  return j > 0 ? -size : periodic ? (n - 1) * size : size
}

@inline function after(j: i32, n: i32, size: i32, periodic: i32): i32 {
  return j < n - 1 ? size : periodic ? (1 - n) * size : -size
}

/** Bytes to the faces between a row and the one before, and the one after. */
@inline function faceBefore(j: i32, n: i32, size: i32, periodic: i32): i32 {
  return j > 0 ? -size : periodic ? (n - 1) * size : 0
}

@inline function faceAfter(j: i32, n: i32, size: i32, periodic: i32): i32 {
  return j < n - 1 || periodic ? 0 : -size
}

@inline function moved(pointer: usize, bytes: i32): usize {
  return <usize>(<isize>pointer + <isize>bytes)
}

/** The values beyond both ends of a row. */
@inline function closeRow(u: usize, n: i32, periodic: i32): void {
  const low = periodic ? n - 1 : min(1, n - 1), high = periodic ? 0 : max(0, n - 2)
  store<f64>(u - 8, load<f64>(cell(u, low)))
  store<f64>(cell(u, n), load<f64>(cell(u, high)))
}

@inline function evens(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2)
}

@inline function everySecond(p: usize): v128 {
  return evens(v128.load(p), v128.load(p, 16))
}

/** Every second value from u to the last: two at a time, which lie two apart. */
@inline function relaxConstant(
  rank: i32, u: usize, last: usize, south: i32, north: i32, down: i32, up: i32, f: isize,
  wx: f64, wy: f64, wz: f64, inverse: f64,
): void {
  for (; u + 16 <= last; u += 32) {
    const middle = v128.load(u + 8)
    let sum = f64x2.mul(pair(wx), f64x2.add(evens(v128.load(u - 8), middle), evens(middle, v128.load64_splat(u + 24))))
    if (rank > 1) sum = f64x2.add(sum, f64x2.mul(pair(wy), f64x2.add(everySecond(moved(u, south)), everySecond(moved(u, north)))))
    if (rank > 2) sum = f64x2.add(sum, f64x2.mul(pair(wz), f64x2.add(everySecond(moved(u, down)), everySecond(moved(u, up)))))
    sum = f64x2.mul(f64x2.sub(sum, everySecond(<usize>(<isize>u + f))), pair(inverse))
    store<f64>(u, f64x2.extract_lane(sum, 0))
    store<f64>(u, f64x2.extract_lane(sum, 1), 16)
  }
  if (u <= last) {
    let sum = wx * (load<f64>(u - 8) + load<f64>(u + 8))
    if (rank > 1) sum += wy * (load<f64>(moved(u, south)) + load<f64>(moved(u, north)))
    if (rank > 2) sum += wz * (load<f64>(moved(u, down)) + load<f64>(moved(u, up)))
    store<f64>(u, (sum - load<f64>(<usize>(<isize>u + f))) * inverse)
  }
}

@inline function coupled(face: usize, u: usize): v128 {
  return f64x2.mul(everySecond(face), everySecond(u))
}

@inline function coupledOne(face: usize, u: usize): f64 {
  return load<f64>(face) * load<f64>(u)
}

/** The same with a coefficient for every face. */
@inline function relaxVariable(
  rank: i32, u: usize, last: usize, south: i32, north: i32, down: i32, up: i32, f: usize,
  cx: usize, cs: usize, cn: usize, cd: usize, cu: usize, d: usize,
): void {
  for (; u + 16 <= last; u += 32, f += 32, cx += 32, cs += 32, cn += 32, cd += 32, cu += 32, d += 32) {
    let sum = f64x2.add(coupled(cx - 8, u - 8), coupled(cx, u + 8))
    if (rank > 1) sum = f64x2.add(sum, f64x2.add(coupled(cs, moved(u, south)), coupled(cn, moved(u, north))))
    if (rank > 2) sum = f64x2.add(sum, f64x2.add(coupled(cd, moved(u, down)), coupled(cu, moved(u, up))))
    sum = f64x2.div(f64x2.sub(sum, everySecond(f)), everySecond(d))
    store<f64>(u, f64x2.extract_lane(sum, 0))
    store<f64>(u, f64x2.extract_lane(sum, 1), 16)
  }
  if (u <= last) {
    let sum = coupledOne(cx - 8, u - 8) + coupledOne(cx, u + 8)
    if (rank > 1) sum += coupledOne(cs, moved(u, south)) + coupledOne(cn, moved(u, north))
    if (rank > 2) sum += coupledOne(cd, moved(u, down)) + coupledOne(cu, moved(u, up))
    store<f64>(u, (sum - load<f64>(f)) / load<f64>(d))
  }
}

function relaxRow(level: usize, j: i32, k: i32, colour: i32): void {
  const nx = integer(level, 0), ny = integer(level, 1), nz = integer(level, 2), rank = integer(level, 3)
  const stride = integer(level, 4), plane = integer(level, 5), from = integer(level, 6), to = integer(level, 7)
  const yTurns = integer(level, 13), zTurns = integer(level, 14)
  const row = j * stride + k * plane
  const u = place(level, 0) + row
  closeRow(u, nx, integer(level, 12))
  const start = from + ((from + j + k + colour) & 1)
  const first = cell(u, start), last = cell(u, to - 1)
  const south = before(j, ny, stride, yTurns), north = after(j, ny, stride, yTurns)
  const down = before(k, nz, plane, zTurns), up = after(k, nz, plane, zTurns)
  const f = place(level, 1)
  if (integer(level, 15) == 0) {
    const wx = load<f64>(level, 96), wy = load<f64>(level, 104), wz = load<f64>(level, 112), inverse: f64 = 1.0 / load<f64>(level, 120)
    const shift = <isize>f - <isize>place(level, 0)
    if (rank == 2) relaxConstant(2, first, last, south, north, 0, 0, shift, wx, wy, 0, inverse)
    else if (rank == 3) relaxConstant(3, first, last, south, north, down, up, shift, wx, wy, wz, inverse)
    else relaxConstant(1, first, last, 0, 0, 0, 0, shift, wx, 0, 0, inverse)
    return
  }
  const at = row + 8 * start
  const cx = place(level, 3) + at, cy = place(level, 4) + at, cz = place(level, 5) + at, d = place(level, 6) + at
  const cs = moved(cy, faceBefore(j, ny, stride, yTurns)), cn = moved(cy, faceAfter(j, ny, stride, yTurns))
  const cd = moved(cz, faceBefore(k, nz, plane, zTurns)), cu = moved(cz, faceAfter(k, nz, plane, zTurns))
  if (rank == 2) relaxVariable(2, first, last, south, north, 0, 0, f + at, cx, cs, cn, cd, cu, d)
  else if (rank == 3) relaxVariable(3, first, last, south, north, down, up, f + at, cx, cs, cn, cd, cu, d)
  else relaxVariable(1, first, last, 0, 0, 0, 0, f + at, cx, cs, cn, cd, cu, d)
}

/** One colour of row m, or of plane m in three dimensions. */
function relaxSlice(level: usize, m: i32, colour: i32): void {
  if (integer(level, 3) < 3) relaxRow(level, m, 0, colour)
  else for (let j = integer(level, 8), end = integer(level, 9); j < end; j++) relaxRow(level, j, m, colour)
}

/**
 * One sweep, first the nodes with (i + j + k) mod 2 = `first`, then the others. The second colour follows one row (plane) behind, so that
 * the values come from memory once.
 */
export function relax(level: usize, first: i32): void {
  const axis = integer(level, 3) < 3 ? 1 : 2
  const from = integer(level, 6 + 2 * axis), to = integer(level, 7 + 2 * axis)
  // In a ring the first row waits for the last one.
  const wait = integer(level, 12 + axis) && to > 1 ? 1 : 0
  for (let m = from; m < to; m++) {
    relaxSlice(level, m, first)
    if (m - 1 >= from + wait) relaxSlice(level, m - 1, 1 - first)
  }
  relaxSlice(level, to - 1, 1 - first)
  if (wait) relaxSlice(level, 0, 1 - first)
}

/** r ← f − A u at the unknowns; Σ r². */
export function residual(level: usize): f64 {
  const nx = integer(level, 0), ny = integer(level, 1), nz = integer(level, 2), rank = integer(level, 3)
  const stride = integer(level, 4), plane = integer(level, 5), from = integer(level, 6), to = integer(level, 7)
  const yTurns = integer(level, 13), zTurns = integer(level, 14)
  const wx = load<f64>(level, 96), wy = load<f64>(level, 104), wz = load<f64>(level, 112), d0 = load<f64>(level, 120)
  let sum: f64 = 0
  for (let k = integer(level, 10), kEnd = integer(level, 11); k < kEnd; k++)
    for (let j = integer(level, 8), jEnd = integer(level, 9); j < jEnd; j++) {
      const row = j * stride + k * plane, at = row + 8 * from
      closeRow(place(level, 0) + row, nx, integer(level, 12))
      const u = place(level, 0) + at, f = place(level, 1) + at, r = place(level, 2) + at
      const south = before(j, ny, stride, yTurns), north = after(j, ny, stride, yTurns)
      const down = before(k, nz, plane, zTurns), up = after(k, nz, plane, zTurns)
      const n = to - from
      if (integer(level, 15) == 0) {
        if (rank == 2) sum += constantResidual(2, u, f, r, n, south, north, 0, 0, wx, wy, 0, d0)
        else if (rank == 3) sum += constantResidual(3, u, f, r, n, south, north, down, up, wx, wy, wz, d0)
        else sum += constantResidual(1, u, f, r, n, 0, 0, 0, 0, wx, 0, 0, d0)
        continue
      }
      const cx = place(level, 3) + at, cy = place(level, 4) + at, cz = place(level, 5) + at, d = place(level, 6) + at
      const cs = moved(cy, faceBefore(j, ny, stride, yTurns)), cn = moved(cy, faceAfter(j, ny, stride, yTurns))
      const cd = moved(cz, faceBefore(k, nz, plane, zTurns)), cu = moved(cz, faceAfter(k, nz, plane, zTurns))
      if (rank == 2) sum += variableResidual(2, u, f, r, n, south, north, 0, 0, cx, cs, cn, cd, cu, d)
      else if (rank == 3) sum += variableResidual(3, u, f, r, n, south, north, down, up, cx, cs, cn, cd, cu, d)
      else sum += variableResidual(1, u, f, r, n, 0, 0, 0, 0, cx, cs, cn, cd, cu, d)
    }
  return sum
}

@inline function total(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
}

@inline function constantResidual(
  rank: i32, u: usize, f: usize, r: usize, n: i32, south: i32, north: i32, down: i32, up: i32,
  wx: f64, wy: f64, wz: f64, d: f64,
): f64 {
  let squares = pair(0)
  const end = u + (<usize>n << 3)
  for (; u + 8 < end; u += 16, f += 16, r += 16) {
    let sum = f64x2.sub(f64x2.mul(pair(d), v128.load(u)), f64x2.mul(pair(wx), f64x2.add(v128.load(u - 8), v128.load(u + 8))))
    if (rank > 1) sum = f64x2.sub(sum, f64x2.mul(pair(wy), f64x2.add(v128.load(moved(u, south)), v128.load(moved(u, north)))))
    if (rank > 2) sum = f64x2.sub(sum, f64x2.mul(pair(wz), f64x2.add(v128.load(moved(u, down)), v128.load(moved(u, up)))))
    sum = f64x2.add(sum, v128.load(f))
    v128.store(r, sum)
    squares = f64x2.add(squares, f64x2.mul(sum, sum))
  }
  let all = total(squares)
  if (u < end) {
    let sum = d * load<f64>(u) - wx * (load<f64>(u - 8) + load<f64>(u + 8))
    if (rank > 1) sum -= wy * (load<f64>(moved(u, south)) + load<f64>(moved(u, north)))
    if (rank > 2) sum -= wz * (load<f64>(moved(u, down)) + load<f64>(moved(u, up)))
    sum += load<f64>(f)
    store<f64>(r, sum)
    all += sum * sum
  }
  return all
}

@inline function pull(face: usize, u: usize): v128 {
  return f64x2.mul(v128.load(face), v128.load(u))
}

@inline function variableResidual(
  rank: i32, u: usize, f: usize, r: usize, n: i32, south: i32, north: i32, down: i32, up: i32,
  cx: usize, cs: usize, cn: usize, cd: usize, cu: usize, d: usize,
): f64 {
  let squares = pair(0)
  const end = u + (<usize>n << 3)
  for (; u + 8 < end; u += 16, f += 16, r += 16, cx += 16, cs += 16, cn += 16, cd += 16, cu += 16, d += 16) {
    let sum = f64x2.sub(pull(d, u), f64x2.add(pull(cx - 8, u - 8), pull(cx, u + 8)))
    if (rank > 1) sum = f64x2.sub(sum, f64x2.add(pull(cs, moved(u, south)), pull(cn, moved(u, north))))
    if (rank > 2) sum = f64x2.sub(sum, f64x2.add(pull(cd, moved(u, down)), pull(cu, moved(u, up))))
    sum = f64x2.add(sum, v128.load(f))
    v128.store(r, sum)
    squares = f64x2.add(squares, f64x2.mul(sum, sum))
  }
  let all = total(squares)
  if (u < end) {
    let sum = coupledOne(d, u) - (coupledOne(cx - 8, u - 8) + coupledOne(cx, u + 8))
    if (rank > 1) sum -= coupledOne(cs, moved(u, south)) + coupledOne(cn, moved(u, north))
    if (rank > 2) sum -= coupledOne(cd, moved(u, down)) + coupledOne(cu, moved(u, up))
    sum += load<f64>(f)
    store<f64>(r, sum)
    all += sum * sum
  }
  return all
}
