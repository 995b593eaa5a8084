import { type InputError, InvalidInput } from '../../core/errors.ts'
import type { Dataset, ImportOptions } from '../../data/dataset.ts'
import type { SourceFile } from '../../data/read/reader.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { FitEvent } from '../../experiment/fit-event.ts'
import type { Inputs } from '../../experiment/inputs.ts'

/** What the page asks of its worker beside runs. `desk` marks the messages: other services share the port. */
export type ToDesk =
  | {
      readonly desk: 'read'
      readonly ticket: number
      readonly file: SourceFile
      readonly options: Partial<ImportOptions>
    }
  | {
      readonly desk: 'fit'
      readonly ticket: number
      readonly experiment: Experiment
      readonly inputs: Inputs
      readonly preview: boolean
    }
  | { readonly desk: 'estimate'; readonly ticket: number; readonly experiment: Experiment; readonly inputs: Inputs }
  | {
      readonly desk: 'exact'
      readonly ticket: number
      readonly experiment: Experiment
      readonly inputs: Inputs
      readonly times: Float64Array
    }
  | { readonly desk: 'abort'; readonly ticket: number }

export type FromDesk =
  | { readonly desk: 'dataset'; readonly ticket: number; readonly dataset: Dataset }
  | { readonly desk: 'estimated'; readonly ticket: number; readonly seconds: number | undefined }
  | { readonly desk: 'exact-values'; readonly ticket: number; readonly values: Float64Array | undefined }
  | { readonly desk: 'fit-event'; readonly ticket: number; readonly event: FitEvent }
  | {
      readonly desk: 'error'
      readonly ticket: number
      readonly message: string
      readonly errors?: readonly InputError[]
    }

const isDesk = (value: unknown, kinds: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'desk' in value &&
  'ticket' in value &&
  typeof value.ticket === 'number' &&
  kinds.includes(String(value.desk))

/** A message meant for the desk service; undefined for those of other services. */
export function parseToDesk(value: unknown): ToDesk | undefined {
  return isDesk(value, ['read', 'fit', 'estimate', 'exact', 'abort']) ? (value as ToDesk) : undefined
}

/** A message from the desk service; undefined for those of other services. */
export function parseFromDesk(value: unknown): FromDesk | undefined {
  return isDesk(value, ['dataset', 'estimated', 'exact-values', 'fit-event', 'error']) ? (value as FromDesk) : undefined
}

/** The error as it crosses to the page. */
export function packError(ticket: number, error: unknown): FromDesk {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof InvalidInput
    ? { desk: 'error', ticket, message, errors: error.errors }
    : { desk: 'error', ticket, message }
}

/** The error as it was in the worker. */
export function unpackError(message: Extract<FromDesk, { desk: 'error' }>): Error {
  return message.errors ? new InvalidInput(message.errors) : new Error(message.message)
}
