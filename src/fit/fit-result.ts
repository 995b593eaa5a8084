/** One fitted parameter. */
export interface FittedParameter {
  readonly value: number
  readonly standardError: number
  readonly interval95: readonly [number, number]
  readonly unit: string
  /** Where the fit began. */
  readonly start?: number
  /** The value lies on a bound; error and interval are then one-sided guesses. */
  readonly atBound?: 'lower' | 'upper'
}

/** What `fit --json` prints and `fit.json` in a run folder holds. */
export interface FitResult {
  readonly status: 'converged' | 'stopped' | 'failed'
  readonly reason: string
  readonly parameters: Readonly<Record<string, FittedParameter>>
  /** What follows from the fitted ones, with their errors: K where ka and kd were fitted. */
  readonly derived?: Readonly<Record<string, FittedParameter>>
  /** Rows and columns in the order of `parameters`. */
  readonly correlation: readonly (readonly number[])[]
  /** Pairs of PATHs whose |correlation| is above 0.99. */
  readonly flagged: readonly { readonly a: string; readonly b: string; readonly correlation: number }[]
  readonly residualStd: number
  readonly r2: number
  readonly reducedChiSquare: number
  readonly degreesOfFreedom: number
  readonly evaluations: number
  readonly iterations: number
  readonly seconds: number
  /** One a dataset and y column, for the plots. */
  readonly series: readonly FittedSeries[]
  readonly notes: readonly string[]
}

/** Data, model, residuals and 95 % prediction band of one measured column. */
export interface FittedSeries {
  readonly dataset: string
  readonly column: string
  readonly of: string
  /** Of everything here but x, r2 and lag1: that of the signal. */
  readonly unit: string
  /** The detector's response, given or fitted: signal = scale·model + offset; default 1 and 0. */
  readonly scale?: number
  readonly offset?: number
  readonly x: readonly number[]
  readonly measured: readonly number[]
  readonly model: readonly number[]
  readonly residuals: readonly number[]
  /** 95 % confidence band of the model curve. */
  readonly bandLow: readonly number[]
  readonly bandHigh: readonly number[]
  /** Of this column alone, in its unit. */
  readonly residualStd?: number
  readonly r2?: number
  /** Correlation of neighbouring residuals; far from 0: the model misses something, and intervals are too narrow. */
  readonly lag1?: number
  /** Durbin–Watson statistic; about 2 where residuals are independent. */
  readonly durbinWatson?: number
}
