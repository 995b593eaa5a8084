import { InvalidInput } from '../../core/errors.ts'
import type { Quantity, Samples } from '../../core/field.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Inputs } from '../../experiment/inputs.ts'
import { measuredColumns } from '../../experiment/measured.ts'
import type { MeasuredSeries } from '../plots/chromatogram.ts'

/** What was measured, as points for the chromatogram: in the model's unit where the signal has one, else in its own. */
export function measuredOf(
  experiment: Experiment,
  inputs: Inputs,
  scalars: readonly Quantity[],
): readonly MeasuredSeries[] {
  if (!experiment.data || experiment.data.length === 0 || scalars.length === 0) return []
  try {
    return measuredColumns(experiment, inputs, scalars).columns.map((column): MeasuredSeries => {
      const isSignal = !column.isCalibrated && column.scale === 1
      const factor = column.scale * column.factor
      const toModel = (value: number) => (isSignal ? value : (value - column.offset) / factor)
      const { sigma } = column
      return {
        label: column.column === column.of ? `${column.of} measured` : column.column,
        of: column.of,
        ...(isSignal ? { unit: column.unit } : {}),
        x: column.x,
        y: column.y.map(toModel),
        ...(sigma ? { sigma: isSignal ? sigma : sigma.map((value) => value / Math.abs(factor)) } : {}),
      }
    })
  } catch (error) {
    // The run did not need them: a report of a run whose data are gone says nothing of data.
    if (error instanceof InvalidInput) return []
    throw error
  }
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
