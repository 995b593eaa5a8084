import type { AxisStyle, Figure, Mark } from '../plots/figure.ts'
import { numberText, unitText } from '../plots/number-text.ts'
import { columnHeading, levelsOf, type SweepColumn } from './sweep-columns.ts'

export interface CurveChoice {
  readonly x: SweepColumn
  readonly metric: SweepColumn
  /** Logarithmic where all values allow it. */
  readonly logarithmic?: boolean
  /** The points were drawn at random: no two agree in what is not on the axis. */
  readonly isDrawn?: boolean
}

/** More lines than this are coloured by value instead of named. */
const mostNamed = 7

/** Whether a logarithmic axis can show all values there are. */
const allPositive = (values: Float64Array) =>
  values.every((value) => !(value <= 0)) && values.some((value) => value > 0)

/**
 * A metric over one quantity that was swept: a line through the points that agree in all other quantities, or points alone where they were
 * drawn at random. Points that failed are missing.
 */
export function sweepCurveFigure(title: string, columns: readonly SweepColumn[], choice: CurveChoice): Figure {
  const { x, metric } = choice
  const others = columns.filter(({ kind, name }) => kind === 'axis' && name !== x.name)
  const groups = groupsOf(x, metric, others)
  const marks = choice.isDrawn && others.length > 0 ? pointsOf(x, metric) : linesOf(groups, others)
  const isLog = choice.logarithmic === true && allPositive(metric.values)
  const y: AxisStyle = { label: metric.label, unit: metric.unit, scale: isLog ? 'log' : 'linear' }
  return {
    title,
    x: { label: x.label, unit: x.unit, scale: x.isLog ? 'log' : 'linear' },
    panels: [{ y, marks, weight: 1 }],
    description: describe(x, metric, others),
  }
}

interface Group {
  readonly key: readonly number[]
  readonly x: Float64Array
  readonly y: Float64Array
}

function groupsOf(x: SweepColumn, metric: SweepColumn, others: readonly SweepColumn[]): readonly Group[] {
  const groups = new Map<string, { key: readonly number[]; rows: number[] }>()
  for (let row = 0; row < x.values.length; row++) {
    const key = others.map(({ values }) => values[row] ?? Number.NaN)
    const name = key.join()
    const group = groups.get(name) ?? { key, rows: [] }
    groups.set(name, group)
    if (Number.isFinite(metric.values[row])) group.rows.push(row)
  }
  return [...groups.values()].map(({ key, rows }) => {
    const sorted = rows.toSorted((a, b) => (x.values[a] ?? 0) - (x.values[b] ?? 0))
    const pick = (values: Float64Array) => Float64Array.from(sorted, (row) => values[row] ?? Number.NaN)
    return { key, x: pick(x.values), y: pick(metric.values) }
  })
}

function linesOf(groups: readonly Group[], others: readonly SweepColumn[]): readonly Mark[] {
  const isNamed = groups.length <= mostNamed
  const points = groups.reduce((sum, group) => sum + group.x.length, 0)
  const marks: Mark[] = []
  groups.forEach(({ key, x, y }, i) => {
    const label = key.map((value, k) => sayValue(others[k], value)).join(', ')
    const isEnd = i === 0 || i === groups.length - 1
    const colour = isNamed ? i : (`ramp:${groups.length > 1 ? i / (groups.length - 1) : 0}` as const)
    marks.push({
      type: 'line',
      x,
      y,
      label: isNamed || isEnd ? label : '',
      colour,
      directLabel: isNamed && label !== '',
    })
    if (points <= 300) marks.push({ type: 'points', x, y, label: '', colour, size: 0.9 })
  })
  return marks
}

function sayValue(column: SweepColumn | undefined, value: number): string {
  if (!column) return ''
  const unit = unitText(column.unit)
  return `${column.label} = ${numberText(value, 3)}${unit === '' ? '' : ` ${unit}`}`
}

function pointsOf(x: SweepColumn, metric: SweepColumn): readonly Mark[] {
  return [{ type: 'points', x: x.values, y: metric.values, label: '', colour: 0, size: 1 }]
}

function describe(x: SweepColumn, metric: SweepColumn, others: readonly SweepColumn[]): string {
  let [low, high] = [-1, -1]
  metric.values.forEach((value, row) => {
    if (!Number.isFinite(value)) return
    if (low < 0 || value < (metric.values[low] ?? 0)) low = row
    if (high < 0 || value > (metric.values[high] ?? 0)) high = row
  })
  if (low < 0) return `${metric.label} over ${x.label}: no point has a value yet.`
  const at = (row: number) => `${numberText(metric.values[row] ?? 0)} at ${numberText(x.values[row] ?? 0)}`
  const levels = others.map((column) => `${levelsOf(column.values).length} values of ${column.label}`)
  const rest = levels.length > 0 ? `, for ${levels.join(' and ')}` : ''
  return `${columnHeading(metric)} over ${columnHeading(x)}${rest}: least ${at(low)}, largest ${at(high)}.`
}
