import type { ArrowsMark, PathMark } from './figure.ts'
import type { FigureLayout, PanelLayout } from './placed.ts'

type Place = readonly [number, number]

/**
 * The points of a path on the page, without those nearer than `distance` to the one before: a trajectory of 10⁶ points is drawn with
 * as many as can be told apart. NaN pairs end a piece; the last point of a piece stays.
 */
export function pathPlaces(
  mark: Pick<PathMark, 'x' | 'y'>,
  { toX }: Pick<FigureLayout, 'toX'>,
  { toY }: Pick<PanelLayout, 'toY'>,
  distance: number,
): { readonly px: Float64Array; readonly py: Float64Array } {
  const { x, y } = mark
  const px = new Float64Array(x.length)
  const py = new Float64Array(x.length)
  const square = distance * distance
  let count = 0
  let isOpen = false
  let [skippedX, skippedY, isSkipped] = [0, 0, false]
  const put = (atX: number, atY: number) => {
    px[count] = atX
    py[count++] = atY
  }
  for (let i = 0; i < x.length; i++) {
    const atX = toX(x[i] ?? Number.NaN)
    const atY = toY(y[i] ?? Number.NaN)
    if (!Number.isFinite(atX) || !Number.isFinite(atY)) {
      if (isSkipped) put(skippedX, skippedY)
      if (isOpen) put(Number.NaN, Number.NaN)
      isOpen = false
      isSkipped = false
    } else if (isOpen && (atX - (px[count - 1] ?? 0)) ** 2 + (atY - (py[count - 1] ?? 0)) ** 2 < square) {
      skippedX = atX
      skippedY = atY
      isSkipped = true
    } else {
      put(atX, atY)
      isOpen = true
      isSkipped = false
    }
  }
  if (isSkipped) put(skippedX, skippedY)
  return { px: px.subarray(0, count), py: py.subarray(0, count) }
}

/** An arrow on the page: from its tail to its tip, and the two ends of its head. */
export interface PlacedArrow {
  readonly tail: Place
  readonly tip: Place
  readonly left: Place
  readonly right: Place
}

/** The arrows of a mark on the page, all of one length; those without a direction are left out. */
export function arrowPlaces(
  mark: ArrowsMark,
  layout: Pick<FigureLayout, 'toX' | 'fontSize'>,
  panel: Pick<PanelLayout, 'toY'>,
): readonly PlacedArrow[] {
  const length = (mark.length ?? 1) * layout.fontSize
  const head = 0.38 * layout.fontSize
  const placed: PlacedArrow[] = []
  for (let i = 0; i < mark.x.length; i++) {
    const [x, y] = [mark.x[i] ?? Number.NaN, mark.y[i] ?? Number.NaN]
    const [dx, dy] = [mark.dx[i] ?? Number.NaN, mark.dy[i] ?? Number.NaN]
    const [px, py] = [layout.toX(x), panel.toY(y)]
    const [ux, uy] = pageDirection(layout, panel, x, y, dx, dy)
    if (!Number.isFinite(px) || !Number.isFinite(py) || !Number.isFinite(ux) || !Number.isFinite(uy)) continue
    const half = length / 2
    const tip: Place = [px + half * ux, py + half * uy]
    // The head's sides lie 25° off the shaft.
    const wing = (turn: number): Place => [
      tip[0] - head * (0.906 * ux - turn * 0.423 * uy),
      tip[1] - head * (0.906 * uy + turn * 0.423 * ux),
    ]
    placed.push({ tail: [px - half * ux, py - half * uy], tip, left: wing(1), right: wing(-1) })
  }
  return placed
}

/** A direction of the plane as a unit vector on the page, y downwards; NaN where there is none. */
function pageDirection(
  { toX }: Pick<FigureLayout, 'toX'>,
  { toY }: Pick<PanelLayout, 'toY'>,
  x: number,
  y: number,
  dx: number,
  dy: number,
): Place {
  // Scaled to the size of the place, so that neither rounding nor the bend of a logarithmic axis shows.
  const size = Math.hypot(dx, dy)
  const small = (1e-6 * (Math.max(Math.abs(x), Math.abs(y)) || 1)) / size
  const [ux, uy] = [toX(x + small * dx) - toX(x), toY(y + small * dy) - toY(y)]
  const norm = Math.hypot(ux, uy)
  return norm > 0 ? [ux / norm, uy / norm] : [Number.NaN, Number.NaN]
}
