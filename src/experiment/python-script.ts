import { type InputError, InvalidInput, invalid } from '../core/errors.ts'
import { ExpressionError } from '../expression/expression-error.ts'
import { gasColumnScipyScript, type ScriptTimes } from '../pde/gas-column/scipy-script.ts'
import { typedOdeScipyScript } from '../pde/typed-ode/scipy-script.ts'
import { readStepped } from './bindings/stepped.ts'
import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { plan } from './plan.ts'
import { resolveParameters, resolveProblem, resolveTimeSection } from './resolve.ts'

function timesOf(experiment: Experiment): ScriptTimes {
  const { from, to, times } = resolveTimeSection(experiment)
  const isEven = !experiment.time?.at && experiment.time?.spacing !== 'log'
  return isEven ? { from, to, samples: times.length } : { at: [...times] }
}

/**
 * A SciPy script that computes the same numbers as an experiment.
 * @throws InvalidInput where there is no such script for the problem, or the experiment is wrong
 */
export function experimentScript(experiment: Experiment, inputs: Inputs): string {
  const { id } = experiment.problem
  if (id === 'gas-column') return gasColumnScipyScript(resolveProblem(experiment, inputs), timesOf(experiment))
  if (id !== 'typed-ode')
    throw invalid(
      'problem.id',
      `there is no Python script of "${id}" in this version; gas-column and typed-ode have one`,
    )
  const planned = plan(experiment, inputs)
  const { ode } = planned.values
  const method = planned.problem.methods.find((known) => known.id === planned.method)
  if (!ode || !method) throw invalid('problem.equations', 'there is nothing to export')
  const errors: InputError[] = []
  const given = experiment.method ?? {}
  const options = resolveParameters(given, method.options, [], ['method'], errors)
  if (errors.length > 0) throw new InvalidInput(errors)
  try {
    return typedOdeScipyScript(ode, {
      ...readStepped({ method: given, options }, ode.equations.unknowns),
      title: experiment.title ?? planned.problem.title,
      lines: experiment.problem.equations ?? [],
      from: planned.time.from,
      to: planned.time.to,
      times: timesOf(experiment),
    })
  } catch (error) {
    if (error instanceof ExpressionError) throw invalid('problem.equations', error.message)
    throw error
  }
}
