import type { Simulation } from '../../core/simulation.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import { makeKernels } from '../../kernels/kernels.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { makeStudySimulation, type Study } from '../../solvers/analysis/study.ts'
import { compileSystem } from '../../solvers/compile-system.ts'
import type { CompiledSystem } from '../../solvers/compiled-system.ts'
import type { BindingRequest } from '../bindings/binding.ts'

/** Gets one study of a typed system ready; what is returned begins to compute. */
export type MakeOdeStudy = (ode: TypedOde, request: BindingRequest) => () => Simulation

/** The equations alone: a study of the rates meets no event and saves nothing. */
export const withoutEvents = (equations: OdeEquations): OdeEquations => ({ ...equations, events: [], outputs: [] })

/** A study in a memory of its own. */
export function studySimulation(
  { from, to }: Pick<BindingRequest, 'from' | 'to'>,
  equations: OdeEquations,
  make: (system: CompiledSystem) => Study,
): Simulation {
  return makeStudySimulation(make(compileSystem(makeKernels(), equations)), from, to)
}
