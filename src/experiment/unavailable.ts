import type { InputError } from '../core/errors.ts'
import type { Experiment } from './experiment.ts'

/** Sections that the format has and this version does not compute: said clearly, never passed over. */
export function unavailable(experiment: Experiment): readonly InputError[] {
  const errors: InputError[] = []
  const { study, surrogate, observe, data } = experiment
  const later = 'not available in this version'
  if (study && study.type !== 'time')
    errors.push({ path: 'study.type', message: `"${study.type}" is ${later}; write "time" or leave \`study\` out` })
  if (study?.count !== undefined || study?.near !== undefined)
    errors.push({ path: 'study', message: '`count` and `near` belong to a study of eigenvalues; remove them' })
  if (surrogate)
    errors.push({ path: 'surrogate', message: `surrogates are ${later}; remove the section to run the problem itself` })
  if (observe && Object.keys(observe).length > 0)
    errors.push({
      path: 'observe',
      message: `observed outputs are ${later}; the outlet concentrations are always there. Remove the section`,
    })
  data?.forEach((dataset, i) => {
    if (dataset.steps && dataset.steps.length > 0)
      errors.push({
        path: `data.${i}.steps`,
        message: `processing steps are ${later}; remove them and process the file beforehand`,
      })
  })
  return errors
}
