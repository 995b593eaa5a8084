import type { FitResult, FittedParameter, FittedSeries } from '../fit/fit-result.ts'
import type { LossName } from '../fit/loss.ts'
import { autocorrelation } from '../fit/residual-checks.ts'
import { studentHalfWidth } from '../fit/student-t.ts'
import { correlationOf, estimateUncertainty, transformCovariance, varianceOf } from '../fit/uncertainty.ts'
import { derivedRates } from './fit-derived.ts'
import type { FreeVariable } from './fit-free.ts'
import type { FitObjective } from './fit-objective.ts'
import type { FitSpace } from './fit-space.ts'
import type { MeasuredColumn } from './measured.ts'

/** What the search ended with. */
export interface FitEnd {
  readonly theta: Float64Array
  readonly status: FitResult['status']
  readonly reason: string
  readonly loss: LossName
  readonly lossScale: number
  readonly evaluations: number
  readonly iterations: number
  readonly seconds: number
  readonly notes: readonly string[]
}

/** Correlations above this are flagged. */
const flagLimit = 0.99

/** Values, errors, intervals, correlations, band and checks at θ: the whole result, ready to print. */
export function fitReport(
  objective: FitObjective,
  space: FitSpace,
  measured: readonly MeasuredColumn[],
  end: FitEnd,
): FitResult {
  const { variables } = space
  const n = variables.length
  const residuals = new Float64Array(objective.count)
  const jacobian = variables.map(() => new Float64Array(objective.count))
  objective.residuals(end.theta, residuals)
  objective.jacobian(end.theta, jacobian)
  const options = { groupOf: objective.groupOf, loss: end.loss, lossScale: end.lossScale }
  const atBound = variables.map((_, k) => boundOf(space, end.theta, k))
  const free = [...variables.keys()].filter((k) => !atBound[k])
  const all = estimateUncertainty(jacobian, residuals, options)
  // A parameter that a bound holds is a given number for the others; its own error is what it would have without the bound.
  const own = free.length === n ? all : estimateUncertainty(free.map((k) => jacobian[k] ?? new Float64Array()), residuals, options) // biome-ignore format: one call
  const covariance = variables.map(() => new Float64Array(n))
  const freedom = all.freedom.slice()
  free.forEach((a, i) => {
    freedom[a] = own.freedom[i] ?? 0
    free.forEach((b, j) => {
      const column = covariance[a]
      if (column) column[b] = own.covariance[i]?.[j] ?? 0
    })
  })
  const outer = transformCovariance(space.rows, covariance)
  const values = space.valuesAt(end.theta)
  const entries = variables.map((variable, j): [string, FittedParameter] => {
    const bound = atBound[j]
    const variance = bound ? (all.covariance[j]?.[j] ?? 0) : (outer[j]?.[j] ?? 0)
    const nu = freedomOfRow(space.rows[j], freedom)
    const parameter = { ...interval(values[j] ?? 0, Math.sqrt(variance), nu, variable.isLog), unit: variable.unit, start: variable.start } // biome-ignore format: record
    if (!bound) return [variable.path, parameter]
    const [low, high] = parameter.interval95
    const held = values[j] ?? 0
    return [
      variable.path,
      { ...parameter, interval95: bound === 'lower' ? [held, Math.max(high, held)] : [Math.min(low, held), held], atBound: bound }, // biome-ignore format: record
    ]
  })
  const correlation = correlationOf(outer)
  const flagged = variables.flatMap((a, i) =>
    variables.slice(i + 1).flatMap((b, k) => {
      const value = correlation[i]?.[i + 1 + k] ?? 0
      return Math.abs(value) > flagLimit ? [{ a: a.path, b: b.path, correlation: value }] : []
    }),
  )
  const derived = derivedRates(space, values).map(({ path, value, row, unit }): [string, FittedParameter] => {
    const deviation = Math.sqrt(varianceOf(row, covariance))
    return [path, { ...interval(value, deviation, freedomOfRow(row, freedom), true), unit }]
  })
  const series = fittedSeries(objective, measured, end.theta, covariance, all.groupFreedom)
  const totals = totalsOf(objective, measured, series, free.length)
  return {
    status: end.status,
    reason: end.reason,
    parameters: Object.fromEntries(entries),
    ...(derived.length > 0 ? { derived: Object.fromEntries(derived) } : {}),
    correlation,
    flagged,
    ...totals,
    evaluations: end.evaluations,
    iterations: end.iterations,
    seconds: end.seconds,
    series,
    notes: [...end.notes, ...findings(space, atBound, flagged, all.blind, series, totals, own.groupFreedom)],
  }
}

function boundOf(space: FitSpace, theta: Float64Array, k: number): 'lower' | 'upper' | undefined {
  if ((theta[k] ?? 0) <= (space.lower[k] ?? 0)) return 'lower'
  return (theta[k] ?? 0) >= (space.upper[k] ?? 0) ? 'upper' : undefined
}

/** Value ± t·error, or for a logarithm value·exp(±t·error): always above 0, and the same to first order. */
function interval(
  value: number,
  deviation: number,
  freedom: number,
  isLog: boolean,
): Pick<FittedParameter, 'value' | 'standardError' | 'interval95'> {
  const width = studentHalfWidth(0.95, freedom) * deviation
  if (!isLog) return { value, standardError: deviation, interval95: [value - width, value + width] }
  return { value, standardError: value * deviation, interval95: [value * Math.exp(-width), value * Math.exp(width)] }
}

/** The fewest degrees of freedom of the coordinates a quantity is made of. */
function freedomOfRow(row: Float64Array | undefined, freedom: Float64Array): number {
  let least = Number.POSITIVE_INFINITY
  row?.forEach((weight, k) => {
    if (weight !== 0) least = Math.min(least, freedom[k] ?? 0)
  })
  return least
}

function fittedSeries(
  objective: FitObjective,
  measured: readonly MeasuredColumn[],
  theta: Float64Array,
  covariance: readonly Float64Array[],
  groupFreedom: Float64Array,
): readonly FittedSeries[] {
  const models = objective.signals(theta)
  const responses = objective.responses(theta)
  const derivatives = objective.signalDerivatives(theta)
  return measured.map((column, c) => {
    const model = models[c] ?? new Float64Array()
    const residuals = column.y.map((value, i) => value - (model[i] ?? 0))
    const group = objective.groupOf[objective.rowsOf[c] ?? 0] ?? 0
    const width = studentHalfWidth(0.95, groupFreedom[group] ?? 0)
    const row = new Float64Array(covariance.length)
    const own = derivatives[c] ?? []
    const half = model.map((_, i) => {
      for (const [k, derivative] of own) row[k] = derivative[i] ?? 0
      return width * Math.sqrt(varianceOf(row, covariance))
    })
    const squares = residuals.reduce((sum, r) => sum + r * r, 0)
    const mean = column.y.reduce((sum, y) => sum + y, 0) / column.y.length
    const total = column.y.reduce((sum, y) => sum + (y - mean) ** 2, 0)
    const { lag1, durbinWatson } = autocorrelation(column.sigma ? residuals.map((r, i) => r / (column.sigma?.[i] ?? 1)) : residuals) // biome-ignore format: one call
    const freedom = column.sigma ? Math.max(column.y.length - 1, 1) : Math.max(groupFreedom[group] ?? 0, 1)
    return {
      dataset: column.file,
      column: column.column,
      of: column.of,
      unit: column.unit,
      scale: responses[c]?.scale ?? 1,
      offset: responses[c]?.offset ?? 0,
      x: listOf(column.x),
      measured: listOf(column.y),
      model: listOf(model),
      residuals: listOf(residuals),
      bandLow: listOf(model.map((value, i) => value - (half[i] ?? 0))),
      bandHigh: listOf(model.map((value, i) => value + (half[i] ?? 0))),
      residualStd: Math.sqrt(squares / freedom),
      r2: total > 0 ? 1 - squares / total : Number.NaN,
      lag1,
      durbinWatson,
    }
  })
}

function listOf(values: Float64Array): readonly number[] {
  const list: number[] = new Array(values.length)
  for (let i = 0; i < list.length; i++) list[i] = values[i] ?? 0
  return list
}

type Totals = Pick<FitResult, 'residualStd' | 'r2' | 'reducedChiSquare' | 'degreesOfFreedom'>

function totalsOf(
  objective: FitObjective,
  measured: readonly MeasuredColumn[],
  series: readonly FittedSeries[],
  parameters: number,
): Totals {
  const degreesOfFreedom = Math.max(objective.count - parameters, 0)
  let squares = 0
  let weighted = 0
  let total = 0
  let chiSquare = 0
  series.forEach((one, c) => {
    const sigma = measured[c]?.sigma
    // Columns without uncertainties count by their own noise, so that small and large signals weigh alike.
    const weight = (i: number) => 1 / (sigma?.[i] ?? (measured.length > 1 ? one.residualStd || 1 : 1)) ** 2
    let sum = 0
    let weights = 0
    one.measured.forEach((y, i) => {
      sum += y * weight(i)
      weights += weight(i)
    })
    one.measured.forEach((y, i) => {
      const r = one.residuals[i] ?? 0
      squares += r * r
      weighted += r * r * weight(i)
      total += (y - sum / weights) ** 2 * weight(i)
      if (sigma) chiSquare += (r / (sigma[i] ?? 1)) ** 2
    })
  })
  const rows = measured.reduce((sum, column) => sum + (column.sigma ? column.y.length : 0), 0)
  const own = Math.max(rows - (parameters * rows) / objective.count, 0)
  return {
    residualStd: Math.sqrt(squares / degreesOfFreedom),
    r2: 1 - weighted / total,
    reducedChiSquare: rows > 0 ? chiSquare / own : squares / degreesOfFreedom,
    degreesOfFreedom,
  }
}

/** What a careful reader would remark, in sentences. */
function findings(
  space: FitSpace,
  atBound: readonly (string | undefined)[],
  flagged: FitResult['flagged'],
  blind: readonly { readonly weights: readonly number[] }[],
  series: readonly FittedSeries[],
  totals: Totals,
  groupFreedom: Float64Array,
): readonly string[] {
  const names = space.variables.map((variable: FreeVariable) => variable.path)
  const notes = names.flatMap((name, k) =>
    atBound[k]
      ? [`${name} lies on its ${atBound[k]} bound: widen it, or fix the value; its interval is one-sided.`]
      : [],
  )
  for (const { a, b, correlation } of flagged)
    notes.push(
      `${a} and ${b} have correlation ${correlation.toFixed(5)}: the data fix a combination of them much better than either${/\.ka$/.test(a) && /\.kd$/.test(b) ? ' (K = ka/kd)' : ''}.`,
    )
  for (const { weights } of blind) {
    const involved = names.filter((_, k) => Math.abs(weights[k] ?? 0) > 0.1)
    notes.push(`The data do not determine ${involved.join(', ')}${involved.length > 1 ? ' separately' : ''}: fix ${involved.length > 1 ? 'all but one of them' : 'it'}.`) // biome-ignore format: one sentence
  }
  for (const one of series) {
    const { lag1, isSignificant, inflation } = autocorrelation(one.residuals)
    // Residuals of rounding alone say nothing.
    if (isSignificant && lag1 > 0.1 && (one.r2 ?? 0) < 1 - 1e-12)
      notes.push(
        `Residuals of "${one.column}" are correlated (neighbours ${lag1.toFixed(2)}, Durbin–Watson ${(one.durbinWatson ?? 2).toFixed(2)}): the model misses something there, and intervals are too narrow, by about ${inflation.toFixed(1)} times.`,
      )
  }
  if (groupFreedom.some((value) => value < 1)) notes.push('There are not more measurements than parameters: errors cannot be estimated.') // biome-ignore format: one thought
  if (totals.r2 < 0.5) notes.push('The model explains less than half of the variation: look at the start values, units and scales.') // biome-ignore format: one thought
  return notes
}
