import type { Compute } from '../../core/simulation.ts'
import type { ParameterValues, ProblemValues } from '../../pde/problem.ts'
import type { MethodText, StudySection } from '../experiment.ts'

/** What a method is asked to compute. */
export interface BindingRequest {
  readonly values: ProblemValues
  /** The method's options, resolved, defaults filled in. */
  readonly options: ParameterValues
  /** The section `method` as it stands in the file: what is not a plain option (`stepper`, `atol` an unknown, `nonNegative`). */
  readonly method: Readonly<Record<string, MethodText>>
  readonly study: StudySection
  /** Declared units of the parameters by name. */
  readonly units: ReadonlyMap<string, string>
  /** Ranges of the parameters that have one: where a scan goes that does not say. */
  readonly ranges?: ReadonlyMap<string, { readonly from: number; readonly to: number }>
  readonly from: number
  readonly to: number
  /** '1' where time has none. */
  readonly timeUnit: string
  /** Saved times. */
  readonly times: Float64Array
  /** Of random numbers. */
  readonly seed: number
}

/** What a method decided: that it serves, and how. */
export interface Prepared {
  readonly stepper: string
  readonly space?: string
  /** Where numbers live, if not in `wasm`: what was named and serves. */
  readonly backend?: string
  readonly compute?: Compute
  /** Time step, where it is known beforehand, s. */
  readonly step?: number
  /** Rough memory of the run, without what is saved on disk. */
  readonly memoryBytes: number
  /** Why it serves, and what was chosen inside it; sentences for people. */
  readonly why: readonly string[]
  /** The problem has an exact solution that the maker can give, and this method is another. */
  readonly isExactKnown?: boolean
}

/**
 * What decides for one method of one problem: whether it serves, how, and how much memory that takes. The page does this at every
 * keystroke, so that nothing here computes: no kernels, no integrator, no simulation. Those are the maker's (`makers/maker.ts`), which
 * gets the same request and reads it with the same functions.
 */
export interface Binding {
  readonly problem: string
  readonly method: string
  /** Studies beside `time` that it answers; `request.study` says which is asked. */
  readonly studies?: readonly string[]
  /**
   * What runs, or the reason why this method cannot serve these values.
   * @throws InvalidInput where a field of `method` or `study` is wrong
   */
  prepare(request: BindingRequest): Prepared | { readonly refused: string }
}
