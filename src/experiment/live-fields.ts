import type { FieldDescription, Quantity } from '../core/field.ts'
import type { Compute } from '../core/simulation.ts'
import type { FieldBackend } from '../solvers/fields/choose-backend.ts'
import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'

/** A stroke of the brush: nodes within `radius` of the path get `value`, blended by a smooth edge. */
export interface BrushStroke {
  readonly field: string
  /** Coordinates of the domain, two a point; on an interval the second is ignored. */
  readonly path: Float64Array
  readonly radius: number
  readonly value: number
  /** Set to the value, or added to what is there. */
  readonly mode: 'set' | 'add'
}

/** What the hand does to a living solution, in the order in which it came. Kept, so that a session can be told and taken over as a run. */
export type LiveChange =
  | { readonly kind: 'parameters'; readonly values: Readonly<Record<string, number>> }
  | { readonly kind: 'brush'; readonly stroke: BrushStroke }
  | { readonly kind: 'reset'; readonly seed?: number }

/** Frames that may be under way. */
export const frameCredits = 2

/** To the worker: a session steps for as long as it is looked at; it has no end time. */
export type ToLiveFields =
  | {
      readonly type: 'live-open'
      readonly id: number
      readonly experiment: Experiment
      readonly inputs: Inputs
      /** As of `live-speed`. */
      readonly speed?: number
      /** Default: it steps at once. */
      readonly isPlaying?: boolean
    }
  | { readonly type: 'live-change'; readonly id: number; readonly change: LiveChange }
  /** `step` takes one step and stays still. */
  | { readonly type: 'live-control'; readonly id: number; readonly action: 'play' | 'pause' | 'step' | 'close' }
  /** Simulated time a second of wall time; undefined: as fast as a frame's share of computing allows. */
  | { readonly type: 'live-speed'; readonly id: number; readonly speed?: number }
  /** A frame was painted: the next may come. Two may be under way. */
  | { readonly type: 'live-credit'; readonly id: number }

/** What is shown of one moment. */
export interface LiveFrame {
  readonly time: number
  readonly steps: number
  /** Node values of `LiveOpened.fields`, in their order; handed over, not copied. */
  readonly values: readonly Float32Array[]
  /** Smallest and largest finite value, two a field. */
  readonly extremes: Float32Array
  /** In the order of `LiveOpened.scalars`. */
  readonly scalars: Float64Array
  /** Drift of each conserved quantity, in the order of `LiveOpened.invariants`. */
  readonly drifts: Float64Array
  /** Steps a second of wall time, smoothed; the step now. */
  readonly rate: number
  readonly step: number
  readonly isPlaying: boolean
}

/** What ran, for the badge and the axes. */
export interface LiveOpened {
  readonly fields: readonly FieldDescription[]
  readonly scalars: readonly Quantity[]
  readonly invariants: readonly string[]
  readonly space: string
  readonly stepper: string
  readonly backend: FieldBackend
  readonly compute: Compute
  readonly why: readonly string[]
}

/** From the worker. A failure ends stepping, not the session: the last good frame stays, a reset or a change begins again. */
export type FromLiveFields =
  | { readonly type: 'live-opened'; readonly id: number; readonly opened: LiveOpened }
  | { readonly type: 'live-frame'; readonly id: number; readonly frame: LiveFrame }
  | { readonly type: 'live-failed'; readonly id: number; readonly message: string }

const typeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined

/** A message meant for what serves living solutions; undefined for anything else that comes over the same port. */
export function parseToLiveFields(value: unknown): ToLiveFields | undefined {
  const known = ['live-open', 'live-change', 'live-control', 'live-speed', 'live-credit']
  return known.includes(String(typeOf(value))) ? (value as ToLiveFields) : undefined
}

/** A message from a living solution; undefined for anything else. */
export function parseFromLiveFields(value: unknown): FromLiveFields | undefined {
  return ['live-opened', 'live-frame', 'live-failed'].includes(String(typeOf(value)))
    ? (value as FromLiveFields)
    : undefined
}
