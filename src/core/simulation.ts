import type { FieldDescription, Frame, Quantity, Samples } from './field.ts'

/** State from which a simulation goes on bit for bit: named arrays and numbers, nothing else. */
export interface Checkpoint {
  readonly arrays: Readonly<Record<string, Float64Array>>
  readonly numbers: Readonly<Record<string, number>>
}

/** First and last value of a conserved quantity; the drift is relative to |first|, absolute where that is 0. */
export interface Invariant {
  readonly first: number
  readonly last: number
  readonly drift: number
}

/** A conserved quantity of these values with its drift. */
export function invariantOf(first: number, last: number): Invariant {
  return { first, last, drift: first === 0 ? last : (last - first) / Math.abs(first) }
}

/** One event of a run: which, when, and the state after it. */
export interface EventRecord {
  readonly event: number
  readonly t: number
  readonly state: Readonly<Record<string, number>>
}

/** A value that JSON keeps as it is. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** The result of a study, as it stands in outcome.json under `study`. Its further fields are those of its type. */
export interface StudyResult {
  readonly type: string
  readonly [name: string]: Json
}

/** Where numbers were computed: for the badge and outcome.json. */
export interface Compute {
  readonly executor: string
  readonly precision: 'f64' | 'f32'
  readonly threads: number
  readonly build: string
  readonly fallback?: { readonly from: string; readonly reason: string }
}

/** What a simulation says of itself; may be asked at any time, final after the last step. */
export interface SimulationReport {
  readonly steps: number
  readonly rejected: number
  readonly evaluations: number
  readonly invariants: Readonly<Record<string, Invariant>>
  /** Named results: `retentionTime.benzene`, `peakHeight.benzene`, … */
  readonly metrics: Readonly<Record<string, number>>
  readonly errors: {
    /** Against the exact solution, each relative to the unknown's largest exact value. */
    readonly exact?: Readonly<Record<string, number>>
    readonly estimate?: Readonly<Record<string, number>>
  }
  /** Events that happened, in order of time. */
  readonly events?: readonly EventRecord[]
  /** What a study other than `time` found. */
  readonly study?: StudyResult
  /** What really ran where the plan left it open: `tsit5`, or `tsit5+radau5` where one took over from the other. */
  readonly stepper?: string
  /** What really ran, where the plan could not know it. */
  readonly compute?: Compute
  /** What was decided on the way, sentences for people; added to the outcome's `why`. */
  readonly notes?: readonly string[]
}

/** A bounded piece of work done. */
export interface Advance {
  /** How far the solution has come. */
  readonly time: number
  /** The saved times completed in this piece. */
  readonly samples?: Samples
  readonly frames?: readonly Frame[]
  readonly done: boolean
}

/**
 * A problem set up to be computed: what `plan` makes, what the run engine drives, whatever the method inside.
 * It knows its saved times from birth. Single-threaded, owned by whoever made it.
 */
export interface Simulation {
  /** The columns of scalars.csv after `t`, in order. */
  readonly scalars: readonly Quantity[]
  /** The unknowns saved as frames; may be empty. */
  readonly fields: readonly FieldDescription[]
  /**
   * Works for about `milliseconds` (a hint: at most some tens) and returns what was completed.
   * @param clock monotonic milliseconds; used for the hint only, never for the numbers
   * @throws RunFailure with time, place and advice when a value is not finite or the step collapses
   */
  advance(milliseconds: number, clock: () => number): Advance
  /** In place of `advance` where results are waited for (a GPU): `advance` then throws. One piece at a time. */
  advanceLater?(milliseconds: number, clock: () => number): Promise<Advance>
  checkpoint(): Checkpoint
  /** Goes on from a checkpoint taken by the same plan. */
  restore(checkpoint: Checkpoint): void
  report(): SimulationReport
}
