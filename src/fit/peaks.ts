import { median, noiseFromDifferences } from './residual-checks.ts'

/** A peak by its moments, in the units of x and y. */
export interface PeakMoments {
  readonly area: number
  readonly mean: number
  readonly variance: number
  readonly height: number
  /** x of the highest point. */
  readonly apex: number
}

/**
 * The level a signal returns to between its peaks: the median of the lower half of its points where peaks are positive. 0 where that is
 * nothing beside the peaks and their noise.
 */
export function baselineOf(y: Float64Array): number {
  const middle = median(y)
  const below = y.filter((value) => value <= middle)
  // For symmetric noise the lower half's median lies 0.67σ low; its distance to the overall median puts that back.
  const level = median(below)
  const noise = noiseFromDifferences(y) ?? 0
  return Math.abs(middle - level) < 2 * noise ? middle : level + 0.6745 * noise
}

/**
 * The peaks of a sampled curve, by time: maxima that stand out of their surroundings by more than `prominence` of the highest and by six
 * times the noise, cut at the valleys between them and where the curve falls to 1 % of the peak or to the noise. For starting values:
 * moments of a cut peak are low by some per cent.
 */
export function findPeaks(x: Float64Array, y: Float64Array, prominence = 0.02): readonly PeakMoments[] {
  const base = baselineOf(y)
  const raw = noiseFromDifferences(y) ?? 0
  const half = halfWindow(y, base, raw)
  const smooth = smoothed(
    y.map((value) => value - base),
    half,
  )
  const noise = raw / Math.sqrt(2 * half + 1)
  const highest = smooth.reduce((a, b) => Math.max(a, b), 0)
  const least = Math.max(prominence * highest, 6 * noise)
  if (highest <= least) return []
  const apexes = prominentMaxima(smooth, least)
  return apexes.map((apex, k) => {
    const height = smooth[apex] ?? 0
    const floor = Math.max(0.01 * height, noise)
    const left = edge(smooth, apex, -1, k > 0 ? (apexes[k - 1] ?? 0) : 0, floor)
    const right = edge(smooth, apex, 1, apexes[k + 1] ?? smooth.length - 1, floor)
    return moments(x, smooth, left, right, apex)
  })
}

/** Half the points that a moving average takes: none where the curve is clean. */
function halfWindow(y: Float64Array, base: number, noise: number): number {
  const height = y.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - base
  return noise > 0.002 * height ? Math.min(5, Math.floor(y.length / 100)) : 0
}

function smoothed(y: Float64Array, half: number): Float64Array {
  if (half === 0) return y
  return y.map((_, i) => {
    let sum = 0
    let count = 0
    for (let j = Math.max(0, i - half); j <= Math.min(y.length - 1, i + half); j++) {
      sum += y[j] ?? 0
      count++
    }
    return sum / count
  })
}

function prominentMaxima(y: Float64Array, least: number): readonly number[] {
  const apexes: number[] = []
  let candidate = -1
  let valley = 0
  let isRising = true
  for (let i = 0; i < y.length; i++) {
    const value = y[i] ?? 0
    if (isRising) {
      if (candidate < 0 || value > (y[candidate] ?? 0)) candidate = i
      else if (value < (y[candidate] ?? 0) - least) {
        if ((y[candidate] ?? 0) - valley >= least) apexes.push(candidate)
        isRising = false
        valley = value
      }
    } else if (value < valley) valley = value
    else if (value > valley + least) {
      isRising = true
      candidate = i
    }
  }
  // A peak that the measurement cuts off at its end.
  if (isRising && candidate >= 0 && (y[candidate] ?? 0) - Math.max(valley, 0) >= least && (y[candidate] ?? 0) > least)
    apexes.push(candidate)
  return apexes
}

function edge(y: Float64Array, apex: number, direction: 1 | -1, limit: number, floor: number): number {
  let lowest = apex
  for (let i = apex; direction > 0 ? i <= limit : i >= limit; i += direction) {
    if ((y[i] ?? 0) < (y[lowest] ?? 0)) lowest = i
    if ((y[i] ?? 0) <= floor) return i
  }
  return lowest
}

/** Area, mean and variance by the trapezoidal rule. */
function moments(x: Float64Array, y: Float64Array, from: number, to: number, apex: number): PeakMoments {
  const at = x[apex] ?? 0
  let area = 0
  let first = 0
  let second = 0
  for (let i = from; i < to; i++) {
    const step = (x[i + 1] ?? 0) - (x[i] ?? 0)
    for (const k of [i, i + 1]) {
      const weight = 0.5 * step * Math.max(y[k] ?? 0, 0)
      const d = (x[k] ?? 0) - at
      area += weight
      first += weight * d
      second += weight * d * d
    }
  }
  const shift = area > 0 ? first / area : 0
  return {
    area,
    mean: at + shift,
    variance: area > 0 ? Math.max(second / area - shift * shift, 0) : 0,
    height: y[apex] ?? 0,
    apex: at,
  }
}
