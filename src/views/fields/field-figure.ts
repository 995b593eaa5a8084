import type { Axis, FieldDescription } from '../../core/field.ts'
import { sentence } from '../plots/describe.ts'
import type { ArrowsMark, AxisStyle, Figure, HeatMark, Mark } from '../plots/figure.ts'
import { numberText, unitText } from '../plots/number-text.ts'
import { contourPath } from './contours.ts'
import { type FieldPlane, type FieldSlice, type FieldValues, planeOf } from './field-plane.ts'
import { contourLevels, type FieldRange } from './field-range.ts'

/** Fields of one moment. */
export interface FieldSource {
  readonly title: string
  readonly time: number
  readonly timeUnit: string
  readonly fields: readonly FieldDescription[]
  /** In the order of the fields. */
  readonly values: readonly FieldValues[]
}

export interface FieldFigureOptions {
  /** Place of the field that is coloured; on one axis all are drawn. */
  readonly field: number
  readonly colours: HeatMark['colours']
  readonly range: FieldRange
  readonly isSmooth?: boolean
  readonly hasContours?: boolean
  /** Places of the fields that are the components of a vector along x and y. */
  readonly vectors?: readonly [number, number]
  readonly slice?: FieldSlice
  /** Places that are watched, and a line that is cut along: coordinates of the plane. */
  readonly probes?: readonly (readonly [number, number])[]
  readonly cut?: readonly [number, number, number, number]
}

const axisStyle = (axis: Axis): AxisStyle => ({ label: axis.name, unit: axis.unit, scale: 'linear' })
const labelOf = (field: FieldDescription) => field.label ?? field.name
const timeText = ({ time, timeUnit }: FieldSource) => `t = ${numberText(time, 4)}${timeUnit === '1' ? '' : ` ${unitText(timeUnit)}`}` // biome-ignore format: one thought

/** Arrows at every so many nodes: about two dozen along the longer side. */
function arrowsOf(u: FieldPlane, v: FieldPlane, label: string): ArrowsMark {
  const [columns, rows] = [u.x.values.length, u.y.values.length]
  const stride = Math.max(1, Math.round(Math.max(columns, rows) / 24))
  const list = { x: [] as number[], y: [] as number[], dx: [] as number[], dy: [] as number[] }
  for (let row = Math.floor(stride / 2); row < rows; row += stride)
    for (let column = Math.floor(stride / 2); column < columns; column += stride) {
      const [dx = 0, dy = 0] = [u.values[row * columns + column], v.values[row * columns + column]]
      if (!Number.isFinite(dx) || !Number.isFinite(dy) || (dx === 0 && dy === 0)) continue
      list.x.push(u.x.values[column] ?? 0)
      list.y.push(u.y.values[row] ?? 0)
      list.dx.push(dx)
      list.dy.push(dy)
    }
  const array = (values: readonly number[]) => Float64Array.from(values)
  return { type: 'arrows', x: array(list.x), y: array(list.y), dx: array(list.dx), dy: array(list.dy), label, colour: 'ink', opacity: 0.8 } // biome-ignore format: record
}

function lineFigure(source: FieldSource, range: FieldRange): Figure {
  const [first] = source.fields
  const axis = first?.grid.axes[0]
  if (!first || !axis) throw new Error('a figure of no field was asked for')
  const names = source.fields.map(labelOf)
  const unit = source.fields.every((field) => field.unit === first.unit) ? first.unit : ''
  const marks = source.fields.map((field, i): Mark => ({ type: 'line', x: axis.values, y: Float64Array.from(source.values[i] ?? []), label: labelOf(field), colour: i, directLabel: false })) // biome-ignore format: record
  return {
    title: source.title,
    x: axisStyle(axis),
    panels: [{ y: { label: names.join(', '), unit, scale: 'linear', range }, marks, weight: 1 }],
    description: `${sentence(names.join(', '))} over ${axis.name} at ${timeText(source)}.`,
  }
}

/** Fields of one moment: curves on one axis, colours on two and in a slice through three, with contours, arrows and marks where asked. */
export function fieldFigure(source: FieldSource, options: FieldFigureOptions): Figure {
  const { range, slice, vectors, probes = [], cut } = options
  const field = source.fields[options.field]
  const values = source.values[options.field]
  const plane = field && values ? planeOf(field, values, slice) : undefined
  if (!field || !plane) return lineFigure(source, range)
  const label = labelOf(field)
  const heat: HeatMark = { type: 'heat', x: plane.x.values, y: plane.y.values, values: plane.values, label, unit: field.unit, colours: options.colours, range, isSmooth: options.isSmooth ?? false } // biome-ignore format: record
  const marks: Mark[] = [heat]
  if (options.hasContours) {
    const { x, y } = contourPath(plane, contourLevels(range))
    if (x.length > 0) marks.push({ type: 'path', x, y, label: '', colour: 'ink', width: 0.6, opacity: 0.7 })
  }
  if (vectors) {
    const [u, v] = vectors.map((place) => {
      const [of, own] = [source.fields[place], source.values[place]]
      return of && own ? planeOf(of, own, slice) : undefined
    })
    if (u && v) marks.push(arrowsOf(u, v, ''))
  }
  if (cut) marks.push({ type: 'path', x: Float64Array.of(cut[0], cut[2]), y: Float64Array.of(cut[1], cut[3]), label: '', colour: 'ink', dash: 'dash', width: 1.2 }) // biome-ignore format: record
  probes.forEach(([x, y], i) => {
    marks.push({ type: 'points', x: Float64Array.of(x), y: Float64Array.of(y), label: '', colour: i, size: 1.6 })
  })
  return {
    title: source.title,
    x: axisStyle(plane.x),
    panels: [{ y: axisStyle(plane.y), marks, weight: 1 }],
    plane: plane.x.unit === plane.y.unit ? 'equal' : 'free',
    description: `${sentence(label)} over ${plane.x.name} and ${plane.y.name} at ${timeText(source)}, coloured from ${numberText(range[0], 3)} to ${numberText(range[1], 3)}.`,
  }
}
