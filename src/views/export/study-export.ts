import { writeCsv } from '../../data/write/csv.ts'
import { timeUnitOf } from '../../experiment/resolve.ts'
import { sampleColumn } from '../plots/curve-lines.ts'
import type { RunRecord } from '../runs/run-record.ts'
import { stemOf } from '../shell/file-name.ts'
import { studyTypeOf } from '../studies/time-experiment.ts'

/** Beginning of the name of a file with results of a run: the title, and the study where it is none over time. */
export function studyStem({ experiment }: RunRecord): string {
  const stem = stemOf(experiment)
  const type = studyTypeOf(experiment)
  return type === 'time' || stem.endsWith(type) ? stem : `${stem}-${type}`
}

/** The columns of a run over time as CSV, 17 digits. */
export function runCsv({ experiment, result: { scalars, samples } }: RunRecord): string {
  const columns = scalars.map(({ name, unit }, i) => ({ name, unit, values: sampleColumn(samples, scalars.length, i) }))
  return writeCsv([{ name: 't', unit: timeUnitOf(experiment), values: samples.times }, ...columns])
}
