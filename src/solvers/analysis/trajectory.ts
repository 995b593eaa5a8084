import { invalid } from '../../core/errors.ts'
import type { Expression } from '../../expression/expression.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import { findStepper } from '../catalogue.ts'
import { type EventSet, makeEventWatch } from '../events.ts'
import { makeIntegration } from '../integrate.ts'
import type { System } from '../system.ts'

/** How a study integrates: what `method` says. */
export interface StepperChoice {
  readonly stepper: string
  readonly rtol: number
  readonly atol: number | Float64Array
  readonly step?: number
  readonly nonNegative?: readonly number[]
}

/** A function of time and state whose sign changes in one direction are the points of a section. */
export interface Section {
  readonly value: Expression
  readonly direction: 'up' | 'down' | 'any'
}

/** An event of the problem as it stands beside its equations. */
export interface EventKind {
  readonly direction: 'up' | 'down' | 'any'
  readonly action: 'record' | 'stop' | 'assign'
}

/** Equations with sections for their last events. Events of the problem that only record are left out. */
export interface SectionedEquations {
  readonly equations: OdeEquations
  readonly events: readonly EventKind[]
  /** Number of the first section. */
  readonly first: number
}

/** The equations with sections as further events; of their own events those that only record are left out. */
export function withSections(
  equations: OdeEquations,
  events: readonly EventKind[],
  sections: readonly Section[],
): SectionedEquations {
  const acting = equations.events.flatMap((event, i) => (events[i]?.action === 'record' ? [] : [{ event, kind: events[i] }])) // biome-ignore format: one thought
  return {
    equations: {
      ...equations,
      events: [...acting.map(({ event }) => event), ...sections.map(({ value }) => ({ when: value, assignments: [] }))],
      outputs: [],
    },
    events: [...acting.map(({ kind }) => kind), ...sections.map(({ direction }) => ({ direction, action: 'record' as const }))], // biome-ignore format: one thought
    first: acting.length,
  }
}

export interface TrajectoryOptions extends StepperChoice {
  readonly system: System
  readonly unknowns: readonly string[]
  readonly events?: EventSet
  /** Number of the first event that is a section. */
  readonly firstSection: number
  readonly from: number
  readonly to: number
  readonly initial: ArrayLike<number>
  /** Points at from, from + period, … beside those of the sections. */
  readonly period?: number
  /** A crossing of a section, or a moment of the period (section −1). The state is reused. Answers whether to go on. */
  point(section: number, time: number, state: Float64Array): boolean
}

/** A solution followed for its section points alone. */
export interface Trajectory {
  readonly time: number
  readonly isDone: boolean
  readonly steps: number
  readonly rejected: number
  readonly evaluations: number
  /** Where it is now. */
  state(): Float64Array
  /** One step. @throws RunFailure */
  advance(): void
}

/** Begins a solution; takes blocks of the arena. @throws RunFailure where it cannot begin */
export function makeTrajectory(options: TrajectoryOptions): Trajectory {
  const { system, unknowns, events, firstSection, from, to, initial, period, point } = options
  const { kernels, size } = system
  const stepper = findStepper(options.stepper)
  if (!stepper) throw invalid('method.stepper', `there is no stepper "${options.stepper}"`)
  const scratch = kernels.allocate(size).pointer
  const { rtol, atol, step, nonNegative } = options
  const integration = makeIntegration({
    system,
    stepper,
    tolerances: { rtol, atol },
    from,
    to,
    unknowns,
    ...(step === undefined ? {} : { step }),
    ...(nonNegative ? { nonNegative } : {}),
  })
  const { stepping } = integration
  const watch = events && events.actions.length > 0 ? makeEventWatch(system, events, unknowns, to - from) : undefined
  const view = { from: Number.NaN, to: Number.NaN, solution: integration.solution }
  kernels.view(stepping.state, size).set(initial)
  integration.begin(from)
  watch?.begin(from, stepping.state)
  let beat = 1
  let isOver = false
  let records = 0

  const stateAt = (pointer: number) => kernels.view(pointer, size).slice()
  function beatUntil(time: number): void {
    if (period === undefined) return
    for (; from + beat * period <= time && !isOver; beat++) {
      const at = from + beat * period
      integration.solution(at, scratch)
      isOver = !point(-1, at, stateAt(scratch))
    }
  }

  return {
    get time() {
      return integration.time
    },
    get isDone() {
      return isOver || integration.isDone
    },
    get steps() {
      return integration.steps
    },
    get rejected() {
      return integration.rejected
    },
    get evaluations() {
      return stepping.counts().evaluations
    },
    state: () => stateAt(stepping.state),
    advance() {
      integration.advance()
      if (watch) {
        view.from = integration.previousTime
        view.to = integration.time
        watch.enter(view)
        for (let time = watch.next(); !Number.isNaN(time) && !isOver; time = watch.next()) {
          beatUntil(time)
          integration.solution(time, scratch)
          const outcome = watch.handle(scratch)
          const list = watch.records
          for (; records < list.length && !isOver; records++) {
            const { event, t, state } = list[records]
            if (event >= firstSection) isOver = !point(event - firstSection, t, Float64Array.from(unknowns, (name) => state[name])) // biome-ignore format: one call
          }
          if (outcome === 'record') continue
          kernels.view(stepping.state, size).set(kernels.view(scratch, size))
          if (outcome === 'stop') integration.finish(time)
          else {
            integration.begin(time)
            watch.begin(time, stepping.state)
          }
          return
        }
      }
      if (!isOver) beatUntil(integration.time)
    },
  }
}
