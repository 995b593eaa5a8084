import { RunFailure } from '../core/errors.ts'

/** Residuals as a function of parameters; writes into `out`. Values that are not finite mean: cannot be computed there. */
export type Residuals = (parameters: Float64Array, out: Float64Array) => void

/** Derivatives of the residuals: one column a parameter. */
export type Jacobian = (parameters: Float64Array, columns: readonly Float64Array[]) => void

const cubeRoot = Number.EPSILON ** (1 / 3)

/**
 * Fills one column of the Jacobian by central differences, one-sided (second order) where a bound is in the way or a neighbour cannot be
 * computed. Two evaluations.
 * @param value residuals at `parameters`, for the one-sided formula
 * @param relativeStep default ε^⅓: right for a model computed to full precision; larger for one with a tolerance
 * @throws RunFailure where neither side can be computed
 */
export function differenceColumn(
  residuals: Residuals,
  parameters: Float64Array,
  index: number,
  value: Float64Array,
  column: Float64Array,
  limits: { readonly lower: number; readonly upper: number; readonly typical: number },
  relativeStep = cubeRoot,
): void {
  const at = parameters[index] ?? 0
  const wanted = relativeStep * (Math.abs(at) || limits.typical)
  // A step that is a difference of two doubles: no rounding in the denominator.
  const step = at + wanted - at
  const moved = parameters.slice()
  const first = new Float64Array(value.length)
  const second = new Float64Array(value.length)
  const evaluate = (offset: number, out: Float64Array) => {
    if (at + offset < limits.lower || at + offset > limits.upper) return false
    moved[index] = at + offset
    residuals(moved, out)
    return out.every(Number.isFinite)
  }
  const isForward = evaluate(step, first)
  const isBackward = evaluate(-step, second)
  if (isForward && isBackward) {
    for (let i = 0; i < value.length; i++) column[i] = ((first[i] ?? 0) - (second[i] ?? 0)) / (2 * step)
    return
  }
  const sign = isForward ? 1 : isBackward ? -1 : 0
  if (sign === 0) throw new RunFailure(`the model cannot be computed on either side of parameter ${index + 1} = ${at}`)
  const near = isForward ? first : second
  const far = isForward ? second : first
  if (evaluate(2 * sign * step, far)) {
    for (let i = 0; i < value.length; i++)
      column[i] = (sign * (4 * (near[i] ?? 0) - 3 * (value[i] ?? 0) - (far[i] ?? 0))) / (2 * step)
  } else {
    for (let i = 0; i < value.length; i++) column[i] = (sign * ((near[i] ?? 0) - (value[i] ?? 0))) / step
  }
}

/**
 * Compares an analytic Jacobian with central differences: the largest difference of each column, relative to the column's largest entry.
 * Below about 1e-6 the derivatives are right.
 */
export function checkJacobian(
  residuals: Residuals,
  jacobian: Jacobian,
  parameters: Float64Array,
  count: number,
): readonly number[] {
  const value = new Float64Array(count)
  residuals(parameters, value)
  const analytic = [...parameters].map(() => new Float64Array(count))
  jacobian(parameters, analytic)
  return analytic.map((column, index) => {
    const numeric = new Float64Array(count)
    const limits = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY, typical: 1e-3 }
    differenceColumn(residuals, parameters, index, value, numeric, limits)
    let largest = 0
    let difference = 0
    for (let i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(numeric[i] ?? 0), Math.abs(column[i] ?? 0))
      difference = Math.max(difference, Math.abs((numeric[i] ?? 0) - (column[i] ?? 0)))
    }
    return largest === 0 ? 0 : difference / largest
  })
}
