import type { RunRecord, RunResult } from '../runs/run-record.ts'

/** The run a report and an export tell of: the selected one where it has results, else the last that has. */
export function runForReport(runs: readonly RunRecord[], selectedId: string | undefined): RunRecord | undefined {
  const hasEnded = ({ result }: RunRecord) => result.outcome !== undefined && hasResults(result)
  return runs.find((run) => run.id === selectedId && hasEnded(run)) ?? runs.findLast(hasEnded)
}

/** Whether there is something to report: values over time, what a study found, or points of a sweep. */
export function hasResults({ samples, outcome, sweep }: RunResult): boolean {
  return samples.times.length > 0 || outcome?.study !== undefined || (sweep?.rows.length ?? 0) > 0
}
