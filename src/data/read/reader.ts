import type { Dataset, ImportOptions } from '../dataset.ts'

/** Bytes with their name, as a person dropped them. */
export interface SourceFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface ReadContext {
  /** Overrides of what would be guessed. */
  readonly options?: Partial<ImportOptions>
  /** Names of the model's scalars: columns named like one are taken as measurements of it. */
  readonly scalars?: readonly string[]
  readonly signal?: AbortSignal
  /** 0 to 1. */
  readonly onProgress?: (fraction: number) => void
}

/** A file format that measurements come in: one file in this folder and one line in the catalogue each. */
export interface Reader {
  readonly id: string
  readonly title: string
  /** Confidence from 0 (not mine) to 1 (certainly mine), from the name and the first 64 kB. */
  recognise(name: string, head: Uint8Array): number
  /** @throws InvalidInput saying what, where and what to do */
  read(file: SourceFile, context: ReadContext): Promise<Dataset>
}
