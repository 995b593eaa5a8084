import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { experimentScript } from '../../experiment/python-script.ts'
import type { CommandIo } from './command.ts'
import { readExperimentInput } from './experiment-input.ts'

/**
 * A SciPy script that computes the same numbers, for an experiment file or a run folder (its experiment).
 * @throws InvalidInput where there is no such script for the problem
 */
export async function exportPython(
  place: string,
  io: CommandIo,
): Promise<{ readonly bytes: string; readonly name: string }> {
  const isFolder = place !== '-' && (await stat(resolve(io.cwd, place)).then((found) => found.isDirectory(), () => false)) // biome-ignore format: one call
  const file = isFolder ? join(place, 'experiment.json') : place
  const { experiment, inputs, name } = await readExperimentInput(file, io, { allowMissingData: true })
  return { bytes: experimentScript(experiment, inputs), name }
}
