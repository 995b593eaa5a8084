import { columnsOf, type Multiples } from './multiples.ts'
import { layoutParallel, lineStrength, type Parallel } from './parallel.ts'
import { figureToSvg, pointsPerMillimetre, type StaticSvgOptions, svgDocument, text } from './static-svg.ts'
import { short } from './svg-marks.ts'
import { findTheme, proportions, rampColour } from './theme.ts'

/** Parallel coordinates as one SVG document, as the painter shows them. */
export function parallelToSvg(drawing: Parallel, options: StaticSvgOptions): string {
  const theme = findTheme(options.theme)
  const fontSize = options.fontSize ?? 8
  const width = options.widthMillimetres * pointsPerMillimetre
  const height = options.heightMillimetres * pointsPerMillimetre
  const layout = layoutParallel(drawing, { width, height, fontSize, title: options.title ?? true })
  const size = proportions.tickSize * fontSize
  const inside = layout.lines.filter(({ isInside }) => isInside).length
  const lines = layout.lines.map(({ y, fraction, isInside }) => {
    let d = ''
    let isOpen = false
    y.forEach((at, i) => {
      if (Number.isNaN(at)) isOpen = false
      else {
        d += `${isOpen ? 'L' : 'M'}${short(layout.axes[i]?.x ?? 0)},${short(at)}`
        isOpen = true
      }
    })
    const colour = isInside ? rampColour(fraction, theme) : theme.axis
    return `<path d="${d}" fill="none" stroke="${colour}" stroke-opacity="${short(isInside ? lineStrength(inside) : 0.12)}" stroke-width="${short(proportions.lineWidth * fontSize)}" stroke-linejoin="round"/>`
  })
  const axes = layout.axes.flatMap(({ x, heading, ticks, brush }) => [
    `<path d="M${short(x)},${short(layout.top)}V${short(layout.bottom)}${ticks.map(({ position, label }) => `M${short(x)},${short(position)}h${short((label === '' ? -0.6 : -1) * proportions.tickLength * fontSize)}`).join('')}" fill="none" stroke="${theme.axis}" stroke-width="${short(proportions.axisWidth * fontSize)}"/>`,
    ...ticks.map(({ position, label }) => text(x - (proportions.tickLength + proportions.tickGap) * fontSize, position + 0.35 * size, label, { size, fill: theme.muted, anchor: 'end', halo: theme.background })), // biome-ignore format: one call
    ...heading.map((content, i) => text(x, layout.top - (0.8 + 1.2 * (heading.length - 1 - i)) * fontSize, content, { size: proportions.labelSize * fontSize, fill: theme.ink, anchor: 'middle' })), // biome-ignore format: one call
    brush
      ? `<rect x="${short(x - 0.4 * fontSize)}" y="${short(brush[0])}" width="${short(0.8 * fontSize)}" height="${short(Math.max(1, brush[1] - brush[0]))}" fill="${theme.accent}" fill-opacity="0.25" stroke="${theme.accent}" stroke-width="${short(proportions.axisWidth * fontSize)}"/>`
      : '',
  ])
  const head = layout.title ? text(layout.title.x, layout.title.y, layout.title.text, { size: proportions.titleSize * fontSize, fill: theme.ink, anchor: 'start', weight: 600 }) : '' // biome-ignore format: one call
  const marks = drawing.dimensions.map(({ label, brush }) => `${label}${brush?.join() ?? ''}`)
  return svgDocument(drawing, options, marks, () => [head, ...lines, ...axes])
}

/** Small multiples as one SVG document: each cell is a figure of its own inside it. */
export function multiplesToSvg(drawing: Multiples, options: StaticSvgOptions): string {
  const theme = findTheme(options.theme)
  const fontSize = options.fontSize ?? 8
  const hasTitle = (options.title ?? true) && drawing.title !== ''
  const head = hasTitle ? 2.2 * fontSize : 0
  const width = options.widthMillimetres * pointsPerMillimetre
  const height = options.heightMillimetres * pointsPerMillimetre - head
  const count = drawing.cells.length
  const columns = drawing.columns ?? columnsOf(count, width, height)
  const rows = Math.ceil(count / columns)
  const [cellWidth, cellHeight] = [width / columns, height / Math.max(1, rows)]
  const title = hasTitle ? text(0.6 * fontSize, 1.5 * fontSize, drawing.title, { size: proportions.titleSize * fontSize, fill: theme.ink, anchor: 'start', weight: 600 }) : '' // biome-ignore format: one call
  const cells = drawing.cells.map((cell, i) => {
    const svg = figureToSvg(cell, {
      ...options,
      widthMillimetres: cellWidth / pointsPerMillimetre,
      heightMillimetres: cellHeight / pointsPerMillimetre,
      fontSize: 0.8 * fontSize,
      title: true,
      transparent: true,
    })
    // Inside another drawing lengths are in its points.
    const place = `x="${short((i % columns) * cellWidth)}" y="${short(head + Math.floor(i / columns) * cellHeight)}" width="${short(cellWidth)}" height="${short(cellHeight)}"`
    return svg.replace(/<svg xmlns="[^"]*" width="[^"]*" height="[^"]*"/, `<svg ${place}`)
  })
  return svgDocument(drawing, options, drawing.cells.map((cell) => cell.title), () => [title, ...cells]) // biome-ignore format: one call
}
