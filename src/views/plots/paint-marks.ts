import { envelopeOf, visiblePoints } from './decimate.ts'
import type { ArrowsMark, Mark, PathMark, PointsMark } from './figure.ts'
import { heatPixels } from './heat-image.ts'
import type { PaintContext } from './paint-context.ts'
import { arrowPlaces, pathPlaces } from './path-places.ts'
import type { FigureLayout, PanelLayout } from './placed.ts'
import { dashLengths, type FigureTheme, markColour, pointRadius, proportions } from './theme.ts'
import { wholeCurve } from './whole-columns.ts'

/** Where a figure is painted. */
export interface Page {
  readonly context: PaintContext
  readonly layout: FigureLayout
  readonly theme: FigureTheme
  /** Device pixels in a CSS pixel. */
  readonly ratio: number
  /** Keys of the legend whose marks are not drawn. */
  readonly hidden?: ReadonlySet<string>
}

/** Middle of the device pixel: hairlines stay sharp. */
export const crisp = (value: number, ratio: number) => (Math.round(value * ratio) + 0.5) / ratio

function strokeLine(
  { context, layout, theme, ratio }: Page,
  panel: PanelLayout,
  x: Float64Array,
  y: Float64Array,
): void {
  const columns = Math.ceil(panel.width * ratio)
  const kept = visiblePoints(envelopeOf(x, y), layout.xRange[0], layout.xRange[1], columns)
  if (kept.length > 2 * columns && climb(panel, kept, y) > 12 * panel.height) {
    fillColumns({ context, layout, theme, ratio }, panel, kept, x, y)
    return
  }
  context.beginPath()
  let isOpen = false
  for (const i of kept) {
    const px = layout.toX(x[i] ?? Number.NaN)
    const py = panel.toY(y[i] ?? Number.NaN)
    if (!Number.isFinite(px) || !Number.isFinite(py)) isOpen = false
    else if (isOpen) context.lineTo(px, py)
    else {
      context.moveTo(px, py)
      isOpen = true
    }
  }
  context.stroke()
}

/** How far a line goes up and down in all, in pixels: little for smooth curves, however many points they have. */
function climb(panel: PanelLayout, kept: Uint32Array, y: Float64Array): number {
  let sum = 0
  let last = Number.NaN
  for (const i of kept) {
    const at = panel.toY(y[i] ?? Number.NaN)
    if (Number.isFinite(at) && Number.isFinite(last)) sum += Math.abs(at - last)
    last = at
  }
  return sum
}

/**
 * A line with several points in each column of pixels, as one bar a column, as wide as the line, from its lowest to its highest place: what stroking
 * would leave, at a hundredth of the cost (a path that crosses itself thousands of times is the slowest thing a canvas draws).
 */
function fillColumns(
  { context, layout, ratio }: Page,
  panel: PanelLayout,
  kept: Uint32Array,
  x: Float64Array,
  y: Float64Array,
): void {
  // biome-ignore format: signature
  const half = context.lineWidth / 2
  let column = Number.NaN
  let [top, bottom, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]
  const flush = () => {
    if (bottom >= top) context.fillRect((column + 0.5) / ratio - half, top - half, 2 * half, bottom - top + 2 * half)
  }
  for (const i of kept) {
    const px = layout.toX(x[i] ?? Number.NaN)
    const py = panel.toY(y[i] ?? Number.NaN)
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      last = Number.NaN
      continue
    }
    const at = Math.floor(px * ratio)
    if (at !== column) {
      flush()
      column = at
      // The way from the point before belongs to the bar, so that steep lines have no gaps.
      top = Number.isNaN(last) ? py : Math.min(py, last)
      bottom = Number.isNaN(last) ? py : Math.max(py, last)
    }
    if (py < top) top = py
    if (py > bottom) bottom = py
    last = py
  }
  flush()
}

/** One mark of a panel on the canvas; clipped by the caller. */
export function paintMark(page: Page, panel: PanelLayout, mark: Mark): void {
  const { context, layout, theme } = page
  if (mark.type === 'heat') {
    paintHeat(page, panel, mark)
    return
  }
  const colour = markColour(mark.colour, theme)
  context.strokeStyle = colour
  context.fillStyle = colour
  if (mark.type === 'line') {
    const width = (mark.width ?? 1) * proportions.lineWidth * layout.fontSize
    context.lineWidth = width
    context.setLineDash(dashLengths[mark.dash ?? 'solid'].map((length) => length * width))
    const { x, y } = wholeCurve(mark)
    strokeLine(page, panel, x, y)
    context.setLineDash([])
  } else if (mark.type === 'path') strokePath(page, panel, mark)
  else if (mark.type === 'arrows') strokeArrows(page, panel, mark)
  else if (mark.type === 'rule') {
    context.lineWidth = 1
    context.setLineDash([4, 3])
    context.beginPath()
    if (mark.axis === 'y') {
      const y = crisp(panel.toY(mark.at), page.ratio)
      context.moveTo(panel.left, y)
      context.lineTo(panel.left + panel.width, y)
    } else {
      const x = crisp(layout.toX(mark.at), page.ratio)
      context.moveTo(x, panel.top)
      context.lineTo(x, panel.top + panel.height)
    }
    context.stroke()
    context.setLineDash([])
  } else if (mark.type === 'band') {
    context.globalAlpha = 0.22
    context.beginPath()
    for (let i = 0; i < mark.x.length; i++) context.lineTo(layout.toX(mark.x[i] ?? 0), panel.toY(mark.high[i] ?? 0))
    for (let i = mark.x.length - 1; i >= 0; i--) context.lineTo(layout.toX(mark.x[i] ?? 0), panel.toY(mark.low[i] ?? 0))
    context.fill()
    context.globalAlpha = 1
  } else {
    const radius = pointRadius(mark, layout.fontSize)
    const kept = visiblePoints(
      envelopeOf(mark.x, mark.y),
      layout.xRange[0],
      layout.xRange[1],
      4 * Math.ceil(panel.width),
    )
    if (mark.sigma) strokeSigma(page, panel, mark, kept)
    const shape = mark.shape ?? 'disc'
    context.globalAlpha = shape === 'disc' ? 0.75 : 1
    context.lineWidth = proportions.lineWidth * layout.fontSize
    context.beginPath()
    for (const i of kept) {
      const px = layout.toX(mark.x[i] ?? Number.NaN)
      const py = panel.toY(mark.y[i] ?? Number.NaN)
      if (!Number.isFinite(px) || !Number.isFinite(py)) continue
      if (shape === 'cross') {
        context.moveTo(px - radius, py - radius)
        context.lineTo(px + radius, py + radius)
        context.moveTo(px - radius, py + radius)
        context.lineTo(px + radius, py - radius)
      } else {
        context.moveTo(px + radius, py)
        context.arc(px, py, radius, 0, 2 * Math.PI)
      }
    }
    if (shape === 'ring') {
      context.fillStyle = theme.background
      context.fill()
    }
    if (shape === 'disc') context.fill()
    else context.stroke()
    context.globalAlpha = 1
  }
}

/** Nearer points of a trajectory than this, in CSS pixels, are drawn as one. */
const nearest = 0.4

function strokePath({ context, layout }: Page, panel: PanelLayout, mark: PathMark): void {
  const width = (mark.width ?? 1) * proportions.lineWidth * layout.fontSize
  const { px, py } = pathPlaces(wholeCurve(mark), layout, panel, nearest)
  context.lineWidth = width
  context.globalAlpha = mark.opacity ?? 1
  context.setLineDash(dashLengths[mark.dash ?? 'solid'].map((length) => length * width))
  // In pieces: one path that crosses itself ten thousand times is slower to stroke than its parts.
  const piece = 500
  for (let start = 0; start < px.length; start += piece) {
    context.beginPath()
    let isOpen = false
    for (let i = Math.max(0, start - 1); i < Math.min(px.length, start + piece); i++) {
      const [x, y] = [px[i] ?? Number.NaN, py[i] ?? Number.NaN]
      if (Number.isNaN(x)) isOpen = false
      else if (isOpen) context.lineTo(x, y)
      else {
        context.moveTo(x, y)
        isOpen = true
      }
    }
    context.stroke()
  }
  context.setLineDash([])
  context.globalAlpha = 1
}

function strokeArrows({ context, layout }: Page, panel: PanelLayout, mark: ArrowsMark): void {
  context.lineWidth = 0.6 * proportions.lineWidth * layout.fontSize
  context.globalAlpha = mark.opacity ?? 1
  context.beginPath()
  for (const { tail, tip, left, right } of arrowPlaces(mark, layout, panel)) {
    context.moveTo(...tail)
    context.lineTo(...tip)
    context.moveTo(...left)
    context.lineTo(...tip)
    context.lineTo(...right)
  }
  context.stroke()
  context.globalAlpha = 1
}

function strokeSigma({ context, layout }: Page, panel: PanelLayout, mark: PointsMark, kept: Uint32Array): void {
  context.globalAlpha = 0.5
  context.lineWidth = 0.08 * layout.fontSize
  context.beginPath()
  for (const i of kept) {
    const sigma = mark.sigma?.[i] ?? Number.NaN
    if (!Number.isFinite(sigma)) continue
    const x = layout.toX(mark.x[i] ?? Number.NaN)
    context.moveTo(x, panel.toY((mark.y[i] ?? 0) + sigma))
    context.lineTo(x, panel.toY((mark.y[i] ?? 0) - sigma))
  }
  context.stroke()
}

function paintHeat({ context, layout }: Page, panel: PanelLayout, mark: Extract<Mark, { type: 'heat' }>): void {
  const pixels = heatPixels(mark)
  const image = new OffscreenCanvas(pixels.width, pixels.height)
  image.getContext('2d')?.putImageData(new ImageData(pixels.rgba, pixels.width, pixels.height), 0, 0)
  const ends = (values: Float64Array, to: (v: number) => number) => {
    const [first, last] = [to(values[0] ?? 0), to(values.at(-1) ?? 0)]
    const half = values.length > 1 ? (last - first) / (values.length - 1) / 2 : 0.5
    return [first - half, last + half] as const
  }
  const [left, right] = ends(mark.x, layout.toX)
  const [bottom, top] = ends(mark.y, panel.toY)
  context.imageSmoothingEnabled = mark.isSmooth ?? false
  context.drawImage(image, left, top, right - left, bottom - top)
}
