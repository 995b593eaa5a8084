import type { Samples } from '../../src/core/field.ts'
import type { Simulation } from '../../src/core/simulation.ts'
import type { EventSet } from '../../src/solvers/events.ts'
import { makeOdeSimulation, type OdeSimulationOptions } from '../../src/solvers/ode-simulation.ts'
import { type PlainProblem, plainSystem } from './plain-system.ts'

/** Events as plain functions. */
export interface PlainEvent {
  readonly when: (time: number, state: Float64Array) => number
  readonly direction?: 'up' | 'down' | 'any'
  /** Default: record. An assignment changes the state in place. */
  readonly action?: 'record' | 'stop' | ((time: number, state: Float64Array) => void)
}

export interface PlainRun extends Partial<Omit<OdeSimulationOptions, 'events' | 'times' | 'initial'>> {
  readonly problem: PlainProblem
  readonly initial: readonly number[]
  readonly times: readonly number[]
  readonly when?: readonly PlainEvent[]
}

/** A simulation of a plain problem; unknowns are y0, y1, … unless named. */
export function plainSimulation({ problem, initial, times, when = [], ...options }: PlainRun): Simulation {
  const { system } = plainSystem(problem)
  const { kernels, size } = system
  const unknowns = options.unknowns ?? initial.map((_, i) => `y${i}`)
  const events: EventSet = {
    directions: when.map(({ direction }) => direction ?? 'any'),
    actions: when.map(({ action = 'record' }) => (typeof action === 'string' ? action : 'assign')),
    evaluate(time, state, out) {
      const values = kernels.view(out, when.length)
      const at = kernels.view(state, size)
      when.forEach((event, i) => {
        values[i] = event.when(time, at)
      })
    },
    apply(event, time, state) {
      const { action } = when[event]
      if (typeof action === 'function') action(time, kernels.view(state, size))
    },
  }
  return makeOdeSimulation(system, {
    stepper: 'tsit5',
    rtol: 1e-9,
    atol: 1e-12,
    from: 0,
    unknowns,
    scalars: unknowns.map((name) => ({ name, unit: '1' })),
    ...options,
    times: Float64Array.from(times),
    initial: Float64Array.from(initial),
    events,
  })
}

/** Runs to the end, all samples together; `pieces` of zero milliseconds cut it after every look at the clock. */
export function runToEnd(simulation: Simulation, piece = 1e9): Samples {
  const pieces: Samples[] = []
  let clock = 0
  for (;;) {
    const { samples, done } = simulation.advance(piece, () => clock++)
    if (samples) pieces.push(samples)
    if (done) break
  }
  const joined = (arrays: readonly Float64Array[]) => {
    const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const one of arrays) {
      all.set(one, at)
      at += one.length
    }
    return all
  }
  return { times: joined(pieces.map(({ times }) => times)), values: joined(pieces.map(({ values }) => values)) }
}
