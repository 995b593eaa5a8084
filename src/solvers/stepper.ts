import type { Checkpoint } from '../core/simulation.ts'
import type { StepperDescription } from './stepper-descriptions.ts'
import type { Pointer, System } from './system.ts'

export interface Tolerances {
  readonly rtol: number
  /** One for all, or one an unknown. */
  readonly atol: number | Float64Array
}

/** A method in time with what computes it: usually a table of coefficients and a `make`. */
export interface Stepper extends StepperDescription {
  make(system: System, tolerances: Tolerances): Stepping
}

/**
 * The same fields, to be written by their owner. What is asked for in every step is a field kept up to date, not a getter: engines give
 * each object literal with getters a layout of its own, which costs more than a short run and keeps its garbage alive.
 */
export type Written<T> = { -readonly [Field in keyof T]: T[Field] }

export interface SteppingCounts {
  readonly evaluations: number
  readonly jacobians: number
  readonly factorisations: number
  readonly solves: number
}

/**
 * A method at work on one system. It owns its vectors in the system's arena and allocates nothing after `make`. The adaptive loop
 * (integrate.ts) is the only driver: start, then attempt/accept in turn.
 */
export interface Stepping {
  /** The solution at `time`: written by the loop before `start`, by `accept` afterwards. The pointer may change with each `accept`. */
  readonly state: Pointer
  readonly time: number
  /** Begins here, at `state`: forgets all history (a first step, an event). */
  start(time: number): void
  /** A first step: Hairer, Nørsett, Wanner I, II.4. `direction` is 1 or −1. Valid after `start`. */
  firstStep(direction: number, longest: number): number
  /**
   * Tries one step of size `step` (signed). Returns the error norm, 1 at the tolerance (0 without error control);
   * NaN where it could not be taken at all (no convergence, a value not finite).
   */
  attempt(step: number): number
  /** What to try next after the last attempt, whether it is accepted or not. */
  readonly nextStep: number
  /**
   * The solution the last attempt found, before it is accepted: non-negativity and failures look at it. The loop may set what is
   * negative within the tolerance to zero here. Absent: the loop looks at `state` after `accept`.
   */
  readonly candidate?: Pointer
  /** Place of the unknown with the largest error in the last attempt, for messages. */
  worst?(): number
  /** Takes the last attempt over. */
  accept(): void
  /** The solution at a time within the last accepted step, to the method's dense order. */
  interpolate(time: number, out: Pointer): void
  /** First time of the last accepted step. */
  readonly previousTime: number
  counts(): SteppingCounts
  /** Where it chooses among others: ids of those that ran, `+` between them. */
  ran?(): string
  /** Sentences on what was decided on the way (`auto`: which method and why, when it changed). */
  notes?(): readonly string[]
  /** Everything needed to go on bit for bit, history included; `restore` after `make` on the same system. */
  checkpoint(): Checkpoint
  restore(checkpoint: Checkpoint): void
}
