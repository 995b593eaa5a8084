// Star stencils on uniform grids. A grid is row by row with room around it: `u` points to the first inner value, rows lie `stride`
// and planes `plane` float64 apart, x goes fastest. What lies around the inner values must be filled before (halo.ts): one value
// on each side for order 2, two for order 4. Grids of fewer dimensions have nz = 1, or ny = nz = 1. Input and output differ.

import { cell, lanes, pair } from '../lanes'

/** Both neighbours at a distance of `at` bytes. */
@inline function around(u: usize, at: usize): v128 {
  return f64x2.add(v128.load(u - at), v128.load(u + at))
}

@inline function aroundOne(u: usize, at: usize): f64 {
  return load<f64>(u - at) + load<f64>(u + at)
}

/**
 * Differences along one axis: neighbours lie `offset` float64 apart (1, stride or plane). Kinds: 0 first derivative of order 2,
 * 1 of order 4, 2 second derivative of order 2, 3 of order 4; `scale` is 1/2h, 1/12h, 1/h², 1/12h².
 */
export function difference(
  u: usize, out: usize, nx: i32, ny: i32, nz: i32, stride: i32, plane: i32, offset: i32, kind: i32, scale: f64,
): void {
  const near = <usize>offset << 3, far = near << 1
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const at = k * plane + j * stride
      const from = cell(u, at), to = cell(out, at)
      if (kind == 0) differenceRow(0, from, to, nx, near, far, scale)
      else if (kind == 1) differenceRow(1, from, to, nx, near, far, scale)
      else if (kind == 2) differenceRow(2, from, to, nx, near, far, scale)
      else differenceRow(3, from, to, nx, near, far, scale)
    }
}

@inline function differenceRow(kind: i32, u: usize, out: usize, nx: i32, near: usize, far: usize, scale: f64): void {
  const s = pair(scale)
  const end = u + (<usize>nx << 3)
  for (; u + 8 < end; u += 16, out += 16) {
    const c = v128.load(u)
    let sum: v128
    if (kind < 2) {
      sum = f64x2.sub(v128.load(u + near), v128.load(u - near))
      if (kind == 1) sum = f64x2.sub(f64x2.mul(pair(8), sum), f64x2.sub(v128.load(u + far), v128.load(u - far)))
    } else if (kind == 2) {
      sum = f64x2.sub(f64x2.sub(v128.load(u + near), c), f64x2.sub(c, v128.load(u - near)))
    } else {
      const d = f64x2.sub(f64x2.sub(v128.load(u + near), c), f64x2.sub(c, v128.load(u - near)))
      sum = f64x2.sub(f64x2.mul(pair(16), d), f64x2.sub(f64x2.sub(v128.load(u + far), c), f64x2.sub(c, v128.load(u - far))))
    }
    v128.store(out, f64x2.mul(s, sum))
  }
  if (u < end) {
    const c = load<f64>(u)
    let sum: f64
    if (kind < 2) {
      sum = load<f64>(u + near) - load<f64>(u - near)
      if (kind == 1) sum = 8 * sum - (load<f64>(u + far) - load<f64>(u - far))
    } else {
      sum = load<f64>(u + near) - c - (c - load<f64>(u - near))
      if (kind == 3) sum = 16 * sum - (load<f64>(u + far) - c - (c - load<f64>(u - far)))
    }
    store<f64>(out, scale * sum)
  }
}

/**
 * out ← centre·u + wx(W + E) + wy(S + N) + wz(D + U): a Laplacian, a Helmholtz operator or an explicit step of the heat equation, of
 * order 2; axes of weight 0 (wz, or wy and wz) are not looked at.
 */
export function star(
  u: usize, out: usize, nx: i32, ny: i32, nz: i32, stride: i32, plane: i32, centre: f64, wx: f64, wy: f64, wz: f64,
): void {
  const y = <usize>stride << 3, z = <usize>plane << 3
  for (let k = 0; k < nz; k++) {
    const from = cell(u, k * plane), to = cell(out, k * plane)
    if (wz != 0) {
      for (let j = 0; j < ny; j++) starRow3(cell(from, j * stride), cell(to, j * stride), nx, y, z, centre, wx, wy, wz)
    } else if (wy != 0) {
      for (let j = 0; j < ny; j++) starRow2(cell(from, j * stride), cell(to, j * stride), nx, y, centre, wx, wy)
    } else for (let j = 0; j < ny; j++) starRow1(cell(from, j * stride), cell(to, j * stride), nx, centre, wx)
  }
}

function starRow1(u: usize, out: usize, nx: i32, centre: f64, wx: f64): void {
  const c = pair(centre), x = pair(wx)
  const end = u + (<usize>nx << 3)
  for (; u + 8 < end; u += 16, out += 16)
    v128.store(out, f64x2.add(f64x2.mul(c, v128.load(u)), f64x2.mul(x, around(u, 8))))
  if (u < end) store<f64>(out, centre * load<f64>(u) + wx * aroundOne(u, 8))
}

/** Two values b at u between a and c, their neighbours two to the west and to the east. */
@inline function starPair2(a: v128, b: v128, c: v128, u: usize, out: usize, y: usize, m: v128, x: v128, w: v128): void {
  const sum = f64x2.add(f64x2.mul(m, b), f64x2.mul(x, f64x2.add(v128.shuffle<f64>(a, b, 1, 2), v128.shuffle<f64>(b, c, 1, 2))))
  v128.store(out, f64x2.add(sum, f64x2.mul(w, around(u, y))))
}

function starRow2(u: usize, out: usize, nx: i32, y: usize, centre: f64, wx: f64, wy: f64): void {
  const m = pair(centre), x = pair(wx), w = pair(wy)
  const end = u + (<usize>nx << 3)
  let a = v128.load64_splat(u - 8), b = v128.load(u)
  for (; u + 24 < end; u += 32, out += 32) {
    const c = v128.load(u, 16), d = v128.load(u, 32)
    starPair2(a, b, c, u, out, y, m, x, w)
    starPair2(b, c, d, u + 16, out + 16, y, m, x, w)
    a = c
    b = d
  }
  if (u + 8 < end) {
    starPair2(a, b, v128.load(u, 16), u, out, y, m, x, w)
    u += 16
    out += 16
  }
  if (u < end) store<f64>(out, centre * load<f64>(u) + wx * aroundOne(u, 8) + wy * aroundOne(u, y))
}

function starRow3(u: usize, out: usize, nx: i32, y: usize, z: usize, centre: f64, wx: f64, wy: f64, wz: f64): void {
  const c = pair(centre), x = pair(wx), w = pair(wy), v = pair(wz)
  const end = u + (<usize>nx << 3)
  for (; u + 8 < end; u += 16, out += 16) {
    let sum = f64x2.add(f64x2.mul(c, v128.load(u)), f64x2.mul(x, around(u, 8)))
    sum = f64x2.add(sum, f64x2.mul(w, around(u, y)))
    v128.store(out, f64x2.add(sum, f64x2.mul(v, around(u, z))))
  }
  if (u < end)
    store<f64>(out, centre * load<f64>(u) + wx * aroundOne(u, 8) + wy * aroundOne(u, y) + wz * aroundOne(u, z))
}

/** The same of order 4: each neighbour's part is w(16(u₋₁ + u₊₁) − (u₋₂ + u₊₂))/12; the centre of a Laplacian is −2.5 Σ w. */
export function wideStar(
  u: usize, out: usize, nx: i32, ny: i32, nz: i32, stride: i32, plane: i32, centre: f64, wx: f64, wy: f64, wz: f64,
): void {
  const y = <usize>stride << 3, z = <usize>plane << 3
  const c = centre, ax = wx * (4.0 / 3.0), bx = wx / -12.0, ay = wy * (4.0 / 3.0), by = wy / -12.0
  const az = wz * (4.0 / 3.0), bz = wz / -12.0
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const at = k * plane + j * stride
      const from = cell(u, at), to = cell(out, at)
      if (wz != 0) wideRow(3, from, to, nx, y, z, c, ax, bx, ay, by, az, bz)
      else if (wy != 0) wideRow(2, from, to, nx, y, z, c, ax, bx, ay, by, az, bz)
      else wideRow(1, from, to, nx, y, z, c, ax, bx, ay, by, az, bz)
    }
}

/** Two values b at u between a and c, their neighbours two to the west and to the east. */
@inline function widePair(
  rank: i32, a: v128, b: v128, c: v128, u: usize, out: usize, y: usize, z: usize,
  centre: v128, ax: v128, bx: v128, ay: v128, by: v128, az: v128, bz: v128,
): void {
  let sum = f64x2.add(f64x2.mul(centre, b), f64x2.mul(ax, f64x2.add(v128.shuffle<f64>(a, b, 1, 2), v128.shuffle<f64>(b, c, 1, 2))))
  sum = f64x2.add(sum, f64x2.mul(bx, f64x2.add(a, c)))
  if (rank > 1) {
    sum = f64x2.add(sum, f64x2.mul(ay, around(u, y)))
    sum = f64x2.add(sum, f64x2.mul(by, around(u, 2 * y)))
  }
  if (rank > 2) {
    sum = f64x2.add(sum, f64x2.mul(az, around(u, z)))
    sum = f64x2.add(sum, f64x2.mul(bz, around(u, 2 * z)))
  }
  v128.store(out, sum)
}

@inline function wideRow(
  rank: i32, u: usize, out: usize, nx: i32, y: usize, z: usize,
  centre: f64, ax: f64, bx: f64, ay: f64, by: f64, az: f64, bz: f64,
): void {
  const end = u + (<usize>nx << 3)
  const m = pair(centre), pa = pair(ax), pb = pair(bx), qa = pair(ay), qb = pair(by), ra = pair(az), rb = pair(bz)
  let a = v128.load(u - 16), b = v128.load(u)
  for (; u + 24 < end; u += 32, out += 32) {
    const c = v128.load(u, 16), d = v128.load(u, 32)
    widePair(rank, a, b, c, u, out, y, z, m, pa, pb, qa, qb, ra, rb)
    widePair(rank, b, c, d, u + 16, out + 16, y, z, m, pa, pb, qa, qb, ra, rb)
    a = c
    b = d
  }
  if (u + 8 < end) {
    widePair(rank, a, b, v128.load(u, 16), u, out, y, z, m, pa, pb, qa, qb, ra, rb)
    u += 16
    out += 16
  }
  if (u < end) {
    let sum = centre * load<f64>(u) + ax * aroundOne(u, 8) + bx * aroundOne(u, 16)
    if (rank > 1) sum = sum + ay * aroundOne(u, y) + by * aroundOne(u, 2 * y)
    if (rank > 2) sum = sum + az * aroundOne(u, z) + bz * aroundOne(u, 2 * z)
    store<f64>(out, sum)
  }
}
