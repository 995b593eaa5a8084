import type { Simulation } from '../../core/simulation.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { makeOdeSimulation } from '../../solvers/ode-simulation.ts'
import type { BindingRequest } from '../bindings/binding.ts'
import { readStepped, type Stepped } from '../bindings/stepped.ts'
import { withColumnMetrics } from './column-metrics.ts'
import type { Maker } from './maker.ts'
import { eventsOf, invariantsOf } from './ode-events.ts'
import { passingJumps } from './ode-sliding.ts'
import { odeStudyMakers } from './ode-studies.ts'
import type { MakeOdeStudy } from './ode-study.ts'
import { type OdeWorkspace, simulationInWorkspace } from './ode-workspace.ts'

function simulationOn(workspace: OdeWorkspace, ode: TypedOde, stepped: Stepped, request: BindingRequest): Simulation {
  const { kernels, system, outputs } = workspace
  const { equations, observed } = ode
  const { unknowns } = equations
  const size = unknowns.length
  system.setParameters(ode.parameters)
  const events = eventsOf(ode, system)
  const named = equations.outputs.slice(0, observed).map(({ name }) => ({ name, unit: '1' }))
  return makeOdeSimulation(system, {
    ...stepped,
    from: request.from,
    times: request.times,
    initial: ode.initial,
    unknowns,
    scalars: [...unknowns.map((name, i) => ({ name, unit: ode.units[i] ?? '1' })), ...named],
    row(time, state, out) {
      out.set(kernels.view(state, size))
      if (observed === 0) return
      system.outputs(time, state, outputs)
      out.set(kernels.view(outputs, observed), size)
    },
    ...(events ? { events } : {}),
    invariants: invariantsOf(ode, workspace),
  })
}

const spanOf = ({ from, times }: BindingRequest): number => Math.abs((times[times.length - 1] ?? from) - from)

const makeTime: MakeOdeStudy = (ode, request) => {
  const stepped = readStepped(request, ode.equations.unknowns)
  return () =>
    withColumnMetrics(
      passingJumps(ode, stepped, request.times, spanOf(request), (ode, stepped) =>
        simulationInWorkspace(ode.equations, (workspace) => simulationOn(workspace, ode, stepped, request)),
      ),
    )
}

const studies: Readonly<Record<string, MakeOdeStudy>> = { time: makeTime, ...odeStudyMakers }

const integrate: Maker = {
  problem: 'typed-ode',
  method: 'integrate',
  make(request) {
    const { ode } = request.values
    const make = studies[request.study.type]
    if (!ode || !make) throw new Error(`nothing computes the study "${request.study.type}" of a typed system`)
    return { makeSimulation: make(ode, request) }
  },
}

export const typedOdeMakers: readonly Maker[] = [integrate]
