import type { Experiment } from '../../experiment/experiment.ts'
import { datasetsOf } from '../data/inputs-store.ts'
import { sampleColumn } from '../plots/chromatogram.ts'
import type { Workbench } from '../shell/workbench.ts'
import { checkExperiment } from './check.ts'
import { runNow } from './run-now.ts'
import type { RunRecord, RunResult } from './run-record.ts'
import { lastRunOf } from './same-run.ts'

/** The difference of two results over the times both have. */
export interface Comparison {
  readonly names: readonly string[]
  readonly unit: string
  readonly times: Float64Array
  /** One a name: other minus reference. */
  readonly differences: readonly Float64Array[]
  /** Largest |difference| by name, relative to the largest |reference| of that name. */
  readonly largest: readonly number[]
}

/**
 * The difference `other − reference`, by name, at the saved times of `other` that lie inside the reference; between saved
 * times of the reference by straight lines, exact where both save the same times.
 */
export function compareResults(reference: RunResult, other: RunResult): Comparison {
  const first = reference.samples.times[0] ?? 0
  const last = reference.samples.times.at(-1) ?? 0
  const rows = [...other.samples.times.keys()].filter((row) => {
    const time = other.samples.times[row] ?? 0
    return time >= first && time <= last
  })
  const times = Float64Array.from(rows, (row) => other.samples.times[row] ?? 0)
  const names = other.scalars.map((scalar) => scalar.name).filter((name) => columnOf(reference, name) !== undefined)
  const differences = names.map((name) => {
    const exact = columnOf(reference, name) ?? new Float64Array()
    const values = columnOf(other, name) ?? new Float64Array()
    let at = 0
    return Float64Array.from(rows, (row) => {
      const time = other.samples.times[row] ?? 0
      while (at + 2 < reference.samples.times.length && (reference.samples.times[at + 1] ?? 0) < time) at++
      return (values[row] ?? 0) - between(reference.samples.times, exact, at, time)
    })
  })
  const largest = names.map((name, i) => {
    const scale = largestOf(columnOf(reference, name))
    return largestOf(differences[i]) / (scale || 1)
  })
  return { names, unit: other.scalars[0]?.unit ?? '', times, differences, largest }
}

function between(times: Float64Array, values: Float64Array, at: number, time: number): number {
  const t0 = times[at] ?? 0
  const t1 = times[at + 1] ?? t0
  const v0 = values[at] ?? 0
  const v1 = values[at + 1] ?? v0
  if (time === t0 || t1 === t0) return v0
  return time === t1 ? v1 : v0 + ((v1 - v0) * (time - t0)) / (t1 - t0)
}

function columnOf(result: RunResult, name: string): Float64Array | undefined {
  const index = result.scalars.findIndex((scalar) => scalar.name === name)
  return index < 0 ? undefined : sampleColumn(result.samples, result.scalars.length, index)
}

function largestOf(values: Float64Array | undefined): number {
  let largest = 0
  for (const value of values ?? []) largest = Math.max(largest, Math.abs(value))
  return largest
}

/** The experiment with another method, its options dropped where it changes. */
export function withMethod(experiment: Experiment, id: string): Experiment {
  return experiment.method?.id === id ? experiment : { ...experiment, method: { id } }
}

/** Runs the experiment in front exactly and by finite volumes, unless the list already has them. */
export async function compareMethods(workbench: Workbench): Promise<void> {
  const experiment = workbench.document.getState().history.present
  workbench.runs.setState({ comparedIds: undefined })
  for (const id of ['exact', 'finite-volume']) {
    const checked = checkExperiment(withMethod(experiment, id), datasetsOf(workbench.inputs.getState()))
    const planned = checked.ok ? checked.plan.experiment : undefined
    if (lastRunOf(workbench.runs.getState().runs, planned, id)) continue
    if (!(await runNow(workbench, withMethod(experiment, id)))) return
  }
}

/**
 * The reference and the other of the error view: the two chosen, else the last exact and the last numerical run of this
 * experiment.
 */
export function pairToCompare(
  runs: readonly RunRecord[],
  planned: Experiment | undefined,
  chosen: readonly [string, string] | undefined,
): readonly [RunRecord, RunRecord] | undefined {
  const find = (id: string | undefined) => runs.find((run) => run.id === id && run.result.samples.times.length > 0)
  const reference = find(chosen?.[0]) ?? lastRunOf(runs, planned, 'exact')
  const other = find(chosen?.[1]) ?? lastRunOf(runs, planned, 'finite-volume')
  return reference && other && reference !== other ? [reference, other] : undefined
}
