import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { makers } from './makers/catalogue.ts'
import type { Made } from './makers/maker.ts'
import { type Plan, plan } from './plan.ts'

/** A plan with what computes it: for workers and the command line. */
export type RunPlan = Plan & Made

/**
 * Joins a plan to the code that computes it.
 * @throws InvalidInput where only the compiled problem shows what is wrong
 */
export function makeRunPlan(planned: Plan): RunPlan {
  const { problem, method, request } = planned
  const maker = makers.find((known) => known.problem === problem.id && known.method === method)
  if (!maker) throw new Error(`nothing computes the method ${method} of ${problem.id}: there is no maker of that name`)
  return { ...planned, ...maker.make(request) }
}

/**
 * Plans an experiment and makes it ready to run.
 * @throws InvalidInput naming every field that is wrong, and the remedy
 */
export function planRun(experiment: Experiment, inputs: Inputs): RunPlan {
  return makeRunPlan(plan(experiment, inputs))
}
