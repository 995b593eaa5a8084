import { type Field, type Frame, gridSize } from '../../core/field.ts'
import type { Figure, HeatMark } from '../plots/figure.ts'
import { spaceTimeFigure } from '../plots/space-time.ts'
import { fieldFigure } from './field-figure.ts'

/** Values of both signs, neither of them small, are coloured from their zero; others from the least to the largest. */
function colouring(values: Float64Array): { readonly colours: HeatMark['colours']; readonly range: readonly [number, number] } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  const size = Math.max(-low, high)
  if (-low > size / 3 && high > size / 3) return { colours: 'diverging', range: [-size, size] }
  return { colours: 'sequential', range: high > low ? [low, high] : [low - 0.5, low + 0.5] }
} // biome-ignore format: sentences

/** Saved times of a picture of place and time. */
const mostTimes = 120

/** Fields where nothing else is asked for, as on a card: the first over place and time on one axis, at the last frame on more. */
export function fieldPicture(frames: readonly Frame[], title: string, timeUnit: string): Figure {
  const frame = frames.at(-1)
  const field = frame?.fields[0]
  if (!frame || !field) throw new Error('a picture of no field was asked for')
  if (field.grid.axes.length > 1 || frames.length === 1) {
    const values = frame.fields.map((one) => one.values)
    const source = { title, time: frame.time, timeUnit, fields: frame.fields, values }
    return fieldFigure(source, { field: 0, isSmooth: true, ...colouring(field.values) })
  }
  return overTime(frames, field, title)
}

function overTime(frames: readonly Frame[], field: Field, title: string): Figure {
  const stride = Math.ceil(frames.length / mostTimes)
  const kept = frames.filter((_, i) => i % stride === 0)
  const width = gridSize(field.grid)
  const values = new Float64Array(kept.length * width)
  kept.forEach((frame, row) => {
    values.set(frame.fields[0]?.values ?? [], row * width)
  })
  const figure = spaceTimeFigure({ title, field, times: Float64Array.from(kept, ({ time }) => time), values })
  const ranged = colouring(values)
  const panels = figure.panels.map((panel) => ({
    ...panel,
    marks: panel.marks.map((mark) => (mark.type === 'heat' ? { ...mark, ...ranged } : mark)),
  }))
  return { ...figure, panels }
}
