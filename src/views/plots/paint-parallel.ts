import type { PaintContext } from './paint-context.ts'
import { lineStrength, type ParallelLayout } from './parallel.ts'
import { type FigureTheme, figureFont, proportions, rampColour } from './theme.ts'

/** Draws parallel coordinates on a canvas, as the SVG has them. */
export function paintParallel(
  context: PaintContext,
  layout: ParallelLayout,
  theme: FigureTheme,
  ratio: number,
  /** Point under the hand, drawn over the others. */
  hovered?: number,
): void {
  const { fontSize } = layout
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.fillStyle = theme.background
  context.fillRect(0, 0, layout.width, layout.height)
  context.lineJoin = 'round'
  const inside = layout.lines.filter(({ isInside }) => isInside).length
  const stroke = (y: readonly number[]) => {
    context.beginPath()
    let isOpen = false
    y.forEach((at, i) => {
      const x = layout.axes[i]?.x ?? 0
      if (Number.isNaN(at)) isOpen = false
      else if (isOpen) context.lineTo(x, at)
      else {
        context.moveTo(x, at)
        isOpen = true
      }
    })
    context.stroke()
  }
  context.lineWidth = proportions.lineWidth * fontSize
  for (const { y, fraction, isInside } of layout.lines) {
    context.globalAlpha = isInside ? lineStrength(inside) : 0.12
    context.strokeStyle = isInside ? rampColour(fraction, theme) : theme.axis
    stroke(y)
  }
  context.globalAlpha = 1
  const front = layout.lines.find(({ index }) => index === hovered)
  if (front) {
    context.lineWidth = 2.2 * proportions.lineWidth * fontSize
    context.strokeStyle = theme.ink
    stroke(front.y)
  }
  const size = proportions.tickSize * fontSize
  for (const { x, heading, ticks, brush } of layout.axes) {
    context.strokeStyle = theme.axis
    context.lineWidth = 1
    context.beginPath()
    context.moveTo(x, layout.top)
    context.lineTo(x, layout.bottom)
    for (const { position, label } of ticks) {
      context.moveTo(x, position)
      context.lineTo(x - (label === '' ? 0.6 : 1) * proportions.tickLength * fontSize, position)
    }
    context.stroke()
    context.font = `${size}px ${figureFont}`
    context.textAlign = 'right'
    context.lineWidth = 0.35 * size
    context.strokeStyle = theme.background
    context.fillStyle = theme.muted
    for (const { position, label } of ticks) {
      const at = [x - (proportions.tickLength + proportions.tickGap) * fontSize, position + 0.35 * size] as const
      context.strokeText(label, ...at)
      context.fillText(label, ...at)
    }
    context.textAlign = 'center'
    context.font = `${proportions.labelSize * fontSize}px ${figureFont}`
    context.fillStyle = theme.ink
    for (const [i, content] of heading.entries())
      context.fillText(content, x, layout.top - (0.8 + 1.2 * (heading.length - 1 - i)) * fontSize)
    if (!brush) continue
    const [top, bottom] = brush
    context.fillStyle = theme.accent
    context.globalAlpha = 0.25
    context.fillRect(x - 0.4 * fontSize, top, 0.8 * fontSize, Math.max(1, bottom - top))
    context.globalAlpha = 1
    context.strokeStyle = theme.accent
    context.lineWidth = 1
    context.strokeRect(x - 0.4 * fontSize, top, 0.8 * fontSize, Math.max(1, bottom - top))
  }
}
