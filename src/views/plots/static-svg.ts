import { findColourMap } from './colour-maps.ts'
import type { Figure } from './figure.ts'
import { layoutFigure } from './layout.ts'
import { rgbToHex } from './oklab.ts'
import { type ColourBar, type FigureLayout, type PanelLayout, signPath } from './placed.ts'
import { dashAttribute, escapeXml, markSvg, short } from './svg-marks.ts'
import { type FigureTheme, figureFont, findTheme, labelColour, markColour, proportions } from './theme.ts'

export interface StaticSvgOptions {
  readonly widthMillimetres: number
  readonly heightMillimetres: number
  readonly theme: 'light' | 'dark'
  /** Points (1/72 inch); default 8, as journals ask for. */
  readonly fontSize?: number
  /** Default true; false where a caption says it. */
  readonly title?: boolean
  /** No background rectangle: the page shows through. */
  readonly transparent?: boolean
}

export const pointsPerMillimetre = 72 / 25.4

/** Ids must differ between figures of one page: a hash (FNV-1a, 32 bits) of what the figure says and shows. */
function figureId(words: readonly (string | number)[]): string {
  let hash = 0x811c9dc5
  for (const character of words.join('|')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return `f${(hash >>> 0).toString(36)}`
}

/**
 * One SVG document about the given parts: millimetres outside, points inside, title and sentence for screen readers.
 * @param marks what else tells this figure from others of the same title
 * @param draw the parts, given an id that no other figure of the page has
 */
export function svgDocument(
  figure: { readonly title: string; readonly description: string },
  options: StaticSvgOptions,
  marks: readonly string[],
  draw: (id: string) => readonly string[],
): string {
  const theme = findTheme(options.theme)
  const width = options.widthMillimetres * pointsPerMillimetre
  const height = options.heightMillimetres * pointsPerMillimetre
  const id = figureId([figure.title, figure.description, ...marks, options.theme, options.widthMillimetres])
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(options.widthMillimetres)}mm" height="${short(options.heightMillimetres)}mm" viewBox="0 0 ${short(width)} ${short(height)}" role="img" aria-labelledby="${id}t ${id}d" font-family="${escapeXml(figureFont)}" font-size="${short(options.fontSize ?? 8)}">`,
    `<title id="${id}t">${escapeXml(figure.title || figure.description)}</title>`,
    `<desc id="${id}d">${escapeXml(figure.description)}</desc>`,
    options.transparent ? '' : `<rect width="${short(width)}" height="${short(height)}" fill="${theme.background}"/>`,
    ...draw(id),
    '</svg>',
  ]
  return `${parts.filter((part) => part !== '').join('\n')}\n`
}

/** The title where the layout has it. */
export function titleSvg(layout: Pick<FigureLayout, 'title' | 'fontSize'>, theme: FigureTheme): string {
  const { title, fontSize } = layout
  return title ? text(title.x, title.y, title.text, { size: proportions.titleSize * fontSize, fill: theme.ink, anchor: 'start', weight: 600 }) : '' // biome-ignore format: one call
}

/**
 * The figure as one SVG document: text as text in Inter, nothing fetched from anywhere. Built as a string, so that the command
 * line, a worker and the window write the same bytes.
 */
export function figureToSvg(figure: Figure, options: StaticSvgOptions): string {
  const theme = findTheme(options.theme)
  const fontSize = options.fontSize ?? 8
  const width = options.widthMillimetres * pointsPerMillimetre
  const height = options.heightMillimetres * pointsPerMillimetre
  const layout = layoutFigure(figure, { width, height, fontSize, title: options.title ?? true })
  const marks = figure.panels.map((panel) => panel.marks.map((mark) => `${mark.type}${mark.label}`).join())
  return svgDocument(figure, options, marks, (id) => [
    titleSvg(layout, theme),
    legendSvg(layout, theme),
    ...layout.panels.map((panel, i) => panelSvg(panel, layout, theme, `${id}c${i}`, i === layout.panels.length - 1)),
    text(layout.xTitleAt[0], layout.xTitleAt[1], layout.xText.title, { size: proportions.labelSize * fontSize, fill: theme.ink, anchor: 'middle' }), // biome-ignore format: one call
  ])
}

interface TextStyle {
  readonly size: number
  readonly fill: string
  readonly anchor: 'start' | 'middle' | 'end'
  readonly weight?: number
  readonly turned?: boolean
  /** Colour of a rim that keeps gridlines off the letters. */
  readonly halo?: string
}

export function text(x: number, y: number, content: string, style: TextStyle): string {
  if (content === '') return ''
  const place = style.turned ? `transform="translate(${short(x)},${short(y)}) rotate(-90)"` : `x="${short(x)}" y="${short(y)}"` // biome-ignore format: one choice
  const weight = style.weight ? ` font-weight="${style.weight}"` : ''
  const anchor = style.anchor === 'start' ? '' : ` text-anchor="${style.anchor}"`
  const halo = style.halo
    ? ` stroke="${style.halo}" stroke-width="${short(0.35 * style.size)}" stroke-linejoin="round" paint-order="stroke"`
    : ''
  return `<text ${place} font-size="${short(style.size)}" fill="${style.fill}"${anchor}${weight}${halo}>${escapeXml(content)}</text>`
}

const round = (value: number) => Math.round(value * 100) / 100

export function legendSvg(layout: Pick<FigureLayout, 'legend' | 'fontSize'>, theme: FigureTheme): string {
  const { fontSize } = layout
  const width = proportions.lineWidth * fontSize
  return layout.legend.entries
    .map((entry) => {
      const colour = markColour(entry.colour, theme)
      const middle = entry.y - 0.33 * fontSize
      const right = entry.x + entry.signWidth
      const sign =
        entry.kind === 'line'
          ? `<path d="M${short(entry.x)},${short(middle)}H${short(right)}" stroke="${colour}" stroke-width="${short(1.2 * width)}" stroke-linecap="round"${dashAttribute(entry.dash, 1.2 * width)}/>`
          : entry.kind === 'band'
            ? `<rect x="${short(entry.x)}" y="${short(middle - 0.35 * fontSize)}" width="${short(entry.signWidth)}" height="${short(0.7 * fontSize)}" fill="${colour}" fill-opacity="0.3"/>`
            : entry.kind === 'arrows' || entry.shape === 'cross'
              ? `<path d="${signPath(entry, round((entry.x + right) / 2), round(middle), fontSize)}" fill="none" stroke="${colour}" stroke-width="${short(width)}"/>`
              : entry.shape === 'ring'
                ? `<circle cx="${short((entry.x + right) / 2)}" cy="${short(middle)}" r="${short(1.2 * proportions.pointRadius * fontSize)}" fill="none" stroke="${colour}" stroke-width="${short(width)}"/>`
                : `<circle cx="${short((entry.x + right) / 2)}" cy="${short(middle)}" r="${short(1.2 * proportions.pointRadius * fontSize)}" fill="${colour}" fill-opacity="0.8"/>`
      return sign + text(right + 0.5 * fontSize, entry.y, entry.label, { size: proportions.tickSize * fontSize, fill: theme.ink, anchor: 'start' }) // biome-ignore format: one call
    })
    .join('')
}

function panelSvg(panel: PanelLayout, layout: FigureLayout, theme: FigureTheme, clip: string, isLast: boolean): string {
  const { fontSize } = layout
  const { left, top, width, height } = panel
  const [right, bottom] = [left + width, top + height]
  const tick = proportions.tickLength * fontSize
  const size = proportions.tickSize * fontSize
  const isMatrix = panel.panel.marks.some((mark) => mark.type === 'heat')
  const named = panel.ticks.filter(({ label }) => label !== '')
  const grid = isMatrix
    ? ''
    : named.map(({ position }) => `M${short(left)},${short(position)}H${short(right)}`).join('')
  const yTicks = panel.ticks
    .map(({ position, label }) => `M${short(left)},${short(position)}h${short(label === '' ? -0.6 * tick : -tick)}`)
    .join('')
  const xTicks = layout.xTicks
    .map(({ position, label }) => `M${short(position)},${short(bottom)}v${short(label === '' ? 0.6 * tick : tick)}`)
    .join('')
  const frame = `M${short(left)},${short(top)}V${short(bottom)}H${short(right)}`
  const label = (x: number, y: number, content: string, anchor: 'middle' | 'end') => text(x, y, content, { size, fill: theme.muted, anchor }) // biome-ignore format: one call
  const bar = panel.colourBar
  return [
    `<clipPath id="${clip}"><rect x="${short(left)}" y="${short(top - 0.1 * fontSize)}" width="${short(width)}" height="${short(height + 0.1 * fontSize)}"/></clipPath>`,
    grid
      ? `<path d="${grid}" stroke="${theme.gridline}" stroke-width="${short(proportions.gridWidth * fontSize)}"/>`
      : '',
    `<g clip-path="url(#${clip})">`,
    ...panel.panel.marks.map((mark) => markSvg(mark, { layout, panel, theme })),
    '</g>',
    `<path d="${frame}${yTicks}${xTicks}" fill="none" stroke="${theme.axis}" stroke-width="${short(proportions.axisWidth * fontSize)}"/>`,
    ...named.map(({ position, label: content }) =>
      label(left - (proportions.tickLength + proportions.tickGap) * fontSize, position + 0.35 * size, content, 'end'),
    ),
    ...(isLast ? layout.xTicks.map(({ position, label: content }) => label(position, bottom + tick + 0.32 * fontSize + 0.75 * size, content, 'middle')) : []), // biome-ignore format: one choice
    ...panel.titleLines.map(
      (content, i) =>
      text(panel.titleAt + i * 1.2 * fontSize, top + height / 2, content, { size: proportions.labelSize * fontSize, fill: theme.ink, anchor: 'middle', turned: true }), // biome-ignore format: one call
    ),
    ...panel.labels.map((placed) => {
      const leader = placed.leader?.map(short)
      const lead = leader ? `<path d="M${leader[0]},${leader[1]}L${leader[2]},${leader[3]}" stroke="${theme.muted}" stroke-width="${short(0.06 * fontSize)}"/>` : '' // biome-ignore format: one tag
      return lead + text(placed.x, placed.y, placed.text, { size, fill: labelColour(placed.colour, theme), anchor: placed.anchor, halo: theme.background }) // biome-ignore format: one call
    }),
    bar ? barSvg(bar, panel, layout, theme, `${clip}g`) : '',
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function barSvg(bar: ColourBar, panel: PanelLayout, layout: FigureLayout, theme: FigureTheme, id: string): string {
  const heat = panel.panel.marks.find((mark) => mark.type === 'heat')
  if (!heat) return ''
  const { fontSize } = layout
  const map = findColourMap(heat.colours)
  const stops = Array.from(
    { length: 33 },
    (_, i) => `<stop offset="${short(i / 32)}" stop-color="${rgbToHex(map(i / 32))}"/>`,
  )
  const size = proportions.tickSize * fontSize
  const right = bar.left + bar.width
  const ticks = bar.ticks.map(({ position }) => `M${short(right)},${short(position)}h${short(0.3 * fontSize)}`).join('')
  return [
    `<linearGradient id="${id}" x1="0" y1="1" x2="0" y2="0">${stops.join('')}</linearGradient>`,
    `<rect x="${short(bar.left)}" y="${short(panel.top)}" width="${short(bar.width)}" height="${short(panel.height)}" fill="url(#${id})"/>`,
    `<path d="${ticks}" stroke="${theme.axis}" stroke-width="${short(proportions.axisWidth * fontSize)}"/>`,
    ...bar.ticks.map(({ position, label }) => text(right + 0.5 * fontSize, position + 0.35 * size, label, { size, fill: theme.muted, anchor: 'start' })), // biome-ignore format: one call
    text(bar.titleAt, panel.top + panel.height / 2, bar.title, { size: proportions.labelSize * fontSize, fill: theme.ink, anchor: 'middle', turned: true }), // biome-ignore format: one call
  ].join('')
}
