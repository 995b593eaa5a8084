import { formatPath } from '../core/path.ts'
import type { Dataset } from '../data/dataset.ts'
import type { FileNumbers } from '../pde/problem.ts'
import type { Experiment } from './experiment.ts'

/** The files an experiment names (`data[].file`, `problem.program.file`), read: by the name used in the experiment. */
export type Inputs = Readonly<Record<string, Dataset>>

/** No files: experiments that name none. */
export const noInputs: Inputs = {}

/** The files that the problem itself needs, with the PATHs that name them: a programme, initial data. */
export function problemFiles({ problem }: Experiment): readonly { readonly path: string; readonly file: string }[] {
  const at = (keys: readonly string[], value: unknown) => {
    const file: unknown = typeof value === 'object' && value !== null && Object.hasOwn(value, 'file') ? Reflect.get(value, 'file') : undefined // biome-ignore format: one thought
    return typeof file === 'string' ? [{ path: formatPath([...keys, 'file']), file }] : []
  }
  const initial = Object.entries(problem.initial ?? {}).flatMap(([name, value]) => at(['problem', 'initial', name], value)) // biome-ignore format: one thought
  return [...at(['problem', 'program'], problem.program), ...initial]
}

/** Names of the files that an experiment reads. */
export function filesOf(experiment: Experiment): readonly string[] {
  const own = problemFiles(experiment).map(({ file }) => file)
  return [...new Set([...(experiment.data ?? []).map((section) => section.file), ...own])]
}

/** What a problem sees of a file that it names. */
export function fileNumbers(inputs: Inputs, name: string): FileNumbers | undefined {
  const dataset = Object.hasOwn(inputs, name) ? inputs[name] : undefined
  return dataset && { columns: dataset.tables[0]?.columns ?? [], arrays: dataset.arrays ?? [] }
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
