import { RunFailure } from '../core/errors.ts'
import {
  type LeastSquares,
  type LeastSquaresOptions,
  type LeastSquaresResult,
  leastSquares,
  reasonTexts,
} from '../fit/least-squares.ts'
import { costOf, type LossName, tuningConstant } from '../fit/loss.ts'
import { robustStd } from '../fit/residual-checks.ts'
import { estimateUncertainty } from '../fit/uncertainty.ts'
import type { Experiment } from './experiment.ts'
import { type Candidate, candidateStarts, farStarts, startsAround } from './fit-candidates.ts'
import type { FitContext, FitEvent } from './fit-event.ts'
import type { PreparedFit } from './fit-prepare.ts'
import type { FitEnd } from './fit-report.ts'
import { transportFit } from './fit-transport.ts'
import type { Inputs } from './inputs.ts'

/** Rounds of fitting and estimating the noise of the columns anew. */
const maximumRounds = 5

/**
 * Looks for the best θ: from the file's start or from what the measured peaks say, whichever is nearer, from as many more points as
 * `starts` asks; then again with the noise of each column as the residuals show it, until that no longer changes.
 */
export function* searchFit(
  prepared: PreparedFit,
  experiment: Experiment,
  inputs: Inputs,
  context: FitContext,
): Generator<FitEvent | undefined, Omit<FitEnd, 'seconds'>> {
  const { objective, space } = prepared
  const loss = experiment.fit?.loss ?? 'linear'
  const lossScale = tuningConstant(loss)
  const notes: string[] = []
  let evaluations = 0
  let iterations = 0
  let best: LeastSquaresResult | undefined

  /** One descent, with its events; of the quantiles where `problem` is their fit. */
  function* descend(
    problem: LeastSquares,
    options: LeastSquaresOptions,
  ): Generator<FitEvent | undefined, LeastSquaresResult> {
    const run = leastSquares(problem, { maximumChange: space.maximumChange, ...options, ...(context.signal ? { signal: context.signal } : {}) }) // biome-ignore format: one call
    for (;;) {
      const next = run.next()
      if (next.done) {
        evaluations += next.value.evaluations
        iterations += next.value.iterations
        return next.value
      }
      if (next.value.kind === 'evaluation') yield undefined
      else {
        const { cost, parameters } = next.value
        const values = space.valuesAt(parameters)
        yield {
          type: 'progress',
          iteration: iterations + next.value.iteration,
          evaluations: evaluations + next.value.evaluations,
          cost,
          parameters: Object.fromEntries(space.variables.map((v, j) => [v.path, values[j] ?? 0])),
        }
      }
    }
  }
  const solve = (start: Float64Array, maximumIterations: number) =>
    descend(
      { start, count: objective.count, residuals: objective.residuals, jacobian: objective.jacobian, lower: space.lower, upper: space.upper }, // biome-ignore format: one record
      { loss, lossScale, maximumIterations },
    )

  /** Where the fit of the quantiles ends; undefined where curves have none, like one that is flat. */
  function* transport(start: Float64Array): Generator<FitEvent | undefined, Float64Array | undefined> {
    try {
      return (yield* descend(transportFit(prepared, start), transportOptions)).parameters
    } catch (error) {
      if (error instanceof RunFailure) return undefined
      throw error
    }
  }

  const costAt = (theta: Float64Array) => {
    const out = new Float64Array(objective.count)
    objective.residuals(theta, out)
    evaluations++
    const cost = costOf(loss, lossScale, out)
    return Number.isFinite(cost) ? cost : Number.POSITIVE_INFINITY
  }
  const weigh = (candidate: Candidate) => ({ ...candidate, cost: costAt(candidate.theta) })
  let candidates = candidateStarts(prepared, experiment, inputs).map(weigh)
  const own = candidates[0]?.theta ?? space.start
  // Where no start can be computed the model itself says why.
  if (!candidates.some(({ cost }) => Number.isFinite(cost))) objective.signals(own)
  const isDone = () => context.signal?.aborted === true
  const nearest = () => candidates.reduce((a, b) => (b.cost < a.cost ? b : a))
  if (Number.isFinite(nearest().cost) && explained(prepared, nearest().theta) < 0.3) {
    const near = yield* transport(own)
    if (near) candidates.push(weigh({ theta: near, note: farNote }))
  }
  candidates = candidates.sort((a, b) => a.cost - b.cost)
  for (const candidate of candidates) {
    if (best && (isDone() || isGood(prepared, best))) break
    const result = yield* solve(candidate.theta, best ? 60 : 200)
    if (!best || result.cost < best.cost) {
      best = result
      if (candidate.note) notes.push(candidate.note)
    }
  }
  if (!best) throw new Error('no start')
  for (const theta of farStarts(prepared, own, experiment.seed ?? 0)) {
    if (isDone() || isGood(prepared, best)) break
    const near = yield* transport(theta())
    if (!near) continue
    const result = yield* solve(near, 60)
    if (result.cost < best.cost * (1 - 1e-6)) {
      best = result
      notes.push(farNote)
    }
  }
  const [seed, centre, isMissed] = [experiment.seed ?? 0, best.parameters, !isGood(prepared, best)]
  // Runs of a typed system with sensitivities are cheap: where the model misses the data, the nearest of many points are tried.
  const spread = prepared.kind === 'sensitivities' && isMissed ? startsAround(prepared, own, 24, seed + 1) : []
  const weighed: ReturnType<typeof weigh>[] = []
  for (const theta of spread) {
    if (!isDone()) weighed.push(weigh({ theta }))
    yield undefined
  }
  const nearer: readonly Candidate[] = weighed.sort((a, b) => a.cost - b.cost).slice(0, 6)
  const asked = startsAround(prepared, centre, (experiment.fit?.starts ?? 1) - 1, seed).map(
    (theta): Candidate => ({ theta }),
  )
  for (const start of [...nearer, ...asked]) {
    if (isDone()) break
    if ((nearer.includes(start) && isGood(prepared, best)) || !Number.isFinite(costAt(start.theta))) continue
    const result = yield* solve(start.theta, 60)
    if (result.cost < best.cost * (1 - 1e-6)) {
      best = result
      if (!notes.includes(furtherNote)) notes.push(furtherNote)
    }
  }
  const scales = prepared.groupScales.slice()
  for (let round = 1; round < maximumRounds && !isDone(); round++) {
    if (!rescale(prepared, best, loss, lossScale, scales)) break
    best = yield* solve(best.parameters, 100)
  }
  const status = isDone() ? 'stopped' : best.reason === 'iterations' ? 'failed' : 'converged'
  return {
    theta: best.parameters,
    status,
    reason: isDone() ? reasonTexts.aborted : reasonTexts[best.reason],
    loss,
    lossScale,
    evaluations,
    iterations,
    notes,
  }
}

const transportOptions = { maximumIterations: 40, costTolerance: 1e-4 } as const

const farNote =
  'The curves of the start values did not overlap the data: the times by which their areas pass were fitted first.'

const furtherNote = 'A further start found a better minimum than the first; look whether it makes sense.'

/** Residuals of about the noise seen in the data without a model, or most of the variation explained: no other start is needed. */
function isGood(prepared: PreparedFit, found: LeastSquaresResult): boolean {
  return 2 * found.cost < 2 * prepared.objective.count || explained(prepared, found.parameters) > 0.9
}

/** 1 − (weighted squares of the residuals)/(of the data about each column's mean). */
function explained({ measured, objective, groupScales }: PreparedFit, theta: Float64Array): number {
  const residuals = new Float64Array(objective.count)
  objective.residuals(theta, residuals)
  let total = 0
  measured.forEach((column, c) => {
    const mean = column.y.reduce((sum, y) => sum + y, 0) / column.y.length
    const scale = groupScales[objective.groupOf[objective.rowsOf[c] ?? 0] ?? 0] ?? 1
    column.y.forEach((y, i) => {
      total += ((y - mean) / ((column.sigma?.[i] ?? 1) * scale)) ** 2
    })
  })
  return 1 - residuals.reduce((sum, r) => sum + r * r, 0) / total
}

/** Sets each group's scale to what its residuals show; false where none changed enough to matter. */
function rescale(
  { objective }: PreparedFit,
  best: LeastSquaresResult,
  loss: LossName,
  lossScale: number,
  scales: Float64Array,
): boolean {
  // One column and plain least squares: a common factor changes nothing.
  if (loss === 'linear' && objective.groups === 1) return false
  const seen =
    loss === 'linear'
      ? estimateUncertainty(best.jacobian, best.residuals, { groupOf: objective.groupOf }).groupStd
      : Float64Array.from({ length: objective.groups }, (_, g) =>
          robustStd(best.residuals.filter((_r, i) => objective.groupOf[i] === g)),
        )
  const logs = seen.map((value) => (value > 0 ? Math.log(Math.max(value, 1e-6)) : 0))
  // For plain least squares only the ratios between groups count.
  const common = loss === 'linear' ? logs.reduce((sum, value) => sum + value, 0) / logs.length : 0
  const change = logs.reduce((largest, value) => Math.max(largest, Math.abs(value - common)), 0)
  if (change < 0.1) return false
  logs.forEach((value, g) => {
    scales[g] = (scales[g] ?? 1) * Math.exp(value)
  })
  objective.setGroupScales(scales)
  return lossScale > 0
}
