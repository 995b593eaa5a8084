import type { AxisStyle, Figure, Mark } from '../plots/figure.ts'
import { numberText } from '../plots/number-text.ts'
import { columnHeading, levelsOf, type SweepColumn } from './sweep-columns.ts'

export interface MapChoice {
  readonly x: SweepColumn
  readonly y: SweepColumn
  readonly metric: SweepColumn
  /** Of every other quantity swept: which of its levels is shown, by name; default: the first. */
  readonly slice?: Readonly<Record<string, number>>
  /** The points were drawn at random instead of on a grid. */
  readonly isDrawn?: boolean
}

/** Cells along a side where points were drawn at random and each place takes the colour of the nearest. */
const raster = 72

/** A quantity along a side of a map: positions on the page, and how they are named. */
interface Side {
  readonly style: AxisStyle
  readonly toPage: (value: number) => number
  readonly toValue: (position: number) => number
}

/** Named ticks of decades and their parts, as many as are read easily. */
function decadeTicks(low: number, high: number): readonly { readonly at: number; readonly label: string }[] {
  const decades = Math.log10(high / low)
  const digits = decades > 4 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 3, 5, 7]
  const every = Math.max(1, Math.ceil(decades / 7))
  const ticks: { at: number; label: string }[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const digit of digits) {
      const value = Number(`${digit}e${power}`)
      if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9) || power % every !== 0) continue
      ticks.push({ at: Math.log10(value), label: numberText(value, 3) })
    }
  return ticks
}

function sideOf({ label, unit, isLog, values }: SweepColumn): Side {
  const levels = levelsOf(values)
  const [low = 1, high = 1] = [levels[0], levels.at(-1)]
  if (!isLog || !(low > 0) || !(high > low))
    return { style: { label, unit, scale: 'linear' }, toPage: (value) => value, toValue: (position) => position }
  return {
    style: { label, unit, scale: 'linear', ticks: decadeTicks(low, high) },
    toPage: (value) => Math.log10(value),
    toValue: (position) => 10 ** position,
  }
}

/** Rows that show the chosen levels of all quantities but the two of the map. */
function sliceRows(columns: readonly SweepColumn[], { x, y, slice = {} }: MapChoice) {
  const others = columns.filter(({ kind, name }) => kind === 'axis' && name !== x.name && name !== y.name)
  const wanted = others.map((column) => {
    const levels = levelsOf(column.values)
    return { column, value: levels[Math.min(levels.length - 1, slice[column.name] ?? 0)] ?? Number.NaN }
  })
  const rows = Array.from(x.values.keys()).filter((row) =>
    wanted.every(({ column, value }) => column.values[row] === value),
  )
  return { rows, wanted }
}

/**
 * A metric over two quantities as colours. Points of a grid are cells; of points drawn at random each place has the colour of the nearest
 * one, which is marked.
 */
export function sweepMapFigure(title: string, columns: readonly SweepColumn[], choice: MapChoice): Figure {
  const { x, y } = choice
  const [across, up] = [sideOf(x), sideOf(y)]
  const [xLevels, yLevels] = [levelsOf(x.values), levelsOf(y.values)]
  const isGrid = choice.isDrawn !== true
  const sliced = sliceRows(columns, choice)
  const rows = isGrid ? sliced.rows : Array.from(x.values.keys())
  const marks = isGrid
    ? gridMarks(choice, rows, xLevels, yLevels, across, up)
    : nearestMarks(choice, rows, xLevels, yLevels, across, up)
  const at = isGrid ? sliced.wanted.map(({ column, value }) => `${column.label} = ${numberText(value, 3)}`) : []
  return {
    title,
    x: across.style,
    panels: [{ y: up.style, marks, weight: 1 }],
    description: describe(choice, rows, at),
  }
}

/** A click on the map: the row of the point nearest on the page. */
export function rowAtPlace(columns: readonly SweepColumn[], choice: MapChoice, atX: number, atY: number) {
  const { x, y } = choice
  const [across, up] = [sideOf(x), sideOf(y)]
  const [xs, ys] = [levelsOf(x.values), levelsOf(y.values)]
  const isGrid = choice.isDrawn !== true
  const rows = isGrid ? sliceRows(columns, choice).rows : Array.from(x.values.keys())
  const width = Math.abs(across.toPage(xs.at(-1) ?? 1) - across.toPage(xs[0] ?? 0)) || 1
  const height = Math.abs(up.toPage(ys.at(-1) ?? 1) - up.toPage(ys[0] ?? 0)) || 1
  const distance = (row: number) =>
    ((across.toPage(x.values[row] ?? 0) - atX) / width) ** 2 + ((up.toPage(y.values[row] ?? 0) - atY) / height) ** 2
  return rows.reduce<number | undefined>((best, row) => (best === undefined || distance(row) < distance(best) ? row : best), undefined) // biome-ignore format: one call
}

/** A map with a centre where values lie on both sides of zero, and not only by rounding. */
function coloursOf(values: Float64Array): 'sequential' | 'diverging' {
  let [low, high] = [0, 0]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return Math.min(-low, high) > 0.1 * Math.max(-low, high) ? 'diverging' : 'sequential'
}

function gridMarks(
  { x, y, metric }: MapChoice,
  rows: readonly number[],
  xs: Float64Array,
  ys: Float64Array,
  across: Side,
  up: Side,
): readonly Mark[] {
  // biome-ignore format: signature
  const values = new Float64Array(xs.length * ys.length).fill(Number.NaN)
  const place = (levels: Float64Array) => new Map(Array.from(levels, (value, i) => [value, i]))
  const [column, line] = [place(xs), place(ys)]
  for (const row of rows) {
    const at = (line.get(y.values[row] ?? 0) ?? 0) * xs.length + (column.get(x.values[row] ?? 0) ?? 0)
    values[at] = metric.values[row] ?? Number.NaN
  }
  return [
    {
      type: 'heat',
      x: xs.map(across.toPage),
      y: ys.map(up.toPage),
      values,
      label: metric.label,
      unit: metric.unit,
      colours: coloursOf(values),
    },
  ]
}

function nearestMarks(
  { x, y, metric }: MapChoice,
  all: readonly number[],
  xs: Float64Array,
  ys: Float64Array,
  across: Side,
  up: Side,
): readonly Mark[] {
  // biome-ignore format: signature
  const rows = all.filter((row) => Number.isFinite(metric.values[row]))
  const pageX = Float64Array.from(rows, (row) => across.toPage(x.values[row] ?? 0))
  const pageY = Float64Array.from(rows, (row) => up.toPage(y.values[row] ?? 0))
  const side = (levels: Float64Array, to: (value: number) => number) => {
    const [low, high] = [to(levels[0] ?? 0), to(levels.at(-1) ?? 1)]
    return Float64Array.from({ length: raster }, (_, i) => low + ((i + 0.5) / raster) * (high - low))
  }
  const [columns, lines] = [side(xs, across.toPage), side(ys, up.toPage)]
  const width = (columns.at(-1) ?? 1) - (columns[0] ?? 0) || 1
  const height = (lines.at(-1) ?? 1) - (lines[0] ?? 0) || 1
  const values = new Float64Array(raster * raster)
  for (let line = 0; line < raster; line++)
    for (let column = 0; column < raster; column++) {
      let [best, least] = [Number.NaN, Number.POSITIVE_INFINITY]
      for (let i = 0; i < rows.length; i++) {
        const dx = ((pageX[i] ?? 0) - (columns[column] ?? 0)) / width
        const dy = ((pageY[i] ?? 0) - (lines[line] ?? 0)) / height
        const distance = dx * dx + dy * dy
        if (distance >= least) continue
        least = distance
        best = metric.values[rows[i] ?? 0] ?? Number.NaN
      }
      values[line * raster + column] = best
    }
  return [
    { type: 'heat', x: columns, y: lines, values, label: metric.label, unit: metric.unit, colours: coloursOf(values) },
    { type: 'points', x: pageX, y: pageY, label: '', colour: 'ink', size: 0.8, shape: 'ring' },
  ]
}

function describe({ x, y, metric }: MapChoice, rows: readonly number[], at: readonly string[]): string {
  let top: number | undefined
  let count = 0
  for (const row of rows) {
    const value = metric.values[row] ?? Number.NaN
    if (!Number.isFinite(value)) continue
    count++
    if (top === undefined || value > (metric.values[top] ?? 0)) top = row
  }
  const what = `${columnHeading(metric)} over ${columnHeading(x)} and ${columnHeading(y)}${at.length > 0 ? `, at ${at.join(', ')}` : ''}`
  if (top === undefined) return `${what}: no point has a value yet.`
  return `${what}; ${count} points, the largest, ${numberText(metric.values[top] ?? 0)}, at ${numberText(x.values[top] ?? 0)} and ${numberText(y.values[top] ?? 0)}.`
}
