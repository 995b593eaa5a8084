import { type InputError, InvalidInput } from '../../core/errors.ts'
import type { Dataset } from '../../data/dataset.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Plan } from '../../experiment/plan.ts'
import { tryResolveProblem } from '../../experiment/resolve.ts'
import type { ProblemValues } from '../../pde/problem.ts'
import { useExperiment, useInputs } from '../shell/context.tsx'
import { checkExperiment, errorsOf } from './check.ts'

export interface CheckedForm {
  /** Every unit resolved, every default filled in; absent where the problem itself is not known. */
  readonly values?: ProblemValues
  readonly errors: readonly InputError[]
  readonly plan?: Plan
}

let last: { readonly experiment: Experiment; readonly inputs: unknown; readonly checked: CheckedForm } | undefined

/** The experiment in front, resolved and planned; the same object as long as nothing changes. */
export function useChecked(): CheckedForm {
  const experiment = useExperiment()
  const inputs = useInputs((state) => state.inputs)
  if (last?.experiment === experiment && last.inputs === inputs) return last.checked
  const datasets = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.dataset]))
  const checked = checkForm(experiment, datasets)
  last = { experiment, inputs, checked }
  return checked
}

function checkForm(experiment: Experiment, datasets: Readonly<Record<string, Dataset>>): CheckedForm {
  try {
    const { values, errors } = tryResolveProblem(experiment, datasets)
    if (errors.length > 0) return { values, errors }
    const planned = checkExperiment(experiment, datasets)
    return planned.ok ? { values, errors: [], plan: planned.plan } : { values, errors: planned.errors }
  } catch (error) {
    return { errors: error instanceof InvalidInput ? error.errors : errorsOf(error) }
  }
}
