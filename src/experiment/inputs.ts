import type { Dataset } from '../data/dataset.ts'
import type { Experiment } from './experiment.ts'

/** The files an experiment names (`data[].file`, `problem.program.file`), read: by the name used in the experiment. */
export type Inputs = Readonly<Record<string, Dataset>>

/** No files: experiments that name none. */
export const noInputs: Inputs = {}

/** Names of the files that an experiment reads. */
export function filesOf(experiment: Experiment): readonly string[] {
  const { program } = experiment.problem
  const programFile = program && 'file' in program && typeof program.file === 'string' ? [program.file] : []
  return [...new Set([...(experiment.data ?? []).map((section) => section.file), ...programFile])]
}

/** The numbers alone: what is computed with has no use for the bytes, and they are not copied into workers. */
export function withoutOriginals(inputs: Inputs): Inputs {
  return Object.fromEntries(Object.entries(inputs).map(([name, { original: _, ...dataset }]) => [name, dataset]))
}

/** Why a file is not the one an experiment was made with: both hashes; undefined where it is, or where none is recorded. */
export function whyAnotherFile(
  file: string,
  recorded: string | undefined,
  { sha256 }: Pick<Dataset, 'sha256'>,
): string | undefined {
  if (recorded === undefined || recorded === sha256) return undefined
  return `"${file}" is not the file this experiment was made with: its SHA-256 is ${sha256}, recorded is ${recorded}; bring back the original, import this one anew, or remove sha256`
}
