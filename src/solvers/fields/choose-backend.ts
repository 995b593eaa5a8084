import { invalid } from '../../core/errors.ts'
import { gpuMethods } from '../backends/gpu/gpu-methods.ts'
import { mayHaveGpu } from '../backends/gpu/may-have-gpu.ts'
import { refuseGpu } from '../backends/gpu/refuse-gpu.ts'
import { referenceSteppers, refuseReference } from '../backends/reference/refuse-reference.ts'
import { chooseSpace, type SpaceChoice } from './choose-space.ts'
import { equationFacts } from './equation-facts.ts'
import type { SpaceRequest } from './space-request.ts'

/** Where the numbers of fields live. */
export type FieldBackend = 'wasm' | 'gpu' | 'reference'

/** How a field is computed, and on what. */
export interface BackendChoice {
  readonly choice: SpaceChoice
  readonly backend: FieldBackend
}

const say = (backend: string, reason: string) => invalid('method.backend', `"${backend}" cannot serve: ${reason}. Write "auto" or "wasm"`) // biome-ignore format: one call

/**
 * Decides discretisation and method in time for the backend that is asked for.
 * @throws InvalidInput where it, or something else that is named, cannot serve
 */
export function onBackend(asked: string, request: SpaceRequest): BackendChoice {
  if (asked === 'gpu') return onGpu(request)
  if (asked !== 'reference') return { choice: chooseSpace(request), backend: 'wasm' }
  const { equations, split, domain, hasRegion, space, stepper } = request
  const refused = refuseReference(equationFacts(equations, split, domain), hasRegion)
  if (refused) throw say(asked, refused)
  if (space !== 'auto' && space !== 'finite-difference') throw say(asked, `it has finite differences, not "${space}"`)
  if (stepper !== 'auto' && !referenceSteppers.includes(stepper))
    throw say(asked, `it has the explicit methods ${referenceSteppers.join(', ')}, not "${stepper}"`)
  const wasm = chooseSpace({ ...request, space: 'finite-difference' })
  const isExplicit = referenceSteppers.includes(wasm.stepper)
  const choice = isExplicit ? wasm : chooseSpace({ ...request, space: 'finite-difference', stepper: 'rkc2' })
  return { choice: { ...choice, why: [...choice.why, 'reference was asked for: plain TypeScript, an oracle for the other backends'] }, backend: 'reference' } // biome-ignore format: one record
}

/** Explicit methods that kernels have. */
const gpuSteppers = gpuMethods.map(({ id }) => id)

function onGpu(request: SpaceRequest): BackendChoice {
  const { equations, split, domain, hasRegion, space, stepper } = request
  if (!mayHaveGpu()) throw say('gpu', 'there is no GPU here: a run of the command line has none, the workbench has one where the browser offers WebGPU or WebGL2') // biome-ignore format: one sentence
  const refused = equationFacts(equations, split, domain).isTimeless ? 'nothing changes in time' : refuseGpu({ equations, hasRegion }) // biome-ignore format: one choice
  if (refused) throw say('gpu', refused)
  if (space !== 'auto' && space !== 'finite-difference') throw say('gpu', `it has finite differences, not "${space}"`)
  if (stepper !== 'auto' && !gpuSteppers.includes(stepper))
    throw say('gpu', `it has the explicit methods ${gpuSteppers.join(' and ')}, not "${stepper}"`)
  const choice = chooseSpace({ ...request, space: 'finite-difference', stepper: stepper === 'auto' ? 'rk4' : stepper })
  return { choice: { ...choice, why: [...choice.why, 'gpu was asked for: single precision, finite differences and an explicit method'] }, backend: 'gpu' } // biome-ignore format: one record
}
