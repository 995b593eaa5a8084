import type { Experiment } from '../../experiment/experiment.ts'
import { getPath } from '../../experiment/path.ts'
import type { FitResult } from '../../fit/fit-result.ts'
import type { FitState } from '../fit/fit-store.ts'

const filesOf = (experiment: Experiment | undefined) =>
  (experiment?.data ?? []).map((section) => section.file).join('\n')

/** A finished fit of this experiment's measurements, whether or not the experiment has its values. */
export function fitOfData({ result, of, isPreview }: FitState, experiment: Experiment): FitResult | undefined {
  return result !== undefined && isPreview !== true && filesOf(of) === filesOf(experiment) ? result : undefined
}

/**
 * The fit whose values this run was made with. A figure or report never sets the residuals of one model beside the curve of another:
 * a fit that was not applied before the run is not its fit.
 */
export function fitOfRun(state: FitState, experiment: Experiment): FitResult | undefined {
  const result = fitOfData(state, experiment)
  const hasValues = Object.entries(result?.parameters ?? {}).every(
    ([path, { value }]) => getPath(experiment, path) === value,
  )
  return hasValues ? result : undefined
}
