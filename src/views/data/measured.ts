import type { Experiment } from '../../experiment/experiment.ts'
import type { Curve } from '../../experiment/simulate.ts'
import type { MeasuredSeries } from '../plots/measured-marks.ts'
import { measuredOf } from '../report/from-run.ts'
import type { Input } from './inputs-store.ts'

export { columnSectionOf as columnSection } from '../../experiment/measured.ts'

/** What was measured, for the figure; files that are not here are left out: the data panel names them. */
export function measuredSeries(
  experiment: Experiment,
  inputs: Readonly<Record<string, Input>>,
  curve: Curve | undefined,
): readonly MeasuredSeries[] {
  const here = (experiment.data ?? []).filter((section) => inputs[section.file])
  if (here.length === 0) return []
  const components = experiment.problem.components ?? []
  const scalars = curve?.scalars ?? components.map(({ name }) => ({ name: String(name), unit: 'mol/m^3' }))
  const datasets = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.dataset]))
  return measuredOf({ ...experiment, data: here }, datasets, scalars)
}
