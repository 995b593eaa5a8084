import type { Curve } from '../../experiment/simulate.ts'
import type { ChromatogramRun } from '../plots/chromatogram.ts'
import { methodWords } from '../report/quantity-words.ts'
import type { RunRecord } from './run-record.ts'

/** The live curve as the figure takes it. */
export function liveRun(curve: Curve): ChromatogramRun {
  return {
    name: `live, ${methodWords(curve.method)}`,
    scalars: curve.scalars,
    samples: { times: curve.times, values: curve.values },
  }
}

/** A kept run as the figure takes it. */
export function keptRun(run: RunRecord): ChromatogramRun {
  return { name: run.name, scalars: run.result.scalars, samples: run.result.samples }
}

/** What the chromatogram shows: the live curve first, then every run that is ticked and has samples. */
export function shownRuns(live: Curve | undefined, runs: readonly RunRecord[]): readonly ChromatogramRun[] {
  return [
    ...(live ? [liveRun(live)] : []),
    ...runs.filter((run) => run.isShown && run.result.samples.times.length > 0).map(keptRun),
  ]
}
