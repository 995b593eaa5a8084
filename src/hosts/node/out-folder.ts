import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { invalid } from '../../core/errors.ts'
import type { Files } from '../../experiment/files.ts'
import type { CommandIo } from './command.ts'
import { makeDiskFiles } from './disk-files.ts'

/** One of these stands in every folder that `run`, `sweep` or `fit` made. */
const marks = ['outcome.json', 'fit.json']

/**
 * The folder of `--out`: a new or empty one, or one that an earlier `--out` made, whose results are then replaced. Any other folder is
 * somebody's own and is left alone.
 * @throws InvalidInput
 */
export async function openOutFolder(out: string, io: CommandIo): Promise<Files> {
  if (out.trim() === '') throw invalid('', '--out is empty; give the name of a folder')
  const place = resolve(io.cwd, out)
  const names = await readdir(place).catch((): string[] => [])
  // What a killed process left of a write begins with a dot and does not make a folder somebody's.
  const isOurs = names.every((name) => name.startsWith('.')) || marks.some((mark) => names.includes(mark))
  if (!isOurs)
    throw invalid(
      '',
      `--out ${out}: this folder holds other files (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}) and no earlier run; name a new folder, so that nothing of yours is overwritten`,
    )
  return makeDiskFiles(place)
}
