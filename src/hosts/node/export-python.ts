import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { invalid } from '../../core/errors.ts'
import { resolveProblem, resolveTimeSection } from '../../experiment/resolve.ts'
import { gasColumnScipyScript } from '../../pde/gas-column/scipy-script.ts'
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
  const { id } = experiment.problem
  if (id !== 'gas-column') throw invalid('problem.id', `there is no Python script of "${id}" in this version; gas-column has one`) // biome-ignore format: one sentence
  const { from, to, times } = resolveTimeSection(experiment)
  const isEven = !experiment.time?.at && experiment.time?.spacing !== 'log'
  const when = isEven ? { from, to, samples: times.length } : { at: [...times] }
  return { bytes: gasColumnScipyScript(resolveProblem(experiment, inputs), when), name }
}
