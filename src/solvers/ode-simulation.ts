import type { Quantity } from '../core/field.ts'
import type { Pointer, System } from './system.ts'

/** Events by number: sign changes of functions of time and state, and what each does. */
export interface EventSet {
  readonly directions: readonly ('up' | 'down' | 'any')[]
  readonly actions: readonly ('record' | 'stop' | 'assign')[]
  evaluate(time: number, state: Pointer, out: Pointer): void
  /** For `assign`: changes the state in place. */
  apply(event: number, time: number, state: Pointer): void
}

/** What `makeOdeSimulation` runs. */
export interface OdeSimulationOptions {
  /** An id of the catalogue, `auto` included. */
  readonly stepper: string
  readonly rtol: number
  readonly atol: number | Float64Array
  /** Fixed step of methods without error control; with error control the longest step. */
  readonly step?: number
  readonly from: number
  /** Saved times, ascending or descending. */
  readonly times: Float64Array
  readonly initial: Float64Array
  /** Names of the state, for events, failures and non-negativity. */
  readonly unknowns: readonly string[]
  /** The columns saved, and how a row is made from the state; default: the unknowns. */
  readonly scalars: readonly Quantity[]
  row?(time: number, state: Pointer, out: Float64Array): void
  readonly events?: EventSet
  /** Places in the state that physics keeps from falling below zero: a step that does is tried again, smaller; what is left within the tolerance is set to zero. */
  readonly nonNegative?: readonly number[]
  /** Watched, first and last value in the report. */
  readonly invariants?: readonly { readonly name: string; value(time: number, state: Pointer): number }[]
}

export type OdeSystem = System
