// Values at faces from point values along one axis: WENO5-Z (Borges, Carmona, Costa, Don, J. Comput. Phys. 227, 2008, 3191, exponent 2)
// and the second-order TVD scheme with van Leer's monotonised central limiter (J. Comput. Phys. 23, 1977, 276). Lines are padded: three
// values beyond each end; values that follow each other along the axis stand `stride` bytes apart, so that x and the other axes are one
// loop over contiguous pairs. An odd count computes one value more: blocks have room for it.

import { cell, madd, nmadd, pair } from '../lanes'

/** Weights of WENO5-Z at the face behind c, from the side of c: a, b, c, d, e in the order of the wind. */
@inline function weno(a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  const thirteen = pair(13.0 / 12.0), quarter = pair(0.25), two = pair(2), three = pair(3), four = pair(4), tiny = pair(1e-40)
  const s0 = f64x2.add(nmadd(two, b, a), c), t0 = madd(three, c, nmadd(four, b, a))
  const s1 = f64x2.add(nmadd(two, c, b), d), t1 = f64x2.sub(b, d)
  const s2 = f64x2.add(nmadd(two, d, c), e), t2 = f64x2.add(madd(three, c, f64x2.neg(f64x2.mul(four, d))), e)
  const b0 = madd(f64x2.mul(thirteen, s0), s0, f64x2.mul(f64x2.mul(quarter, t0), t0))
  const b1 = madd(f64x2.mul(thirteen, s1), s1, f64x2.mul(f64x2.mul(quarter, t1), t1))
  const b2 = madd(f64x2.mul(thirteen, s2), s2, f64x2.mul(f64x2.mul(quarter, t2), t2))
  const tau = f64x2.abs(f64x2.sub(b0, b2))
  const r0 = f64x2.div(tau, f64x2.add(b0, tiny)), r1 = f64x2.div(tau, f64x2.add(b1, tiny)), r2 = f64x2.div(tau, f64x2.add(b2, tiny))
  const one = pair(1)
  const w0 = madd(r0, r0, one), w1 = f64x2.mul(pair(6), madd(r1, r1, one)), w2 = f64x2.mul(three, madd(r2, r2, one))
  // Sixfold values, less c: a constant stays one to the last bit.
  const p = f64x2.sub(b, c), q = f64x2.sub(d, c)
  const q0 = madd(two, f64x2.sub(a, c), f64x2.mul(pair(-7), p))
  const q1 = f64x2.sub(f64x2.mul(two, q), p)
  const q2 = f64x2.sub(f64x2.mul(pair(5), q), f64x2.sub(e, c))
  const sum = madd(w0, q0, madd(w1, q1, f64x2.mul(w2, q2)))
  return f64x2.add(c, f64x2.div(sum, f64x2.mul(pair(6), f64x2.add(w0, f64x2.add(w1, w2)))))
}

/** The same of order 2, from b, c, d: the slope is the least of twice the one-sided ones and the central one, 0 at an extremum. */
@inline function limited(b: v128, c: v128, d: v128): v128 {
  const back = f64x2.sub(c, b), ahead = f64x2.sub(d, c), sum = f64x2.mul(pair(0.25), f64x2.add(back, ahead))
  const size = f64x2.pmin(f64x2.abs(sum), f64x2.pmin(f64x2.abs(back), f64x2.abs(ahead)))
  const slope = v128.bitselect(size, sum, i64x2.splat(0x7fffffffffffffff))
  return f64x2.add(c, v128.and(slope, f64x2.gt(f64x2.mul(back, ahead), pair(0))))
}

@inline function at(p: usize, k: i32, stride: usize): v128 {
  return v128.load(p + <usize>k * stride)
}

/**
 * faces ← the flux between the third and fourth of every six values along the axis, local Lax–Friedrichs: f ± a u are carried with and
 * against the axis, a the largest speed among those that are looked at (Shu, Osher, J. Comput. Phys. 83, 1989, 32). Order 5 or 2.
 */
export function fluxFaces(order: i32, u: usize, f: usize, speed: usize, faces: usize, count: i32, stride: usize): void {
  const end = faces + (<usize>count << 3)
  const half = pair(0.5)
  if (order == 5)
    for (; faces < end; u += 16, f += 16, speed += 16, faces += 16) {
      let a = f64x2.max(at(speed, 2, stride), at(speed, 3, stride))
      a = f64x2.max(a, f64x2.max(at(speed, 1, stride), at(speed, 4, stride)))
      a = f64x2.max(a, f64x2.max(at(speed, 0, stride), at(speed, 5, stride)))
      const f0 = at(f, 0, stride), f1 = at(f, 1, stride), f2 = at(f, 2, stride), f3 = at(f, 3, stride), f4 = at(f, 4, stride), f5 = at(f, 5, stride)
      const u1 = f64x2.mul(a, at(u, 1, stride)), u2 = f64x2.mul(a, at(u, 2, stride)), u3 = f64x2.mul(a, at(u, 3, stride)), u4 = f64x2.mul(a, at(u, 4, stride))
      const u0 = f64x2.mul(a, at(u, 0, stride)), u5 = f64x2.mul(a, at(u, 5, stride))
      const withIt = weno(f64x2.add(f0, u0), f64x2.add(f1, u1), f64x2.add(f2, u2), f64x2.add(f3, u3), f64x2.add(f4, u4))
      const against = weno(f64x2.sub(f5, u5), f64x2.sub(f4, u4), f64x2.sub(f3, u3), f64x2.sub(f2, u2), f64x2.sub(f1, u1))
      v128.store(faces, f64x2.mul(half, f64x2.add(withIt, against)))
    }
  else
    for (; faces < end; u += 16, f += 16, speed += 16, faces += 16) {
      const a = f64x2.max(f64x2.max(at(speed, 2, stride), at(speed, 3, stride)), f64x2.max(at(speed, 1, stride), at(speed, 4, stride)))
      const f1 = at(f, 1, stride), f2 = at(f, 2, stride), f3 = at(f, 3, stride), f4 = at(f, 4, stride)
      const u1 = f64x2.mul(a, at(u, 1, stride)), u2 = f64x2.mul(a, at(u, 2, stride)), u3 = f64x2.mul(a, at(u, 3, stride)), u4 = f64x2.mul(a, at(u, 4, stride))
      const withIt = limited(f64x2.add(f1, u1), f64x2.add(f2, u2), f64x2.add(f3, u3))
      const against = limited(f64x2.sub(f4, u4), f64x2.sub(f3, u3), f64x2.sub(f2, u2))
      v128.store(faces, f64x2.mul(half, f64x2.add(withIt, against)))
    }
}

/**
 * The same where `speed` is the derivative of the flux by the one unknown, with its sign: where all six have one, the flux is taken from that
 * side alone (Shu, Osher 1989, Roe's scheme with a local Lax–Friedrichs entropy fix). With a speed that nearly is the flux's own the part
 * against it would have a slope near 0 everywhere, which costs WENO an order.
 */
export function upwindFluxFaces(order: i32, u: usize, f: usize, speed: usize, faces: usize, count: i32, stride: usize): void {
  const end = faces + (<usize>count << 3)
  const half = pair(0.5), zero = pair(0)
  for (; faces < end; u += 16, f += 16, speed += 16, faces += 16) {
    const s1 = at(speed, 1, stride), s2 = at(speed, 2, stride), s3 = at(speed, 3, stride), s4 = at(speed, 4, stride)
    let low = f64x2.min(f64x2.min(s1, s2), f64x2.min(s3, s4)), high = f64x2.max(f64x2.max(s1, s2), f64x2.max(s3, s4))
    if (order == 5) {
      const s0 = at(speed, 0, stride), s5 = at(speed, 5, stride)
      low = f64x2.min(low, f64x2.min(s0, s5))
      high = f64x2.max(high, f64x2.max(s0, s5))
    }
    const ahead = f64x2.ge(low, zero), behind = f64x2.le(high, zero)
    const f1 = at(f, 1, stride), f2 = at(f, 2, stride), f3 = at(f, 3, stride), f4 = at(f, 4, stride)
    let face: v128
    if (v128.any_true(v128.not(v128.or(ahead, behind)))) {
      const a = f64x2.max(f64x2.abs(low), f64x2.abs(high))
      const u1 = f64x2.mul(a, at(u, 1, stride)), u2 = f64x2.mul(a, at(u, 2, stride)), u3 = f64x2.mul(a, at(u, 3, stride)), u4 = f64x2.mul(a, at(u, 4, stride))
      let withIt: v128, against: v128
      if (order == 5) {
        const f0 = at(f, 0, stride), f5 = at(f, 5, stride), u0 = f64x2.mul(a, at(u, 0, stride)), u5 = f64x2.mul(a, at(u, 5, stride))
        withIt = weno(f64x2.add(f0, u0), f64x2.add(f1, u1), f64x2.add(f2, u2), f64x2.add(f3, u3), f64x2.add(f4, u4))
        against = weno(f64x2.sub(f5, u5), f64x2.sub(f4, u4), f64x2.sub(f3, u3), f64x2.sub(f2, u2), f64x2.sub(f1, u1))
      } else {
        withIt = limited(f64x2.add(f1, u1), f64x2.add(f2, u2), f64x2.add(f3, u3))
        against = limited(f64x2.sub(f4, u4), f64x2.sub(f3, u3), f64x2.sub(f2, u2))
      }
      face = f64x2.mul(half, f64x2.add(withIt, against))
    } else face = zero
    if (v128.any_true(ahead)) face = v128.bitselect(order == 5 ? weno(at(f, 0, stride), f1, f2, f3, f4) : limited(f1, f2, f3), face, ahead)
    if (v128.any_true(v128.andnot(behind, ahead)))
      face = v128.bitselect(order == 5 ? weno(at(f, 5, stride), f4, f3, f2, f1) : limited(f4, f3, f2), face, v128.andnot(behind, ahead))
    v128.store(faces, face)
  }
}

/** left, right ← the values at the same faces as seen from either side. */
export function valueFaces(order: i32, u: usize, left: usize, right: usize, count: i32, stride: usize): void {
  const end = left + (<usize>count << 3)
  for (; left < end; u += 16, left += 16, right += 16) {
    const u1 = at(u, 1, stride), u2 = at(u, 2, stride), u3 = at(u, 3, stride), u4 = at(u, 4, stride)
    if (order == 5) {
      v128.store(left, weno(at(u, 0, stride), u1, u2, u3, u4))
      v128.store(right, weno(at(u, 5, stride), u4, u3, u2, u1))
    } else {
      v128.store(left, limited(u1, u2, u3))
      v128.store(right, limited(u4, u3, u2))
    }
  }
}

/**
 * out ← out − scale · (face behind − face before). Of `rows` rows of `n` values along the axis, `inner` side by side; a row of faces is
 * (n + 6)·inner long. Values of `out` along the axis stand `step` float64 apart, rows `plane`.
 */
export function subtractDifferences(
  faces: usize, out: usize, n: i32, inner: i32, rows: i32, step: i32, plane: i32, scale: f64,
): void {
  const next = <usize>inner << 3, by = pair(scale)
  for (let row = 0; row < rows; row++)
    if (inner == 1 && step == 1) differencesOf(cell(faces, row * (n + 6)), cell(out, row * plane), n, 8, by, scale)
    else
      for (let i = 0; i < n; i++)
        differencesOf(cell(faces, (row * (n + 6) + i) * inner), cell(out, row * plane + i * step), inner, next, by, scale)
}

@inline function differencesOf(from: usize, to: usize, count: i32, next: usize, by: v128, scale: f64): void {
  let i = 0
  for (; i < count - 1; i += 2, from += 16, to += 16)
    v128.store(to, f64x2.sub(v128.load(to), f64x2.mul(by, f64x2.sub(v128.load(from + next), v128.load(from)))))
  if (i < count) store<f64>(to, load<f64>(to) - scale * (load<f64>(from + next) - load<f64>(from)))
}

/** out ← out − scale · speed · (value behind − value before), values from the side the speed comes from. `speed` is padded as lines are. */
export function subtractUpwind(
  speed: usize, left: usize, right: usize, out: usize, n: i32, inner: i32, rows: i32, step: i32, plane: i32, scale: f64,
): void {
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < n; i++) {
      const base = (row * (n + 6) + i) * inner
      let a = cell(speed, base + 3 * inner), l = cell(left, base), r = cell(right, base), to = cell(out, row * plane + i * step)
      const next = <usize>inner << 3
      for (let j = 0; j < inner; j++, a += 8, l += 8, r += 8, to += 8) {
        const v = load<f64>(a)
        const d = v > 0 ? load<f64>(l + next) - load<f64>(l) : load<f64>(r + next) - load<f64>(r)
        store<f64>(to, load<f64>(to) - scale * (v * d))
      }
    }
}

/** What stands beyond an end. */
const PERIODIC = 0, EVEN = 1, ODD = 2, GIVEN = 3, OPEN = 4

/**
 * target ← the lines of an array with three values beyond each end: those of the other end, the mirror image (plus what a slope beyond
 * the end, float64 at the end's place in `fromSlope` or `toSlope`, adds; `spacing` apart), the image in the value at the end, or the
 * polynomial through the nearest five values, a constant where they jump. Open: there the slope is the speed along the axis; what flows
 * out goes on as it does inside, what flows in is a mirror image.
 */
export function padLines(
  source: usize, target: usize, n: i32, inner: i32, rows: i32, step: i32, plane: i32,
  from: i32, to: i32, fromSlope: usize, toSlope: usize, spacing: f64,
): void {
  for (let row = 0; row < rows; row++) {
    const at = cell(target, row * (n + 6) * inner), start = row * plane
    if (inner == 1 && step == 1) memory.copy(at + 24, cell(source, start), <usize>n << 3)
    else
      for (let i = 0; i < n; i++) memory.copy(cell(at, (i + 3) * inner), cell(source, start + i * step), <usize>inner << 3)
    for (let j = 0; j < inner; j++) {
      padEnd(cell(at, j + 3 * inner), inner, 1, n, from, slopeAt(fromSlope, start + j), spacing)
      padEnd(cell(at, j + (n + 2) * inner), inner, -1, n, to, slopeAt(toSlope, start + j + (n - 1) * step), spacing)
    }
  }
}

@inline function slopeAt(slopes: usize, place: i32): f64 {
  return slopes == 0 ? 0 : load<f64>(cell(slopes, place))
}

/** Values −1, −2, −3 from the end, 0 the value on it; `inwards` is 1 or −1. */
function padEnd(end: usize, inner: i32, inwards: i32, n: i32, rule: i32, given: f64, spacing: f64): void {
  const isOpen = rule == OPEN, slope: f64 = isOpen ? 0 : given
  const kind = isOpen ? (given * <f64>inwards < 0 ? GIVEN : EVEN) : rule
  const next = inner * inwards
  const edge = load<f64>(end)
  if (kind == GIVEN && n > 4) {
    const b = load<f64>(cell(end, next)), c = load<f64>(cell(end, 2 * next)), d = load<f64>(cell(end, 3 * next)), e = load<f64>(cell(end, 4 * next))
    const d0 = b - edge, d1 = c - b, d2 = d - c, d3 = e - d
    const change = d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3
    const e0 = d1 - d0, e1 = d2 - d1, e2 = d3 - d2
    const twist = (e1 - e0) * (e1 - e0) + (e2 - e1) * (e2 - e1)
    // Third differences are small beside first and second ones where the values are smooth, at an extremum too; at a jump half of them or more.
    const rough = (10.0 * twist) / (change + e0 * e0 + e1 * e1 + e2 * e2 + 1e-40)
    const weight = 1.0 / (1.0 + rough * rough * (rough * rough))
    store<f64>(cell(end, -next), edge + weight * (-4.0 * d0 + 6.0 * d1 - 4.0 * d2 + d3))
    store<f64>(cell(end, -2 * next), edge + weight * (-14.0 * d0 + 26.0 * d1 - 19.0 * d2 + 5.0 * d3))
    store<f64>(cell(end, -3 * next), edge + weight * (-34.0 * d0 + 71.0 * d1 - 55.0 * d2 + 15.0 * d3))
    return
  }
  for (let k = 1; k <= 3; k++) {
    let value = edge
    if (kind == PERIODIC) value = load<f64>(cell(end, (n - k) * next))
    else if (k < n) {
      const image = load<f64>(cell(end, k * next))
      if (kind == EVEN) value = image + 2.0 * <f64>k * spacing * slope
      else if (kind == ODD) value = edge + (edge - image)
    }
    store<f64>(cell(end, -k * next), value)
  }
}
