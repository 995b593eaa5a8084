import { makeScale, makeTicks } from './axes.ts'
import type { AxisStyle } from './figure.ts'
import { axisText } from './number-text.ts'
import type { Range, Tick } from './placed.ts'
import { textWidth } from './text-metrics.ts'
import { proportions } from './theme.ts'

/** One axis of parallel coordinates: a value a line. */
export interface ParallelDimension {
  readonly label: string
  readonly unit: string
  readonly scale: 'linear' | 'log'
  /** NaN where a line has none. */
  readonly values: Float64Array
  /** Only lines inside are drawn in colour. */
  readonly brush?: Range
}

/** Points of many dimensions: one upright axis a quantity, one line a point. */
export interface Parallel {
  readonly title: string
  readonly dimensions: readonly ParallelDimension[]
  /** The dimension whose value gives a line its colour. */
  readonly colourBy: number
  /** A sentence for screen readers. */
  readonly description: string
}

export interface ParallelAxis {
  readonly x: number
  readonly heading: readonly string[]
  readonly range: Range
  readonly ticks: readonly Tick[]
  readonly to: (value: number) => number
  readonly from: (position: number) => number
  readonly brush?: readonly [top: number, bottom: number]
}

export interface ParallelLine {
  /** Place of the point. */
  readonly index: number
  /** NaN where an axis has no value: the line has a gap there. */
  readonly y: readonly number[]
  /** 0 to 1 along the colours. */
  readonly fraction: number
  readonly isInside: boolean
}

export interface ParallelLayout {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  readonly top: number
  readonly bottom: number
  readonly title?: { readonly x: number; readonly y: number; readonly text: string }
  readonly axes: readonly ParallelAxis[]
  /** Those outside of a brush first. */
  readonly lines: readonly ParallelLine[]
}

function extentOf(values: Float64Array, isLog: boolean): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value) || (isLog && value <= 0)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high >= low)) return isLog ? [1, 10] : [0, 1]
  if (high > low) return [low, high]
  const half = Math.abs(low) / 2 || 0.5
  return isLog ? [low / 2, low * 2] : [low - half, high + half]
}

/** Heading in as many lines as it needs to stay within its share of the width; what is still too long is cut. */
function headingOf({ label, unit }: ParallelDimension, text: { readonly unit: string }, room: number, size: number) {
  const words = [...label.split(' '), ...(unit === '' || unit === '1' ? [] : [`(${text.unit})`])]
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= room) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.slice(0, 3)
}

/** Places axes, ticks and lines on a page of the given size. */
export function layoutParallel(
  drawing: Parallel,
  page: { readonly width: number; readonly height: number; readonly fontSize: number; readonly title: boolean },
): ParallelLayout {
  const { width, height, fontSize } = page
  const { dimensions, colourBy } = drawing
  const hasTitle = page.title && drawing.title !== ''
  const titleHeight = hasTitle ? 2.2 * fontSize : 0
  const size = proportions.labelSize * fontSize
  const padding = Math.max(3 * fontSize, 0.4 * (width / Math.max(2, dimensions.length + 1)))
  const step = dimensions.length > 1 ? (width - 2 * padding) / (dimensions.length - 1) : 0
  const room = Math.max(4 * fontSize, (step || width) - fontSize)
  const styles = dimensions.map((dimension) => {
    const axis: AxisStyle = { label: dimension.label, unit: dimension.unit, scale: dimension.scale }
    const range = extentOf(dimension.values, dimension.scale === 'log')
    const text = axisText(axis, Math.max(Math.abs(range[0]), Math.abs(range[1])))
    return { dimension, axis, range, text, heading: headingOf(dimension, text, room, size) }
  })
  const headings = Math.max(1, ...styles.map(({ heading }) => heading.length))
  const top = Math.round(titleHeight + (0.8 + 1.2 * headings) * fontSize + 0.8 * fontSize)
  const bottom = Math.round(height - 1.2 * fontSize)
  const count = Math.max(2, Math.min(8, Math.round((bottom - top) / (4 * fontSize))))
  const axes = styles.map(({ dimension, axis, range, text, heading }, i): ParallelAxis => {
    const to = makeScale(axis, range, [bottom, top])
    const isLog = dimension.scale === 'log'
    const from = (position: number) => {
      const share = (bottom - position) / Math.max(1, bottom - top)
      return isLog ? range[0] * (range[1] / range[0]) ** share : range[0] + share * (range[1] - range[0])
    }
    const x = Math.round((dimensions.length > 1 ? padding + i * step : width / 2) * 2) / 2
    const brush = dimension.brush
    return {
      x,
      heading,
      range,
      ticks: makeTicks(axis, range, text.factor, count, to),
      to,
      from,
      ...(brush ? { brush: [to(Math.min(brush[1], range[1])), to(Math.max(brush[0], range[0]))] as const } : {}),
    }
  })
  const hue = dimensions[colourBy] ?? dimensions[0]
  const hueAxis = axes[colourBy] ?? axes[0]
  const points = dimensions[0]?.values.length ?? 0
  const lines = Array.from({ length: points }, (_, index): ParallelLine => {
    const y = axes.map((axis, i) => {
      const value = dimensions[i]?.values[index] ?? Number.NaN
      return dimensions[i]?.scale === 'log' && value <= 0 ? Number.NaN : axis.to(value)
    })
    const isInside = dimensions.every(({ brush, values }) => {
      const value = values[index] ?? Number.NaN
      return !brush || (value >= brush[0] && value <= brush[1])
    })
    const at = hueAxis && hue ? hueAxis.to(hue.values[index] ?? Number.NaN) : bottom
    const fraction = Number.isFinite(at) ? Math.min(1, Math.max(0, (bottom - at) / Math.max(1, bottom - top))) : 0
    return { index, y, fraction, isInside }
  }).sort((a, b) => Number(a.isInside) - Number(b.isInside) || a.index - b.index)
  return {
    width,
    height,
    fontSize,
    top,
    bottom,
    ...(hasTitle ? { title: { x: 0.6 * fontSize, y: 1.5 * fontSize, text: drawing.title } } : {}),
    axes,
    lines,
  }
}

/** How strong a line is: many fade, so that bundles can be seen. */
export const lineStrength = (count: number) => Math.max(0.15, Math.min(0.9, 12 / Math.sqrt(Math.max(1, count)) / 4))

/** The line under a place on the page, within so many pixels; undefined where there is none. Lines inside the brushes first. */
export function lineAt(layout: ParallelLayout, x: number, y: number, reach: number): number | undefined {
  const right = layout.axes.findIndex((axis) => axis.x >= x)
  const [a, b] = [layout.axes[right - 1], layout.axes[right]]
  if (!a || !b) return undefined
  const share = (x - a.x) / (b.x - a.x)
  let best: { readonly index: number; readonly distance: number } | undefined
  for (const line of layout.lines) {
    if (!line.isInside) continue
    const [from = Number.NaN, to = Number.NaN] = [line.y[right - 1], line.y[right]]
    const distance = Math.abs(from + share * (to - from) - y)
    if (distance <= reach && (!best || distance < best.distance)) best = { index: line.index, distance }
  }
  return best?.index
}
