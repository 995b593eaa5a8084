import type { Experiment } from '../../experiment/experiment.ts'

/** Studies that give columns over time, as the solution itself does. */
const overTime = ['time', 'sensitivities']

/** Whether the experiment asks for something else than its solution over time. */
export function isOtherStudy({ study }: Experiment): boolean {
  return study !== undefined && !overTime.includes(study.type)
}

/** The study asked for; `time` where nothing is said. */
export const studyTypeOf = ({ study }: Experiment): string => study?.type ?? 'time'

const made = new WeakMap<Experiment, Experiment>()

/**
 * The experiment as its solution over time: what the live pictures show whatever study is asked. The same object for the same
 * experiment.
 */
export function timeExperiment(experiment: Experiment): Experiment {
  if (experiment.study === undefined || experiment.study.type === 'time') return experiment
  const known = made.get(experiment)
  if (known) return known
  const { study: _, ...rest } = experiment
  made.set(experiment, rest)
  return rest
}

/** Whether two experiments have the same equations and numbers, so that an equilibrium of one is one of the other. */
export function isSameSystem(a: Experiment, b: Experiment): boolean {
  const text = ({ problem }: Experiment) =>
    JSON.stringify([problem.id, problem.equations, valuesOf(problem.parameters)])
  return a.problem === b.problem || text(a) === text(b)
}

/** Values without ranges, units and words, in the order of their names. */
function valuesOf(parameters: Experiment['problem']['parameters']): readonly (readonly [string, unknown])[] {
  return Object.entries(parameters ?? {})
    .map(([name, given]) => [name, typeof given === 'object' ? given.value : given] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}
