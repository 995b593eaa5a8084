import { bisectLeft, bisectRight } from 'd3'

const blockLength = 256

/** A line over ascending x with the places of its extremes a block of 256, so that any stretch of 10⁶ points is summed up fast. */
export interface Envelope {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly isAscending: boolean
  readonly lowest: Uint32Array
  readonly highest: Uint32Array
}

/** Summary of a line, made once; O(n). */
export function makeEnvelope(x: Float64Array, y: Float64Array): Envelope {
  const count = Math.ceil(y.length / blockLength)
  const lowest = new Uint32Array(count)
  const highest = new Uint32Array(count)
  for (let block = 0; block < count; block++) {
    const start = block * blockLength
    const end = Math.min(y.length, start + blockLength)
    let low = start
    let high = start
    for (let i = start + 1; i < end; i++) {
      const value = y[i] ?? 0
      if (value < (y[low] ?? 0) || Number.isNaN(y[low])) low = i
      if (value > (y[high] ?? 0) || Number.isNaN(y[high])) high = i
    }
    lowest[block] = low
    highest[block] = high
  }
  let isAscending = true
  for (let i = 1; i < x.length && isAscending; i++) isAscending = (x[i] ?? 0) >= (x[i - 1] ?? 0)
  return { x, y, isAscending, lowest, highest }
}

const known = new WeakMap<Float64Array, Envelope>()

/** The summary of a line, kept as long as its values are: zooming and dragging do not make it anew. */
export function envelopeOf(x: Float64Array, y: Float64Array): Envelope {
  const kept = known.get(y)
  if (kept && kept.x === x) return kept
  const made = makeEnvelope(x, y)
  known.set(y, made)
  return made
}

/** Places of the smallest and largest value in [start, end). */
function extremes({ y, lowest, highest }: Envelope, start: number, end: number): readonly [number, number] {
  let low = start
  let high = start
  const look = (atLow: number, atHigh: number) => {
    if ((y[atLow] ?? 0) < (y[low] ?? 0) || Number.isNaN(y[low])) low = atLow
    if ((y[atHigh] ?? 0) > (y[high] ?? 0) || Number.isNaN(y[high])) high = atHigh
  }
  let i = start
  while (i < end && i % blockLength !== 0) look(i, i++)
  for (; i + blockLength <= end; i += blockLength) {
    const block = i / blockLength
    look(lowest[block] ?? i, highest[block] ?? i)
  }
  while (i < end) look(i, i++)
  return [low, high]
}

/**
 * Indices of the points that a picture of so many columns needs between two x: first, lowest, highest and last of each column
 * (M4 aggregation, Jugel, Jerzak, Hackenbroich and Markl 2014, VLDB 7:797), which draws the same pixels as all of them. One
 * neighbour outside each end is kept, so that the line runs out of the frame. All points where they are few or x is not ascending.
 */
export function visiblePoints(envelope: Envelope, from: number, to: number, columns: number): Uint32Array {
  const { x } = envelope
  const length = x.length
  if (!envelope.isAscending) return Uint32Array.from({ length }, (_, i) => i)
  const start = Math.max(0, bisectLeft(x, from) - 1)
  const end = Math.min(length, bisectRight(x, to) + 1)
  if (end - start <= 4 * columns) return Uint32Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i)
  const kept = new Uint32Array(4 * columns + 8)
  let count = 0
  const keep = (index: number) => {
    if (count === 0 || (kept[count - 1] ?? 0) < index) kept[count++] = index
  }
  keep(start)
  let left = start
  for (let column = 0; column < columns; column++) {
    const edge = from + ((column + 1) / columns) * (to - from)
    const right = column === columns - 1 ? end : bisectLeft(x, edge, left, end)
    if (right > left) {
      const [low, high] = extremes(envelope, left, right)
      keep(left)
      keep(Math.min(low, high))
      keep(Math.max(low, high))
      keep(right - 1)
    }
    left = right
  }
  keep(end - 1)
  return kept.slice(0, count)
}

/**
 * Which points of a drawn polyline can go without moving it by more than `tolerance` (Douglas and Peucker 1973), so that files
 * stay small. NaN ends a piece; its neighbours stay.
 * @returns 1 where a point stays
 */
export function simplify(px: Float64Array, py: Float64Array, tolerance: number): Uint8Array {
  const keep = new Uint8Array(px.length)
  const stack: number[] = []
  let start = -1
  for (let i = 0; i <= px.length; i++) {
    const isPoint = i < px.length && Number.isFinite(px[i]) && Number.isFinite(py[i])
    if (isPoint && start < 0) start = i
    if (!isPoint) {
      if (i < px.length) keep[i] = 1
      if (start >= 0) stack.push(start, i - 1)
      start = -1
    }
  }
  while (stack.length > 0) {
    const last = stack.pop() ?? 0
    const first = stack.pop() ?? 0
    keep[first] = 1
    keep[last] = 1
    const ax = px[first] ?? 0
    const ay = py[first] ?? 0
    const dx = (px[last] ?? 0) - ax
    const dy = (py[last] ?? 0) - ay
    const square = dx * dx + dy * dy
    let farthest = -1
    let distance = tolerance * tolerance
    for (let i = first + 1; i < last; i++) {
      const ux = (px[i] ?? 0) - ax
      const uy = (py[i] ?? 0) - ay
      const along = square > 0 ? Math.min(1, Math.max(0, (ux * dx + uy * dy) / square)) : 0
      const d = (ux - along * dx) ** 2 + (uy - along * dy) ** 2
      if (d > distance) {
        distance = d
        farthest = i
      }
    }
    if (farthest >= 0) stack.push(first, farthest, farthest, last)
  }
  return keep
}
