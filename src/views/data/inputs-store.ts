import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Dataset } from '../../data/dataset.ts'
import type { SourceFile } from '../../data/read/reader.ts'
import type { ColumnSection } from '../../experiment/experiment.ts'

/** A measurement file that the experiment names, as bytes and as read. */
export interface Input {
  readonly file: SourceFile
  readonly dataset: Dataset
}

/** A file being imported: read, not yet accepted. */
export interface Pending {
  readonly file: SourceFile
  readonly dataset?: Dataset
  /** Where the guesses of the reader were changed by hand. */
  readonly options: Readonly<Record<string, string | number>>
  /** What each column is: guessed, then chosen. */
  readonly columns?: Readonly<Record<string, ColumnSection>>
  readonly error?: string
  readonly isReading: boolean
}

/** Measurements by the name that stands in the experiment. */
export interface InputsState {
  readonly inputs: Readonly<Record<string, Input>>
  readonly pending: readonly Pending[]
}

export type InputsStore = StoreApi<InputsState>

/** The one store of measurement files. */
export function makeInputsStore(): InputsStore {
  return createStore<InputsState>(() => ({ inputs: {}, pending: [] }))
}

/** The datasets with their files' bytes, as run folders, figures and reports keep them. */
export function originalsOf(state: InputsState): Readonly<Record<string, Dataset>> {
  return Object.fromEntries(
    Object.entries(state.inputs).map(([name, { dataset, file }]) => [name, { ...dataset, original: file.bytes }]),
  )
}

/** The datasets alone, as plans and fits take them. */
export function datasetsOf(state: InputsState): Readonly<Record<string, Dataset>> {
  return Object.fromEntries(Object.entries(state.inputs).map(([name, input]) => [name, input.dataset]))
}
