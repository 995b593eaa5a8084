import { findColourMap } from './colour-maps.ts'
import { legendKey } from './layout.ts'
import { rgbToHex } from './oklab.ts'
import type { PaintContext } from './paint-context.ts'
import { crisp, type Page, paintMark } from './paint-marks.ts'
import type { ColourBar, PanelLayout } from './placed.ts'
import { figureFont, labelColour, proportions } from './theme.ts'

function write(
  context: PaintContext,
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
  for (const mark of panel.panel.marks) if (!page.hidden?.has(legendKey(mark) ?? '')) paintMark(page, panel, mark)
  context.restore()
  context.strokeStyle = theme.axis
  context.lineWidth = 1
  context.lineCap = 'butt'
  context.beginPath()
  // Just outside the rectangle, so that they cover no data.
  const [axisX, axisY] = [Math.round(left) - 0.5, Math.round(bottom) + 0.5]
  context.moveTo(axisX, top)
  context.lineTo(axisX, axisY)
  context.lineTo(left + width, axisY)
  for (const { position, label } of panel.ticks) {
    context.moveTo(axisX, crisp(position, ratio))
    context.lineTo(axisX - (label === '' ? 0.6 : 1) * tick, crisp(position, ratio))
  }
  for (const { position, label } of layout.xTicks) {
    context.moveTo(crisp(position, ratio), axisY)
    context.lineTo(crisp(position, ratio), axisY + (label === '' ? 0.6 : 1) * tick)
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
    if (label.leader) {
      const [x0, y0, x1, y1] = label.leader
      context.strokeStyle = theme.muted
      context.lineWidth = 0.06 * fontSize
      context.beginPath()
      context.moveTo(x0, y0)
      context.lineTo(x1, y1)
      context.stroke()
    }
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

/** Draws a layout on a canvas: the same places, lines and words as the static SVG, but for the legend, which can be clicked. */
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
  for (const panel of layout.panels) paintPanel(page, panel, panel === layout.panels.at(-1))
  context.font = `${proportions.labelSize * fontSize}px ${figureFont}`
  write(context, layout.xText.title, layout.xTitleAt[0], layout.xTitleAt[1], 'center', theme.ink)
}
