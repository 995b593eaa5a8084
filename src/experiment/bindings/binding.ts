import type { Simulation } from '../../core/simulation.ts'
import type { ParameterValues, ProblemValues } from '../../pde/problem.ts'

/** What a method is asked to compute. */
export interface BindingRequest {
  readonly values: ProblemValues
  /** The method's options, resolved, defaults filled in. */
  readonly options: ParameterValues
  readonly from: number
  /** Saved times, s. */
  readonly times: Float64Array
}

/** A method that can serve, ready to be made. */
export interface Prepared {
  readonly stepper: string
  readonly space?: string
  /** Time step, where it is known beforehand, s. */
  readonly step?: number
  /** Rough memory of the run, without what is saved on disk. */
  readonly memoryBytes: number
  /** Why it serves, and what was chosen inside it; sentences for people. */
  readonly why: readonly string[]
  /** `estimateErrors`: with `errors.estimate` where nothing better is known; it costs a part more. */
  makeSimulation(options: { readonly saveFrames: boolean; readonly estimateErrors?: boolean }): Simulation
  /** The exact scalars at these times, row-major, where the problem has an exact solution and the method is another. */
  readonly exact?: (times: Float64Array) => Float64Array
  /** The largest exact value of each scalar at any time, beside `exact`. */
  readonly exactPeaks?: () => readonly number[]
}

/** Joins one method of one problem to the code that computes it: the only place where the rooms of the floor below meet. */
export interface Binding {
  readonly problem: string
  readonly method: string
  /** Ready to run, or the reason why this method cannot serve these values. */
  prepare(request: BindingRequest): Prepared | { readonly refused: string }
}
