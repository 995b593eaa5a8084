import type { InputError } from '../core/errors.ts'
import type { Checkpoint } from '../core/simulation.ts'
import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import type { RunEvent } from './run-event.ts'
import type { Curve } from './simulate.ts'

/**
 * One end of a channel to a worker, whatever its kind: a Web Worker and its scope, a `worker_threads` Worker and its
 * `parentPort`, a MessagePort. Hosts adapt theirs in a few lines.
 */
export interface Port {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void
  /** @returns stops listening */
  onMessage(listener: (message: unknown) => void): () => void
  /** The other end died: out of memory, a script that did not load. */
  onError?(listener: (reason: string) => void): () => void
}

/** What a worker is asked to run. */
export interface RunRequest {
  readonly experiment: Experiment
  readonly inputs: Inputs
  readonly saveFrames?: boolean
  readonly checkpoint?: Checkpoint
  readonly versions?: Readonly<Record<string, string>>
  readonly checkpointMilliseconds?: number
}

/** Frames that may be under way before the receiver has taken one: more would fill memory where the receiver is slower. */
export const frameCredit = 4

export type ToWorker =
  | { readonly type: 'start'; readonly id: number; readonly request: RunRequest }
  | { readonly type: 'control'; readonly id: number; readonly action: 'pause' | 'resume' | 'abort' }
  /** One frame was taken. */
  | { readonly type: 'credit'; readonly id: number }
  | { readonly type: 'simulate'; readonly id: number; readonly experiment: Experiment; readonly inputs: Inputs }

export type FromWorker =
  | { readonly type: 'event'; readonly id: number; readonly event: RunEvent }
  /** A frame without its description: that was in `started`. */
  | { readonly type: 'frame'; readonly id: number; readonly time: number; readonly values: readonly Float64Array[] }
  | { readonly type: 'end'; readonly id: number }
  /** `errors` where the experiment cannot be planned. */
  | { readonly type: 'refused'; readonly id: number; readonly errors?: readonly InputError[]; readonly message: string }
  | { readonly type: 'simulated'; readonly id: number; readonly curve: Curve }

const isTyped = (value: unknown): value is { type: string; id: number } =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'id' in value &&
  typeof value.id === 'number'

/** A message meant for the worker; undefined for anything else that comes over the same port. */
export function parseToWorker(value: unknown): ToWorker | undefined {
  return isTyped(value) && ['start', 'control', 'credit', 'simulate'].includes(value.type)
    ? (value as ToWorker)
    : undefined
}

/** A message from the worker; undefined for anything else. */
export function parseFromWorker(value: unknown): FromWorker | undefined {
  return isTyped(value) && ['event', 'frame', 'end', 'refused', 'simulated'].includes(value.type)
    ? (value as FromWorker)
    : undefined
}
