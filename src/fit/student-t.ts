import { logGamma } from './log-gamma.ts'

/** Continued fraction of the incomplete beta function (DLMF 8.17.22) by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  d = 1 / (Math.abs(d) < tiny ? tiny : d)
  let h = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 + even * d
    c = 1 + even / c
    d = 1 / (Math.abs(d) < tiny ? tiny : d)
    if (Math.abs(c) < tiny) c = tiny
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 + odd * d
    c = 1 + odd / c
    d = 1 / (Math.abs(d) < tiny ? tiny : d)
    if (Math.abs(c) < tiny) c = tiny
    const change = d * c
    h *= change
    if (Math.abs(change - 1) < 1e-16) break
  }
  return h
}

/** Regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1; relative error about 1e-13. */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b
}

/** Probability that |T| exceeds t ≥ 0 for Student's T with `freedom` degrees of freedom (not necessarily an integer). */
function studentTwoSided(t: number, freedom: number): number {
  if (!Number.isFinite(freedom)) return twoSidedNormal(t)
  // x near 1 for small t: use the complement, which has the better argument.
  const square = (t * t) / freedom
  return square < 1
    ? 1 - incompleteBeta(0.5, freedom / 2, square / (1 + square))
    : incompleteBeta(freedom / 2, 0.5, 1 / (1 + square))
}

function twoSidedNormal(t: number): number {
  return studentTwoSided(t, 1e8)
}

/** Intervals of one fit share a few degrees of freedom. */
const kept = new Map<string, number>()

/**
 * The half width t of the central interval: P(|T| ≤ t) = `level` for Student's T (level 0.95: 12.706 at 1 degree of freedom, 1.960 at
 * very many). Bisection on the distribution: about 50 evaluations, 1e-12.
 * @param level between 0 and 1
 * @param freedom above 0; not a number or below gives Infinity: no degrees of freedom, no interval
 */
export function studentHalfWidth(level: number, freedom: number): number {
  if (!(freedom > 0)) return Number.POSITIVE_INFINITY
  const key = `${level} ${freedom}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const found = bisect(1 - level, Math.min(freedom, 1e8))
  if (kept.size > 1000) kept.clear()
  kept.set(key, found)
  return found
}

function bisect(tail: number, freedom: number): number {
  let low = 0
  let high = 2
  while (studentTwoSided(high, freedom) > tail) {
    low = high
    high *= 2
    if (high > 1e150) return Number.POSITIVE_INFINITY
  }
  while (high - low > 1e-13 * high) {
    const middle = 0.5 * (low + high)
    if (middle <= low || middle >= high) break
    if (studentTwoSided(middle, freedom) > tail) low = middle
    else high = middle
  }
  return 0.5 * (low + high)
}
