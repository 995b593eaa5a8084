import { scaleLinear } from 'd3'
import { headingLines, makeScale, makeTicks } from './axes.ts'
import { heatRange } from './colour-maps.ts'
import { fittedX, fittedY, largestOf } from './extents.ts'
import type { AxisStyle, Figure, HeatMark, Mark } from './figure.ts'
import { placeLegend, placePanelLabels } from './labels.ts'
import { axisText } from './number-text.ts'
import type { ColourBar, FigureLayout, LegendEntry, PanelLayout, PlacedLabel, Range } from './placed.ts'
import { textWidth } from './text-metrics.ts'
import { proportions } from './theme.ts'

export interface LayoutOptions {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  /** Shows the figure's title; default true. */
  readonly title?: boolean
  /** A view zoomed into; default: fitted. */
  readonly xRange?: Range
  readonly yRanges?: readonly (Range | undefined)[]
  /** Plot rectangles on whole pixels, as screens want them. */
  readonly whole?: boolean
}

/** Places axes, ticks, headings, legend and labels of a figure on a page of the given size. */
export function layoutFigure(figure: Figure, options: LayoutOptions): FigureLayout {
  const shape = figure.plane === 'equal' ? mapShape(figure) : undefined
  let placed = placeFigure(figure, options, shape)
  if (figure.plane !== 'equal') return placed
  const asked = { x: placed.xRange, y: placed.panels[0]?.range ?? [0, 1] } as const
  // Other ranges have other tick labels, which leave another width; it settles at once or after one more round.
  for (let round = 0; round < 4; round++) {
    const { width = 1, height = 1 } = placed.panels[0] ?? {}
    const { x, y } = equalRanges(asked, width, height)
    placed = placeFigure(figure, { ...options, xRange: x, yRanges: [y] }, shape)
    if (placed.panels[0]?.width === width && placed.panels[0]?.height === height) break
  }
  return placed
}

/** Width over height of a map that ends where its domain ends: the plot rectangle takes its shape, in place of wider axes around it. */
function mapShape(figure: Figure): number | undefined {
  const panel = figure.panels[0]
  if (!panel?.marks.some((mark) => mark.type === 'heat')) return undefined
  const [x, y] = [fittedX(figure), fittedY(panel, 0)]
  return (x[1] - x[0]) / (y[1] - y[0])
}

/** The ranges, one of them widened about its middle, in which one unit is as long on x as on y. */
function equalRanges(asked: { readonly x: Range; readonly y: Range }, width: number, height: number) {
  const unit = Math.min(width / (asked.x[1] - asked.x[0]), height / (asked.y[1] - asked.y[0]))
  const widened = ([low, high]: Range, length: number): Range => {
    const [middle, half] = [(low + high) / 2, length / unit / 2]
    return [middle - half, middle + half]
  }
  return { x: widened(asked.x, width), y: widened(asked.y, height) }
}

function placeFigure(figure: Figure, options: LayoutOptions, shape?: number): FigureLayout {
  const { width, height, fontSize } = options
  const tickSize = proportions.tickSize * fontSize
  const labelSize = proportions.labelSize * fontSize
  const titleSize = proportions.titleSize * fontSize
  const outside = (proportions.tickLength + proportions.tickGap) * fontSize
  const lineHeight = 1.3 * fontSize
  const padding = 0.7 * fontSize
  const whole = options.whole ? Math.round : (length: number) => length

  const hasTitle = (options.title ?? true) && figure.title !== ''
  const titleHeight = hasTitle ? titleSize * 1.5 : 0
  const xRange = options.xRange ?? fittedX(figure)
  const xText = axisText(figure.x, largestOf(xRange))
  const bottom = outside + tickSize + 0.45 * fontSize + lineHeight + padding * 0.6
  const gap = whole(1.5 * fontSize)
  const weights = figure.panels.reduce((sum, panel) => sum + panel.weight, 0) || 1

  /** Lays out the panels below a legend of the given height; labels that find no place go to the legend. */
  const attempt = (legendHeight: number, useLabels: boolean) => {
    const top = whole(padding + titleHeight + legendHeight + (legendHeight + titleHeight > 0 ? 0.35 * fontSize : 0))
    const usable = Math.max(fontSize, height - top - bottom - gap * (figure.panels.length - 1))
    const rough = figure.panels.map((panel, i) => {
      const panelHeight = whole((usable * panel.weight) / weights)
      const hasLabels = useLabels && panel.marks.some((mark) => mark.type === 'line' && mark.directLabel)
      const range =
        options.yRanges?.[i] ?? fittedY(panel, hasLabels ? Math.min(0.3, (1.6 * lineHeight) / panelHeight) : 0)
      const text = axisText(panel.y, largestOf(range))
      const count = Math.max(2, Math.min(8, Math.round(panelHeight / (4 * fontSize))))
      const ticks = makeTicks(panel.y, range, text.factor, count, (v) => v)
      const lines = headingLines(panel.y, text, labelSize, panelHeight + (i > 0 ? gap : padding))
      return { panel, panelHeight, range, text, lines, count, widest: Math.max(0, ...ticks.map((t) => textWidth(t.label, tickSize))) } // biome-ignore format: record
    })
    const headings = Math.max(...rough.map(({ lines, text }) => (text.title ? lines.length : 0)))
    const widest = Math.max(0, ...rough.map((r) => r.widest))
    let left = whole(padding * 0.6 + headings * 1.2 * labelSize + 0.35 * fontSize + widest + outside)
    const heat = figure.panels.flatMap((panel) => panel.marks).find((mark) => mark.type === 'heat')
    const lastX = makeTicks(figure.x, xRange, xText.factor, 8, (v) => v).at(-1)
    const bar = heat ? measureBar(heat, fontSize, tickSize) : undefined
    const right = whole(bar ? bar.total + padding : Math.max(padding, lastX && !figure.x.ticks ? textWidth(lastX.label, tickSize) / 2 + 0.4 * fontSize : 0)) // biome-ignore format: one choice
    const roomWidth = Math.max(fontSize, width - left - right)
    const plotWidth = shape === undefined ? roomWidth : whole(Math.min(roomWidth, usable * shape))
    const plotHeight = shape === undefined ? undefined : whole(plotWidth / shape)
    left += whole((roomWidth - plotWidth) / 2)
    const toX = makeScale(figure.x, xRange, [left, left + plotWidth])
    let y = top + (plotHeight === undefined ? 0 : whole((usable - plotHeight) / 2))
    const panels = rough.map(({ panel, panelHeight: roomHeight, range, text, lines, count }): PanelLayout => {
      const panelHeight = plotHeight ?? roomHeight
      const toY = makeScale(panel.y, range, [y + panelHeight, y])
      const base = { panel, left, top: y, width: plotWidth, height: panelHeight, range, text, toY, titleLines: lines, titleAt: left - outside - widest - 0.35 * fontSize - (lines.length - 1) * 1.2 * labelSize - 0.2 * labelSize } // biome-ignore format: record
      const ticks = makeTicks(panel.y, range, text.factor, count, toY)
      const own = panel.marks.find((mark) => mark.type === 'heat')
      const colourBar = own && bar ? placeBar(own, bar, left + plotWidth, y, panelHeight, fontSize) : undefined
      y += panelHeight + gap
      return { ...base, ticks, labels: [], ...(colourBar ? { colourBar } : {}) }
    })
    return { panels, toX, left, plotWidth }
  }

  /** `labelled`: names written at their lines, which the legend need not repeat. */
  const measure = (labelled: ReadonlySet<string>, useLabels: boolean) => {
    const legendOf = ({ left, plotWidth }: { readonly left: number; readonly plotWidth: number }) =>
      placeLegend(legendEntries(figure, labelled), left, padding + titleHeight, plotWidth, fontSize)
    const first = attempt(0, useLabels)
    const legend = legendOf(first)
    if (legend.height === 0) return { made: first, legend }
    const made = attempt(legend.height, useLabels)
    return { made, legend: legendOf(made) }
  }
  const place = (made: ReturnType<typeof attempt>) =>
    made.panels.map((panel) => placePanelLabels(panel, { xRange, toX: made.toX }, fontSize))
  const wanted = new Set(
    figure.panels.flatMap((panel) =>
      panel.marks.flatMap((m) => (m.type === 'line' && m.directLabel && m.label ? [m.label] : [])),
    ),
  )
  let labelled = wanted
  let { made, legend } = measure(labelled, true)
  let placed = place(made)
  // What finds no place goes to the legend, which takes room from the panels, where then less has a place.
  for (let round = 0; round < 3; round++) {
    const written = new Set(placed.flatMap((labels) => labels.map((label) => label.text)))
    if ([...labelled].every((label) => written.has(label))) break
    labelled = round < 2 && 2 * written.size >= wanted.size ? written : new Set()
    ;({ made, legend } = measure(labelled, labelled.size > 0))
    placed = place(made)
  }
  const isLabelled = ({ text }: PlacedLabel) => labelled.has(text)
  const panels = made.panels.map((panel, i) => ({ ...panel, labels: placed[i]?.filter(isLabelled) ?? [] }))
  const last = panels.at(-1)
  const floor = last ? last.top + last.height : height - bottom
  const xCount = Math.max(2, Math.round(made.plotWidth / (7 * fontSize)))
  return {
    width,
    height,
    fontSize,
    ...(hasTitle ? { title: { text: figure.title, x: made.left, y: padding + titleSize } } : {}),
    legend,
    xRange,
    xText,
    xTicks: makeTicks(figure.x, xRange, xText.factor, xCount, made.toX),
    xTitleAt: [made.left + made.plotWidth / 2, floor + outside + tickSize + 0.45 * fontSize + labelSize * 0.8],
    toX: made.toX,
    panels,
    isPlane: figure.plane !== undefined,
  }
}

function measureBar(heat: HeatMark, fontSize: number, tickSize: number) {
  const range = heatRange(heat)
  const axis: AxisStyle = { label: heat.label, unit: heat.unit, scale: 'linear' }
  const text = axisText(axis, largestOf(range))
  const ticks = makeTicks(axis, range, text.factor, 5, (v) => v)
  const widest = Math.max(0, ...ticks.map((tick) => textWidth(tick.label, tickSize)))
  return { axis, text, range, widest, total: fontSize * (1.2 + 1.1 + 0.6) + widest + 1.6 * fontSize }
}

function placeBar(
  heat: HeatMark,
  bar: ReturnType<typeof measureBar>,
  right: number,
  top: number,
  height: number,
  fontSize: number,
): ColourBar {
  // biome-ignore format: signature
  const to = scaleLinear(heatRange(heat), [top + height, top])
  const left = right + 1.2 * fontSize
  const width = 1.1 * fontSize
  return {
    left,
    width,
    range: bar.range,
    ticks: makeTicks(bar.axis, bar.range, bar.text.factor, Math.max(2, Math.min(6, height / (4 * fontSize))), (v) =>
      to(v),
    ),
    title: bar.text.title,
    titleAt: left + width + 0.6 * fontSize + bar.widest + 1.2 * fontSize,
  }
}

/** What a legend has to name: labelled marks, once each, without the lines that bear their names. */
function legendEntries(figure: Figure, labelled: ReadonlySet<string>): readonly LegendEntry[] {
  const entries = new Map<string, LegendEntry>()
  for (const mark of figure.panels.flatMap((panel) => panel.marks)) {
    if (mark.type === 'heat' || mark.type === 'rule') continue
    const key = legendKey(mark)
    if (key === undefined || (mark.type === 'line' && mark.directLabel && labelled.has(mark.label))) continue
    const known = entries.get(key)
    const dash = mark.type === 'line' || mark.type === 'path' ? (mark.dash ?? 'solid') : 'solid'
    const legend = mark.type === 'points' || mark.type === 'band' ? mark.legend : undefined
    if (!known) entries.set(key, { key, ...legendSign(mark), label: legend ?? mark.label, colour: mark.colour, dash })
    // One word for marks of several colours has none of them.
    else if (known.colour !== mark.colour) entries.set(key, { ...known, colour: 'muted' })
  }
  return [...entries.values()]
}

/** The sign before a legend's words. */
function legendSign(mark: Exclude<Mark, { type: 'heat' | 'rule' }>): Pick<LegendEntry, 'kind' | 'shape'> {
  if (mark.type === 'points') return { kind: 'points', ...(mark.shape ? { shape: mark.shape } : {}) }
  return { kind: mark.type === 'path' ? 'line' : mark.type }
}

/** What marks have in common that the legend names with one entry; undefined where it does not name them. */
export function legendKey(mark: Mark): string | undefined {
  if (mark.type === 'heat' || mark.type === 'rule') return undefined
  if ((mark.type === 'points' || mark.type === 'band') && mark.legend) return `${mark.type} ${mark.legend}`
  // The runs of one component: what names it in the legend of their dashes is the runs' own entry.
  if (mark.type === 'line' && (mark.directLabel || mark.isGrouped))
    return mark.label ? `line ${mark.label} ${mark.colour}` : undefined
  return mark.label
    ? `${mark.type} ${mark.label} ${mark.colour} ${mark.type === 'line' || mark.type === 'path' ? (mark.dash ?? 'solid') : ''}`
    : undefined
}
