// Goldstein's J(x, y) = 1 − e^{−y}∫₀ˣ e^{−s} I0(2√(ys)) ds and the outlet of a column with linear kinetics, by quadrature.
//
// In u = √y, r = √x the density ∂J/∂y dy becomes 2r·exp(−(u−r)²)·I1e(2ru) du, I1e(z) = e^{−z} I1(z): a Gaussian of
// standard deviation 1/√2 whatever x is, times a slowly varying factor. So panels about as wide as one standard deviation
// and 8 or 12 Gauss–Legendre nodes give full precision for every x, and nothing can overflow: every factor is below its
// natural scale. (S. Goldstein, Proc. R. Soc. A 219 (1953) 151; the pulse form is that of the seed paper, eq. for ĉ.)

/** z·I_ν·√z·e^{−z} = polynomial in 1/z for z ≥ 20: Chebyshev fit of 12 terms, relative error below 1e-17 (computed with 50 digits). */
const LARGE: f64 = 20.0
const i0Large = memory.data<f64>([
  0.398942280401432678, 0.0498677850501813638, 0.0280506290885679498, 0.0292194060981482559, 0.0447420639599554788,
  0.090619629569952961, 0.227239570898646795, 0.74129736126939627, 0.893570206528631198, 38.3833123851612769,
  -273.971069730267134, 1919.53264480564018,
])
const i1Large = memory.data<f64>([
  0.398942280401432678, -0.149603355150539689, -0.0467510484822380251, -0.0409071682735610886, -0.0575255434959410417,
  -0.110754767096087956, -0.268686452598179419, -0.850934404050754008, -1.11025201771844679, -41.5395435361228671,
  291.986402951821752, -2064.82080695264249,
])

// Gauss–Legendre: the positive nodes and their weights, 8 and 12 points (20 digits from Newton's method at 40 digits).
const nodes8 = memory.data<f64>([
  0.183434642495649805, 0.362683783378361983, 0.525532409916328986, 0.313706645877887287, 0.79666647741362674,
  0.222381034453374471, 0.960289856497536232, 0.101228536290376259,
])
const nodes12 = memory.data<f64>([
  0.125233408511468915, 0.249147045813402785, 0.367831498998180194, 0.233492536538354809, 0.587317954286617447,
  0.203167426723065922, 0.769902674194304687, 0.160078328543346226, 0.904117256370474857, 0.106939325995318431,
  0.981560634246719251, 0.0471753363865118272,
])

/** 1/n! for exp's Taylor polynomial: on |t| ≤ ½ln 2 the term of degree 14 is below 5e-18. */
const inverseFactorials = memory.data<f64>([
  1.0, 1.0, 0.5, 0.16666666666666666, 0.041666666666666664, 0.008333333333333333, 0.001388888888888889,
  0.0001984126984126984, 2.48015873015873e-5, 2.7557319223985893e-6, 2.755731922398589e-7, 2.505210838544172e-8,
  2.08767569878681e-9, 1.6059043836821613e-10,
])

/** Beyond this distance |u − r| the density is below e^{−676}: nothing. */
const REACH: f64 = 26.0
/** A part of the window is left out where it is e^{−44} of the largest. */
const NEGLECT: f64 = 44.0

// @ts-ignore: decorator
@inline
function polynomial(table: usize, count: i32, at: f64): f64 {
  let sum = load<f64>(table + ((count - 1) << 3))
  for (let i = count - 2; i >= 0; i--) sum = sum * at + load<f64>(table + (i << 3))
  return sum
}

/** e^{−z}·I_ν(z), ν = 0 or 1, z ≥ 0. The power series has positive terms only: stable up to z = 20. */
function besselScaled(order: i32, z: f64): f64 {
  if (z >= LARGE) return polynomial(order == 0 ? i0Large : i1Large, 12, 1.0 / z) / Math.sqrt(z)
  const quarter = 0.25 * z * z
  let term: f64 = order == 0 ? 1.0 : 0.5 * z
  let sum = term
  for (let k: f64 = 1.0; term > 1e-18 * sum; k += 1.0) {
    term *= quarter / (k * (k + <f64>order))
    sum += term
  }
  return sum * Math.exp(-z)
}

/** 2r·exp(−(u−r)²)·I1e(2ru). */
// @ts-ignore: decorator
@inline
function density(u: f64, r: f64): f64 {
  const d = u - r
  return 2.0 * r * Math.exp(-d * d) * besselScaled(1, 2.0 * r * u)
}

/** exp of two numbers in [−700, 0]: t = k ln 2 + rest, Taylor polynomial of the rest, k into the exponent bits. */
// @ts-ignore: decorator
@inline
function exponential(t: v128): v128 {
  const k = v128.nearest<f64>(v128.mul<f64>(t, f64x2.splat(1.4426950408889634)))
  let rest = v128.sub<f64>(t, v128.mul<f64>(k, f64x2.splat(0.6931471803691238)))
  rest = v128.sub<f64>(rest, v128.mul<f64>(k, f64x2.splat(1.9082149292705877e-10)))
  let sum = v128.load_splat<f64>(inverseFactorials, 13 << 3)
  for (let i = 12; i >= 0; i--)
    sum = v128.add<f64>(v128.mul<f64>(sum, rest), v128.load_splat<f64>(inverseFactorials + (i << 3)))
  // Adding 2^52 + 2^51 leaves k in the low bits of the mantissa.
  const bits = v128.shl<i64>(v128.add<f64>(k, f64x2.splat(6755399441055744.0)), 52)
  return v128.add<i64>(sum, bits)
}

/** ∫ₐᵇ of the density over one panel. */
function panel(a: f64, b: f64, r: f64): f64 {
  const half = 0.5 * (b - a)
  const middle = 0.5 * (a + b)
  const narrow = b - a <= 0.45
  const table = narrow ? nodes8 : nodes12
  const count = narrow ? 4 : 6
  if (2.0 * r * a < LARGE) {
    let sum: f64 = 0.0
    for (let i = 0; i < count; i++) {
      const offset = half * load<f64>(table + (i << 4))
      sum += load<f64>(table + (i << 4), 8) * (density(middle - offset, r) + density(middle + offset, r))
    }
    return half * sum
  }
  // The two nodes at ±ξ are the two lanes; 2r·I1e(z) = √(2r/u)·polynomial(1/z).
  const halves = f64x2(-half, half)
  const twice = f64x2.splat(2.0 * r)
  let sum = f64x2.splat(0.0)
  for (let i = 0; i < count; i++) {
    const u = v128.add<f64>(f64x2.splat(middle), v128.mul<f64>(halves, v128.load_splat<f64>(table + (i << 4))))
    const d = v128.sub<f64>(u, f64x2.splat(r))
    const w = v128.div<f64>(f64x2.splat(1.0), v128.mul<f64>(twice, u))
    let p = v128.load_splat<f64>(i1Large, 11 << 3)
    for (let j = 10; j >= 0; j--)
      p = v128.add<f64>(v128.mul<f64>(p, w), v128.load_splat<f64>(i1Large + (j << 3)))
    p = v128.mul<f64>(p, v128.mul<f64>(twice, v128.sqrt<f64>(w)))
    p = v128.mul<f64>(p, exponential(v128.max<f64>(f64x2.splat(-700.0), v128.neg<f64>(v128.mul<f64>(d, d)))))
    sum = v128.add<f64>(sum, v128.mul<f64>(p, v128.load_splat<f64>(table + (i << 4), 8)))
  }
  return half * (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
}

/** ∫ of the density from u = a to u = b: panels no wider than about one standard deviation, where it matters. */
function mass(a: f64, b: f64, r: f64): f64 {
  if (!(b > a) || r <= 0.0) return 0.0
  const nearest = Math.max(a, Math.min(b, r))
  const distance = Math.abs(nearest - r)
  if (distance > REACH) return 0.0
  const reach = Math.sqrt(distance * distance + NEGLECT)
  const from = Math.max(a, r - reach)
  const to = Math.min(b, r + reach)
  const panels = Math.ceil((to - from) / 0.9)
  const width = (to - from) / panels
  let sum: f64 = 0.0
  for (let i: f64 = 0.0; i < panels; i += 1.0) sum += panel(from + i * width, from + (i + 1.0) * width, r)
  return sum
}

/** J(x, y) for x, y ≥ 0; the smaller of J and 1 − J is the one integrated. */
export function goldsteinJ(x: f64, y: f64): f64 {
  const r = Math.sqrt(x)
  const u = Math.sqrt(y)
  if (u <= r) return Math.exp(-x) + mass(0.0, u, r)
  return 1.0 - mass(u, u + REACH, r)
}

/** e^{−x−y} I0(2√(xy)) = −∂J/∂x. */
export function goldsteinK0(x: f64, y: f64): f64 {
  const d = Math.sqrt(y) - Math.sqrt(x)
  return Math.exp(-d * d) * besselScaled(0, 2.0 * Math.sqrt(x * y))
}

/** e^{−x−y} √(x/y) I1(2√(xy)) = ∂J/∂y; x e^{−x} at y = 0. */
export function goldsteinK1(x: f64, y: f64): f64 {
  if (y <= 0.0) return x * Math.exp(-x)
  const r = Math.sqrt(x)
  const u = Math.sqrt(y)
  const d = u - r
  return (Math.exp(-d * d) * besselScaled(1, 2.0 * r * u) * r) / u
}

/**
 * J(x, kd θ) − J(x, kd (θ − t1)) at `count` times, θ = time − H, each J zero for negative time: outlet concentration of a
 * rectangular pulse of length t1, over inlet concentration (and pressure ratio). The term e^{−x} stands while 0 ≤ θ < t1.
 */
export function goldsteinPulse(times: usize, out: usize, count: i32, holdUp: f64, x: f64, kd: f64, t1: f64): void {
  const r = Math.sqrt(x)
  const jump = Math.exp(-x)
  for (let i = 0; i < count; i++) {
    const theta = load<f64>(times + (i << 3)) - holdUp
    let value: f64 = 0.0
    if (theta >= 0.0) {
      const late = theta - t1
      value = mass(late > 0.0 ? Math.sqrt(kd * late) : 0.0, Math.sqrt(kd * theta), r)
      if (late < 0.0) value += jump
    }
    store<f64>(out + (i << 3), value)
  }
}

/** ∂J/∂x and ∂J/∂y at y = kd (time − start), zero before: the edges of a pulse, from which its derivatives are made. */
export function goldsteinEdge(times: usize, outX: usize, outY: usize, count: i32, start: f64, x: f64, kd: f64): void {
  for (let i = 0; i < count; i++) {
    const theta = load<f64>(times + (i << 3)) - start
    const live = theta >= 0.0
    store<f64>(outX + (i << 3), live ? -goldsteinK0(x, kd * theta) : 0.0)
    store<f64>(outY + (i << 3), live ? goldsteinK1(x, kd * theta) : 0.0)
  }
}

/** The inlet behind an injector that empties with time constant τ, at time t after the injection began, over the rectangle's height. */
// @ts-ignore: decorator
@inline
function inlet(t: f64, t1: f64, rate: f64): f64 {
  if (t <= 0.0) return 0.0
  return t <= t1 ? -Math.expm1(-rate * t) : -Math.expm1(-rate * t1) * Math.exp(-rate * (t - t1))
}

/**
 * ∫ of density·inlet over u in [a, b], from the top down: while the injector fills or while it empties. With φ the logarithm of
 * the integrand, panels are at most 5/|φ'| wide; φ has one maximum, so the sum stops behind it where nothing is added any more.
 */
function tailedMass(a: f64, b: f64, r: f64, theta: f64, kd: f64, t1: f64, rate: f64, emptying: bool): f64 {
  let sum: f64 = 0.0
  const floor = Math.max(a, r - REACH)
  let top = b
  while (top > floor) {
    const since = theta - (top * top) / kd
    // While it fills, the inlet is constant behind its first 40 time constants.
    const fall = emptying || since * rate < 40.0 ? (2.0 * rate * top) / kd : 0.0
    const slope = (emptying ? fall : 0.0) - 2.0 * (top - r)
    const bottom = Math.max(floor, top - Math.min(0.8, 5.0 / Math.max(fall, Math.abs(slope))))
    if (!(bottom < top)) break
    const half = 0.5 * (top - bottom)
    const middle = 0.5 * (top + bottom)
    let part: f64 = 0.0
    for (let i = 0; i < 6; i++) {
      const offset = half * load<f64>(nodes12 + (i << 4))
      const weight = load<f64>(nodes12 + (i << 4), 8)
      const low = middle - offset
      const high = middle + offset
      part += weight * density(low, r) * inlet(theta - (low * low) / kd, t1, rate)
      part += weight * density(high, r) * inlet(theta - (high * high) / kd, t1, rate)
    }
    sum += half * part
    if (slope > 0.0 && half * part <= 1e-20 * sum) break
    top = bottom
  }
  return sum
}

/**
 * The outlet of a rectangular pulse smeared by an injector that empties exponentially (rate 1/τ), at `count` times, over inlet
 * concentration (and pressure ratio): ∫ density(T)·inlet(θ − T) dT + e^{−x} inlet(θ). Every term is positive: nothing cancels.
 */
export function goldsteinTailedPulse(times: usize, out: usize, count: i32, holdUp: f64, x: f64, kd: f64, t1: f64, rate: f64): void {
  const r = Math.sqrt(x)
  for (let i = 0; i < count; i++) {
    const theta = load<f64>(times + (i << 3)) - holdUp
    let value: f64 = 0.0
    if (theta > 0.0) {
      const edge = theta > t1 ? Math.sqrt(kd * (theta - t1)) : 0.0
      const end = Math.min(Math.sqrt(kd * theta), r + REACH)
      value = Math.exp(-x) * inlet(theta, t1, rate)
      value += tailedMass(edge, end, r, theta, kd, t1, rate, false)
      value += tailedMass(0.0, Math.min(edge, end), r, theta, kd, t1, rate, true)
    }
    store<f64>(out + (i << 3), value)
  }
}
