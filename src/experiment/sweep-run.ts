import type { Outcome } from '../core/outcome.ts'
import { csvQuoted } from '../data/write/csv.ts'
import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { firstOutcome, type RunContext, run } from './run.ts'
import { planPoint, sweepPoints } from './sweep.ts'

/** One point of a sweep, run. */
export interface SweepRow {
  readonly values: readonly number[]
  /** NaN for what this point does not have; empty where it failed. */
  readonly metrics: Readonly<Record<string, number>>
  /** Why the point failed. */
  readonly failure?: string
}

export type SweepEvent =
  | { readonly type: 'started'; readonly paths: readonly string[]; readonly total: number; readonly outcome: Outcome }
  | { readonly type: 'row'; readonly index: number; readonly row: SweepRow }
  | { readonly type: 'ended'; readonly outcome: Outcome }

/**
 * Runs every point of the `sweep` section. A point that fails is a row without metrics; the sweep goes on. Every point is
 * planned before the first one runs, so that a range that leaves what is allowed is an error at once.
 */
export async function* runSweep(
  experiment: Experiment,
  inputs: Inputs,
  context: RunContext,
): AsyncGenerator<SweepEvent, void, undefined> {
  const { paths, rows } = sweepPoints(experiment)
  const plans = rows.map((row) => planPoint(experiment, inputs, paths, row))
  const [first] = plans
  if (!first) throw new Error('a sweep has at least one point')
  let outcome = firstOutcome(first, context.versions ?? {}, [])
  yield { type: 'started', paths, total: rows.length, outcome }
  let failures = 0
  let status: Outcome['status'] = 'done'
  for (const [index, planned] of plans.entries()) {
    if (context.signal?.aborted) {
      status = 'stopped'
      break
    }
    let ended: Outcome | undefined
    for await (const event of run(planned, { ...context, saveFrames: false, estimateErrors: false }))
      if (event.type === 'ended') ended = event.outcome
    if (!ended || ended.status === 'stopped') {
      status = 'stopped'
      break
    }
    outcome = {
      ...outcome,
      seconds: { wall: outcome.seconds.wall + ended.seconds.wall, cpu: outcome.seconds.cpu + ended.seconds.cpu },
      steps: outcome.steps + ended.steps,
      rejected: outcome.rejected + ended.rejected,
      evaluations: outcome.evaluations + ended.evaluations,
    }
    const isDone = ended.status === 'done'
    if (!isDone) failures++
    const row = {
      values: rows[index] ?? [],
      metrics: isDone ? ended.metrics : {},
      ...(isDone ? {} : { failure: ended.reason ?? 'failed' }),
    }
    yield { type: 'row', index, row }
  }
  const isLost = status === 'done' && failures === rows.length
  const reason =
    status === 'stopped' ? 'stopped by hand' : failures > 0 ? `${failures} of ${rows.length} points failed` : undefined
  yield {
    type: 'ended',
    outcome: { ...outcome, status: isLost ? 'failed' : status, ...(reason === undefined ? {} : { reason }) },
  }
}

/** sweep.csv: the PATHs, then every metric that any point has; 17 significant digits. */
export function sweepCsv(paths: readonly string[], rows: readonly SweepRow[]): string {
  const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))]
  const digits = (value: number | undefined) =>
    value === undefined || !Number.isFinite(value) ? 'NaN' : value.toPrecision(17)
  const lines = rows.map((row) => [...row.values, ...metrics.map((name) => row.metrics[name])].map(digits).join(','))
  return `${[[...paths, ...metrics].map((name) => csvQuoted(name)).join(','), ...lines].join('\n')}\n`
}
