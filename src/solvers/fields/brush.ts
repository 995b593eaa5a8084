import { axisNodes, axisSpacing, type Domain } from '../../core/domain.ts'

/** A path on the first two axes of a domain, and what it leaves behind. */
export interface BrushPath {
  /** Two coordinates a point; on an interval the second is ignored. */
  readonly path: Float64Array
  readonly radius: number
  readonly value: number
  readonly mode: 'set' | 'add'
}

/** Share of the radius inside which the brush acts in full; beyond it falls so slowly that a series can follow. */
const core = 0.25

/** How much of the brush acts at a share of its radius: 1 inside, smoothly to 0 at the edge. */
function strength(share: number): number {
  if (share <= core) return 1
  if (share >= 1) return 0
  const s = (1 - share) / (1 - core)
  return s * s * (3 - 2 * s)
}

/** Square of the distance of (x, y) from a piece of line; periods are 0 on bounded axes. */
function distance2(x: number, y: number, ax: number, ay: number, bx: number, by: number, periods: readonly [number, number]): number {
  let [px, py] = [x - ax, y - ay]
  const [dx, dy] = [bx - ax, by - ay]
  // The nearest image of the point: a piece of a path is short against a period.
  if (periods[0] > 0) px -= periods[0] * Math.round((px - dx / 2) / periods[0])
  if (periods[1] > 0) py -= periods[1] * Math.round((py - dy / 2) / periods[1])
  const length = dx * dx + dy * dy
  const along = length > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0
  return (px - along * dx) ** 2 + (py - along * dy) ** 2
} // biome-ignore format: signature

/** Paints on the node values of one unknown, in place: all of a third axis alike. A radius below a spacing reaches the nearest node. */
export function paintNodes(values: Float64Array, domain: Domain, stroke: BrushPath): void {
  const [first, second] = domain.axes
  if (!first || stroke.path.length === 0) return
  const { path, value, mode } = stroke
  const spacing = Math.max(axisSpacing(first), second ? axisSpacing(second) : 0)
  const radius = Math.max(stroke.radius, 0.75 * spacing)
  const xs = axisNodes(first)
  const ys = second ? axisNodes(second) : Float64Array.of(0)
  const period = (axis: typeof first | undefined) => (axis?.isPeriodic ? axis.to - axis.from : 0)
  const periods = [period(first), period(second)] as const
  const plane = xs.length * ys.length
  const layers = Math.round(values.length / plane)
  const at = (i: number, d: 0 | 1) => (d === 1 && !second ? 0 : (path[2 * i + d] ?? 0))
  const pieces = Math.max(1, path.length / 2 - 1)
  for (let row = 0; row < ys.length; row++)
    for (let column = 0; column < xs.length; column++) {
      let least = Number.POSITIVE_INFINITY
      for (let piece = 0; piece < pieces; piece++) {
        const next = path.length > 2 ? piece + 1 : piece
        const far = distance2(xs[column] ?? 0, ys[row] ?? 0, at(piece, 0), at(piece, 1), at(next, 0), at(next, 1), periods) // biome-ignore format: one call
        if (far < least) least = far
      }
      const part = strength(Math.sqrt(least) / radius)
      if (part === 0) continue
      for (let layer = 0; layer < layers; layer++) {
        const place = layer * plane + row * xs.length + column
        const before = values[place] ?? 0
        values[place] = mode === 'add' ? before + part * value : before + part * (value - before)
      }
    }
}
