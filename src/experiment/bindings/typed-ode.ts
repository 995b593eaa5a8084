import type { Simulation } from '../../core/simulation.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { makeOdeSimulation } from '../../solvers/ode-simulation.ts'
import type { Binding, BindingRequest, Prepared } from './binding.ts'
import { withColumnMetrics } from './column-metrics.ts'
import { eventsOf, invariantsOf } from './ode-events.ts'
import { passingJumps } from './ode-sliding.ts'
import { odeStudies } from './ode-studies.ts'
import { unitWarnings } from './ode-units.ts'
import { giveBackWorkspace, type OdeWorkspace, simulationInWorkspace, takeWorkspace } from './ode-workspace.ts'
import { checkStepper, readStepped, type Stepped, steppedWhy } from './stepped.ts'

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

function prepareTime(ode: TypedOde, request: BindingRequest): Prepared {
  const { unknowns } = ode.equations
  const stepped = readStepped(request, unknowns)
  if (stepped.stepper !== 'auto') {
    const workspace = takeWorkspace(ode.equations)
    checkStepper(stepped.stepper, workspace.system)
    giveBackWorkspace(ode.equations, workspace)
  }
  const size = unknowns.length
  return {
    stepper: stepped.stepper,
    ...(stepped.step === undefined ? {} : { step: stepped.step }),
    memoryBytes: 1e6 + 8 * size * 40 + 16 * Math.min(size, 1000) ** 2,
    why: [...steppedWhy(stepped, unknowns), ...unitWarnings(ode, request.units, request.timeUnit)],
    makeSimulation: () =>
      withColumnMetrics(
        passingJumps(ode, stepped, request.times, spanOf(request), (ode, stepped) =>
          simulationInWorkspace(ode.equations, (workspace) => simulationOn(workspace, ode, stepped, request)),
        ),
      ),
  }
}

/** The studies of a typed system by id: a new one is a line in ode-studies.ts, one in experiment/studies.ts and a function that prepares it. */
const studies: Readonly<
  Record<string, (ode: TypedOde, request: BindingRequest) => Prepared | { readonly refused: string }>
> = {
  time: prepareTime,
  ...odeStudies,
}

const integrate: Binding = {
  problem: 'typed-ode',
  method: 'integrate',
  studies: Object.keys(studies),
  prepare(request) {
    const { ode } = request.values
    const prepareStudy = studies[request.study.type]
    if (!ode) return { refused: 'there are no equations' }
    return prepareStudy ? prepareStudy(ode, request) : { refused: `it has no study "${request.study.type}"` }
  },
}

export const typedOdeBindings: readonly Binding[] = [integrate]
