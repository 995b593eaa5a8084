/** The middle value; NaN of an empty list. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  const half = sorted.length >> 1
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : 0.5 * ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0))
}

/** The standard deviation that outliers hardly change: 1.4826 × median |value − centre|. */
export function robustStd(values: ArrayLike<number>, centre = 0): number {
  const sizes = new Float64Array(values.length)
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs((values[i] ?? 0) - centre)
  return 1.482602218505602 * median(sizes)
}

/**
 * Noise of a densely sampled curve without a model of it: the robust standard deviation of its second differences over √6. Peaks of many
 * points do not disturb it. Undefined below 12 points. An exact curve gives about 0.
 */
export function noiseFromDifferences(values: ArrayLike<number>): number | undefined {
  const count = values.length - 2
  if (count < 10) return undefined
  const differences = new Float64Array(count)
  for (let i = 0; i < count; i++) differences[i] = (values[i] ?? 0) - 2 * (values[i + 1] ?? 0) + (values[i + 2] ?? 0)
  return robustStd(differences) / Math.sqrt(6)
}

/** Whether neighbouring residuals know of each other. */
export interface Autocorrelation {
  /** Correlation of neighbours. */
  readonly lag1: number
  /** About 2 for independent residuals, towards 0 for a systematic misfit. */
  readonly durbinWatson: number
  /** More than chance would give (|lag1| above 2.6/√n, one in a hundred). */
  readonly isSignificant: boolean
  /** How many times too narrow intervals of independent errors are, if the errors were a first-order autoregression. */
  readonly inflation: number
}

/** Lag-1 autocorrelation and Durbin–Watson statistic (Durbin and Watson, Biometrika 37 (1950) 409) of residuals in order of x. */
export function autocorrelation(residuals: ArrayLike<number>): Autocorrelation {
  let squares = 0
  let products = 0
  let steps = 0
  for (let i = 0; i < residuals.length; i++) {
    const r = residuals[i] ?? 0
    squares += r * r
    if (i > 0) {
      const before = residuals[i - 1] ?? 0
      products += r * before
      steps += (r - before) ** 2
    }
  }
  if (squares === 0 || residuals.length < 3) return { lag1: 0, durbinWatson: 2, isSignificant: false, inflation: 1 }
  const lag1 = products / squares
  const bounded = Math.min(Math.max(lag1, 0), 0.999)
  return {
    lag1,
    durbinWatson: steps / squares,
    isSignificant: Math.abs(lag1) > 2.6 / Math.sqrt(residuals.length),
    inflation: Math.sqrt((1 + bounded) / (1 - bounded)),
  }
}
