import { InvalidInput } from '../core/errors.ts'
import type { Quantity } from '../core/field.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Experiment } from './experiment.ts'
import type { Gate } from './gate.ts'
import type { Inputs } from './inputs.ts'
import { run } from './run.ts'
import { makeRunPlan, type RunPlan } from './run-plan.ts'
import { makeSampleList } from './sample-list.ts'
import { planPoint } from './sweep.ts'
import { pointMetrics } from './sweep-metrics.ts'
import { type CurveBudget, type SweepRow, thinCurve } from './sweep-row.ts'

/** What all points of a sweep share. */
export interface SweepTask {
  readonly experiment: Experiment
  readonly inputs: Inputs
  readonly paths: readonly string[]
  readonly curves: CurveBudget
}

/** What a point takes from outside. */
export interface PointContext {
  readonly clock: () => number
  readonly signal: AbortSignal
  readonly gate: Gate
}

/** A point computed: its row, and what its curves are of. */
export interface PointResult {
  readonly row: SweepRow
  readonly scalars: readonly Quantity[]
}

/** Nothing of a point is saved on the way: no checkpoint is asked for. */
const never = Number.POSITIVE_INFINITY

/**
 * Runs one point to its end. The same code in every thread: where a point is computed cannot be seen in its numbers. What cannot be
 * planned or fails is a row with the reason; undefined where it was stopped.
 */
export async function computePoint(
  task: SweepTask,
  index: number,
  values: readonly number[],
  context: PointContext,
): Promise<PointResult | undefined> {
  const started = context.clock()
  const failed = (failure: string, outcome?: Outcome): PointResult => {
    const { steps = 0, rejected = 0, evaluations = 0 } = outcome ?? {}
    const milliseconds = context.clock() - started
    return { row: { index, values, metrics: {}, failure, steps, rejected, evaluations, milliseconds }, scalars: [] }
  }
  let planned: RunPlan
  try {
    planned = makeRunPlan(planPoint(task.experiment, task.inputs, task.paths, values))
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return failed(error.message.replaceAll('\n', '; '))
  }
  let list = makeSampleList([])
  let scalars: readonly Quantity[] = []
  let outcome: Outcome | undefined
  const events = run(planned, { ...context, saveFrames: false, estimateErrors: false, checkpointMilliseconds: never })
  for await (const event of events)
    if (event.type === 'started') {
      scalars = event.scalars
      list = makeSampleList(scalars)
    } else if (event.type === 'samples') list.add(event.samples)
    else if (event.type === 'ended') outcome = event.outcome
  if (!outcome || outcome.status === 'stopped') return undefined
  if (outcome.status !== 'done') return failed(outcome.reason ?? 'failed', outcome)
  const saved = { scalars, ...list.all() }
  const { problem } = planned
  const metrics = pointMetrics(outcome, saved, problem.components !== undefined, planned.experiment.problem.events?.length ?? 0) // biome-ignore format: one call
  const curve = thinCurve(scalars, saved.times, saved.values, task.curves)
  const { steps, rejected, evaluations } = outcome
  const milliseconds = context.clock() - started
  return {
    row: { index, values, metrics, steps, rejected, evaluations, milliseconds, ...(curve ? { curve } : {}) },
    scalars,
  }
}
