import { makeConversion, UnitError } from '../../core/unit.ts'
import type { FittedSeries } from '../../fit/fit-result.ts'
import type { ColourRole, Mark, Panel } from './figure.ts'

/** Measured points. */
export interface MeasuredSeries {
  readonly label: string
  /** Name of a scalar, or 'sum'. */
  readonly of: string
  /** Default: that of the scalar. In another (mAU, counts) it stands in a panel of its own. */
  readonly unit?: string
  readonly x: Float64Array
  readonly y: Float64Array
  readonly sigma?: Float64Array
}

/**
 * A fit's series where the curves of the model are: detector's response taken off, in their unit, so that points lie on the curve they
 * were fitted with. A signal of another kind (mAU and mol/m³) stays as it is.
 */
export function inUnit(series: FittedSeries, unit: string): FittedSeries {
  const { scale = 1, offset = 0 } = series
  if (series.unit === unit && scale === 1 && offset === 0) return series
  try {
    const convert = makeConversion(series.unit, unit)
    const factor = convert(1) - convert(0)
    const scaled = (values: readonly number[], zero: number) => values.map((value) => ((value - zero) / scale) * factor)
    const [low, high] = [scaled(series.bandLow, offset), scaled(series.bandHigh, offset)]
    return {
      ...series,
      unit,
      scale: 1,
      offset: 0,
      measured: scaled(series.measured, offset),
      model: scaled(series.model, offset),
      residuals: scaled(series.residuals, 0),
      // A detector that answers downwards turns the band over.
      ...(scale < 0 ? { bandLow: high, bandHigh: low } : { bandLow: low, bandHigh: high }),
    }
  } catch (error) {
    if (error instanceof UnitError) return series
    throw error
  }
}

/** Where colours tell the components apart, one word in the legend stands for the marks of all. */
export function namedOnce(marks: readonly Mark[], legend: string): readonly Mark[] {
  if (marks.length < 2) return marks
  return marks.map((mark) => (mark.type === 'points' || mark.type === 'band' ? { ...mark, legend } : mark))
}

/** Points as they were measured, with their standard deviations where these are known. */
export function measuredPoints(series: MeasuredSeries, colour: ColourRole): Mark {
  const { x, y, label, sigma } = series
  return { type: 'points', x, y, label, colour, ...(sigma ? { sigma } : {}) }
}

/** The points that a fit was made to. */
export function fitPoints(series: FittedSeries, colour: ColourRole): Mark {
  const label = series.column === series.of ? `${series.column} measured` : series.column
  return { type: 'points', x: Float64Array.from(series.x), y: Float64Array.from(series.measured), label, colour }
}

/** The 95 % band of the fitted curve; nothing where it could not be computed. */
export function fitBand(series: FittedSeries, colour: ColourRole, isNamed: boolean): Mark {
  const [low, high] = [Float64Array.from(series.bandLow), Float64Array.from(series.bandHigh)]
  return { type: 'band', x: Float64Array.from(series.x), low, high, label: isNamed ? '95 % band' : '', colour }
}

/** The fitted curve at the measured times. */
export function fitModel(series: FittedSeries, colour: ColourRole): Mark {
  return {
    type: 'line',
    x: Float64Array.from(series.x),
    y: Float64Array.from(series.model),
    label: `${series.of} model`,
    colour,
  }
}

/** Measured minus model, about zero. */
export function residualPanel(
  series: readonly FittedSeries[],
  unit: string,
  colour: (of: string) => ColourRole,
): Panel {
  return {
    y: { label: 'Residual', unit, scale: 'linear' },
    weight: 1,
    marks: [
      { type: 'rule', axis: 'y', at: 0, label: '', colour: 'muted' },
      ...series.map((s): Mark => ({ type: 'points', x: Float64Array.from(s.x), y: Float64Array.from(s.residuals), label: '', colour: colour(s.of), size: 0.8 })), // biome-ignore format: record
    ],
  }
}

/** A detector's signal in its own unit, with the model as the detector sees it, and the residuals below. */
export function signalPanels(
  fits: readonly FittedSeries[],
  measured: readonly MeasuredSeries[],
  unit: string,
  colour: (of: string) => ColourRole,
  residuals: boolean,
): readonly Panel[] {
  const marks = [
    ...fits.map((series) => fitBand(series, colour(series.of), fits.length === 1)),
    ...measured.map((series) => measuredPoints(series, colour(series.of))),
    ...fits.map((series) => fitPoints(series, colour(series.of))),
    ...fits.map((series) => fitModel(series, colour(series.of))),
  ]
  const panel: Panel = { y: { label: 'Signal', unit, scale: 'linear' }, weight: 2, marks }
  return fits.length > 0 && residuals ? [panel, residualPanel(fits, unit, colour)] : [panel]
}
