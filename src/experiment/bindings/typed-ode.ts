import type { Simulation } from '../../core/simulation.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import { type Kernels, makeKernels } from '../../kernels/kernels.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { compileSystem } from '../../solvers/compile-system.ts'
import type { CompiledSystem } from '../../solvers/compiled-system.ts'
import { makeOdeSimulation } from '../../solvers/ode-simulation.ts'
import type { Binding, BindingRequest, Prepared } from './binding.ts'
import { withColumnMetrics } from './column-metrics.ts'
import { odeStudies } from './ode-studies.ts'
import { unitWarnings } from './ode-units.ts'
import { checkStepper, readStepped, type Stepped, steppedWhy } from './stepped.ts'

/** A compiled system in a memory of its own, ready for the next simulation. */
interface Bench {
  readonly kernels: Kernels
  readonly system: CompiledSystem
  /** Of the values of the outputs. */
  readonly outputs: number
  /** End of what belongs to the system; a simulation's vectors lie behind it. */
  readonly mark: number
}

/**
 * Benches that no simulation uses, by system: a fit, a sweep or a slider runs the same equations hundreds of times, and most of the cost
 * of a small one would be its memory and its code.
 */
const idle = new WeakMap<OdeEquations, Bench[]>()

function takeBench(equations: OdeEquations): Bench {
  const found = idle.get(equations)?.pop()
  if (found) return found
  const kernels = makeKernels()
  const system = compileSystem(kernels, equations)
  const { pointer } = kernels.allocate(Math.max(1, equations.outputs.length))
  return { kernels, system, outputs: pointer, mark: kernels.mark() }
}

function giveBack(equations: OdeEquations, bench: Bench): void {
  bench.kernels.release(bench.mark)
  const benches = idle.get(equations) ?? []
  idle.set(equations, benches)
  if (benches.length < 2) benches.push(bench)
}

function simulationOn(bench: Bench, ode: TypedOde, stepped: Stepped, request: BindingRequest): Simulation {
  const { kernels, system, outputs } = bench
  const { equations, observed } = ode
  const { unknowns } = equations
  const size = unknowns.length
  system.setParameters(ode.parameters)
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
    ...(ode.events.length > 0
      ? {
          events: {
            directions: ode.events.map((event) => event.direction),
            actions: ode.events.map((event) => event.action),
            evaluate: system.events,
            apply: system.applyEvent,
          },
        }
      : {}),
    invariants: ode.invariants.map((name, i) => ({
      name,
      value(time: number, state: number) {
        system.outputs(time, state, outputs)
        return kernels.view(outputs, observed + i + 1)[observed + i] ?? Number.NaN
      },
    })),
  })
}

/** A simulation that gives its bench back when it is done. What it says of itself then is kept. */
function makeSimulation(ode: TypedOde, stepped: Stepped, request: BindingRequest): Simulation {
  const bench = takeBench(ode.equations)
  const inner = simulationOn(bench, ode, stepped, request)
  let last: ReturnType<Simulation['report']> | undefined
  return {
    scalars: inner.scalars,
    fields: inner.fields,
    advance(milliseconds, clock) {
      const piece = inner.advance(milliseconds, clock)
      if (piece.done && !last) {
        last = inner.report()
        giveBack(ode.equations, bench)
      }
      return piece
    },
    checkpoint: () => inner.checkpoint(),
    restore: (checkpoint) => inner.restore(checkpoint),
    report: () => last ?? inner.report(),
  }
}

function prepareTime(ode: TypedOde, request: BindingRequest): Prepared {
  const { unknowns } = ode.equations
  const stepped = readStepped(request, unknowns)
  if (stepped.stepper !== 'auto') {
    const bench = takeBench(ode.equations)
    checkStepper(stepped.stepper, bench.system)
    giveBack(ode.equations, bench)
  }
  const size = unknowns.length
  return {
    stepper: stepped.stepper,
    ...(stepped.step === undefined ? {} : { step: stepped.step }),
    memoryBytes: 1e6 + 8 * size * 40 + 16 * Math.min(size, 1000) ** 2,
    why: [...steppedWhy(stepped, unknowns), ...unitWarnings(ode, request.units, request.timeUnit)],
    makeSimulation: () => withColumnMetrics(makeSimulation(ode, stepped, request)),
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
