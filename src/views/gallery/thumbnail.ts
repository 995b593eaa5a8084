import type { Frame, Quantity, Samples } from '../../core/field.ts'
import type { StudyResult } from '../../core/simulation.ts'
import { fieldPicture } from '../fields/field-picture.ts'
import type { MeasuredSeries } from '../plots/measured-marks.ts'
import { cardDrawing } from '../plots/run-figures.ts'
import type { Drawing } from '../plots/scene.ts'
import { drawingToSvg } from '../plots/scene-svg.ts'

/** A run for the picture of its card. */
export interface ThumbnailRun {
  readonly method: string
  readonly scalars: readonly Quantity[]
  readonly times: Samples['times']
  readonly values: Samples['values']
  /** Default: a column. */
  readonly problemId?: string
  readonly study?: StudyResult
  /** Fields at saved times: they are what is drawn then. */
  readonly frames?: readonly Frame[]
}

/** The picture of a gallery card, 88 mm × 49.5 mm: what its experiment shows first in the window. */
export function thumbnailSvg(run: ThumbnailRun, measured: readonly MeasuredSeries[], theme: 'light' | 'dark'): string {
  // Every few points of a measurement are enough for a picture of this size.
  const thinned = measured.map((series) => ({ ...series, x: thin(series.x), y: thin(series.y), sigma: undefined }))
  const drawing = run.frames?.length
    ? fieldPicture(run.frames, '', 's')
    : cardDrawing({
        problemId: run.problemId ?? 'gas-column',
        title: '',
        name: run.method,
        scalars: run.scalars,
        samples: { times: run.times, values: run.values },
        timeUnit: 's',
        measured: thinned,
        ...(run.study ? { study: run.study } : {}),
      })
  return drawingToSvg(withFewPoints(drawing), {
    widthMillimetres: 88,
    heightMillimetres: 49.5,
    theme,
    title: false,
    fontSize: 7,
  })
}

/** Points of a cloud that a picture of this size shows. */
const mostPoints = 1600

/** Clouds of points thinned evenly, whatever order they have: each is kept or not by an additive recurrence. */
function withFewPoints(drawing: Drawing): Drawing {
  if (!('panels' in drawing)) return drawing
  return {
    ...drawing,
    panels: drawing.panels.map((panel) => ({
      ...panel,
      marks: panel.marks.map((mark) => {
        if (mark.type !== 'points' || mark.x.length <= mostPoints) return mark
        const isKept = (_: number, i: number) => (i * Math.SQRT2) % 1 < mostPoints / mark.x.length
        return { ...mark, x: mark.x.filter(isKept), y: mark.y.filter(isKept) }
      }),
    })),
  }
}

function thin(values: Float64Array): Float64Array {
  const step = Math.max(1, Math.ceil(values.length / 160))
  return values.filter((_, i) => i % step === 0)
}
