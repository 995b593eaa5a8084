import type { FieldDescription, Frame, Quantity, Samples } from '../core/field.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Checkpoint } from '../core/simulation.ts'

/** Simulate, fit, train, sweep: every run is an async iterable of these, in this order: started, any of the middle ones, ended. */
export type RunEvent =
  | {
      readonly type: 'started'
      readonly scalars: readonly Quantity[]
      readonly fields: readonly FieldDescription[]
      readonly outcome: Outcome
    }
  | { readonly type: 'samples'; readonly samples: Samples }
  | { readonly type: 'frame'; readonly frame: Frame }
  | {
      readonly type: 'progress'
      /** 0 to 1 of the time span. */
      readonly fraction: number
      readonly time: number
      /** Absent until it can be estimated. */
      readonly secondsLeft?: number
    }
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint; readonly time: number }
  | { readonly type: 'log'; readonly level: 'info' | 'warning' | 'error'; readonly message: string }
  | { readonly type: 'ended'; readonly outcome: Outcome }
