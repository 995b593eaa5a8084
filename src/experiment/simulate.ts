import { RunFailure } from '../core/errors.ts'
import type { Quantity } from '../core/field.ts'
import type { SimulationReport } from '../core/simulation.ts'
import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { planRun, type RunPlan } from './run-plan.ts'

/** All scalars of a run at its saved times. */
export interface Curve {
  readonly scalars: readonly Quantity[]
  readonly times: Float64Array<ArrayBuffer>
  /** Row-major: one value a scalar and time. */
  readonly values: Float64Array<ArrayBuffer>
  readonly method: string
  readonly why: readonly string[]
  readonly report: SimulationReport
  /** Milliseconds of work by the clock given; 0 without one. */
  readonly milliseconds: number
  /** The time allowed was over: the curve ends where it was then. */
  readonly isCut?: boolean
}

/** The values of one scalar of a curve. */
export function curveColumn(curve: Pick<Curve, 'scalars' | 'times' | 'values'>, name: string): Float64Array {
  const [width, at] = [curve.scalars.length, curve.scalars.findIndex((s) => s.name === name)]
  return Float64Array.from(curve.times, (_, row) => curve.values[row * width + at] ?? Number.NaN)
}

/**
 * Runs an experiment to its end in one go, without saving anything: for the live picture, fits and tests. What takes long
 * should be a `run`.
 * @throws InvalidInput where it cannot be planned; RunFailure where it cannot go on
 */
export function simulate(experiment: Experiment, inputs: Inputs, clock?: () => number, limit?: number): Curve {
  return simulatePlan(planRun(experiment, inputs), clock, limit)
}

/**
 * As `simulate`, of a plan.
 * @param limit milliseconds after which the curve ends where it is
 */
export function simulatePlan(planned: RunPlan, clock: () => number = () => 0, limit = Number.POSITIVE_INFINITY): Curve {
  const started = clock()
  const simulation = planned.makeSimulation({ saveFrames: false })
  const width = simulation.scalars.length
  const count = planned.time.times.length
  const times = new Float64Array(count)
  const values = new Float64Array(count * width)
  let rows = 0
  const piece = limit === Number.POSITIVE_INFINITY ? limit : 25
  let isCut = false
  for (let isDone = false; !isDone; ) {
    if (clock() - started > limit) {
      isCut = true
      break
    }
    const { samples, done } = simulation.advance(piece, clock)
    if (samples) {
      times.set(samples.times, rows)
      values.set(samples.values, rows * width)
      rows += samples.times.length
    }
    isDone = done
  }
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0)
    throw new RunFailure(
      `${simulation.scalars[bad % width]?.name} is not finite at t = ${times[Math.floor(bad / width)]}`,
    )
  const { method } = planned
  const report = simulation.report()
  const why = [...planned.why, ...(report.notes ?? [])]
  return {
    scalars: simulation.scalars,
    // An event may end a run before its last saved time.
    times: rows < count ? times.slice(0, rows) : times,
    values: rows < count ? values.slice(0, rows * width) : values,
    method,
    why,
    report,
    milliseconds: clock() - started,
    ...(isCut ? { isCut } : {}),
  }
}
