import type { Annotation, Dash, Data, Layout, LayoutAxis, Shape } from 'plotly.js/lib/core'
import { findColourMap, heatRange } from './colour-maps.ts'
import { largestOf } from './extents.ts'
import type { ArrowsMark, AxisStyle, Figure, Mark } from './figure.ts'
import { legendKey } from './layout.ts'
import { invert, invertY } from './nearest.ts'
import { type AxisText, axisText } from './number-text.ts'
import { rgbToHex } from './oklab.ts'
import { arrowPlaces } from './path-places.ts'
import type { ColourBar, FigureLayout, Range, Tick } from './placed.ts'
import {
  dashLengths,
  type FigureTheme,
  figureFont,
  labelColour,
  markColour,
  pointRadius,
  proportions,
} from './theme.ts'

/** plotly.js reads lengths in pixels too, which its types do not know. */
const isDash = (text: string): text is Dash => /^[\d.]+px(?:,[\d.]+px)*$/.test(text)

function dashOf(lengths: readonly number[]): Dash {
  const text = lengths.map((length) => `${length}px`).join()
  return isDash(text) ? text : 'solid'
}

const scaled = (values: Float64Array, factor: number) => (factor === 1 ? values : values.map((value) => value * factor))
const xNames = ['x', 'x2', 'x3', 'x4', 'x5', 'x6'] as const
const yNames = ['y', 'y2', 'y3', 'y4', 'y5', 'y6'] as const
const xName = (panel: number) => xNames[panel] ?? 'x'
const yName = (panel: number) => yNames[panel] ?? 'y'

const symbols = { disc: 'circle', ring: 'circle-open', cross: 'x-thin-open' } as const

interface Place {
  readonly placed: FigureLayout
  readonly panel: number
  readonly x: AxisText
  readonly y: AxisText
  readonly theme: FigureTheme
  readonly fontSize: number
  readonly bar: ColourBar | undefined
}

function traces(mark: Mark, place: Place, hidden: ReadonlySet<string>): Data[] {
  if (mark.type === 'rule' || hidden.has(legendKey(mark) ?? '')) return []
  const { theme, fontSize } = place
  const axes = { xaxis: xName(place.panel), yaxis: yName(place.panel) }
  const unit = (text: AxisText) => (text.unit ? ` ${text.unit}` : '')
  if (mark.type === 'heat') {
    const map = findColourMap(mark.colours)
    const [low, high] = heatRange(mark)
    const text = axisText({ label: mark.label, unit: mark.unit, scale: 'linear' }, largestOf([low, high]))
    const z = Array.from(mark.y, (_, row) => Array.from(mark.values.subarray(row * mark.x.length, (row + 1) * mark.x.length), (value) => value * text.factor)) // biome-ignore format: rows
    return [{ type: 'heatmap', ...axes, x: scaled(mark.x, place.x.factor), y: scaled(mark.y, place.y.factor), z, zmin: low * text.factor, zmax: high * text.factor, colorscale: Array.from({ length: 65 }, (_, i): [number, string] => [i / 64, rgbToHex(map(i / 64))]), ...(mark.decimals === undefined ? {} : { texttemplate: `%{z:.${mark.decimals}f}`, xgap: 1, ygap: 1 }), colorbar: { x: 1, xpad: 1.2 * fontSize, ypad: 0, thickness: 1.1 * fontSize, outlinewidth: 0, ticks: 'outside', ticklen: 0.3 * fontSize, tickcolor: theme.axis, tickfont: { color: theme.muted, size: proportions.tickSize * fontSize }, tickmode: 'array', tickvals: place.bar?.ticks.map((tick) => tick.value) ?? [], ticktext: place.bar?.ticks.map((tick) => tick.label) ?? [] }, hovertemplate: `%{x:.5~g}${unit(place.x)}<br>%{y:.5~g}${unit(place.y)}<br><b>%{z:.4~g}</b>${unit(text)}<extra></extra>` }] // biome-ignore format: record
  }
  const colour = markColour(mark.colour, theme)
  const x = scaled(mark.x, place.x.factor)
  const factor = place.y.factor
  const common = { ...axes, name: mark.label, hovertemplate: `${mark.label ? '<b>%{fullData.name}</b><br>' : ''}%{x:.5~g}${unit(place.x)}<br>%{y:.4~g}${unit(place.y)}<extra></extra>` } // biome-ignore format: record
  if (mark.type === 'band')
    return [
      { ...common, type: 'scatter', mode: 'lines', x, y: scaled(mark.low, factor), line: { width: 0 }, hoverinfo: 'skip', hovertemplate: '' }, // biome-ignore format: record
      { ...common, type: 'scatter', mode: 'lines', x, y: scaled(mark.high, factor), line: { width: 0 }, fill: 'tonexty', fillcolor: `${colour}38`, hoverinfo: 'skip', hovertemplate: '' }, // biome-ignore format: record
    ]
  const y = scaled(mark.y, factor)
  if (mark.type === 'arrows') return arrowTraces(mark, place, colour)
  if (mark.type === 'line' || mark.type === 'path') {
    const width = (mark.width ?? 1) * proportions.lineWidth * fontSize
    const dash = dashOf(dashLengths[mark.dash ?? 'solid'].map((length) => length * width))
    const opacity = mark.type === 'path' ? (mark.opacity ?? 1) : 1
    return [{ ...common, type: 'scatter', mode: 'lines', x, y, opacity, line: { color: colour, width, dash, simplify: mark.type === 'path' } }] // biome-ignore format: record
  }
  const bars = mark.sigma ? { error_y: { type: 'data' as const, array: scaled(mark.sigma, factor), color: `${colour}80`, thickness: 0.08 * fontSize, width: 0 } } : {} // biome-ignore format: choice
  return [{ ...common, type: 'scatter', mode: 'markers', x, y, marker: { color: colour, opacity: mark.shape ? 1 : 0.75, size: 2 * pointRadius(mark, fontSize), symbol: symbols[mark.shape ?? 'disc'], line: { width: mark.shape ? proportions.lineWidth * fontSize : 0 } }, ...bars }] // biome-ignore format: record
}

/** Arrows as one line with gaps, of the length they have in this view: plotly.js has none that a page of them does not slow. */
function arrowTraces(mark: ArrowsMark, { placed, panel, x, y, fontSize }: Place, colour: string): Data[] {
  const at = placed.panels[panel]
  if (!at) return []
  const xs: number[] = []
  const ys: number[] = []
  for (const { tail, tip, left, right } of arrowPlaces(mark, placed, at)) {
    for (const [px, py] of [tail, tip, left, tip, right]) {
      xs.push(invert(placed, at, px) * x.factor)
      ys.push(invertY(at, py) * y.factor)
    }
    xs.push(Number.NaN)
    ys.push(Number.NaN)
  }
  const line = { color: colour, width: 0.6 * proportions.lineWidth * fontSize, simplify: false }
  return [{ xaxis: xName(panel), yaxis: yName(panel), type: 'scatter', mode: 'lines', x: xs, y: ys, line, opacity: mark.opacity ?? 1, hoverinfo: 'skip' }] // biome-ignore format: record
}

/** Ticks where the static writer has them; on straight axes as a step, so that new ones come in while one drags. */
function tickPlaces(axis: AxisStyle, ticks: readonly Tick[], fontSize: number): Partial<LayoutAxis> {
  const named = ticks.filter(({ label }) => label !== '')
  const [first, second] = named
  if (axis.scale === 'linear' && !axis.ticks && first && second) {
    const decimals = Math.max(...named.map(({ label }) => (label.split('.')[1] ?? '').length))
    return { tickmode: 'linear', tick0: first.value, dtick: second.value - first.value, tickformat: `.${decimals}f` }
  }
  const minor = ticks.filter(({ label }) => label === '').map(({ value }) => value)
  return {
    tickmode: 'array',
    tickvals: named.map(({ value }) => value),
    ticktext: named.map(({ label }) => label),
    ...(minor.length > 0 ? { minor: { tickmode: 'array', tickvals: minor, ticks: 'outside', ticklen: 0.6 * proportions.tickLength * fontSize } } : {}), // biome-ignore format: choice
  }
}

function axisLook(
  axis: AxisStyle,
  text: AxisText,
  range: Range,
  ticks: readonly Tick[],
  { theme, fontSize }: PlotlyOptions,
): Partial<LayoutAxis> {
  // biome-ignore format: signature
  const end = (value: number) => (axis.scale === 'log' ? Math.log10(value) : value * text.factor)
  return {
    type: axis.scale,
    range: [end(range[0]), end(range[1])],
    showline: true,
    linecolor: theme.axis,
    linewidth: 1,
    ticks: 'outside',
    tickcolor: theme.axis,
    tickwidth: 1,
    ticklen: proportions.tickLength * fontSize,
    tickfont: { color: theme.muted, size: proportions.tickSize * fontSize },
    zeroline: false,
    automargin: false,
    ...tickPlaces(axis, ticks, fontSize),
  }
}

/** Names at their lines, tied to the peaks: they follow when the view is moved. */
function labels(
  layout: FigureLayout,
  theme: FigureTheme,
): { readonly texts: Partial<Annotation>[]; readonly leaders: Partial<Shape>[] } {
  const texts: Partial<Annotation>[] = []
  const leaders: Partial<Shape>[] = []
  layout.panels.forEach((panel, p) => {
    for (const label of panel.labels) {
      const [px, py] = label.peak
      const x = invert(layout, panel, px) * layout.xText.factor
      const isLog = panel.panel.y.scale === 'log'
      const value = invertY(panel, py)
      const y = isLog ? Math.log10(value) : value * panel.text.factor
      texts.push({ xref: xName(p), yref: yName(p), x, y, xshift: label.x - px, yshift: py - label.y + 0.35 * proportions.tickSize * layout.fontSize, text: label.text, showarrow: false, xanchor: 'center', yanchor: 'middle', borderpad: 0, font: { color: labelColour(label.colour, theme), size: proportions.tickSize * layout.fontSize } }) // biome-ignore format: record
      if (!label.leader) continue
      const [x0, y0, x1, y1] = label.leader
      leaders.push({ type: 'line', xref: xName(p), yref: yName(p), xsizemode: 'pixel', ysizemode: 'pixel', xanchor: x, yanchor: isLog ? value : y, x0: x0 - px, x1: x1 - px, y0: py - y0, y1: py - y1, line: { color: theme.muted, width: 0.06 * layout.fontSize } }) // biome-ignore format: record
    }
  })
  return { texts, leaders }
}

/** Headings of axes and colour bars where the static writer puts them; plotly.js has its own opinion of distances. */
function headings({ panels, fontSize, xText, xTitleAt }: FigureLayout, theme: FigureTheme): Partial<Annotation>[] {
  const font = { color: theme.ink, size: proportions.labelSize * fontSize }
  const middle = 0.35 * proportions.labelSize * fontSize
  const common = { showarrow: false, xanchor: 'center' as const, yanchor: 'middle' as const, borderpad: 0, font }
  const turned = panels.flatMap(({ colourBar: bar, left, titleAt, titleLines }, p): Partial<Annotation>[] => {
    const lines = titleLines.map((text, i) => ({ text, at: titleAt + i * 1.2 * fontSize }))
    return [...lines, ...(bar ? [{ text: bar.title, at: bar.titleAt }] : [])].map(({ text, at }) => ({ ...common, xref: 'paper', yref: `${yName(p)} domain`, x: 0, y: 0.5, xshift: at - middle - left, text, textangle: -90 })) // biome-ignore format: record
  })
  const last = panels.at(-1)
  const floor = last ? last.top + last.height : 0
  const below: Partial<Annotation> = { ...common, xref: 'paper', yref: 'paper', x: 0.5, y: 0, yshift: floor - xTitleAt[1] + middle, text: xText.title } // biome-ignore format: record
  return [...turned, below].filter(({ text }) => text !== '')
}

export interface PlotlyOptions {
  readonly theme: FigureTheme
  readonly fontSize: number
  readonly hidden: ReadonlySet<string>
}

/** Pixels from where plotly.js puts tick labels to where the layout has them. */
const labelShift = { x: -1, y: 1 } as const

/** A laid-out figure in plotly.js's words: the rectangles, ticks, headings and names of the static writer and the painter. */
export function figureToPlotly(
  figure: Figure,
  placed: FigureLayout,
  options: PlotlyOptions,
): { readonly data: Data[]; readonly layout: Partial<Layout> } {
  const { theme, fontSize } = options
  const { width, height } = placed
  const first = placed.panels[0]
  const last = placed.panels.at(-1)
  const top = first?.top ?? 0
  const bottom = last ? last.top + last.height : height
  const plot = Math.max(1, bottom - top)
  const data = placed.panels.flatMap((panel, p) =>
    panel.panel.marks.flatMap((mark) =>
      traces(
        mark,
        { placed, panel: p, x: placed.xText, y: panel.text, theme, fontSize, bar: panel.colourBar },
        options.hidden,
      ),
    ),
  )
  const font = { family: figureFont, size: fontSize, color: theme.ink }
  const axes: Record<string, Partial<LayoutAxis>> = {}
  placed.panels.forEach((panel, p) => {
    const isLast = p === placed.panels.length - 1
    const heat = panel.panel.marks.some((mark) => mark.type === 'heat')
    axes[`xaxis${p === 0 ? '' : p + 1}`] = {
      ...axisLook(figure.x, placed.xText, placed.xRange, placed.xTicks, options),
      anchor: yName(p),
      showgrid: false,
      showticklabels: isLast,
      ticklabelstandoff: labelShift.x,
      ...(p > 0 ? { matches: 'x' as const } : {}),
    }
    axes[`yaxis${p === 0 ? '' : p + 1}`] = {
      ...axisLook(panel.panel.y, panel.text, panel.range, panel.ticks, options),
      anchor: xName(p),
      domain: [Math.max(0, (bottom - panel.top - panel.height) / plot), Math.min(1, (bottom - panel.top) / plot)],
      showgrid: !heat,
      gridcolor: theme.gridline,
      gridwidth: 1,
      ticklabelstandoff: labelShift.y,
    }
  })
  const rules = placed.panels.flatMap((panel, p) =>
    panel.panel.marks.flatMap((mark): Partial<Shape>[] => {
      if (mark.type !== 'rule') return []
      const line = { color: markColour(mark.colour, theme), width: 1, dash: dashOf([4, 3]) }
      const x = xName(p)
      const y = yName(p)
      const at = mark.at * (mark.axis === 'y' ? panel.text.factor : placed.xText.factor)
      const ends = mark.axis === 'y' ? { xref: `${x} domain` as const, x0: 0, x1: 1, yref: y, y0: at, y1: at } : { xref: x, x0: at, x1: at, yref: `${y} domain` as const, y0: 0, y1: 1 } // biome-ignore format: choice
      return [{ type: 'line', layer: 'above', line, ...ends }]
    }),
  )
  const { texts, leaders } = labels(placed, theme)
  const right = first ? width - first.left - first.width : 0
  const title = placed.title ? { title: { text: placed.title.text, x: placed.title.x / width, y: 1 - placed.title.y / height, xanchor: 'left' as const, yanchor: 'bottom' as const, font: { ...font, size: proportions.titleSize * fontSize, weight: 600 } } } : {} // biome-ignore format: choice
  const layout: Partial<Layout> = {
    ...axes,
    ...title,
    width,
    height,
    font,
    autosize: false,
    paper_bgcolor: theme.background,
    plot_bgcolor: theme.background,
    margin: { l: first?.left ?? 0, r: right, t: top, b: Math.max(0, height - bottom), pad: 0 },
    // Drawn by Legend, at the places of the layout.
    showlegend: false,
    hovermode: 'closest',
    hoverlabel: {
      bgcolor: theme.background,
      bordercolor: theme.axis,
      font: { ...font, color: theme.ink },
      align: 'left',
    },
    dragmode: 'zoom',
    annotations: [...texts, ...headings(placed, theme)],
    shapes: [...rules, ...leaders],
  }
  return { data, layout }
}
