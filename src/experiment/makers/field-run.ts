import type { Simulation } from '../../core/simulation.ts'
import { makeKernels } from '../../kernels/kernels.ts'
import type { TypedFields } from '../../pde/problem.ts'
import { initialNodes } from '../../pde/typed-pde/initial-nodes.ts'
import { loadGpuLibrary } from '../../solvers/backends/gpu/gpu-library.ts'
import { makeGpuSimulation } from '../../solvers/backends/gpu/gpu-simulation.ts'
import type { FieldProblem } from '../../solvers/fields/discretised-fields.ts'
import { makeFieldSimulation } from '../../solvers/fields/field-simulation.ts'
import { makeDiscretisedFields } from '../../solvers/fields/make-fields.ts'
import { makeFieldStudy } from '../../solvers/fields/study/field-study.ts'
import type { BindingRequest } from '../bindings/binding.ts'
import type { FieldMethod } from '../bindings/field-method.ts'
import type { FieldStudyChoice } from '../bindings/field-study.ts'

/** A typed problem with its numbers, as discretisations take it. */
export function fieldProblemOf(fields: TypedFields, seed: number): FieldProblem {
  const { equations, parameters, domain, levelSet } = fields
  return { equations, parameters, domain, seed, ...(levelSet ? { levelSet } : {}) }
}

/** The simulation of fields on their own grid, or on another domain with other tolerances (error estimates). */
export function simulationOf(
  fields: TypedFields,
  { choice, backend, rtol, atol }: FieldMethod,
  request: BindingRequest,
  saveFrames: boolean,
): Simulation {
  const problem = fieldProblemOf(fields, request.seed)
  const kernels = makeKernels()
  const initial = initialNodes(fields, request.seed)
  const options = {
    problem,
    fields: makeDiscretisedFields(choice.space, backend)(kernels, problem, choice.options),
    units: fields.units,
    invariants: fields.invariants,
    initial,
    stepper: choice.stepper,
    rtol,
    atol,
    ...(choice.step === undefined ? {} : { step: choice.step }),
    from: request.from,
    times: request.times,
    saveFrames,
  }
  return backend === 'gpu' ? makeGpuSimulation(options, loadGpuLibrary) : makeFieldSimulation(options)
}

/** The study `steady` or `eigenvalues` of fields. */
export function studyOf(
  fields: TypedFields,
  { choice }: FieldMethod,
  study: Exclude<FieldStudyChoice, { readonly type: 'time' }>,
  request: BindingRequest,
): Simulation {
  const problem = fieldProblemOf(fields, request.seed)
  return makeFieldStudy({
    problem,
    fields: makeDiscretisedFields(choice.space)(makeKernels(), problem, choice.options),
    units: fields.units,
    initial: initialNodes(fields, request.seed),
    from: request.from,
    to: request.to,
    study,
  })
}
