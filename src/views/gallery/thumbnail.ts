import type { Curve } from '../../experiment/simulate.ts'
import { chromatogramFigure } from '../plots/chromatogram.ts'
import type { MeasuredSeries } from '../plots/measured-marks.ts'
import { figureToSvg } from '../plots/static-svg.ts'

/** The picture of a gallery card, 88 mm × 49.5 mm: the chromatogram of its experiment as it is in the window. */
export function thumbnailSvg(curve: Curve, measured: readonly MeasuredSeries[], theme: 'light' | 'dark'): string {
  const run = { name: curve.method, scalars: curve.scalars, samples: { times: curve.times, values: curve.values } }
  // Every few points of a measurement are enough for a picture of this size.
  const thinned = measured.map((series) => ({ ...series, x: thin(series.x), y: thin(series.y), sigma: undefined }))
  const figure = chromatogramFigure({ title: '', runs: [run], measured: thinned })
  return figureToSvg(figure, { widthMillimetres: 88, heightMillimetres: 49.5, theme, title: false, fontSize: 7 })
}

function thin(values: Float64Array): Float64Array {
  const step = Math.max(1, Math.ceil(values.length / 160))
  return values.filter((_, i) => i % step === 0)
}
