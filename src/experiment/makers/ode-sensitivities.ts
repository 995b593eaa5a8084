import type { Simulation } from '../../core/simulation.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { makeSensitivitySimulation } from '../../solvers/sensitivity-simulation.ts'
import { type VariedEquations, varyEquations } from '../../solvers/varied-equations.ts'
import type { BindingRequest } from '../bindings/binding.ts'
import { readSensitivities, type SensitivityRequest } from '../bindings/ode-sensitivities.ts'
import { withColumnMetrics } from './column-metrics.ts'
import { eventsOf, invariantsOf } from './ode-events.ts'
import type { MakeOdeStudy } from './ode-study.ts'
import { type OdeWorkspace, simulationInWorkspace } from './ode-workspace.ts'
import { withSensitivityMetrics } from './sensitivity-metrics.ts'

const kept = new WeakMap<OdeEquations, Map<string, VariedEquations>>()

/** Made once for the same system: a fit asks again and again. */
function variedOf({ equations, observed }: TypedOde, parameters: readonly number[]): VariedEquations {
  const own = kept.get(equations) ?? new Map<string, VariedEquations>()
  kept.set(equations, own)
  const key = parameters.join()
  const varied = own.get(key) ?? varyEquations(equations, observed, parameters)
  own.set(key, varied)
  return varied
}

/** The solution with its derivatives to parameters and initial values. */
export const makeSensitivities: MakeOdeStudy = (ode, request) => {
  const asked = readSensitivities(ode, request)
  const varied = variedOf(ode, asked.of.flatMap((to) => (to.kind === 'parameter' ? [to.place] : []))) // biome-ignore format: one call
  return () => {
    const inner = simulationInWorkspace(varied.equations, (own) => simulationOn(own, ode, varied, asked, request))
    return withSensitivityMetrics(withColumnMetrics(inner), asked.quantities, asked.of)
  }
}

function simulationOn(
  workspace: OdeWorkspace,
  ode: TypedOde,
  varied: VariedEquations,
  { stepped, of, quantities, columns }: SensitivityRequest,
  request: BindingRequest,
): Simulation {
  const { system } = workspace
  system.setParameters(ode.parameters)
  const events = eventsOf(ode, system)
  return makeSensitivitySimulation(system, varied, {
    ...stepped,
    from: request.from,
    times: request.times,
    initial: ode.initial,
    unknowns: ode.equations.unknowns,
    of,
    observed: ode.observed,
    scalars: [...quantities, ...columns],
    ...(events ? { events } : {}),
    invariants: invariantsOf(ode, workspace),
  })
}
