import type { Experiment } from '../../experiment/experiment.ts'
import type { RunRecord } from './run-record.ts'

/** Whether two experiments give the same numbers: titles, views, data and fits do not matter to a run. */
export function isSameRun(a: Experiment, b: Experiment): boolean {
  return (
    a.problem === b.problem &&
    a.method === b.method &&
    a.time === b.time &&
    a.seed === b.seed &&
    a.observe === b.observe &&
    a.study === b.study
  )
}

const signatures = new WeakMap<Experiment, string>()

/** Problem, times and study as a text: two planned experiments with the same text give comparable curves. */
function signatureOf(planned: Experiment): string {
  const known = signatures.get(planned)
  if (known !== undefined) return known
  const text = JSON.stringify([planned.problem, planned.time, planned.study ?? { type: 'time' }])
  signatures.set(planned, text)
  return text
}

/**
 * The last whole run of a method for the problem and times of this experiment.
 * @param planned with defaults filled in, as the records of runs have it; absent: the experiment cannot be planned
 */
export function lastRunOf(
  runs: readonly RunRecord[],
  planned: Experiment | undefined,
  method: string,
): RunRecord | undefined {
  if (!planned) return undefined
  const wanted = signatureOf(planned)
  return runs.findLast(
    (run) =>
      run.result.status === 'done' && run.result.outcome?.method === method && signatureOf(run.experiment) === wanted,
  )
}

/** The last whole run of exactly this planned experiment, method and its options included. */
export function runOf(runs: readonly RunRecord[], planned: Experiment): RunRecord | undefined {
  const wanted = signatureOf(planned)
  const method = JSON.stringify(planned.method)
  return runs.findLast(
    (run) =>
      run.result.status === 'done' &&
      signatureOf(run.experiment) === wanted &&
      JSON.stringify(run.experiment.method) === method,
  )
}
