import type { Simulation } from '../../core/simulation.ts'
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
  /** Studies beside `time` that it answers; `request.study` says which is asked. */
  readonly studies?: readonly string[]
  /**
   * Ready to run, or the reason why this method cannot serve these values.
   * @throws InvalidInput where a field of `method` or `study` is wrong
   */
  prepare(request: BindingRequest): Prepared | { readonly refused: string }
}
