import { findColourMap } from './colour-maps.ts'
import { envelopeOf, visiblePoints } from './decimate.ts'
import type { Mark } from './figure.ts'
import { heatPixels } from './heat-image.ts'
import { rgbToHex } from './oklab.ts'
import type { ColourBar, FigureLayout, PanelLayout } from './placed.ts'
import { dashLengths, type FigureTheme, figureFont, labelColour, markColour, proportions } from './theme.ts'

type Context = CanvasRenderingContext2D

interface Page {
  readonly context: Context
  readonly layout: FigureLayout
  readonly theme: FigureTheme
  /** Device pixels in a CSS pixel. */
  readonly ratio: number
}

/** Middle of the device pixel: hairlines stay sharp. */
const crisp = (value: number, ratio: number) => (Math.round(value * ratio) + 0.5) / ratio

function strokeLine({ context, layout, ratio }: Page, panel: PanelLayout, x: Float64Array, y: Float64Array): void {
  const kept = visiblePoints(envelopeOf(x, y), layout.xRange[0], layout.xRange[1], Math.ceil(panel.width * ratio))
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

function paintMark(page: Page, panel: PanelLayout, mark: Mark): void {
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
    strokeLine(page, panel, mark.x, mark.y)
    context.setLineDash([])
  } else if (mark.type === 'rule') {
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
    const radius = (mark.size ?? 1) * proportions.pointRadius * layout.fontSize * (mark.x.length > 400 ? 0.7 : 1)
    const kept = visiblePoints(
      envelopeOf(mark.x, mark.y),
      layout.xRange[0],
      layout.xRange[1],
      4 * Math.ceil(panel.width),
    )
    context.globalAlpha = 0.75
    context.beginPath()
    for (const i of kept) {
      const px = layout.toX(mark.x[i] ?? Number.NaN)
      const py = panel.toY(mark.y[i] ?? Number.NaN)
      if (!Number.isFinite(px) || !Number.isFinite(py)) continue
      context.moveTo(px + radius, py)
      context.arc(px, py, radius, 0, 2 * Math.PI)
    }
    context.fill()
    context.globalAlpha = 1
  }
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
  context.imageSmoothingEnabled = false
  context.drawImage(image, left, top, right - left, bottom - top)
}

function write(
  context: Context,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
  colour: string,
  turned = false,
): void {
  // biome-ignore format: signature
  context.fillStyle = colour
  context.textAlign = align
  if (!turned) {
    context.fillText(text, x, y)
    return
  }
  context.save()
  context.translate(x, y)
  context.rotate(-Math.PI / 2)
  context.fillText(text, 0, 0)
  context.restore()
}

function paintPanel(page: Page, panel: PanelLayout, isLast: boolean): void {
  const { context, layout, theme, ratio } = page
  const { fontSize } = layout
  const { left, top, width, height } = panel
  const bottom = top + height
  const tick = proportions.tickLength * fontSize
  const tickSize = proportions.tickSize * fontSize
  const named = panel.ticks.filter(({ label }) => label !== '')
  const isHeat = panel.panel.marks.some((mark) => mark.type === 'heat')
  context.lineWidth = 1 / ratio
  if (!isHeat) {
    context.strokeStyle = theme.gridline
    context.lineWidth = 1
    context.beginPath()
    for (const { position } of named) {
      context.moveTo(left, crisp(position, ratio))
      context.lineTo(left + width, crisp(position, ratio))
    }
    context.stroke()
  }
  context.save()
  context.beginPath()
  context.rect(left, top - 1, width, height + 1)
  context.clip()
  context.lineJoin = 'round'
  context.lineCap = 'round'
  for (const mark of panel.panel.marks) paintMark(page, panel, mark)
  context.restore()
  context.strokeStyle = theme.axis
  context.lineWidth = 1
  context.lineCap = 'butt'
  context.beginPath()
  context.moveTo(crisp(left, ratio), top)
  context.lineTo(crisp(left, ratio), crisp(bottom, ratio))
  context.lineTo(left + width, crisp(bottom, ratio))
  for (const { position, label } of panel.ticks) {
    context.moveTo(left, crisp(position, ratio))
    context.lineTo(left - (label === '' ? 0.6 : 1) * tick, crisp(position, ratio))
  }
  for (const { position, label } of layout.xTicks) {
    context.moveTo(crisp(position, ratio), bottom)
    context.lineTo(crisp(position, ratio), bottom + (label === '' ? 0.6 : 1) * tick)
  }
  context.stroke()
  context.font = `${tickSize}px ${figureFont}`
  const outside = (proportions.tickLength + proportions.tickGap) * fontSize
  for (const { position, label } of named)
    write(context, label, left - outside, position + 0.35 * tickSize, 'right', theme.muted)
  if (isLast)
    for (const { position, label } of layout.xTicks)
      write(context, label, position, bottom + tick + 0.32 * fontSize + 0.75 * tickSize, 'center', theme.muted)
  for (const label of panel.labels) {
    context.lineJoin = 'round'
    context.lineWidth = 0.35 * tickSize
    context.strokeStyle = theme.background
    context.textAlign = 'center'
    context.strokeText(label.text, label.x, label.y)
    write(context, label.text, label.x, label.y, 'center', labelColour(label.colour, theme))
  }
  context.font = `${proportions.labelSize * fontSize}px ${figureFont}`
  for (const [i, line] of panel.titleLines.entries())
    write(context, line, panel.titleAt + i * 1.2 * fontSize, top + height / 2, 'center', theme.ink, true)
  if (panel.colourBar) paintBar(page, panel, panel.colourBar)
}

function paintBar({ context, layout, theme, ratio }: Page, panel: PanelLayout, bar: ColourBar): void {
  const heat = panel.panel.marks.find((mark) => mark.type === 'heat')
  if (!heat) return
  const { fontSize } = layout
  const map = findColourMap(heat.colours)
  const gradient = context.createLinearGradient(0, panel.top + panel.height, 0, panel.top)
  for (let i = 0; i <= 32; i++) gradient.addColorStop(i / 32, rgbToHex(map(i / 32)))
  context.fillStyle = gradient
  context.fillRect(bar.left, panel.top, bar.width, panel.height)
  const size = proportions.tickSize * fontSize
  context.font = `${size}px ${figureFont}`
  context.strokeStyle = theme.axis
  context.lineWidth = 1
  context.beginPath()
  for (const { position, label } of bar.ticks) {
    context.moveTo(bar.left + bar.width, crisp(position, ratio))
    context.lineTo(bar.left + bar.width + 0.3 * fontSize, crisp(position, ratio))
    write(context, label, bar.left + bar.width + 0.5 * fontSize, position + 0.35 * size, 'left', theme.muted)
  }
  context.stroke()
  context.font = `${proportions.labelSize * fontSize}px ${figureFont}`
  write(context, bar.title, bar.titleAt, panel.top + panel.height / 2, 'center', theme.ink, true)
}

/** Draws a layout on a canvas: the same places, lines and words as the static SVG. */
export function paintFigure(page: Page): void {
  const { context, layout, theme, ratio } = page
  const { fontSize } = layout
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.fillStyle = theme.background
  context.fillRect(0, 0, layout.width, layout.height)
  if (layout.title) {
    context.font = `600 ${proportions.titleSize * fontSize}px ${figureFont}`
    write(context, layout.title.text, layout.title.x, layout.title.y, 'left', theme.ink)
  }
  context.font = `${proportions.tickSize * fontSize}px ${figureFont}`
  for (const entry of layout.legend.entries) {
    const middle = entry.y - 0.33 * fontSize
    const right = entry.x + entry.signWidth
    const width = 1.2 * proportions.lineWidth * fontSize
    context.strokeStyle = markColour(entry.colour, theme)
    context.fillStyle = context.strokeStyle
    context.lineWidth = width
    context.lineCap = 'round'
    context.beginPath()
    if (entry.kind === 'line') {
      context.setLineDash(dashLengths[entry.dash].map((length) => length * width))
      context.moveTo(entry.x, middle)
      context.lineTo(right, middle)
      context.stroke()
      context.setLineDash([])
    } else if (entry.kind === 'band') {
      context.globalAlpha = 0.3
      context.fillRect(entry.x, middle - 0.35 * fontSize, entry.signWidth, 0.7 * fontSize)
      context.globalAlpha = 1
    } else {
      context.arc((entry.x + right) / 2, middle, 1.2 * proportions.pointRadius * fontSize, 0, 2 * Math.PI)
      context.fill()
    }
    write(context, entry.label, right + 0.5 * fontSize, entry.y, 'left', theme.ink)
  }
  for (const panel of layout.panels) paintPanel(page, panel, panel === layout.panels.at(-1))
  context.font = `${proportions.labelSize * fontSize}px ${figureFont}`
  write(context, layout.xText.title, layout.xTitleAt[0], layout.xTitleAt[1], 'center', theme.ink)
}
