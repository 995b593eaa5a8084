// Loops of the gas column's finite-volume method (src/solvers/discretisations/column-system.ts), all on float64 arrays.
// `w` is gas concentration times relative velocity, `s` is phase ratio times film amount in the same scale, `t` the transport
// rate of w, `p` the rate of passage into the film. Cells outside [low, high) hold nothing and are not touched.
// Loops go in pairs and may write one cell beyond `high`; every array carries padding for that.

import { cell, lanes, pair } from '../lanes'

/**
 * One stage with linear exchange: out = w + sum(ce t - ci p) and the film likewise, then the backward Euler like solve of
 * p = A w - B s with weight `implicit` (gamma times the step), which for two unknowns a cell is a division by a constant.
 * `weights`: 8 explicit, then 8 implicit. `p` of this stage is written behind those of the earlier ones.
 */
export function columnStage(
  stage: i32, w: usize, s: usize, t: usize, p: usize, stride: i32, weights: usize, low: i32, high: i32,
  uptake: f64, release: f64, implicit: f64, out: usize,
): void {
  const inverse = pair(1.0 / (1.0 + implicit * (uptake + release)))
  const a = pair(uptake), b = pair(release), g = pair(implicit)
  const stages = <usize>stage * <usize>stride
  for (let i = low; i < high; i += 2) {
    let x = lanes(w, i), y = lanes(s, i)
    for (let j: usize = 0, offset: usize = 0; offset < stages; j++, offset += <usize>stride) {
      const film = f64x2.mul(v128.load64_splat(weights + 64 + 8 * j), lanes(p + offset, i))
      x = f64x2.add(x, f64x2.sub(f64x2.mul(v128.load64_splat(weights + 8 * j), lanes(t + offset, i)), film))
      y = f64x2.add(y, film)
    }
    const rate = f64x2.mul(f64x2.sub(f64x2.mul(a, x), f64x2.mul(b, y)), inverse)
    v128.store(cell(p + stages, i), rate)
    v128.store(cell(out, i), f64x2.sub(x, f64x2.mul(g, rate)))
  }
}

/** The first half of a stage for competitive exchange: the sums without the solve, gas to `out`, film to `film`. */
export function columnSums(
  stage: i32, w: usize, s: usize, t: usize, p: usize, stride: i32, weights: usize, low: i32, high: i32, out: usize, film: usize,
): void {
  const stages = <usize>stage * <usize>stride
  for (let i = low; i < high; i += 2) {
    let x = lanes(w, i), y = lanes(s, i)
    for (let j: usize = 0, offset: usize = 0; offset < stages; j++, offset += <usize>stride) {
      const rate = f64x2.mul(v128.load64_splat(weights + 64 + 8 * j), lanes(p + offset, i))
      x = f64x2.add(x, f64x2.sub(f64x2.mul(v128.load64_splat(weights + 8 * j), lanes(t + offset, i)), rate))
      y = f64x2.add(y, rate)
    }
    v128.store(cell(out, i), x)
    v128.store(cell(film, i), y)
  }
}

/** 3rd, 5th and 7th order upwind face values: the polynomial through 3, 5, 7 cell means at the face. */
function linearFaces(order: i32, w: usize, faces: usize, low: i32, high: i32): void {
  if (order == 3) {
    const a = pair(-1.0 / 6.0), b = pair(5.0 / 6.0), c = pair(2.0 / 6.0)
    for (let f = low + 1; f <= high; f += 2)
      v128.store(cell(faces, f), f64x2.add(f64x2.add(f64x2.mul(a, lanes(w, f - 2)), f64x2.mul(b, lanes(w, f - 1))), f64x2.mul(c, lanes(w, f))))
  } else if (order == 5) {
    const a = pair(2.0 / 60.0), b = pair(-13.0 / 60.0), c = pair(47.0 / 60.0), d = pair(27.0 / 60.0), e = pair(-3.0 / 60.0)
    for (let f = low + 1; f <= high; f += 2) {
      const left = f64x2.add(f64x2.mul(a, lanes(w, f - 3)), f64x2.mul(b, lanes(w, f - 2)))
      const right = f64x2.add(f64x2.mul(d, lanes(w, f)), f64x2.mul(e, lanes(w, f + 1)))
      v128.store(cell(faces, f), f64x2.add(f64x2.add(left, f64x2.mul(c, lanes(w, f - 1))), right))
    }
  } else {
    const a = pair(-3.0 / 420.0), b = pair(25.0 / 420.0), c = pair(-101.0 / 420.0), d = pair(319.0 / 420.0)
    const e = pair(214.0 / 420.0), k = pair(-38.0 / 420.0), l = pair(4.0 / 420.0)
    for (let f = low + 1; f <= high; f += 2) {
      const left = f64x2.add(f64x2.add(f64x2.mul(a, lanes(w, f - 4)), f64x2.mul(b, lanes(w, f - 3))), f64x2.mul(c, lanes(w, f - 2)))
      const right = f64x2.add(f64x2.add(f64x2.mul(e, lanes(w, f)), f64x2.mul(k, lanes(w, f + 1))), f64x2.mul(l, lanes(w, f + 2)))
      v128.store(cell(faces, f), f64x2.add(f64x2.add(left, f64x2.mul(d, lanes(w, f - 1))), right))
    }
  }
}

@inline function square(x: v128): v128 {
  return f64x2.mul(x, x)
}

/**
 * Keeps a face value in [0, limit mean of its cell] (Zhang and Shu, J. Comput. Phys. 229 (2010) 3091: a mean stays positive
 * under a step limit if the reconstruction at its outflow does not exceed the mean by more than the inverse weight).
 */
@inline function positive(face: v128, mean: v128): v128 {
  const zero = f64x2.splat(0)
  return f64x2.max(zero, f64x2.min(face, f64x2.mul(f64x2.splat(6.0), f64x2.max(mean, zero))))
}

/** WENO5-Z (Borges et al., J. Comput. Phys. 227 (2008) 3191, eqs 25-28 with power 2); order 3: WENO3-Z. */
function wenoFaces(order: i32, w: usize, faces: usize, low: i32, high: i32): void {
  const tiny = pair(1e-24), one = pair(1.0)
  if (order == 3) {
    for (let f = low + 1; f <= high; f += 2) {
      const a = lanes(w, f - 2), b = lanes(w, f - 1), c = lanes(w, f)
      const left = square(f64x2.sub(b, a)), right = square(f64x2.sub(c, b))
      const tau = f64x2.abs(f64x2.sub(left, right))
      const x = f64x2.mul(pair(1.0 / 3.0), f64x2.add(one, square(f64x2.div(tau, f64x2.add(left, tiny)))))
      const y = f64x2.mul(pair(2.0 / 3.0), f64x2.add(one, square(f64x2.div(tau, f64x2.add(right, tiny)))))
      const p = f64x2.sub(f64x2.mul(pair(1.5), b), f64x2.mul(pair(0.5), a))
      const q = f64x2.mul(pair(0.5), f64x2.add(b, c))
      const face = f64x2.div(f64x2.add(f64x2.mul(x, p), f64x2.mul(y, q)), f64x2.add(x, y))
      v128.store(cell(faces, f), positive(face, b))
    }
    return
  }
  for (let f = low + 1; f <= high; f += 2) {
    const a = lanes(w, f - 3), b = lanes(w, f - 2), c = lanes(w, f - 1), d = lanes(w, f), e = lanes(w, f + 1)
    const two = pair(2.0), three = pair(3.0), four = pair(4.0), quarter = pair(0.25), weight = pair(13.0 / 12.0)
    const bend0 = f64x2.add(f64x2.sub(a, f64x2.mul(two, b)), c)
    const bend1 = f64x2.add(f64x2.sub(b, f64x2.mul(two, c)), d)
    const bend2 = f64x2.add(f64x2.sub(c, f64x2.mul(two, d)), e)
    const tilt0 = f64x2.add(f64x2.sub(a, f64x2.mul(four, b)), f64x2.mul(three, c))
    const tilt1 = f64x2.sub(b, d)
    const tilt2 = f64x2.add(f64x2.sub(f64x2.mul(three, c), f64x2.mul(four, d)), e)
    const smooth0 = f64x2.add(f64x2.mul(weight, square(bend0)), f64x2.mul(quarter, square(tilt0)))
    const smooth1 = f64x2.add(f64x2.mul(weight, square(bend1)), f64x2.mul(quarter, square(tilt1)))
    const smooth2 = f64x2.add(f64x2.mul(weight, square(bend2)), f64x2.mul(quarter, square(tilt2)))
    const tau = f64x2.abs(f64x2.sub(smooth0, smooth2))
    // Weights d (1 + (tau/beta)^2), brought to one denominator: a division is the dearest here.
    const t = square(tau)
    const u0 = square(f64x2.add(smooth0, tiny)), u1 = square(f64x2.add(smooth1, tiny)), u2 = square(f64x2.add(smooth2, tiny))
    const x = f64x2.mul(f64x2.mul(pair(0.1), f64x2.add(u0, t)), f64x2.mul(u1, u2))
    const y = f64x2.mul(f64x2.mul(pair(0.6), f64x2.add(u1, t)), f64x2.mul(u0, u2))
    const z = f64x2.mul(f64x2.mul(pair(0.3), f64x2.add(u2, t)), f64x2.mul(u0, u1))
    const p = f64x2.add(f64x2.sub(f64x2.mul(two, a), f64x2.mul(pair(7.0), b)), f64x2.mul(pair(11.0), c))
    const q = f64x2.add(f64x2.sub(f64x2.mul(pair(5.0), c), b), f64x2.mul(two, d))
    const r = f64x2.sub(f64x2.add(f64x2.mul(two, c), f64x2.mul(pair(5.0), d)), e)
    const sum = f64x2.add(f64x2.add(f64x2.mul(x, p), f64x2.mul(y, q)), f64x2.mul(z, r))
    const face = f64x2.div(sum, f64x2.mul(pair(6.0), f64x2.add(f64x2.add(x, y), z)))
    v128.store(cell(faces, f), positive(face, c))
  }
}

/** `closure`: three rows of 8 that extrapolate to the cells before the inlet, then a row of 8 for the inlet's face value. */
function fillInletGhosts(w: usize, inlet: f64, closure: usize): void {
  let face = inlet * load<f64>(closure + 192)
  for (let k = 0; k < 3; k++) face += load<f64>(closure + 200 + 8 * k) * load<f64>(cell(w, k))
  for (let g = 0; g < 3; g++) {
    let value = face * load<f64>(closure + 64 * g)
    for (let k = 0; k < 6; k++) value += load<f64>(closure + 64 * g + 8 + 8 * k) * load<f64>(cell(w, k))
    store<f64>(cell(w, -1 - g), value)
  }
  store<f64>(cell(w, -4), load<f64>(cell(w, -3)))
}

/**
 * Transport rates t = (F left - F right) speed of the cells [low, high), F the face value less the dispersive part.
 * Face 0 carries exactly what is fed; no dispersion passes the faces from `outlet` on (zero gradient).
 * Returns the face value at `outlet`. `slope`, `bend`: dispersion a face on the difference and on the mean of its cells.
 */
export function columnRates(
  scheme: i32, order: i32, w: usize, t: usize, faces: usize, low: i32, high: i32, cells: i32, outlet: i32,
  inlet: f64, closure: usize, speed: f64, dispersion: f64, slope: usize, bend: usize,
): f64 {
  if (low == 0) fillInletGhosts(w, inlet, closure)
  else for (let i = low - 4; i < low; i++) store<f64>(cell(w, i), 0)
  if (cells == outlet && high == cells) {
    // Strong dispersion: the zero gradient is resolved, c = p w continues evenly; the closure's last number is p's fall over a cell.
    const change = load<f64>(closure + 248)
    for (let i = 0, factor = change; i < 4; i++, factor *= change * change)
      store<f64>(cell(w, high + i), load<f64>(cell(w, high - 1 - i)) * factor)
  } else {
    const last = high == cells ? load<f64>(cell(w, cells - 1)) : 0.0
    for (let i = high; i < high + 4; i++) store<f64>(cell(w, i), last)
  }
  if (scheme == 0) linearFaces(order, w, faces, low, high)
  else wenoFaces(order, w, faces, low, high)
  const outflow = low < outlet && high >= outlet ? load<f64>(cell(faces, outlet)) : 0.0
  if (dispersion > 0) {
    const mirrored = cells == outlet, end = min(high, outlet - 1)
    for (let f = low + 1; f <= end; f++) {
      const a = load<f64>(cell(w, f - 2)), b = load<f64>(cell(w, f - 1)), c = load<f64>(cell(w, f)), d = load<f64>(cell(w, f + 1))
      const inner = mirrored || f < outlet - 1
      const difference = inner ? (15.0 * (c - b) - (d - a)) / 12.0 : c - b
      const mean = inner ? (7.0 * (b + c) - (a + d)) / 12.0 : 0.5 * (b + c)
      store<f64>(cell(faces, f), load<f64>(cell(faces, f)) - dispersion * (load<f64>(cell(slope, f)) * difference + load<f64>(cell(bend, f)) * mean))
    }
  }
  store<f64>(cell(faces, low), low == 0 ? inlet : 0.0)
  if (high < cells) store<f64>(cell(faces, high), 0)
  const v = pair(speed)
  for (let i = low; i < high; i += 2)
    v128.store(cell(t, i), f64x2.mul(v, f64x2.sub(lanes(faces, i), lanes(faces, i + 1))))
  return outflow
}

/**
 * The step's end: new values, and in `result` the largest |error of w|, |error of s|, w, s and the smallest of both.
 * The error passes once through the implicit solve, so that stiff exchange does not exaggerate it (Shampine's filter).
 * `weights`: 8 of the step, then 8 of the error.
 */
export function columnFinish(
  stages: i32, w: usize, s: usize, t: usize, p: usize, stride: i32, weights: usize, low: i32, high: i32,
  uptake: f64, release: f64, implicit: f64, newW: usize, newS: usize, result: usize,
): void {
  const inverse = pair(implicit / (1.0 + implicit * (uptake + release)))
  const a = pair(uptake), b = pair(release)
  let errorW = pair(0), errorS = pair(0), maxW = pair(0), maxS = pair(0), least = pair(0)
  const end = <usize>stages * <usize>stride
  for (let i = low; i < high; i += 2) {
    let x = pair(0), y = pair(0), ex = pair(0), ey = pair(0)
    for (let j: usize = 0, offset: usize = 0; offset < end; j++, offset += <usize>stride) {
      const move = lanes(t + offset, i), pass = lanes(p + offset, i)
      const k = v128.load64_splat(weights + 8 * j), e = v128.load64_splat(weights + 64 + 8 * j)
      x = f64x2.add(x, f64x2.mul(k, move))
      y = f64x2.add(y, f64x2.mul(k, pass))
      ex = f64x2.add(ex, f64x2.mul(e, move))
      ey = f64x2.add(ey, f64x2.mul(e, pass))
    }
    ex = f64x2.sub(ex, ey)
    const filter = f64x2.mul(f64x2.sub(f64x2.mul(a, ex), f64x2.mul(b, ey)), inverse)
    errorW = f64x2.max(errorW, f64x2.abs(f64x2.sub(ex, filter)))
    errorS = f64x2.max(errorS, f64x2.abs(f64x2.add(ey, filter)))
    const gas = f64x2.add(lanes(w, i), f64x2.sub(x, y)), film = f64x2.add(lanes(s, i), y)
    v128.store(cell(newW, i), gas)
    v128.store(cell(newS, i), film)
    maxW = f64x2.max(maxW, f64x2.abs(gas))
    maxS = f64x2.max(maxS, f64x2.abs(film))
    least = f64x2.min(least, f64x2.min(gas, film))
  }
  storeMax(result, errorW)
  storeMax(result + 8, errorS)
  storeMax(result + 16, maxW)
  storeMax(result + 24, maxS)
  store<f64>(result + 32, min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)))
}

@inline function storeMax(to: usize, x: v128): void {
  store<f64>(to, max(f64x2.extract_lane(x, 0), f64x2.extract_lane(x, 1)))
}
