import type { Experiment } from '../../experiment/experiment.ts'

/** A file name made of the title. */
export function fileNameOf(experiment: Experiment): string {
  const words = (experiment.title ?? experiment.problem.id).toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `${words.replace(/^-|-$/g, '') || 'experiment'}.isoline.json`
}
