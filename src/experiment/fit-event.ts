import type { FitResult } from '../fit/fit-result.ts'

/** What a fit says while it goes on; the last is `ended`. */
export type FitEvent =
  | {
      readonly type: 'started'
      readonly parameters: readonly { readonly path: string; readonly unit: string; readonly start: number }[]
      /** Measured points. */
      readonly count: number
      readonly notes: readonly string[]
    }
  | {
      readonly type: 'progress'
      readonly iteration: number
      readonly evaluations: number
      /** ½·Σ ρ of the weighted residuals. */
      readonly cost: number
      /** Values by PATH. */
      readonly parameters: Readonly<Record<string, number>>
    }
  | { readonly type: 'ended'; readonly result: FitResult }

/** What a fit may use of the world. */
export interface FitContext {
  /** Monotonic milliseconds. */
  readonly clock: () => number
  readonly signal?: AbortSignal
  /** Only the model at the start values, over the measurements: no search, no errors. */
  readonly preview?: boolean
}
