import { RunFailure } from '../core/errors.ts'
import type { Quantity } from '../core/field.ts'
import type { SimulationReport } from '../core/simulation.ts'
import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { type Plan, plan } from './plan.ts'

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
export function simulate(experiment: Experiment, inputs: Inputs, clock?: () => number): Curve {
  return simulatePlan(plan(experiment, inputs), clock)
}

/** As `simulate`, of a plan. */
export function simulatePlan(planned: Plan, clock: () => number = () => 0): Curve {
  const started = clock()
  const simulation = planned.makeSimulation({ saveFrames: false })
  const width = simulation.scalars.length
  const count = planned.time.times.length
  const times = new Float64Array(count)
  const values = new Float64Array(count * width)
  let rows = 0
  for (let isDone = false; !isDone; ) {
    const { samples, done } = simulation.advance(Number.POSITIVE_INFINITY, clock)
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
      `${simulation.scalars[bad % width]?.name} is not finite at t = ${times[Math.floor(bad / width)]} s`,
    )
  const { method, why } = planned
  return {
    scalars: simulation.scalars,
    times,
    values,
    method,
    why,
    report: simulation.report(),
    milliseconds: clock() - started,
  }
}
