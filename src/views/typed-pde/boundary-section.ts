import type { Experiment, ProblemSection } from '../../experiment/experiment.ts'

export type Boundary = NonNullable<ProblemSection['boundary']>

/** Whether a side has a condition an unknown. */
export const isRecord = (
  given: Boundary[string] | undefined,
): given is Readonly<Record<string, string | readonly string[]>> => typeof given === 'object' && !Array.isArray(given)

/** The experiment with this section; none where nothing is said. */
export function withBoundary(experiment: Experiment, boundary: Boundary): Experiment {
  const { boundary: _, ...rest } = experiment.problem
  return { ...experiment, problem: Object.keys(boundary).length > 0 ? { ...rest, boundary } : rest }
}
