import { invalid } from '../core/errors.ts'
import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { type Curve, curveColumn, simulate } from './simulate.ts'

/** The same experiment computed in two ways, at the same times. */
export interface CurveComparison {
  readonly reference: Curve
  readonly other: Curve
  readonly series: readonly {
    readonly name: string
    readonly unit: string
    /** other − reference, a value a time. */
    readonly difference: Float64Array
    /** Largest |difference| over the largest |reference|. */
    readonly largestRelative: number
    /** When it is. */
    readonly largestAt: number
  }[]
}

const largestOf = (values: Float64Array) => values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)

/** The error curve of `other` against `reference`. Both have the same times and scalars. */
export function compareCurves(reference: Curve, other: Curve): CurveComparison {
  if (reference.times.length !== other.times.length || !reference.times.every((t, i) => t === other.times[i]))
    throw invalid('time', 'the two runs have different saved times; compare runs of the same `time` section')
  const series = reference.scalars.map(({ name, unit }) => {
    const [a, b] = [curveColumn(reference, name), curveColumn(other, name)]
    const difference = b.map((value, i) => value - (a[i] ?? 0))
    const largest = largestOf(difference)
    const at = difference.findIndex((value) => Math.abs(value) === largest)
    const scale = largestOf(a)
    return {
      name,
      unit,
      difference,
      largestRelative: scale > 0 ? largest / scale : largest,
      largestAt: reference.times[at] ?? 0,
    }
  })
  return { reference, other, series }
}

/** The experiment with this method and nothing else in `method`, but options that both take keep standing. */
export function withMethod(experiment: Experiment, id: string): Experiment {
  return { ...experiment, method: { ...experiment.method, id } }
}

/**
 * Computes an experiment exactly and numerically and gives the error curve.
 * @throws InvalidInput where one of the two does not apply
 */
export function compareWithExact(experiment: Experiment, inputs: Inputs, numerical = 'finite-volume'): CurveComparison {
  return compareCurves(
    simulate(withMethod(experiment, 'exact'), inputs),
    simulate(withMethod(experiment, numerical), inputs),
  )
}
