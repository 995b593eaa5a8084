import type { Definition, Expression } from '../../expression/expression.ts'
import { childrenOf } from '../../expression/tree.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { satisfyConstraints } from '../../pde/typed-ode/consistent.ts'
import type { CompiledSystem } from '../../solvers/compiled-system.ts'
import type { EventSet } from '../../solvers/events.ts'
import type { OdeWorkspace } from './ode-workspace.ts'

/** What each event does and where it is looked for. */
export function eventsOf(ode: TypedOde, system: CompiledSystem): EventSet | undefined {
  if (ode.events.length === 0) return undefined
  return {
    directions: ode.events.map((event) => event.direction),
    actions: ode.events.map((event) => event.action),
    isRestless: ode.equations.events.map(({ when }) => isRestless(when, ode.equations.definitions)),
    evaluate: system.events,
    apply: withConstraints(ode, system),
  }
}

/** Functions whose values swing where their argument grows steadily. */
const swinging: readonly string[] = ['sin', 'cos', 'tan', 'mod']

/** Whether an expression may swing within a step of the solution: it goes by the time, or is a swinging function of something. */
function isRestless(expression: Expression, definitions: readonly Definition[]): boolean {
  if (expression.kind === 'name') {
    const meaning = definitions.find(({ name }) => name === expression.name)
    return meaning ? isRestless(meaning.value, definitions) : expression.name === 't'
  }
  if (expression.kind === 'call' && swinging.includes(expression.name)) return true
  return childrenOf(expression).some((part) => isRestless(part, definitions))
}

/** The assignments of an event; what constraints `0 = …` hold then follows the state after it. */
function withConstraints({ equations, parameters }: TypedOde, system: CompiledSystem): EventSet['apply'] {
  if (!equations.algebraic.includes(true)) return system.applyEvent
  return (event, time, state) => {
    system.applyEvent(event, time, state)
    // Where no state on the constraints is found the integrator looks for one, and says what is wrong.
    satisfyConstraints(equations, parameters, time, system.kernels.view(state, system.size), [])
  }
}

/** The conserved quantities; they stand behind the observed outputs. */
export function invariantsOf(ode: TypedOde, { kernels, system, outputs }: OdeWorkspace) {
  return ode.invariants.map((name, i) => ({
    name,
    value(time: number, state: number) {
      system.outputs(time, state, outputs)
      return kernels.view(outputs, ode.observed + i + 1)[ode.observed + i] ?? Number.NaN
    },
  }))
}
