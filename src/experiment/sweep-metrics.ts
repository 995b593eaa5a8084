import type { Quantity } from '../core/field.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Json } from '../core/simulation.ts'

/** All saved rows of a run. */
export interface SavedRows {
  readonly scalars: readonly Quantity[]
  readonly times: ArrayLike<number>
  /** Row-major. */
  readonly values: ArrayLike<number>
}

/** Lists longer than this are curves, not metrics. */
const longestList = 12
/** More columns than this have no metrics: a table could not be read. */
const mostColumns = 100
/** What differs from one time to the next is no result. */
const isTiming = (name: string) => /milliseconds|seconds/i.test(name)

/** Every number of a study, by its place: `study.residual`, `study.exponents.0`. */
function studyMetrics(value: Json, name: string, found: Record<string, number>, depth = 0): void {
  if (typeof value === 'number') found[name] = value
  if (typeof value !== 'object' || value === null || depth > 4) return
  const entries = Object.entries(value)
  if (Array.isArray(value) && entries.length > longestList) return
  for (const [key, item] of entries) if (!isTiming(key)) studyMetrics(item, `${name}.${key}`, found, depth + 1)
}

/**
 * Last, least, largest and mean value of each scalar over the saved times. The mean is that of the broken line through them (trapezium
 * rule over the time between the first and the last), so that unevenly saved times count by their length.
 */
function scalarMetrics({ scalars, times, values }: SavedRows, found: Record<string, number>): void {
  const width = scalars.length
  const rows = times.length
  if (rows === 0) return
  found.endTime = times[rows - 1] ?? Number.NaN
  if (width > mostColumns) return
  scalars.forEach(({ name }, column) => {
    const at = (row: number) => values[row * width + column] ?? Number.NaN
    let [least, largest, area, span] = [at(0), at(0), 0, 0]
    for (let row = 1; row < rows; row++) {
      const value = at(row)
      if (value < least) least = value
      if (value > largest) largest = value
      const step = Math.abs((times[row] ?? 0) - (times[row - 1] ?? 0))
      area += (step * (value + at(row - 1))) / 2
      span += step
    }
    found[`final.${name}`] = at(rows - 1)
    found[`minimum.${name}`] = least
    found[`maximum.${name}`] = largest
    found[`mean.${name}`] = span > 0 ? area / span : at(0)
  })
}

function eventMetrics({ events }: Outcome, count: number, found: Record<string, number>): void {
  for (let event = 0; event < count; event++) {
    const own = events.filter((each) => each.event === event)
    found[`events.${event}`] = own.length
    const first = own[0]?.t
    if (first !== undefined) found[`firstEvent.${event}`] = first
  }
}

/**
 * The metrics of one point: those of the outcome, and where the equations are an initial value problem of named scalars (no column)
 * `final.NAME minimum.NAME maximum.NAME mean.NAME` of each, `endTime`, `events.INDEX` and `firstEvent.INDEX` of each event, `drift.NAME` of
 * each conserved quantity, `steps` and `evaluations`; of a study without metrics its numbers under `study.`. Numbers that are not finite are left out.
 * @param events how many events the problem names
 */
export function pointMetrics(
  outcome: Outcome,
  saved: SavedRows,
  isColumn: boolean,
  events: number,
): Record<string, number> {
  const found: Record<string, number> = { ...outcome.metrics }
  if (outcome.study && outcome.study.type !== 'time' && Object.keys(outcome.metrics).length === 0)
    for (const [name, value] of Object.entries(outcome.study))
      if (name !== 'type') studyMetrics(value, `study.${name}`, found)
  if (!isColumn) {
    scalarMetrics(saved, found)
    eventMetrics(outcome, events, found)
    for (const [name, { drift }] of Object.entries(outcome.invariants)) found[`drift.${name}`] = drift
    found.steps = outcome.steps
    found.evaluations = outcome.evaluations
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => Number.isFinite(value)))
}
