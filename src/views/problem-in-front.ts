import type { Experiment } from '../experiment/experiment.ts'
import { problemOf } from '../experiment/resolve.ts'
import { findProblem } from '../pde/catalogue.ts'
import type { Problem } from '../pde/problem.ts'

/** The problem of an experiment, as its text makes it where it is typed; undefined where no problem has that name. */
export function problemInFront(experiment: Experiment): Problem | undefined {
  return findProblem(experiment.problem.id) === undefined ? undefined : problemOf(experiment)
}
