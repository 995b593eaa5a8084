import type { StoredCheckpoint } from './checkpoint-file.ts'
import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import type { RunEvent } from './run-event.ts'

/** What the keeper is asked. `keep` marks the messages. */
export type ToKeeper =
  | {
      readonly keep: 'open'
      readonly ticket: number
      /** Which run the events after it belong to. */
      readonly run: number
      /** Key before those of the run folder, without a slash at its end. */
      readonly folder: string
      readonly experiment: Experiment
      readonly inputs: Inputs
      readonly resumeAt?: StoredCheckpoint
    }
  | { readonly keep: 'accept'; readonly ticket: number; readonly run: number; readonly event: RunEvent }
  /** What came of a `call`. */
  | { readonly keep: 'answer'; readonly call: number; readonly value?: unknown; readonly error?: string }

/** A function of a store that only the page can reach, and what it is called with. */
export type StoreCall =
  | { readonly name: 'read' | 'remove' | 'list'; readonly key: string }
  | { readonly name: 'write' | 'append'; readonly key: string; readonly bytes: Uint8Array }

export type FromKeeper =
  | { readonly keep: 'done'; readonly ticket: number }
  | { readonly keep: 'failed'; readonly ticket: number; readonly message: string }
  | { readonly keep: 'call'; readonly call: number; readonly asked: StoreCall }

const kindOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'keep' in value ? value.keep : undefined

/** A message meant for the keeper; undefined for anything else. */
export function parseToKeeper(value: unknown): ToKeeper | undefined {
  return ['open', 'accept', 'answer'].includes(String(kindOf(value))) ? (value as ToKeeper) : undefined
}

/** A message from the keeper; undefined for anything else. */
export function parseFromKeeper(value: unknown): FromKeeper | undefined {
  return ['done', 'failed', 'call'].includes(String(kindOf(value))) ? (value as FromKeeper) : undefined
}

/** The bytes that a store of the page answered with; undefined where the key has none. */
export function parseBytes(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  return value instanceof Uint8Array ? (value as Uint8Array<ArrayBuffer>) : undefined
}

/** The keys that a store of the page answered with. */
export function parseKeys(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
