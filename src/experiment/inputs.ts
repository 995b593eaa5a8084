import type { Dataset } from '../data/dataset.ts'

/** The files an experiment names (`data[].file`, `problem.program.file`), read: by the name used in the experiment. */
export type Inputs = Readonly<Record<string, Dataset>>

/** No files: experiments that name none. */
export const noInputs: Inputs = {}
