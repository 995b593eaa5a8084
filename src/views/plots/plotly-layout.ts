import type { Annotation, Data, Layout, LayoutAxis } from 'plotly.js/lib/core'
import { findColourMap, heatRange } from './colour-maps.ts'
import { fittedX, largestOf } from './extents.ts'
import type { AxisStyle, Figure, Mark } from './figure.ts'
import { layoutFigure } from './layout.ts'
import { type AxisText, axisText } from './number-text.ts'
import { rgbToHex } from './oklab.ts'
import type { FigureLayout } from './placed.ts'
import { type FigureTheme, figureFont, labelColour, markColour, proportions } from './theme.ts'

/** Lines with more points than this are drawn by WebGL. */
const webGlFrom = 20_000

const scaled = (values: Float64Array, factor: number) => (factor === 1 ? values : values.map((value) => value * factor))
const xNames = ['x', 'x2', 'x3', 'x4', 'x5', 'x6'] as const
const yNames = ['y', 'y2', 'y3', 'y4', 'y5', 'y6'] as const
const xName = (panel: number) => xNames[panel] ?? 'x'
const yName = (panel: number) => yNames[panel] ?? 'y'

interface Place {
  readonly panel: number
  readonly x: AxisText
  readonly y: AxisText
  readonly theme: FigureTheme
  readonly fontSize: number
}

function traces(mark: Mark, place: Place, named: Set<string>, labelled: ReadonlySet<string>): Data[] {
  if (mark.type === 'rule') return []
  const { theme, fontSize } = place
  const axes = { xaxis: xName(place.panel), yaxis: yName(place.panel) }
  const unit = (text: AxisText) => (text.unit ? ` ${text.unit}` : '')
  if (mark.type === 'heat') {
    const map = findColourMap(mark.colours)
    const [low, high] = heatRange(mark)
    const text = axisText({ label: mark.label, unit: mark.unit, scale: 'linear' }, largestOf([low, high]))
    const z = Array.from(mark.y, (_, row) => Array.from(mark.values.subarray(row * mark.x.length, (row + 1) * mark.x.length), (value) => value * text.factor)) // biome-ignore format: rows
    return [{ type: 'heatmap', ...axes, x: scaled(mark.x, place.x.factor), y: scaled(mark.y, place.y.factor), z, zmin: low * text.factor, zmax: high * text.factor, colorscale: Array.from({ length: 65 }, (_, i): [number, string] => [i / 64, rgbToHex(map(i / 64))]), ...(mark.decimals === undefined ? {} : { texttemplate: `%{z:.${mark.decimals}f}`, xgap: 1, ygap: 1 }), colorbar: { x: 1, xpad: 1.2 * fontSize, ypad: 0, thickness: 1.1 * fontSize, outlinewidth: 0, ticks: 'outside', ticklen: 0.3 * fontSize, tickcolor: theme.axis, tickfont: { color: theme.muted } }, hovertemplate: `%{x:.5~g}${unit(place.x)}<br>%{y:.5~g}${unit(place.y)}<br><b>%{z:.4~g}</b>${unit(text)}<extra></extra>` }] // biome-ignore format: record
  }
  const colour = markColour(mark.colour, theme)
  const x = scaled(mark.x, place.x.factor)
  const factor = place.y.factor
  const key = `${mark.type} ${mark.label} ${mark.colour}`
  const isDirect = mark.type === 'line' && mark.directLabel === true && labelled.has(mark.label)
  const showlegend = mark.label !== '' && !isDirect && !named.has(key)
  named.add(key)
  const common = { ...axes, name: mark.label, legendgroup: mark.label || key, showlegend, hovertemplate: `${mark.label ? '<b>%{fullData.name}</b><br>' : ''}%{x:.5~g}${unit(place.x)}<br>%{y:.4~g}${unit(place.y)}<extra></extra>` } // biome-ignore format: record
  if (mark.type === 'band')
    return [
      { ...common, type: 'scatter', mode: 'lines', x, y: scaled(mark.low, factor), line: { width: 0 }, showlegend: false, hoverinfo: 'skip', hovertemplate: '' }, // biome-ignore format: record
      { ...common, type: 'scatter', mode: 'lines', x, y: scaled(mark.high, factor), line: { width: 0 }, fill: 'tonexty', fillcolor: `${colour}38`, hoverinfo: 'skip', hovertemplate: '' }, // biome-ignore format: record
    ]
  const type = mark.x.length > webGlFrom ? ('scattergl' as const) : ('scatter' as const)
  const y = scaled(mark.y, factor)
  if (mark.type === 'line') {
    // plotly.js names nothing that has no point: a gap stands for one.
    const points = mark.x.length === 0 ? { x: [null], y: [null] } : { x, y }
    const line = {
      color: colour,
      width: (mark.width ?? 1) * proportions.lineWidth * fontSize,
      dash: mark.dash ?? 'solid',
    }
    return type === 'scattergl'
      ? [{ ...common, type, mode: 'lines', ...points, line }]
      : [{ ...common, type, mode: 'lines', ...points, line: { ...line, simplify: false } }]
  }
  const bars = mark.sigma ? { error_y: { type: 'data' as const, array: scaled(mark.sigma, factor), color: colour, thickness: 1, width: 0 } } : {} // biome-ignore format: choice
  return [{ ...common, type, mode: 'markers', x, y, marker: { color: colour, opacity: 0.75, size: 2 * (mark.size ?? 1) * proportions.pointRadius * fontSize, line: { width: 0 } }, ...bars }] // biome-ignore format: record
}

function axisLook(
  axis: AxisStyle,
  text: AxisText,
  range: readonly [number, number],
  theme: FigureTheme,
  fontSize: number,
): Partial<LayoutAxis> {
  // biome-ignore format: signature
  const end = (value: number) => (axis.scale === 'log' ? Math.log10(value) : value * text.factor)
  const places = axis.ticks ? { tickmode: 'array' as const, tickvals: axis.ticks.map((tick) => tick.at), ticktext: axis.ticks.map((tick) => tick.label) } : {} // biome-ignore format: choice
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
    exponentformat: 'power',
    automargin: false,
    ...places,
  }
}

/** Names at their lines, tied to the peaks: they follow when the view is moved. */
function annotations(layout: FigureLayout, theme: FigureTheme): Partial<Annotation>[] {
  return layout.panels.flatMap((panel, p) =>
    panel.labels.map((label) => {
      const [px, py] = label.peak
      const share = (px - panel.left) / panel.width
      const [x0, x1] = layout.xRange
      const rise = (panel.top + panel.height - py) / panel.height
      const [y0, y1] = panel.range
      const isLog = panel.panel.y.scale === 'log'
      const y = isLog ? Math.log10(y0) + rise * Math.log10(y1 / y0) : (y0 + rise * (y1 - y0)) * panel.text.factor
      return { xref: xName(p), yref: yName(p), x: (x0 + share * (x1 - x0)) * layout.xText.factor, y, xshift: label.x - px, yshift: py - label.y - 0.1 * layout.fontSize, text: label.text, showarrow: false, xanchor: 'center', yanchor: 'bottom', borderpad: 0, font: { color: labelColour(label.colour, theme), size: proportions.tickSize * layout.fontSize } } // biome-ignore format: record
    }),
  )
}

/** Headings of colour bars where the static writer puts them; plotly.js would write them over the tick labels. */
function barTitles({ panels, fontSize }: FigureLayout, theme: FigureTheme): Partial<Annotation>[] {
  return panels.flatMap(({ colourBar: bar, left, width }, p): Partial<Annotation>[] =>
    bar
      ? [{ xref: 'paper', yref: `${yName(p)} domain`, x: 1, y: 0.5, xshift: bar.titleAt - left - width - 0.3 * fontSize, text: bar.title, textangle: -90, showarrow: false, xanchor: 'center', yanchor: 'middle', font: { color: theme.ink, size: fontSize } }] // biome-ignore format: record
      : [],
  )
}

export interface PlotlyOptions {
  readonly width: number
  readonly height: number
  readonly theme: FigureTheme
  readonly fontSize: number
  readonly title: boolean
}

/** The same figure in plotly.js's words, on the layout that the static writer uses: margins, panels, names at lines. */
export function figureToPlotly(
  figure: Figure,
  options: PlotlyOptions,
): { readonly data: Data[]; readonly layout: Partial<Layout> } {
  const { theme, fontSize, width, height } = options
  const xRange = fittedX(figure)
  const placed = layoutFigure(figure, { width, height, fontSize, title: options.title, xRange })
  const labelled = new Set(placed.panels.flatMap((panel) => panel.labels.map((label) => label.text)))
  const first = placed.panels[0]
  const last = placed.panels.at(-1)
  const top = first?.top ?? 0
  const bottom = last ? last.top + last.height : height
  const plot = Math.max(1, bottom - top)
  const named = new Set<string>()
  const data = placed.panels.flatMap((panel, p) =>
    panel.panel.marks.flatMap((mark) =>
      traces(mark, { panel: p, x: placed.xText, y: panel.text, theme, fontSize }, named, labelled),
    ),
  )
  const font = { family: figureFont, size: fontSize, color: theme.ink }
  const axes: Record<string, Partial<LayoutAxis>> = {}
  placed.panels.forEach((panel, p) => {
    const isLast = p === placed.panels.length - 1
    const x = axisLook(figure.x, placed.xText, xRange, theme, fontSize)
    const heat = panel.panel.marks.some((mark) => mark.type === 'heat')
    axes[`xaxis${p === 0 ? '' : p + 1}`] = {
      ...x,
      anchor: yName(p),
      showgrid: false,
      showticklabels: isLast,
      nticks: placed.xTicks.length + 2,
      ...(p > 0 ? { matches: 'x' as const } : {}),
      ...(isLast ? { title: { text: placed.xText.title, standoff: 0.35 * fontSize, font } } : {}),
    }
    axes[`yaxis${p === 0 ? '' : p + 1}`] = {
      ...axisLook(panel.panel.y, panel.text, panel.range, theme, fontSize),
      anchor: xName(p),
      domain: [Math.max(0, (bottom - panel.top - panel.height) / plot), Math.min(1, (bottom - panel.top) / plot)],
      showgrid: !heat,
      gridcolor: theme.gridline,
      gridwidth: 1,
      nticks: panel.ticks.length + 2,
      title: { text: panel.titleLines.join('<br>'), standoff: 0.3 * fontSize, font },
    }
  })
  const shapes = placed.panels.flatMap((panel, p) =>
    panel.panel.marks.flatMap((mark) => {
      if (mark.type !== 'rule') return []
      const line = { color: markColour(mark.colour, theme), width: 1, dash: 'dash' as const }
      const x = xName(p)
      const y = yName(p)
      const at = mark.at * (mark.axis === 'y' ? panel.text.factor : placed.xText.factor)
      const ends = mark.axis === 'y' ? { xref: `${x} domain` as const, x0: 0, x1: 1, yref: y, y0: at, y1: at } : { xref: x, x0: at, x1: at, yref: `${y} domain` as const, y0: 0, y1: 1 } // biome-ignore format: choice
      return [{ type: 'line' as const, layer: 'above' as const, line, ...ends }]
    }),
  )
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
    showlegend: placed.legend.entries.length > 0,
    legend: { orientation: 'h', x: 0, y: 1 + (0.3 * fontSize) / plot, xanchor: 'left', yanchor: 'bottom', bgcolor: 'rgba(0,0,0,0)', font: { ...font, size: proportions.tickSize * fontSize } }, // biome-ignore format: record
    hovermode: 'closest',
    hoverlabel: {
      bgcolor: theme.background,
      bordercolor: theme.axis,
      font: { ...font, color: theme.ink },
      align: 'left',
    },
    dragmode: 'zoom',
    annotations: [...annotations(placed, theme), ...barTitles(placed, theme)],
    shapes,
    // Zooms and hidden traces outlive new numbers as long as the axes mean the same.
    uirevision: [figure.x.label, ...figure.panels.map((panel) => panel.y.label)].join('|'),
  }
  return { data, layout }
}
