import type { InputError } from '../../core/errors.ts'
import type { Quantity, Samples } from '../../core/field.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Inputs } from '../../experiment/inputs.ts'
import { readMeasured, toModel } from '../../experiment/measured.ts'
import type { MeasuredSeries } from '../plots/chromatogram.ts'

/**
 * What was measured, as points for the chromatogram: on the curves of the model where the signal has their kind of unit or a scale that
 * turns it into it, else in its own. A column that cannot be used is left out; `whyNotMeasured` says why.
 */
export function measuredOf(
  experiment: Experiment,
  inputs: Inputs,
  scalars: readonly Quantity[],
): readonly MeasuredSeries[] {
  if (!experiment.data || experiment.data.length === 0 || scalars.length === 0) return []
  return readMeasured(experiment, inputs, scalars).columns.map((column): MeasuredSeries => {
    const isSignal = !column.isCalibrated && column.scale === 1
    const { y, sigma } = isSignal ? column : toModel(column)
    return {
      label: column.column === column.of ? `${column.of} measured` : column.column,
      of: column.of,
      ...(isSignal ? { unit: column.unit } : {}),
      x: column.x,
      y,
      ...(sigma ? { sigma } : {}),
    }
  })
}

/** What is wrong with the columns of the files that are here, by PATH. */
export function whyNotMeasured(
  experiment: Experiment,
  inputs: Inputs,
  scalars: readonly Quantity[],
): readonly InputError[] {
  if (scalars.length === 0) return []
  return readMeasured(experiment, inputs, scalars).errors.filter(({ path }) => !/^data\.\d+\.file$/.test(path))
}

/** A time at which the bands lie inside the column: half the earliest time of a peak at the outlet; undefined without peaks. */
export function profileTime(samples: Samples, width: number): number | undefined {
  let earliest: number | undefined
  for (let column = 0; column < width; column++) {
    let top = -1
    for (let row = 0; row < samples.times.length; row++)
      if ((samples.values[row * width + column] ?? 0) > (top < 0 ? 0 : (samples.values[top * width + column] ?? 0)))
        top = row
    const time = top < 0 ? undefined : samples.times[top]
    if (time !== undefined && (earliest === undefined || time < earliest)) earliest = time
  }
  return earliest === undefined ? undefined : earliest / 2
}
