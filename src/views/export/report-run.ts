import type { RunRecord } from '../runs/run-record.ts'

/** The run a report and an export tell of: the selected one where it has results, else the last that has. */
export function runForReport(runs: readonly RunRecord[], selectedId: string | undefined): RunRecord | undefined {
  const hasEnded = (run: RunRecord) => run.result.outcome !== undefined && run.result.samples.times.length > 0
  return runs.find((run) => run.id === selectedId && hasEnded(run)) ?? runs.findLast(hasEnded)
}
