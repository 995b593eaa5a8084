import type { FittedSeries } from '../../fit/fit-result.ts'
import { type Curve, type CurveRun, curveLines, curvesOf } from './curve-lines.ts'
import { countText, describePeaks, findPeak, listText, type Peak, sentence } from './describe.ts'
import type { ColourRole, Figure, Mark, Panel } from './figure.ts'
import type { MeasuredSeries } from './measured-marks.ts'
import {
  fitBand,
  fitModel,
  fitPoints,
  inUnit,
  measuredPoints,
  namedOnce,
  residualPanel,
  signalPanels,
} from './measured-marks.ts'
import { numberText } from './number-text.ts'

export { sampleColumn } from './curve-lines.ts'
export type { MeasuredSeries } from './measured-marks.ts'

/** One run's outlet concentrations over time. */
export type ChromatogramRun = CurveRun

export interface ChromatogramSource {
  readonly title: string
  readonly runs: readonly ChromatogramRun[]
  readonly measured?: readonly MeasuredSeries[]
  /** A fit brings its own points, model, band and residuals. */
  readonly fitted?: readonly FittedSeries[]
}

export interface ChromatogramOptions {
  /** Names of the scalars shown; default: all. */
  readonly components?: readonly string[]
  /** Adds the sum of the components shown, as a detector sees it. */
  readonly sum?: boolean
  /** Residuals under the curves; default: where there is a fit. */
  readonly residuals?: boolean
  /** Shows a run minus another below, by their places in `runs`. */
  readonly error?: { readonly run: number; readonly reference: number }
  /** What the colours tell apart; default: components where at most four runs are shown. The other gets dashes. */
  readonly colourBy?: 'component' | 'run'
  readonly logarithmic?: boolean
  readonly timeRange?: readonly [number, number]
}

/** The curves of the components shown, and their sum where it is asked for. */
function withSum(source: ChromatogramSource, options: ChromatogramOptions): readonly Curve[] {
  const isShown = (name: string) => !options.components || options.components.includes(name)
  return source.runs.flatMap((run, r) => {
    const shown = curvesOf(run, r).filter((curve) => isShown(curve.of))
    if (!options.sum) return shown
    const total = Float64Array.from(run.samples.times, (_, row) =>
      shown.reduce((sum, curve) => sum + (curve.y[row] ?? 0), 0),
    )
    // First, so that the components lie over it and it shows where they overlap.
    const unit = shown[0]?.unit ?? '1'
    return [{ of: 'sum', label: 'sum', unit, run: r, x: run.samples.times, y: total }, ...shown]
  })
}

/** Values of a curve at other times, by straight lines; NaN outside. */
function interpolate(curve: Curve, times: Float64Array): Float64Array {
  let i = 0
  return times.map((t) => {
    while (i + 2 < curve.x.length && (curve.x[i + 1] ?? 0) < t) i++
    const [x0, x1] = [curve.x[i] ?? Number.NaN, curve.x[i + 1] ?? Number.NaN]
    if (t === x0) return curve.y[i] ?? Number.NaN
    if (!(t >= x0 && t <= x1)) return Number.NaN
    const share = (t - x0) / (x1 - x0)
    return (1 - share) * (curve.y[i] ?? 0) + share * (curve.y[i + 1] ?? 0)
  })
}

/**
 * Chromatograms of several runs over one another, with what was measured, the fit's band and residuals, and the difference of two
 * runs below. Colours follow the components in Okabe–Ito order, dashes the runs.
 */
export function chromatogramFigure(source: ChromatogramSource, options: ChromatogramOptions = {}): Figure {
  const unit = source.runs[0]?.scalars[0]?.unit ?? source.fitted?.[0]?.unit ?? '1'
  const curves = withSum(source, options)
  const {
    lines,
    keys: runKeys,
    colourOf,
  } = curveLines(source.runs, curves, {
    isDirect: true,
    ...(options.colourBy ? { byRun: options.colourBy === 'run' } : {}),
  })
  const fitted = (source.fitted ?? []).map((series) => inUnit(series, unit))
  const isShown = (of: string) => !options.components || of === 'sum' || options.components.includes(of)
  const isSignal = (series: { readonly unit?: string }) => series.unit !== undefined && series.unit !== unit
  const allFits = fitted.filter((series) => isShown(series.of))
  const shownFits = allFits.filter((series) => !isSignal(series))
  const signalFits = allFits.filter(isSignal)
  const shownMeasured = (source.measured ?? []).filter((m) => isShown(m.of) && !allFits.some((fit) => fit.of === m.of))
  const fitColour = (of: string) => colourOf(of, 0)
  const bands = shownFits.map((series) => fitBand(series, fitColour(series.of), shownFits.length === 1))
  const points = [
    ...shownMeasured
      .filter((series) => !isSignal(series))
      .map((series) => measuredPoints(series, fitColour(series.of))),
    ...shownFits.map((series) => fitPoints(series, fitColour(series.of))),
  ]
  // Where the run shown is not the fitted one, the model's own line belongs to the points.
  const models = shownFits
    .filter((series) => !curves.some((curve) => curve.of === series.of))
    .map((series) => fitModel(series, fitColour(series.of)))

  const panels: Panel[] = [
    {
      y: { label: 'Concentration', unit, scale: options.logarithmic ? 'log' : 'linear' },
      marks: [...namedOnce(bands, '95 % band'), ...namedOnce(points, 'measured'), ...lines, ...models, ...runKeys],
      weight: 3,
    },
  ]
  if ((options.residuals ?? true) && shownFits.length > 0) panels.push(residualPanel(shownFits, unit, fitColour))
  const signals = shownMeasured.filter(isSignal)
  for (const signalUnit of new Set([...signalFits, ...signals].map((series) => series.unit ?? '')))
    panels.push(
      ...signalPanels(
        signalFits.filter((series) => series.unit === signalUnit),
        signals.filter((series) => series.unit === signalUnit),
        signalUnit,
        fitColour,
        options.residuals ?? true,
      ),
    )
  const error = options.error ? errorPanel(source, curves, options.error, unit, (of) => colourOf(of, 0)) : undefined
  if (error) panels.push(error.panel)
  return {
    title: source.title,
    x: { label: 'Time', unit: 's', scale: 'linear', ...(options.timeRange ? { range: options.timeRange } : {}) },
    panels,
    description: describe(source, curves, allFits, error?.words),
  }
}

function errorPanel(
  source: ChromatogramSource,
  curves: readonly Curve[],
  pair: { readonly run: number; readonly reference: number },
  unit: string,
  colour: (of: string) => ColourRole,
): { readonly panel: Panel; readonly words: string } | undefined {
  let largest = 0
  let scale = 0
  const marks = curves
    .filter((curve) => curve.run === pair.reference)
    .flatMap((reference): Mark[] => {
      const other = curves.find((curve) => curve.run === pair.run && curve.of === reference.of)
      if (!other) return []
      const values = interpolate(other, reference.x)
      const difference = values.map((value, i) => value - (reference.y[i] ?? 0))
      for (const value of difference) if (Math.abs(value) > largest) largest = Math.abs(value)
      for (const value of reference.y) if (Math.abs(value) > scale) scale = Math.abs(value)
      return [{ type: 'line', x: reference.x, y: difference, label: '', colour: colour(reference.of) }]
    })
  if (marks.length === 0) return undefined
  const [run, reference] = [source.runs[pair.run]?.name ?? '', source.runs[pair.reference]?.name ?? '']
  return {
    panel: {
      y: { label: 'Difference', unit, scale: 'linear' },
      weight: 1,
      marks: [{ type: 'rule', axis: 'y', at: 0, label: '', colour: 'muted' }, ...marks],
    },
    words: `${run} differs from ${reference} by at most ${numberText((100 * largest) / (scale || 1), 2)} % of the tallest peak`,
  }
}

function describe(
  source: ChromatogramSource,
  curves: readonly Curve[],
  fits: readonly FittedSeries[],
  error?: string,
): string {
  const first = curves.filter((curve) => curve.run === 0 && curve.of !== 'sum')
  const peaks = first
    .map((curve) => findPeak(curve.label, curve.x, curve.y))
    .filter((peak): peak is Peak => peak !== undefined)
  const largest = Math.max(0, ...peaks.map((peak) => peak.height))
  const visible = peaks.filter((peak) => peak.height > 1e-4 * largest)
  const measured = (source.measured ?? []).map((series) => series.label)
  const parts = [
    source.runs.length > 0 ? `Chromatogram with ${describePeaks(visible, 's')}` : 'No run yet',
    source.runs.length > 1 ? `${countText(source.runs.length, 'run')} over one another: ${listText(source.runs.map((run) => run.name))}` : '', // biome-ignore format: one choice
    fits.length > 0
      ? `fitted to ${listText(fits.map((series) => `${series.x.length} points of ${series.column}`))}`
      : '',
    measured.length > 0 && fits.length === 0 ? `measured: ${listText(measured)}` : '',
    error ?? '',
  ]
  return `${sentence(parts.filter((part) => part !== '').join('; '))}.`
}
