import { RunFailure } from '../core/errors.ts'
import { boundedStep } from './bounded-step.ts'
import { dot, reduceToTriangle } from './factor.ts'
import { differenceColumn, type Jacobian, type Residuals } from './jacobian.ts'
import { applyLoss, costOf, type LossName } from './loss.ts'

/** What is minimised: ½·Σ ρ(rᵢ(p)²) over lower ≤ p ≤ upper. */
export interface LeastSquares {
  readonly start: ArrayLike<number>
  /** Number of residuals. */
  readonly count: number
  readonly residuals: Residuals
  /** Central differences are taken where it is absent. */
  readonly jacobian?: Jacobian
  readonly lower?: ArrayLike<number>
  readonly upper?: ArrayLike<number>
  /** Magnitudes that set the step of central differences where a parameter is exactly 0. Default 1e-3. */
  readonly typical?: ArrayLike<number>
}

export interface LeastSquaresOptions {
  readonly loss?: LossName
  /** Residual at which a robust loss begins to bend; in the unit of the residuals. Default 1. */
  readonly lossScale?: number
  /** Stops when a step gains less than this part of the cost. Default 1e-12. */
  readonly costTolerance?: number
  /** Stops when a step is below this part of the parameters. Default 1e-10. */
  readonly stepTolerance?: number
  /** Stops when residuals and every free Jacobian column are orthogonal to this cosine. Default 1e-14. */
  readonly gradientTolerance?: number
  readonly maximumIterations?: number
  /** First trust radius over ‖D p‖. Default 10; MINPACK's 100 jumps into flat places more often. */
  readonly initialRadius?: number
  /** Largest change of each parameter in one step, for logarithms. Default: none. */
  readonly maximumChange?: ArrayLike<number>
  /** Relative step of central differences. */
  readonly differenceStep?: number
  readonly signal?: AbortSignal
}

/** Told after every evaluation (so that a driver can pause or stop) and after every accepted step. */
export interface LeastSquaresProgress {
  readonly kind: 'evaluation' | 'iteration'
  readonly iteration: number
  readonly evaluations: number
  readonly cost: number
  readonly parameters: Float64Array
}

export type LeastSquaresReason = 'cost' | 'step' | 'gradient' | 'exact' | 'iterations' | 'aborted'

export interface LeastSquaresResult {
  readonly parameters: Float64Array
  readonly residuals: Float64Array
  /** Columns at the solution, without the loss's factor. */
  readonly jacobian: readonly Float64Array[]
  readonly cost: number
  readonly reason: LeastSquaresReason
  readonly iterations: number
  readonly evaluations: number
}

/** What each reason means, for people. */
export const reasonTexts: Readonly<Record<LeastSquaresReason, string>> = {
  cost: 'converged: another step would not lower the sum of squares',
  step: 'converged: the parameters stopped changing',
  gradient: 'converged: the residuals are orthogonal to every derivative',
  exact: 'converged: the model passes through every point',
  iterations: 'stopped at the largest number of iterations before it converged; start nearer or allow more',
  aborted: 'stopped by you',
}

/**
 * Trust-region Levenberg–Marquardt with bounds (Moré, The Levenberg–Marquardt algorithm: implementation and theory, 1978; the box as in
 * `boundedStep`). A generator, so that whoever drives it can show progress, yield to others or stop between evaluations. Trial points that
 * give values that are not finite are rejected like bad ones.
 * @throws RunFailure where the start itself cannot be computed
 */
export function* leastSquares(
  problem: LeastSquares,
  options: LeastSquaresOptions = {},
): Generator<LeastSquaresProgress, LeastSquaresResult> {
  const n = problem.start.length
  const m = problem.count
  const loss = options.loss ?? 'linear'
  const lossScale = options.lossScale ?? 1
  const costTolerance = options.costTolerance ?? 1e-12
  const stepTolerance = options.stepTolerance ?? 1e-10
  const gradientTolerance = options.gradientTolerance ?? 1e-14
  const lower = Float64Array.from({ length: n }, (_, i) => problem.lower?.[i] ?? Number.NEGATIVE_INFINITY)
  const upper = Float64Array.from({ length: n }, (_, i) => problem.upper?.[i] ?? Number.POSITIVE_INFINITY)
  let parameters = Float64Array.from({ length: n }, (_, i) => clamp(problem.start[i] ?? 0, lower[i], upper[i]))
  let residuals = new Float64Array(m)
  let trialResiduals = new Float64Array(m)
  problem.residuals(parameters, residuals)
  let evaluations = 1
  const bad = residuals.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0)
    throw new RunFailure(
      `the model is not finite at the start values (first at measurement ${bad + 1} of ${m}); choose other start values`,
    )
  let cost = costOf(loss, lossScale, residuals)
  const columns = Array.from({ length: n }, () => new Float64Array(m))
  const scale = new Float64Array(n)
  let radius = 0
  let iteration = 0
  let reason: LeastSquaresReason | undefined
  const report = (kind: LeastSquaresProgress['kind']): LeastSquaresProgress => ({
    kind, iteration, evaluations, cost, parameters: parameters.slice(),
  }) // biome-ignore format: one thought

  function* fillJacobian(): Generator<LeastSquaresProgress, void> {
    if (problem.jacobian) {
      problem.jacobian(parameters, columns)
      evaluations++
      yield report('evaluation')
      return
    }
    for (let i = 0; i < n; i++) {
      const column = columns[i]
      if (!column) continue
      const limits = { lower: lower[i] ?? 0, upper: upper[i] ?? 0, typical: problem.typical?.[i] ?? 1e-3 }
      differenceColumn(problem.residuals, parameters, i, residuals, column, limits, options.differenceStep)
      evaluations += 2
      yield report('evaluation')
      if (options.signal?.aborted) return
    }
  }

  yield report('iteration')
  yield* fillJacobian()
  while (reason === undefined) {
    if (options.signal?.aborted) {
      reason = 'aborted'
      break
    }
    if (cost === 0 || n === 0) {
      reason = 'exact'
      break
    }
    if (iteration >= (options.maximumIterations ?? 200)) {
      reason = 'iterations'
      break
    }
    const isPlain = loss === 'linear'
    const workResiduals = isPlain ? residuals : residuals.slice()
    const workColumns = isPlain ? columns : columns.map((column) => column.slice())
    applyLoss(loss, lossScale, workResiduals, workColumns)
    const norm = Math.sqrt(dot(workResiduals, workResiduals))
    let steepest = 0
    for (let i = 0; i < n; i++) {
      const column = workColumns[i] ?? workResiduals
      const length = Math.sqrt(dot(column, column))
      if (!Number.isFinite(length))
        throw new RunFailure(`the derivative to parameter ${i + 1} is not finite at ${parameters[i]}`)
      scale[i] = Math.max(scale[i] ?? 0, length)
      const gradient = dot(column, workResiduals)
      const p = parameters[i] ?? 0
      const isHeld = (p <= (lower[i] ?? 0) && gradient > 0) || (p >= (upper[i] ?? 0) && gradient < 0)
      if (!isHeld && length > 0) steepest = Math.max(steepest, Math.abs(gradient) / (length * norm))
    }
    if (steepest <= gradientTolerance) {
      reason = 'gradient'
      break
    }
    const metric = scale.map((value) => (value > 0 ? value : 1))
    const size = () => Math.hypot(...parameters.map((p, i) => p * (metric[i] ?? 1)))
    if (radius === 0) radius = (options.initialRadius ?? 10) * (size() || 1)
    const triangle = reduceToTriangle(workColumns, workResiduals)
    const change = (i: number) => options.maximumChange?.[i] ?? Number.POSITIVE_INFINITY
    const low = parameters.map((p, i) => Math.max((lower[i] ?? 0) - p, -change(i)))
    const high = parameters.map((p, i) => Math.min((upper[i] ?? 0) - p, change(i)))
    for (;;) {
      const step = boundedStep(triangle, metric, radius, low, high)
      const trial = parameters.map((p, i) => clamp(p + (step.step[i] ?? 0), lower[i], upper[i]))
      problem.residuals(trial, trialResiduals)
      evaluations++
      const isComputable = trialResiduals.every(Number.isFinite)
      const trialCost = isComputable ? costOf(loss, lossScale, trialResiduals) : Number.POSITIVE_INFINITY
      const gained = cost - trialCost
      const ratio = step.gain > 0 ? gained / step.gain : 0
      yield report('evaluation')
      if (iteration === 0) radius = Math.min(radius, Math.max(step.length, Number.MIN_VALUE))
      if (ratio < 0.25) {
        // The minimum of the parabola through both costs and the slope at the start, between a tenth and a half.
        const slope = -2 * step.gain
        const wanted = Number.isFinite(trialCost) && slope < 0 ? (0.5 * slope) / (slope + gained) : 0.1
        radius = Math.min(radius, 10 * step.length) * clamp(Number.isFinite(wanted) ? wanted : 0.1, 0.1, 0.5)
      } else if (ratio > 0.75 || step.isFull) {
        radius = Math.max(radius, 2 * step.length)
      }
      const previous = cost
      const isAccepted = ratio > 1e-4 && gained > 0
      if (isAccepted) {
        parameters = trial
        const old = residuals
        residuals = trialResiduals
        trialResiduals = old
        cost = trialCost
        iteration++
        yield report('iteration')
      }
      if (Math.abs(gained) <= costTolerance * previous && step.gain <= costTolerance * previous && ratio <= 2)
        reason = 'cost'
      else if (step.length <= stepTolerance * size() && (isAccepted || radius <= stepTolerance * size()))
        reason = 'step'
      else if (radius <= Number.EPSILON * size() || step.gain <= 0) reason = 'step'
      if (options.signal?.aborted) reason = 'aborted'
      if (isAccepted || reason !== undefined) break
    }
    if (reason !== 'aborted') yield* fillJacobian()
  }
  return { parameters, residuals, jacobian: columns, cost, reason, iterations: iteration, evaluations }
}

function clamp(value: number, low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY): number {
  return Math.min(Math.max(value, low), high)
}
