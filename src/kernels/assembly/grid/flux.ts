// ∇·(D∇u) in flux form. The coefficient of the face between a value and the next one along an axis lies where the value does, times
// the inverse square of the spacing; the halo of the low side holds the outermost face. Each flux is computed in the same way for the two
// values it joins, so that what one loses the other gains to the last bit. Layout of grids: stencil.ts.

import { cell, pair } from '../lanes'

/**
 * out ← scale · mean of d and its neighbour `offset` float64 further; harmonic (0 where either is 0) or arithmetic. Begin one value
 * before the inner ones (`d`, `out`, and one more in the count along the axis) to have all faces.
 */
export function faceCoefficients(
  d: usize, out: usize, nx: i32, ny: i32, nz: i32, stride: i32, plane: i32, offset: i32, harmonic: bool, scale: f64,
): void {
  const near = <usize>offset << 3
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let from = cell(d, k * plane + j * stride), to = cell(out, k * plane + j * stride)
      for (let i = 0; i < nx; i++, from += 8, to += 8) {
        const a = load<f64>(from), b = load<f64>(from + near)
        let mean: f64 = 0.5 * (a + b)
        if (harmonic) mean = a == 0 || b == 0 ? 0 : 2.0 / (1.0 / a + 1.0 / b)
        store<f64>(to, scale * mean)
      }
    }
}

/** out ← Σ over the axes of f₊(u₊ − u) − f₋(u − u₋); `fy` and `fz` are 0 where there is no such axis. */
export function fluxDivergence(
  u: usize, fx: usize, fy: usize, fz: usize, out: usize, nx: i32, ny: i32, nz: i32, stride: i32, plane: i32,
): void {
  const y = <usize>stride << 3, z = <usize>plane << 3
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const at = k * plane + j * stride
      if (fz != 0) fluxRow(3, cell(u, at), cell(fx, at), cell(fy, at), cell(fz, at), cell(out, at), nx, y, z)
      else if (fy != 0) fluxRow(2, cell(u, at), cell(fx, at), cell(fy, at), 0, cell(out, at), nx, y, z)
      else fluxRow(1, cell(u, at), cell(fx, at), 0, 0, cell(out, at), nx, y, z)
    }
}

@inline function balance(u: usize, f: usize, at: usize): v128 {
  const c = v128.load(u)
  const gain = f64x2.mul(v128.load(f), f64x2.sub(v128.load(u + at), c))
  return f64x2.sub(gain, f64x2.mul(v128.load(f - at), f64x2.sub(c, v128.load(u - at))))
}

@inline function balanceOne(u: usize, f: usize, at: usize): f64 {
  const c = load<f64>(u)
  return load<f64>(f) * (load<f64>(u + at) - c) - load<f64>(f - at) * (c - load<f64>(u - at))
}

@inline function fluxRow(
  rank: i32, u: usize, fx: usize, fy: usize, fz: usize, out: usize, nx: i32, y: usize, z: usize,
): void {
  const end = u + (<usize>nx << 3)
  for (; u + 8 < end; u += 16, out += 16, fx += 16, fy += 16, fz += 16) {
    let sum = balance(u, fx, 8)
    if (rank > 1) sum = f64x2.add(sum, balance(u, fy, y))
    if (rank > 2) sum = f64x2.add(sum, balance(u, fz, z))
    v128.store(out, sum)
  }
  if (u < end) {
    let sum = balanceOne(u, fx, 8)
    if (rank > 1) sum += balanceOne(u, fy, y)
    if (rank > 2) sum += balanceOne(u, fz, z)
    store<f64>(out, sum)
  }
}

/**
 * An explicit Euler step of the Gray–Scott reaction in one sweep: u + wu Δ₅u + dt(F(1 − u) − uv²), v + wv Δ₅v + dt(uv² − (F + k)v),
 * Δ₅ the sum of the four neighbours less four times the value, wu = dt Du/h². (Pearson, Science 261, 1993.)
 */
export function grayScottStep(
  u: usize, v: usize, outU: usize, outV: usize, nx: i32, ny: i32, stride: i32,
  wu: f64, wv: f64, feed: f64, kill: f64, dt: f64,
): void {
  const y = <usize>stride << 3
  const cu: f64 = 1.0 - 4.0 * wu - dt * feed, cv: f64 = 1.0 - 4.0 * wv - dt * (feed + kill), source = dt * feed
  let j = 0
  for (; j < ny - 1; j += 2) {
    const at = j * stride
    grayScottRows(2, cell(u, at), cell(v, at), cell(outU, at), cell(outV, at), nx, y, wu, wv, cu, cv, dt, source)
  }
  if (j < ny) grayScottRows(1, cell(u, j * stride), cell(v, j * stride), cell(outU, j * stride), cell(outV, j * stride), nx, y, wu, wv, cu, cv, dt, source)
}

/** The four neighbours' sum; p points one value to the west. */
@inline function spread(p: usize, south: v128, north: v128): v128 {
  return f64x2.add(f64x2.add(v128.load(p), v128.load(p, 16)), f64x2.add(south, north))
}

@inline function putPair(
  r: usize, s: usize, a: v128, b: v128, near: v128, other: v128, wu: v128, wv: v128, cu: v128, cv: v128, dt: v128, source: v128,
): void {
  const t = f64x2.mul(dt, b)
  v128.store(r, f64x2.add(f64x2.mul(a, f64x2.sub(cu, f64x2.mul(t, b))), f64x2.add(f64x2.mul(wu, near), source)))
  v128.store(s, f64x2.add(f64x2.mul(b, f64x2.add(cv, f64x2.mul(t, a))), f64x2.mul(wv, other)))
}

/** A pair of one row, or of two: each is the other's neighbour, so that it is read once. Pointers are one value to the west. */
@inline function grayScottPair(
  rows: i32, p: usize, q: usize, r: usize, s: usize, y: usize,
  wu: v128, wv: v128, cu: v128, cv: v128, dt: v128, source: v128,
): void {
  const a = v128.load(p, 8), b = v128.load(q, 8), c = v128.load(p + y, 8), d = v128.load(q + y, 8)
  const near = spread(p, v128.load(p - y, 8), c), other = spread(q, v128.load(q - y, 8), d)
  putPair(r, s, a, b, near, other, wu, wv, cu, cv, dt, source)
  if (rows == 2) {
    const below = spread(p + y, a, v128.load(p + 2 * y, 8)), beside = spread(q + y, b, v128.load(q + 2 * y, 8))
    putPair(r + y, s + y, c, d, below, beside, wu, wv, cu, cv, dt, source)
  }
}

@inline function grayScottRows(
  rows: i32, p: usize, q: usize, r: usize, s: usize, nx: i32, y: usize,
  wu: f64, wv: f64, cu: f64, cv: f64, dt: f64, source: f64,
): void {
  const pu = pair(wu), pv = pair(wv), qu = pair(cu), qv = pair(cv), step = pair(dt), fed = pair(source)
  const end = p + (<usize>nx << 3)
  for (; p + 24 < end; p += 32, q += 32, r += 32, s += 32) {
    grayScottPair(rows, p - 8, q - 8, r, s, y, pu, pv, qu, qv, step, fed)
    grayScottPair(rows, p + 8, q + 8, r + 16, s + 16, y, pu, pv, qu, qv, step, fed)
  }
  for (; p + 8 < end; p += 16, q += 16, r += 16, s += 16) grayScottPair(rows, p - 8, q - 8, r, s, y, pu, pv, qu, qv, step, fed)
  if (p < end)
    for (let row = 0; row < rows; row++, p += y, q += y, r += y, s += y) {
      const a = load<f64>(p), b = load<f64>(q), t = dt * b
      const near = load<f64>(p - 8) + load<f64>(p + 8) + (load<f64>(p - y) + load<f64>(p + y))
      const other = load<f64>(q - 8) + load<f64>(q + 8) + (load<f64>(q - y) + load<f64>(q + y))
      store<f64>(r, a * (cu - t * b) + (wu * near + source))
      store<f64>(s, b * (cv + t * a) + wv * other)
    }
}
