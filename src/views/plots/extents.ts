import { envelopeOf } from './decimate.ts'
import type { Figure, Mark, Panel } from './figure.ts'

type Range = readonly [number, number]

function widen(range: [number, number], values: Float64Array, isLog: boolean): void {
  for (const value of values) {
    if (!Number.isFinite(value) || (isLog && value <= 0)) continue
    if (value < range[0]) range[0] = value
    if (value > range[1]) range[1] = value
  }
}

/** Edges of cells whose middles are given: half a cell beyond both ends. */
function cellEdges(middles: Float64Array): Float64Array {
  const n = middles.length
  const first = middles[0] ?? 0
  const last = middles[n - 1] ?? 0
  const before = n > 1 ? ((middles[1] ?? 0) - first) / 2 : 0.5
  const after = n > 1 ? (last - (middles[n - 2] ?? 0)) / 2 : 0.5
  return Float64Array.of(first - before, last + after)
}

const orUnit = (range: [number, number], isLog: boolean): Range => {
  if (!(range[1] >= range[0])) return isLog ? [1, 10] : [0, 1]
  if (range[1] > range[0]) return range
  const size = Math.abs(range[0]) || 1
  return isLog ? [range[0] / 2, range[0] * 2] : [range[0] - size / 2, range[0] + size / 2]
}

/** The x range that shows every mark: ends of lines exactly, a margin around loose points. */
export function fittedX(figure: Figure): Range {
  if (figure.x.range) return figure.x.range
  const isLog = figure.x.scale === 'log'
  const range: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const points: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const mark of figure.panels.flatMap((panel) => panel.marks)) {
    if (mark.type === 'heat') widen(range, cellEdges(mark.x), isLog)
    else if (mark.type === 'points' || mark.type === 'arrows') widen(points, mark.x, isLog)
    else if (mark.type !== 'rule') widen(range, mark.x, isLog)
  }
  if (!(range[1] >= range[0])) {
    const [low, high] = orUnit(points, isLog)
    return isLog ? [low / 1.1, high * 1.1] : [low - 0.03 * (high - low), high + 0.03 * (high - low)]
  }
  const [low, high] = orUnit([Math.min(range[0], points[0]), Math.max(range[1], points[1])], isLog)
  // In a plane the ends of x are as little an end as those of y; a map of colours ends where its domain does.
  const hasMap = figure.panels.some((panel) => panel.marks.some((mark) => mark.type === 'heat'))
  const air = figure.plane && !isLog && !hasMap ? 0.04 * (high - low) : 0
  return [low - air, high + air]
}

function widenByMark(range: [number, number], mark: Mark, isLog: boolean): void {
  if (mark.type === 'heat') widen(range, cellEdges(mark.y), isLog)
  else if (mark.type === 'rule') {
    if (mark.axis === 'y') widen(range, Float64Array.of(mark.at), isLog)
  } else if (mark.type === 'band') {
    widen(range, mark.low, isLog)
    widen(range, mark.high, isLog)
  } else {
    if (isLog) widen(range, mark.y, isLog)
    else {
      // The envelope knows the extremes already: nothing is read again while a view of 10⁶ points is dragged.
      const { y, lowest, highest } = envelopeOf(mark.x, mark.y)
      widen(
        range,
        Float64Array.from(lowest, (i) => y[i] ?? Number.NaN),
        isLog,
      )
      widen(
        range,
        Float64Array.from(highest, (i) => y[i] ?? Number.NaN),
        isLog,
      )
    }
    const { sigma } = mark.type === 'points' ? mark : {}
    if (sigma) {
      widen(range, mark.y.map((value, i) => value - (sigma[i] ?? 0)), isLog) // biome-ignore format: twins
      widen(range, mark.y.map((value, i) => value + (sigma[i] ?? 0)), isLog) // biome-ignore format: twins
    }
  }
}

/**
 * The y range of a panel: its marks with a little air, so that a base line is not hidden by the axis.
 * @param headroom share of the height to keep free above, for labels at the peaks
 */
export function fittedY(panel: Panel, headroom: number): Range {
  if (panel.y.range) return panel.y.range
  const isLog = panel.y.scale === 'log'
  const range: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const mark of panel.marks) widenByMark(range, mark, isLog)
  const [low, high] = orUnit(range, isLog)
  if (panel.marks.some((mark) => mark.type === 'heat')) return [low, high]
  if (isLog) {
    // Tails of peaks go down to 5e-324, where no axis can follow and nothing is meant.
    const floor = Math.max(low, high * 1e-10)
    const ratio = high / floor
    return [floor / ratio ** 0.03, high * ratio ** (0.05 + headroom)]
  }
  const span = high - low
  return [low - 0.03 * span, high + (0.05 + headroom) * (span / (1 - headroom))]
}

/** The largest magnitude of a range, by which an axis chooses its power of ten. */
export function largestOf([low, high]: Range): number {
  return Math.max(Math.abs(low), Math.abs(high))
}
