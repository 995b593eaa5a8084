import type { InputError } from '../../core/errors.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Curve } from '../../experiment/simulate.ts'
import type { MeasuredSeries } from '../plots/measured-marks.ts'
import { measuredOf, whyNotMeasured } from '../report/from-run.ts'
import type { Input } from './inputs-store.ts'

type Read = Readonly<Record<string, Input>>

const datasets = (inputs: Read) =>
  Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.dataset]))

/** The curves that measurements are of: those of the model, or before it has run one a component. */
const scalarsOf = (experiment: Experiment, curve: Curve | undefined) =>
  curve?.scalars ?? (experiment.problem.components ?? []).map(({ name }) => ({ name: String(name), unit: 'mol/m^3' }))

/** What was measured, for the figure; files that are not here are left out: the data panel names them. */
export function measuredSeries(
  experiment: Experiment,
  inputs: Read,
  curve: Curve | undefined,
): readonly MeasuredSeries[] {
  return measuredOf(experiment, datasets(inputs), scalarsOf(experiment, curve))
}

/** What is wrong with the columns of the files that are here, by PATH. */
export function measuredErrors(experiment: Experiment, inputs: Read, curve: Curve | undefined): readonly InputError[] {
  return whyNotMeasured(experiment, datasets(inputs), scalarsOf(experiment, curve))
}
