import { type InputError, InvalidInput } from '../../core/errors.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Inputs } from '../../experiment/inputs.ts'
import { parseExperiment } from '../../experiment/parse.ts'
import { type Plan, plan } from '../../experiment/plan.ts'

/** The plan of an experiment, or everything that is wrong with it. */
export type Checked =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly errors: readonly InputError[] }

const last = new WeakMap<Experiment, { readonly inputs: Inputs; readonly checked: Checked }>()

const isSame = (a: Inputs, b: Inputs) => {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/**
 * Reads, resolves and plans the experiment as a run would, without running it. Of the same experiment with the same inputs the same
 * answer: the form, the live picture and the run all ask.
 */
export function checkExperiment(experiment: Experiment, inputs: Inputs): Checked {
  const known = last.get(experiment)
  if (known && isSame(known.inputs, inputs)) return known.checked
  const checked = planned(experiment, inputs)
  last.set(experiment, { inputs, checked })
  return checked
}

function planned(experiment: Experiment, inputs: Inputs): Checked {
  try {
    return { ok: true, plan: plan(parseExperiment(experiment), inputs) }
  } catch (error) {
    return { ok: false, errors: errorsOf(error) }
  }
}

/** What an error says to people; a program fault says so. */
export function errorsOf(error: unknown): readonly InputError[] {
  if (error instanceof InvalidInput) return error.errors
  return [{ path: '', message: error instanceof Error ? error.message : String(error) }]
}
