import { nice } from 'd3'

export type FieldRange = readonly [number, number]

/** Of a range its values fill at least this part before it is drawn in. */
const leastFilled = 0.6

/**
 * Ends of the colours for values between two extremes: round numbers, kept as long as the values lie inside and fill most of it, so that
 * colour bar and axis stand still while a field moves.
 */
export function followRange(
  low: number,
  high: number,
  mode: 'auto' | 'symmetric' | 'locked',
  before: FieldRange | undefined,
): FieldRange {
  if (mode === 'locked' && before) return before
  if (!(high >= low) || !Number.isFinite(high - low)) return before ?? [0, 1]
  const most = Math.max(Math.abs(low), Math.abs(high))
  let [from, to] = mode === 'symmetric' ? [-most, most] : [low, high]
  // A field that is the same everywhere: rounding is no picture.
  if (!(to - from > 1e-6 * most)) [from, to] = most === 0 ? [-1, 1] : [from - 0.5 * most, to + 0.5 * most]
  const isSame = before && (mode === 'symmetric') === (before[0] === -before[1])
  if (isSame && from >= before[0] && to <= before[1] && to - from >= leastFilled * (before[1] - before[0]))
    return before
  const [first, last] = nice(from, to, 10)
  return mode === 'symmetric' ? [-last, last] : [first, last]
}

const contourCount = 8

/** Levels of contours inside a range: not at round numbers, at which fields rest and a contour would draw their rounding. */
export function contourLevels([low, high]: FieldRange): readonly number[] {
  return Array.from({ length: contourCount }, (_, i) => low + ((i + 0.37) / contourCount) * (high - low))
}
