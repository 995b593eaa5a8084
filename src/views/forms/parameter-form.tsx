import type { ParameterText } from '../../experiment/experiment.ts'
import type { ParameterDescription, Problem } from '../../pde/problem.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { choiceOf, giveInstead } from './choice-logic.ts'
import { ChoiceRow } from './choice-row.tsx'
import { derivedValue } from './derived.ts'
import { ExperimentField } from './experiment-field.tsx'

/** Headings in the order in which the problem first names them. */
function groupParameters(
  parameters: readonly ParameterDescription[],
): readonly { readonly group: string; readonly parameters: readonly ParameterDescription[] }[] {
  const groups = [...new Set(parameters.map((parameter) => parameter.group))]
  return groups.map((group) => ({ group, parameters: parameters.filter((parameter) => parameter.group === group) }))
}

/** The problem's parameters, made from their description: required first, advanced folded. */
export function ParameterForm({ problem }: { readonly problem: Problem }) {
  return (
    <>
      {groupParameters(problem.parameters).map(({ group, parameters }) => {
        const plain = parameters.filter((parameter) => !parameter.advanced)
        const advanced = parameters.filter((parameter) => parameter.advanced)
        return (
          <fieldset key={group} className="group">
            <legend>{group}</legend>
            {plain.map((parameter) => (
              <ParameterRow key={parameter.name} problem={problem} parameter={parameter} />
            ))}
            {advanced.length > 0 ? (
              <details>
                <summary>More ({advanced.map((parameter) => parameter.label.toLowerCase()).join(', ')})</summary>
                {advanced.map((parameter) => (
                  <ParameterRow key={parameter.name} problem={problem} parameter={parameter} />
                ))}
              </details>
            ) : null}
          </fieldset>
        )
      })}
    </>
  )
}

function ParameterRow({ problem, parameter }: { readonly problem: Problem; readonly parameter: ParameterDescription }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { values, errors } = useChecked()
  const section = experiment.problem.parameters ?? {}
  const path = `problem.parameters.${parameter.name}`
  if (parameter.kind === 'boolean' || parameter.kind === 'choice')
    return <ChoiceRow parameter={parameter} path={path} error={errors.find((error) => error.path === path)?.message} />
  const choice = choiceOf(problem.choices, parameter.name)
  const derived =
    choice && section[parameter.name] === undefined ? derivedValue(parameter.name, values?.parameters ?? {}) : undefined
  return (
    <ExperimentField
      path={path}
      description={parameter}
      {...(derived === undefined ? {} : { derived })}
      onGive={(value) => {
        if (choice)
          workbench.document.edit(parameter.label, (present) => ({
            ...present,
            problem: {
              ...present.problem,
              parameters: giveInstead<ParameterText>(choice, present.problem.parameters ?? {}, parameter.name, value),
            },
          }))
      }}
    />
  )
}
