import type { InputError } from '../core/errors.ts'
import { suggestName } from '../core/nearest.ts'
import { bindings } from './bindings/catalogue.ts'
import type { Experiment } from './experiment.ts'
import { formatPath } from './path.ts'
import { problemOf } from './resolve.ts'
import { studies } from './studies.ts'

/** Ids of the studies that some method of a problem answers. */
export function studiesOf(problem: string): readonly string[] {
  return [...new Set(bindings.filter((b) => b.problem === problem).flatMap((b) => ['time', ...(b.studies ?? [])]))]
}

function studyErrors({ study, problem }: Experiment): readonly InputError[] {
  if (!study) return []
  const { type, ...fields } = study
  const known = studiesOf(problem.id)
  if (!known.includes(type))
    return [{ path: 'study.type', message: `"${type}" is not available for ${problem.id}${suggestName(type, known)}; there is ${known.map((id) => `"${id}"`).join(', ')}` }] // biome-ignore format: one sentence
  const shape = studies.find(({ id }) => id === type)?.shape ?? {}
  return Object.keys(fields)
    .filter((name) => !Object.hasOwn(shape, name))
    .map((name) => ({
      path: formatPath(['study', name]),
      message: `does not belong to the study "${type}"${suggestName(name, Object.keys(shape))}; remove it`,
    }))
}

/** Sections that the format has and this version does not compute: said clearly, never passed over. */
export function unavailable(experiment: Experiment): readonly InputError[] {
  const errors: InputError[] = [...studyErrors(experiment)]
  const { surrogate, observe, data } = experiment
  const later = 'not available in this version'
  if (surrogate)
    errors.push({ path: 'surrogate', message: `surrogates are ${later}; remove the section to run the problem itself` })
  if (observe && Object.keys(observe).length > 0 && !problemOf(experiment).read)
    errors.push({
      path: 'observe',
      message: `observed outputs of this problem are ${later}; its scalars are always there. Remove the section`,
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
