import type { Experiment } from '../../experiment/experiment.ts'

/** The beginning of a file name, made of the title: `heat-in-a-rod`. */
export function stemOf(experiment: Experiment): string {
  const words = (experiment.title ?? experiment.problem.id).toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return words.replace(/^-|-$/g, '') || 'experiment'
}

/** The name that an experiment is saved under where it has none yet. */
export function fileNameOf(experiment: Experiment): string {
  return `${stemOf(experiment)}.isoline.json`
}
