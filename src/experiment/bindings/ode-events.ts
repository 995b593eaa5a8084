import type { TypedOde } from '../../pde/problem.ts'
import type { CompiledSystem } from '../../solvers/compiled-system.ts'
import type { EventSet } from '../../solvers/events.ts'
import type { Bench } from './ode-bench.ts'

/** What each event does and where it is looked for. */
export function eventsOf(ode: TypedOde, system: CompiledSystem): EventSet | undefined {
  if (ode.events.length === 0) return undefined
  return {
    directions: ode.events.map((event) => event.direction),
    actions: ode.events.map((event) => event.action),
    evaluate: system.events,
    apply: system.applyEvent,
  }
}

/** The conserved quantities; they stand behind the observed outputs. */
export function invariantsOf(ode: TypedOde, { kernels, system, outputs }: Bench) {
  return ode.invariants.map((name, i) => ({
    name,
    value(time: number, state: number) {
      system.outputs(time, state, outputs)
      return kernels.view(outputs, ode.observed + i + 1)[ode.observed + i] ?? Number.NaN
    },
  }))
}
