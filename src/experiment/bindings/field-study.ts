import type { TypedFields } from '../../pde/problem.ts'
import type { BindingRequest } from './binding.ts'
import { readStudyFields } from './study-fields.ts'

/** What is asked of typed fields, resolved, with sentences for the plan. */
export type FieldStudyChoice =
  | { readonly type: 'time'; readonly why: readonly string[] }
  | { readonly type: 'steady'; readonly why: readonly string[] }
  | { readonly type: 'eigenvalues'; readonly count: number; readonly near: number; readonly why: readonly string[] }

/** Beyond so many a run is rather a sum over modes than a look at some. */
const mostEigenvalues = 200

/**
 * Reads `study` of typed fields.
 * @throws InvalidInput where a field of it is wrong or the equations do not allow it
 */
export function readFieldStudy({ equations }: TypedFields, request: BindingRequest): FieldStudyChoice {
  const { study, options } = request
  if (study.type !== 'steady' && study.type !== 'eigenvalues') return { type: 'time', why: [] }
  const fields = readStudyFields(study)
  if (equations.noise.some((factor) => factor !== undefined))
    fields.say(
      'type',
      `"${study.type}" cannot serve equations with white noise, which never come to rest; leave the noise out`,
    )
  if (options.errorEstimate === true)
    fields.errors.push({ path: 'method.errorEstimate', message: 'is for runs in time; with a study of rest compare two grids' }) // biome-ignore format: one sentence
  const at = `rates are those at t = ${request.from}`
  if (study.type === 'steady') {
    fields.finish()
    const why = 'from the initial state, the way of the solution with growing steps first, which become steps of Newton\'s method' // biome-ignore format: a sentence
    return { type: 'steady', why: [why, at] }
  }
  const count = fields.integer('count', 6)
  if (count > mostEigenvalues)
    fields.say('count', `is ${count}; of a field ${mostEigenvalues} at most are looked for in one run`)
  const near = fields.number('near', 0)
  fields.finish()
  return {
    type: 'eigenvalues',
    count,
    near,
    why: [
      'of the Jacobian; where the equations are not linear, at the state of rest reached from the initial state',
      `those nearest to ${near}, by inverting around it; frames are the modes, at t = 1, 2, 3, …`,
      at,
    ],
  }
}
