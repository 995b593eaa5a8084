import type { Quantity } from '../core/field.ts'
import { csvQuoted } from '../data/write/csv.ts'
import type { SweepAxis } from './sweep.ts'
import type { SweepRow } from './sweep-row.ts'

/** A sweep as views and files see it: its axes and the rows there are, in the order of the points. */
export interface SweepTable {
  readonly axes: readonly SweepAxis[]
  /** How many points there will be. */
  readonly total: number
  readonly rows: readonly SweepRow[]
  /** What the columns of `row.curve` are. */
  readonly scalars: readonly Quantity[]
}

/** The names of all metrics that any point has, in the order in which the points bring them. */
export function metricNames(rows: readonly SweepRow[]): readonly string[] {
  const names = new Set<string>()
  for (const { metrics } of rows) for (const name of Object.keys(metrics)) names.add(name)
  return [...names]
}

/**
 * sweep.csv: the PATHs, then every metric that any point has, 17 significant digits, `NaN` where a point has none; where points failed a last
 * column `failure` with their reasons. Rows in the order of the points: the same bytes whatever the order in which they came.
 */
export function sweepCsv(paths: readonly string[], rows: readonly SweepRow[]): string {
  const metrics = metricNames(rows)
  const digits = (value: number | undefined) =>
    value === undefined || !Number.isFinite(value) ? 'NaN' : value.toPrecision(17)
  const hasFailures = rows.some(({ failure }) => failure !== undefined)
  const lines = rows.map(({ values, metrics: own, failure }) => {
    const cells = [...values, ...metrics.map((name) => own[name])].map(digits)
    return (hasFailures ? [...cells, csvQuoted(failure ?? '')] : cells).join(',')
  })
  const head = [...paths, ...metrics, ...(hasFailures ? ['failure'] : [])].map((name) => csvQuoted(name))
  return `${[head.join(','), ...lines].join('\n')}\n`
}

/** Rows kept in the order of their points while they come in any order. */
export interface RowList {
  add(row: SweepRow): void
  readonly count: number
  /** A new list. */
  all(): readonly SweepRow[]
}

/** Rows by their number, in whatever order they come. */
export function makeRowList(known: readonly SweepRow[] = []): RowList {
  const places: (SweepRow | undefined)[] = []
  let count = 0
  const add = (row: SweepRow) => {
    if (!places[row.index]) count++
    places[row.index] = row
  }
  for (const row of known) add(row)
  return {
    add,
    get count() {
      return count
    },
    all: () => places.filter((row) => row !== undefined),
  }
}
