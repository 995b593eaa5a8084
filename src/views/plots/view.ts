import { headingLines, makeScale, makeTicks } from './axes.ts'
import { fittedX, largestOf } from './extents.ts'
import type { Figure } from './figure.ts'
import { placePanelLabels } from './labels.ts'
import { layoutFigure } from './layout.ts'
import { axisText } from './number-text.ts'
import type { FigureLayout, PanelLayout, Range } from './placed.ts'
import { textWidth } from './text-metrics.ts'
import { proportions } from './theme.ts'
import { countOf } from './whole-columns.ts'

/** What of a figure is looked at. Painter and plotly.js share it, so that a zoom outlives the change from one to the other. */
export interface View {
  readonly x?: Range
  /** By panel; undefined: fitted. */
  readonly y: readonly (Range | undefined)[]
  /** Keys of the legend that were clicked away. */
  readonly hidden: ReadonlySet<string>
}

/** Everything, fitted. */
export const wholeView: View = { y: [], hidden: new Set() }

const isZoomed = (view: View) => view.x !== undefined || view.y.some((range) => range !== undefined)

/** The set with the key in it, or without where it was. */
export function toggled(hidden: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set(hidden.has(key) ? [...hidden].filter((other) => other !== key) : [...hidden, key])
}

interface Page {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  readonly title: boolean
}

const fitted = new WeakMap<Figure, { readonly key: string; readonly layout: FigureLayout }>()

function fittedLayout(figure: Figure, page: Page): FigureLayout {
  const key = Object.values(page).join()
  const known = fitted.get(figure)
  if (known?.key === key) return known.layout
  const layout = layoutFigure(figure, { ...page, whole: true, xRange: fittedX(figure) })
  fitted.set(figure, { key, layout })
  return layout
}

/**
 * The figure on the screen in a view. Rectangles, legend and headings stay where the whole figure has them, so that nothing jumps
 * while one zooms; only ticks and names at the lines follow. A y zoom whose numbers are longer takes the room from the left.
 */
export function layoutView(figure: Figure, page: Page, view: View): FigureLayout {
  const whole = fittedLayout(figure, page)
  if (!isZoomed(view)) return whole
  if (figure.plane === 'equal')
    return layoutFigure(figure, { ...page, whole: true, yRanges: view.y, ...(view.x ? { xRange: view.x } : {}) })
  const { fontSize } = page
  const size = proportions.tickSize * fontSize
  const texts = whole.panels.map((panel, p) => {
    const range = view.y[p]
    if (!range) return { range: panel.range, text: panel.text, ticks: panel.ticks, lines: panel.titleLines }
    const text = axisText(panel.panel.y, largestOf(range))
    const count = Math.max(2, Math.min(8, Math.round(panel.height / (4 * fontSize))))
    const lines = headingLines(panel.panel.y, text, proportions.labelSize * fontSize, panel.height)
    const ticks = makeTicks(panel.panel.y, range, text.factor, count, (value) => value)
    return { range, text, ticks, lines: lines.length > panel.titleLines.length ? panel.titleLines : lines }
  })
  const widest = (ticks: PanelLayout['ticks']) => Math.max(0, ...ticks.map(({ label }) => textWidth(label, size)))
  const before = Math.max(...whole.panels.map((panel) => widest(panel.ticks)))
  const wider = Math.max(0, Math.ceil(Math.max(...texts.map(({ ticks }) => widest(ticks))) - before))
  const xRange = view.x ?? whole.xRange
  const first = whole.panels[0]
  const left = (first?.left ?? 0) + wider
  const width = Math.max(fontSize, (first?.width ?? 0) - wider)
  const toX = makeScale(figure.x, xRange, [left, left + width])
  const xText = view.x ? axisText(figure.x, largestOf(xRange)) : whole.xText
  const panels = whole.panels.map((panel, p): PanelLayout => {
    const { range, text, lines } = texts[p] ?? { range: panel.range, text: panel.text, lines: panel.titleLines }
    const toY = makeScale(panel.panel.y, range, [panel.top + panel.height, panel.top])
    const count = Math.max(2, Math.min(8, Math.round(panel.height / (4 * fontSize))))
    const ticks = view.y[p] ? makeTicks(panel.panel.y, range, text.factor, count, toY) : panel.ticks
    const placed = { ...panel, left, width, range, text, toY, ticks, titleLines: lines }
    const names = new Set(panel.labels.map((label) => label.text))
    const labels = placePanelLabels(placed, { xRange, toX }, fontSize).filter(({ text }) => names.has(text))
    return { ...placed, labels }
  })
  const xCount = Math.max(2, Math.round(width / (7 * fontSize)))
  const xTicks = makeTicks(figure.x, xRange, xText.factor, xCount, toX)
  return { ...whole, xRange, xText, xTicks, toX, panels, xTitleAt: [left + width / 2, whole.xTitleAt[1]] }
}

/** How many points a figure draws: from some tens of thousands on the painter shows it, at rest too. */
export function countPoints(figure: Figure): number {
  let count = 0
  for (const { marks } of figure.panels)
    for (const mark of marks)
      if (mark.type === 'heat') count += mark.values.length
      else if (mark.type === 'line' || mark.type === 'path') count += countOf(mark)
      else if (mark.type !== 'rule') count += mark.x.length
  return count
}
