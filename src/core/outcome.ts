import type { Quantity } from './field.ts'
import type { Compute, EventRecord, Invariant, StudyResult } from './simulation.ts'

/** `outcome.json` of the run folder (contract 3). */
export interface Outcome {
  readonly status: 'running' | 'done' | 'failed' | 'stopped'
  readonly reason?: string
  readonly method: string
  readonly space?: string
  readonly stepper: string
  readonly backend: string
  readonly compute: Compute
  readonly why: readonly string[]
  readonly seconds: { readonly wall: number; readonly cpu: number }
  readonly steps: number
  readonly rejected: number
  readonly evaluations: number
  readonly errors: {
    readonly exact?: Readonly<Record<string, number>>
    readonly estimate?: Readonly<Record<string, number>>
  }
  readonly invariants: Readonly<Record<string, Invariant>>
  readonly metrics: Readonly<Record<string, number>>
  readonly events: readonly EventRecord[]
  readonly study?: StudyResult
  readonly versions: Readonly<Record<string, string>>
  readonly seed: number
  /** The columns of scalars.csv after `t`, with their units. */
  readonly scalars?: readonly Quantity[]
}
