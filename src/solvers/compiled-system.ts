import type { Pointer, System } from './system.ts'

/** A typed system, compiled: what `compileSystem` gives. */
export interface CompiledSystem extends System {
  /** In the order of `equations.parameters`; takes effect with the next call of anything. */
  setParameters(values: Float64Array): void
  readonly eventCount: number
  /** out[i] ← `when` of event i. */
  events(time: number, state: Pointer, out: Pointer): void
  /** The simultaneous assignments of an event, in place. */
  applyEvent(event: number, time: number, state: Pointer): void
  /** out ← the values of `equations.outputs`. */
  outputs(time: number, state: Pointer, out: Pointer): void
  /** ∂f/∂parameter[index] → out; for sensitivities. */
  parameterDerivative(index: number, time: number, state: Pointer, out: Pointer): void
}
