import type { FitResult, FittedSeries } from '../../fit/fit-result.ts'
import { type ChromatogramRun, chromatogramFigure } from '../plots/chromatogram.ts'
import type { Figure } from '../plots/figure.ts'
import { inUnit } from '../plots/measured-marks.ts'

/** The fitted model as a run, so that every component keeps its colour and its name stands at its peak. */
function modelRun(series: readonly FittedSeries[]): ChromatogramRun | undefined {
  const first = series[0]
  const isTable =
    first && series.every((each) => each.of !== 'sum' && each.unit === first.unit && sameTimes(each, first))
  if (!isTable || first.unit !== 'mol/m^3') return undefined
  const times = Float64Array.from(first.x)
  const values = new Float64Array(times.length * series.length)
  series.forEach((each, column) => {
    each.model.forEach((value, row) => {
      values[row * series.length + column] = value
    })
  })
  return { name: 'model', scalars: series.map(({ of, unit }) => ({ name: of, unit })), samples: { times, values } }
}

function sameTimes(a: FittedSeries, b: FittedSeries): boolean {
  return a.x.length === b.x.length && a.x.every((value, i) => value === b.x[i])
}

/** The fit over its measurements, with band and residuals. */
export function fitFigure(result: FitResult): Figure {
  const run = modelRun(result.series.map((series) => inUnit(series, 'mol/m^3')))
  return chromatogramFigure({ title: 'Fit', runs: run ? [run] : [], fitted: result.series })
}
