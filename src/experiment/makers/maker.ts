import type { Simulation } from '../../core/simulation.ts'
import type { BindingRequest } from '../bindings/binding.ts'

/** A method at hand, its numbers ready to be computed. */
export interface Made {
  /** `estimateErrors`: with `errors.estimate` where nothing better is known; it costs a part more. */
  makeSimulation(options: { readonly saveFrames: boolean; readonly estimateErrors?: boolean }): Simulation
  /** The exact scalars at these times, row-major, where the binding said `isExactKnown`. */
  readonly exact?: (times: Float64Array) => Float64Array
  /** The largest exact value of each scalar at any time, beside `exact`. */
  readonly exactPeaks?: () => readonly number[]
}

/**
 * Joins one method of one problem to the code that computes it: the only place where the rooms of the floor below meet. Workers and the
 * command line load it, the page never does.
 */
export interface Maker {
  readonly problem: string
  readonly method: string
  /**
   * Of a request that the binding of the same problem and method has accepted. Cheap: what costs begins with `makeSimulation`.
   * @throws InvalidInput where only the compiled problem shows that a field is wrong
   */
  make(request: BindingRequest): Made
}
