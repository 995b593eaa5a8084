import type { Experiment } from '../../experiment/experiment.ts'
import type { SweepRow } from '../../experiment/sweep-row.ts'
import { metricNames, type SweepTable } from '../../experiment/sweep-table.ts'
import { unitText } from '../plots/number-text.ts'
import { pathLabel } from '../report/path-label.ts'
import { metricWords, spacedWords } from '../report/quantity-words.ts'

/** One column of a sweep's table, as figures and the table show it. */
export interface SweepColumn {
  /** A PATH or the name of a metric. */
  readonly name: string
  readonly kind: 'axis' | 'metric'
  /** For people, without unit. */
  readonly label: string
  /** '' or '1' where there is none. */
  readonly unit: string
  readonly isLog: boolean
  /** A value a row; NaN where a point has none. */
  readonly values: Float64Array
}

const statistics: Readonly<Record<string, (of: string) => string>> = {
  final: (of) => `${of} at the end`,
  minimum: (of) => `Least ${of}`,
  maximum: (of) => `Largest ${of}`,
  mean: (of) => `Mean of ${of}`,
  drift: (of) => `Drift of ${of}`,
  events: (of) => `Count of event ${Number(of) + 1}`,
  firstEvent: (of) => `First time of event ${Number(of) + 1}`,
}

/** What people call a metric, and its unit. */
function metricText(name: string, table: SweepTable): { readonly label: string; readonly unit: string } {
  const at = name.indexOf('.')
  const [kind, of] = at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at + 1)]
  const unitOf = (scalar: string) => table.scalars.find((each) => each.name === scalar)?.unit ?? ''
  const words = statistics[kind]
  if (words && of !== '') {
    const hasUnit = kind === 'final' || kind === 'minimum' || kind === 'maximum' || kind === 'mean'
    return { label: words(of), unit: hasUnit ? unitOf(of) : '' }
  }
  if (kind === 'study') return { label: spacedWords(of), unit: '' }
  const { label, unit } = metricWords(kind, unitOf(of))
  return { label: of === '' ? label : `${label} of ${of}`, unit }
}

/** All columns: the axes first, then the metrics in the order in which they are told. */
export function sweepColumns(table: SweepTable, experiment: Experiment): readonly SweepColumn[] {
  const { axes, rows } = table
  const column = (read: (row: SweepRow) => number | undefined) =>
    Float64Array.from(rows, (row) => read(row) ?? Number.NaN)
  return [
    ...axes.map(
      ({ path, unit, isLog, label }, i): SweepColumn => ({
        name: path,
        kind: 'axis',
        label: path.startsWith('problem.') || path.startsWith('data.') ? pathLabel(path, experiment) : label,
        unit,
        isLog,
        values: column((row) => row.values[i]),
      }),
    ),
    ...metricNames(rows).map(
      (name): SweepColumn => ({
        name,
        kind: 'metric',
        ...metricText(name, table),
        isLog: false,
        values: column((row) => row.metrics[name]),
      }),
    ),
  ]
}

/** `Length (m)`. */
export function columnHeading({ label, unit }: SweepColumn): string {
  const text = unitText(unit)
  return text === '' ? label : `${label} (${text})`
}

/** The column of this name, else the first metric that differs between points, else the first metric. */
export function metricOf(columns: readonly SweepColumn[], name: string): SweepColumn | undefined {
  const metrics = columns.filter(({ kind }) => kind === 'metric')
  const differs = ({ values }: SweepColumn) => {
    const finite = values.filter(Number.isFinite)
    return finite.some((value) => value !== finite[0])
  }
  return metrics.find((column) => column.name === name) ?? metrics.find(differs) ?? metrics[0]
}

/** The different values of a column, rising. */
export function levelsOf(values: Float64Array): Float64Array {
  return Float64Array.from(new Set(values.filter(Number.isFinite))).sort()
}
