import type { SweepRow } from '../../experiment/sweep-row.ts'
import type { SweepTable } from '../../experiment/sweep-table.ts'
import type { Figure, LineMark } from '../plots/figure.ts'
import type { Multiples } from '../plots/multiples.ts'
import { numberText, unitText } from '../plots/number-text.ts'
import type { SweepColumn } from './sweep-columns.ts'

export interface CurvesChoice {
  /** Name of the scalar drawn. */
  readonly scalar: string
  readonly timeUnit: string
}

/** More cells than this are too small to be read: evenly chosen ones are drawn. */
export const mostCells = 64
/** More curves over one another than this are not told apart. */
const mostCurves = 600

/** Evenly chosen, first and last among them. */
function choose<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]).filter((item) => item !== undefined) // biome-ignore format: one call
}

const columnAt = (table: SweepTable, scalar: string) =>
  Math.max(0, table.scalars.findIndex(({ name }) => name === scalar)) // biome-ignore format: one call

const withCurves = (table: SweepTable) => table.rows.filter(({ curve }) => curve !== undefined)

/** Longer names do not fit over a small figure. */
const longestTitle = 20

/** What stands over the small figures: names where they are short, else the values alone in the order of the axes. */
function cellTitles(rows: readonly SweepRow[], axes: readonly SweepColumn[]) {
  const names = rows.map((row) => pointName(row, axes))
  if (names.every((name) => name.length <= longestTitle)) return { titles: names, legend: '' }
  const titles = rows.map((row) => row.values.map((value) => numberText(value, 3)).join(', '))
  return { titles, legend: axes.map(({ label }) => label).join(', ') }
}

/** What tells a point from the others: `rho = 28`. */
function pointName(row: SweepRow, axes: readonly SweepColumn[]): string {
  return axes
    .map(({ label, unit }, i) => {
      const text = unitText(unit)
      return `${label} = ${numberText(row.values[i] ?? 0, 3)}${text === '' ? '' : ` ${text}`}`
    })
    .join(', ')
}

function lineOf(row: SweepRow, column: number, label: string, colour: LineMark['colour']): LineMark {
  return {
    type: 'line',
    x: Float64Array.from(row.curve?.times ?? []),
    y: Float64Array.from(row.curve?.columns[column] ?? []),
    label,
    colour,
  }
}

const timeAxis = (unit: string) => ({ label: 'Time', unit, scale: 'linear' as const })

/** The curves of all points over one another, coloured from the first to the last point. */
export function sweepOverlayFigure(
  title: string,
  table: SweepTable,
  axes: readonly SweepColumn[],
  choice: CurvesChoice,
): Figure {
  const rows = choose(withCurves(table), mostCurves)
  const column = columnAt(table, choice.scalar)
  const scalar = table.scalars[column]
  const marks = rows.map((row, i) => {
    const isEnd = i === 0 || i === rows.length - 1
    const isNamed = rows.length <= 7 || isEnd
    const colour = `ramp:${rows.length > 1 ? i / (rows.length - 1) : 0}` as const
    // Many lines are thin, so that they can be told apart.
    return { ...lineOf(row, column, isNamed ? pointName(row, axes) : '', colour), width: rows.length > 30 ? 0.55 : 1 }
  })
  const name = scalar?.label ?? scalar?.name ?? choice.scalar
  return {
    title,
    x: timeAxis(choice.timeUnit),
    panels: [{ y: { label: name, unit: scalar?.unit ?? '', scale: 'linear' }, marks, weight: 1 }],
    description: `${name} over time at ${rows.length} of ${table.total} points of the sweep, coloured in their order.`,
  }
}

/** One small figure a point, all with the same axes. */
export function sweepMultiples(
  title: string,
  table: SweepTable,
  axes: readonly SweepColumn[],
  choice: CurvesChoice,
): { readonly drawing: Multiples; readonly rows: readonly SweepRow[]; readonly says: string } {
  const rows = choose(withCurves(table), mostCells)
  const column = columnAt(table, choice.scalar)
  const scalar = table.scalars[column]
  const yRange = extentOf(rows.flatMap(({ curve }) => curve?.columns[column] ?? []))
  const xRange = extentOf(rows.flatMap(({ curve }) => [curve?.times[0] ?? 0, curve?.times.at(-1) ?? 0]))
  const name = scalar?.label ?? scalar?.name ?? choice.scalar
  const { titles, legend } = cellTitles(rows, axes)
  // Names of axes once for all, so that the small figures have the room.
  const cells = rows.map(
    (row, i): Figure => ({
      title: titles[i] ?? '',
      x: { label: '', unit: '', scale: 'linear', ...(xRange ? { range: xRange } : {}) },
      panels: [
        {
          y: { label: '', unit: '', scale: 'linear', ...(yRange ? { range: yRange } : {}) },
          marks: [lineOf(row, column, '', 0)],
          weight: 1,
        },
      ],
      description: `${name} over time at ${pointName(row, axes)}.`,
    }),
  )
  const withUnit = (label: string, unit: string) => (unitText(unit) === '' ? label : `${label} (${unitText(unit)})`)
  const over = `${withUnit(name, scalar?.unit ?? '')} over ${withUnit('time', choice.timeUnit)}`
  const says = legend === '' ? over : `${over} at ${legend}`
  const points = cells.length < table.rows.length ? `${cells.length} of ${table.rows.length}` : `${table.rows.length}`
  const description = `${over} in ${cells.length} small figures with the same axes, one for each of ${points} points of the sweep${legend === '' ? '' : `; above each ${legend}`}.`
  const columns = rows.length === table.rows.length ? tableColumns(rows) : undefined
  const drawing = { title: title === '' ? says : `${title}: ${says}`, cells, ...(columns ? { columns } : {}), description } // biome-ignore format: one record
  return { drawing, rows, says }
}

/** More than this many small figures in a row are too narrow. */
const mostInRow = 8

/** How many cells make a row of a whole grid of two quantities; undefined where it is none. */
function tableColumns(rows: readonly SweepRow[]): number | undefined {
  const inRow = new Set(rows.map(({ values }) => values[1])).size
  const ofRows = new Set(rows.map(({ values }) => values[0])).size
  const isTable = rows.every(({ values }) => values.length === 2) && inRow * ofRows === rows.length
  return isTable && inRow > 1 && inRow <= mostInRow ? inRow : undefined
}

function extentOf(values: readonly number[]): readonly [number, number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high >= low)) return undefined
  const margin = 0.04 * (high - low) || Math.abs(high) || 1
  return [low - margin, high + margin]
}
