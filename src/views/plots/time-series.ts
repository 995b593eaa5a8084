import type { EventRecord } from '../../core/simulation.ts'
import type { FittedSeries } from '../../fit/fit-result.ts'
import { type Curve, type CurveRun, curveLines, curvesOf } from './curve-lines.ts'
import { countText, listText, sentence } from './describe.ts'
import type { ColourRole, Figure, LineMark, Mark, Panel, PointsMark } from './figure.ts'
import {
  fitBand,
  fitModel,
  fitPoints,
  inUnit,
  type MeasuredSeries,
  measuredPoints,
  residualPanel,
} from './measured-marks.ts'
import { numberText, unitText } from './number-text.ts'

export interface TimeSeriesSource {
  readonly title: string
  readonly runs: readonly CurveRun[]
  /** Unit of time; '' or '1' where it has none. */
  readonly timeUnit: string
  readonly measured?: readonly MeasuredSeries[]
  readonly fitted?: readonly FittedSeries[]
  /** Events of the first run: marked on its curves. */
  readonly events?: readonly EventRecord[]
}

export interface TimeSeriesOptions {
  /** Names of the scalars shown; default: all. */
  readonly shown?: readonly string[]
  readonly logarithmicTime?: boolean
  readonly logarithmic?: boolean
  /** A panel for each scalar instead of one for each unit. */
  readonly isSeparate?: boolean
}

/** More panels than this on one page cannot be read. */
const mostPanels = 6
/** More events than this are a band, not marks. */
const mostEvents = 400

/**
 * Any scalars of several runs over time: those of one unit over one another, those of different units below one another, with what was
 * measured, the fit's band and residuals, and events on the curves. Colours follow the scalars, dashes the runs.
 */
export function timeSeriesFigure(source: TimeSeriesSource, options: TimeSeriesOptions = {}): Figure {
  const { runs } = source
  const isShown = (name: string) => !options.shown || options.shown.includes(name)
  const curves = runs.flatMap(curvesOf).filter((curve) => isShown(curve.of))
  const { lines, keys, colourOf } = curveLines(runs, curves, {})
  const groupOf = (curve: Pick<Curve, 'of' | 'unit'>) => (options.isSeparate ? curve.of : curve.unit)
  const groups = [...new Set(curves.map(groupOf))].slice(0, mostPanels)
  const panels = groups.flatMap((group, g): readonly Panel[] => {
    const own = curves.filter((curve) => groupOf(curve) === group)
    const names = [...new Set(own.map((curve) => curve.of))]
    const first = own[0]
    const unit = first?.unit ?? '1'
    const colour = (of: string): ColourRole => colourOf(of, 0)
    const belongs = (series: { readonly of: string }) => names.includes(series.of)
    const fits = (source.fitted ?? []).filter(belongs).map((series) => inUnit(series, unit))
    const measured = (source.measured ?? []).filter((m) => belongs(m) && !fits.some((fit) => fit.of === m.of))
    const marks: readonly Mark[] = [
      ...fits.map((series) => fitBand(series, colour(series.of), fits.length === 1)),
      ...measured.map((series) => measuredPoints(series, colour(series.of))),
      ...fits.map((series) => fitPoints(series, colour(series.of))),
      ...lines.filter((_, i) => own.includes(curves[i] ?? own[0] ?? emptyCurve)),
      ...fits.filter((fit) => !own.some((curve) => curve.of === fit.of)).map((fit) => fitModel(fit, colour(fit.of))),
      ...eventMarks(source.events ?? [], own, colour),
      ...(g === 0 ? keys : []),
    ]
    const label = names.length === 1 ? (first?.label ?? '') : ''
    const panel: Panel = { y: { label, unit, scale: options.logarithmic ? 'log' : 'linear' }, marks, weight: 3 }
    return fits.length > 0 ? [panel, residualPanel(fits, unit, colour)] : [panel]
  })
  const empty: Panel = { y: { label: '', unit: '1', scale: 'linear' }, marks: [], weight: 1 }
  return {
    title: source.title,
    x: { label: 'Time', unit: source.timeUnit, scale: options.logarithmicTime ? 'log' : 'linear' },
    panels: panels.length > 0 ? panels : [empty],
    description: describe(source, curves),
  }
}

const emptyCurve: Curve = { of: '', label: '', unit: '1', run: 0, x: new Float64Array(), y: new Float64Array() }

/** Where events happened, on the curves of the first run. */
function eventMarks(
  events: readonly EventRecord[],
  curves: readonly Curve[],
  colour: (of: string) => ColourRole,
): readonly PointsMark[] {
  if (events.length === 0 || events.length > mostEvents) return []
  return curves
    .filter((curve) => curve.run === 0)
    .map((curve): PointsMark => {
      const own = events.filter(({ state }) => Object.hasOwn(state, curve.of))
      return {
        type: 'points',
        x: Float64Array.from(own, ({ t }) => t),
        y: Float64Array.from(own, ({ state }) => state[curve.of] ?? Number.NaN),
        label: 'events',
        legend: 'events',
        colour: colour(curve.of),
        shape: 'ring',
        size: 1.3,
      }
    })
    .filter((mark) => mark.x.length > 0)
}

function describe({ runs, timeUnit, events, measured, fitted }: TimeSeriesSource, curves: readonly Curve[]): string {
  if (runs.length === 0) return 'No run yet.'
  const first = curves.filter((curve) => curve.run === 0)
  const unit = unitText(timeUnit)
  const last = first[0]?.x.at(-1) ?? 0
  const ranges = first.slice(0, 4).map(({ label, y }) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const value of y) {
      if (value < low) low = value
      if (value > high) high = value
    }
    return `${label} between ${numberText(low, 3)} and ${numberText(high, 3)}`
  })
  const fits = fitted ?? []
  const parts = [
    `${countText(new Set(first.map(({ of }) => of)).size, 'quantity', 'quantities')} up to the time ${`${numberText(last)} ${unit}`.trim()}: ${listText(ranges)}`,
    runs.length > 1
      ? `${countText(runs.length, 'run')} over one another: ${listText(runs.map((run) => run.name))}`
      : '',
    (events?.length ?? 0) > 0 ? countText(events?.length ?? 0, 'event') : '',
    fits.length > 0
      ? `fitted to ${listText(fits.map((series) => `${series.x.length} points of ${series.column}`))}`
      : (measured?.length ?? 0) > 0
        ? `measured: ${listText((measured ?? []).map((series) => series.label))}`
        : '',
  ]
  return `${sentence(parts.filter((part) => part !== '').join('; '))}.`
}

/** How far conserved quantities have gone from their first value, relative to it (absolute where it is 0), over time. */
export function conservedFigure(
  source: Omit<TimeSeriesSource, 'events' | 'measured' | 'fitted'>,
  names: readonly string[],
  options: { readonly logarithmic?: boolean } = {},
): Figure {
  const curves = source.runs.flatMap(curvesOf).filter((curve) => names.includes(curve.of))
  const changes = curves.map((curve): Curve => {
    const first = curve.y[0] ?? Number.NaN
    const size = Math.abs(first) || 1
    const y = curve.y.map((value) => (value - first) / size)
    // A logarithmic axis shows sizes; exact zeros have no place on it.
    const { whole: _, ...own } = curve
    return { ...own, y: options.logarithmic ? y.map((value) => Math.abs(value) || Number.NaN) : y }
  })
  const { lines, keys } = curveLines(source.runs, changes, {})
  const zero: Mark = { type: 'rule', axis: 'y', at: 0, label: '', colour: 'muted' }
  const worst = changes.map(({ label, y }) => {
    const largest = y.reduce((most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0), 0)
    return `${label} by at most ${numberText(largest, 2)}`
  })
  const marks: readonly LineMark[] = [...lines, ...keys]
  return {
    title: source.title,
    x: { label: 'Time', unit: source.timeUnit, scale: 'linear' },
    panels: [
      {
        y: { label: 'Relative change', unit: '1', scale: options.logarithmic ? 'log' : 'linear' },
        marks: options.logarithmic ? marks : [zero, ...marks],
        weight: 1,
      },
    ],
    description:
      worst.length > 0 ? `Conserved quantities change: ${listText(worst.slice(0, 6))}.` : 'Nothing is conserved here.',
  }
}
