import type { Axis } from '../../core/field.ts'
import type { FieldPlane, FieldValues } from './field-plane.ts'

/** Place among the nodes of an axis, with its fraction; the ends where it lies beyond them. */
function placeOn({ values }: Axis, at: number): number {
  const last = values.length - 1
  const [from = 0, to = 1] = [values[0], values[last]]
  if (last < 1) return 0
  const guess = ((at - from) / (to - from)) * last
  const low = Math.min(last - 1, Math.max(0, Math.floor(guess)))
  // Chebyshev points and the like are not even: the guess is walked to its interval.
  let i = low
  while (i > 0 && (values[i] ?? 0) > at) i--
  while (i < last - 1 && (values[i + 1] ?? 0) < at) i++
  const [a = 0, b = 1] = [values[i], values[i + 1]]
  return i + Math.min(1, Math.max(0, (at - a) / (b - a)))
}

/** The value at a place of a plane, linear between nodes; NaN outside a region. */
export function valueOn(plane: FieldPlane, x: number, y: number): number {
  const [column, row] = [placeOn(plane.x, x), placeOn(plane.y, y)]
  const [c, r] = [Math.min(Math.floor(column), plane.x.values.length - 2), Math.min(Math.floor(row), plane.y.values.length - 2)] // biome-ignore format: twins
  const [p, q] = [column - c, row - r]
  const at = (i: number, j: number) => plane.values[j * plane.x.values.length + i] ?? Number.NaN
  return (1 - q) * ((1 - p) * at(c, r) + p * at(c + 1, r)) + q * ((1 - p) * at(c, r + 1) + p * at(c + 1, r + 1))
}

/** The value of a field on one axis. */
export function valueAlong(axis: Axis, values: FieldValues, x: number): number {
  const place = placeOn(axis, x)
  const i = Math.min(Math.floor(place), axis.values.length - 2)
  const share = place - i
  return (1 - share) * (values[i] ?? Number.NaN) + share * (values[i + 1] ?? Number.NaN)
}
