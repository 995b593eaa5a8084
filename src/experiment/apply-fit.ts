import { invalid, RunFailure } from '../core/errors.ts'
import type { FitResult } from '../fit/fit-result.ts'
import { columnSectionOf } from './column-section.ts'
import type { Experiment } from './experiment.ts'
import { completeFit } from './fit-columns.ts'
import type { Inputs } from './inputs.ts'
import { formatPath, getAt, parsePath, setPath } from './path.ts'

/**
 * The experiment with the fitted values in place of the start values, each in the unit the problem declares; local ones under `set` of
 * their dataset. Includes what the fit filled in (roles of columns, K in place of ka), so that it can be run and fitted again as it is.
 */
export function applyFit(experiment: Experiment, inputs: Inputs, result: FitResult): Experiment {
  const { experiment: complete } = completeFit(experiment, inputs)
  return Object.entries(result.parameters).reduce((changed, [path, { value }]) => {
    if (!Number.isFinite(value)) throw new RunFailure(`${path} was not found: there is no value to write`)
    return setPath(expandColumn(changed, path), path, value)
  }, complete)
}

/** `"y:benzene"` cannot hold a scale: its long form can. */
function expandColumn(experiment: Experiment, path: string): Experiment {
  const segments = parsePath(path)
  if (segments[0] !== 'data' || segments[2] !== 'columns') return experiment
  const at = segments.slice(0, 4)
  const section = getAt(experiment, at)
  if (section === undefined) throw invalid(path, 'names a column that the experiment does not have')
  return typeof section === 'string' ? setPath(experiment, formatPath(at), columnSectionOf(section)) : experiment
}
