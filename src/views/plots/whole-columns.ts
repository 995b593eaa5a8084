import type { Samples } from '../../core/field.ts'
import type { ColumnOf, LineMark, Mark, PathMark } from './figure.ts'
import type { Drawing, SceneLine, SceneMark } from './scene.ts'

/** One column of row-major samples as a reference: nothing is copied before somebody paints or exports it. */
export const columnReference = (samples: Samples, width: number, index: number): ColumnOf => ({ values: samples.values, width, index }) // biome-ignore format: record

/** The times of samples as a reference. */
export const timesReference = (samples: Samples): ColumnOf => ({ values: samples.times, width: 1, index: 0 })

const made = new WeakMap<Float64Array, Map<string, Float64Array>>()

/** The numbers of a column, made once. */
function columnValues({ values, width, index }: ColumnOf): Float64Array {
  if (width === 1) return values
  const columns = made.get(values) ?? new Map<string, Float64Array>()
  made.set(values, columns)
  const key = `${width} ${index}`
  const known = columns.get(key)
  if (known) return known
  const column = new Float64Array(Math.floor(values.length / width))
  for (let row = 0, at = index; row < column.length; row++, at += width) column[row] = values[at] ?? Number.NaN
  columns.set(key, column)
  return column
}

/** How many points a curve has, those that a thinned picture leaves out included. */
export const countOf = ({ x, whole }: LineMark | PathMark | SceneLine): number =>
  whole ? Math.floor(whole.x.values.length / whole.x.width) : x.length

/** A line or path with all its points. */
export function wholeCurve<Curve extends LineMark | PathMark>(mark: Curve): Curve {
  const { whole } = mark
  return whole ? { ...mark, whole: undefined, x: columnValues(whole.x), y: columnValues(whole.y) } : mark
}

/** A curve in space with all its points. */
export function wholeSceneLine(mark: SceneLine): SceneLine {
  const { whole, ...rest } = mark
  if (!whole) return mark
  return { ...rest, x: columnValues(whole.x), y: columnValues(whole.y), z: columnValues(whole.z) }
}

const wholeMark = (mark: Mark): Mark => (mark.type === 'line' || mark.type === 'path' ? wholeCurve(mark) : mark)
const wholeSceneMark = (mark: SceneMark): SceneMark => (mark.type === 'line' ? wholeSceneLine(mark) : mark)

/** A drawing with every point of its curves: what is copied and exported. */
export function wholeDrawing(drawing: Drawing): Drawing {
  if ('axes' in drawing) return { ...drawing, marks: drawing.marks.map(wholeSceneMark) }
  if (!('panels' in drawing)) return drawing
  return { ...drawing, panels: drawing.panels.map((panel) => ({ ...panel, marks: panel.marks.map(wholeMark) })) }
}
