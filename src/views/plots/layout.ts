import { scaleLinear, scaleLog } from 'd3'
import { heatRange } from './colour-maps.ts'
import { fittedX, fittedY, largestOf } from './extents.ts'
import type { AxisStyle, Figure, HeatMark } from './figure.ts'
import { placeLegend, placePanelLabels } from './labels.ts'
import { type AxisText, axisText, superscript, tickTexts } from './number-text.ts'
import type { ColourBar, FigureLayout, LegendEntry, PanelLayout, Range, Tick } from './placed.ts'
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
}

function makeScale(axis: AxisStyle, domain: Range, range: Range): (value: number) => number {
  const scale = axis.scale === 'log' ? scaleLog(domain, range) : scaleLinear(domain, range)
  return (value) => scale(value)
}

function makeTicks(axis: AxisStyle, domain: Range, factor: number, count: number, to: (v: number) => number): Tick[] {
  if (axis.ticks)
    return axis.ticks
      .filter(({ at }) => at >= domain[0] && at <= domain[1])
      .map(({ at, label }) => ({ position: to(at), label }))
  if (axis.scale === 'log') {
    const decades = Math.log10(domain[1] / domain[0])
    if (decades >= 1.5) {
      const every = Math.max(1, Math.ceil(decades / count))
      const ticks: Tick[] = []
      for (let power = Math.floor(Math.log10(domain[0])); power <= Math.ceil(Math.log10(domain[1])); power++)
        for (let digit = 1; digit <= (every === 1 ? 9 : 1); digit++) {
          const value = digit * 10 ** power
          if (value < domain[0] * (1 - 1e-9) || value > domain[1] * (1 + 1e-9)) continue
          const isNamed = digit === 1 && ((power % every) + every) % every === 0
          ticks.push({ position: to(value), label: isNamed ? `10${superscript(power)}` : '' })
        }
      return ticks
    }
    const values = scaleLog().domain(domain).ticks(count)
    return values.map((value) => ({ position: to(value), label: String(Number(value.toPrecision(3))) }))
  }
  const scaled = scaleLinear()
    .domain([domain[0] * factor, domain[1] * factor])
    .ticks(count)
  const texts = tickTexts(scaled)
  return scaled.map((value, i) => ({ position: to(value / factor), label: texts[i] ?? '' }))
}

function headingLines(axis: AxisStyle, text: AxisText, size: number, room: number): readonly string[] {
  if (textWidth(text.title, size) <= room || !text.unit) return [text.title]
  return [axis.label, `(${text.unit})`]
}

/** Places axes, ticks, headings, legend and labels of a figure on a page of the given size. */
export function layoutFigure(figure: Figure, options: LayoutOptions): FigureLayout {
  const { width, height, fontSize } = options
  const tickSize = proportions.tickSize * fontSize
  const labelSize = proportions.labelSize * fontSize
  const titleSize = proportions.titleSize * fontSize
  const outside = (proportions.tickLength + proportions.tickGap) * fontSize
  const lineHeight = 1.3 * fontSize
  const padding = 0.7 * fontSize

  const hasTitle = (options.title ?? true) && figure.title !== ''
  const titleHeight = hasTitle ? titleSize * 1.5 : 0
  const xRange = options.xRange ?? fittedX(figure)
  const xText = axisText(figure.x, largestOf(xRange))
  const bottom = outside + tickSize + 0.45 * fontSize + lineHeight + padding * 0.6
  const gap = 1.5 * fontSize
  const weights = figure.panels.reduce((sum, panel) => sum + panel.weight, 0) || 1

  /** Lays out the panels below a legend of the given height; labels that find no place go to the legend. */
  const attempt = (legendHeight: number, useLabels: boolean) => {
    const top = padding + titleHeight + legendHeight + (legendHeight + titleHeight > 0 ? 0.35 * fontSize : 0)
    const usable = Math.max(fontSize, height - top - bottom - gap * (figure.panels.length - 1))
    const rough = figure.panels.map((panel, i) => {
      const panelHeight = (usable * panel.weight) / weights
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
    const left = padding * 0.6 + headings * 1.2 * labelSize + 0.35 * fontSize + widest + outside
    const heat = figure.panels.flatMap((panel) => panel.marks).find((mark) => mark.type === 'heat')
    const lastX = makeTicks(figure.x, xRange, xText.factor, 8, (v) => v).at(-1)
    const bar = heat ? measureBar(heat, fontSize, tickSize) : undefined
    const right = bar ? bar.total + padding : Math.max(padding, lastX && !figure.x.ticks ? textWidth(lastX.label, tickSize) / 2 + 0.4 * fontSize : 0) // biome-ignore format: one choice
    const plotWidth = Math.max(fontSize, width - left - right)
    const toX = makeScale(figure.x, xRange, [left, left + plotWidth])
    let y = top
    const panels = rough.map(({ panel, panelHeight, range, text, lines, count }): PanelLayout => {
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
  const wanted = figure.panels.flatMap((panel) =>
    panel.marks.flatMap((m) => (m.type === 'line' && m.directLabel ? [m.label] : [])),
  )
  let { made, legend } = measure(new Set(wanted), true)
  let placed = place(made)
  const written = new Set(placed.flatMap((labels) => labels?.map((label) => label.text) ?? []))
  if (wanted.some((label) => !written.has(label))) {
    ;({ made, legend } = measure(written, true))
    placed = place(made)
  }
  const fit = placed.every((labels) => labels !== undefined)
  if (!fit) ({ made, legend } = measure(new Set(), false))
  const panels = made.panels.map((panel, i) => ({ ...panel, labels: (fit ? placed[i] : undefined) ?? [] }))
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
    if (mark.type === 'heat' || mark.type === 'rule' || mark.label === '') continue
    if (mark.type === 'line' && mark.directLabel && labelled.has(mark.label)) continue
    const dash = mark.type === 'line' ? (mark.dash ?? 'solid') : 'solid'
    const key = `${mark.type} ${mark.label} ${mark.colour} ${dash}`
    if (!entries.has(key)) entries.set(key, { kind: mark.type, label: mark.label, colour: mark.colour, dash })
  }
  return [...entries.values()]
}
