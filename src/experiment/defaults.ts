import type { Choice, MethodDescription, ParameterDescription, Problem } from '../pde/problem.ts'
import type { Experiment, NumberText } from './experiment.ts'

type Values = Readonly<Record<string, NumberText | boolean>>

/** Given values first, in their own form; then the defaults of what is left out. Parameters of a choice have none. */
function fill(given: Values, parameters: readonly ParameterDescription[], choices: readonly Choice[]): Values {
  const chosen = choices.flatMap((choice) => choice.names)
  const filled: Record<string, NumberText | boolean> = { ...given }
  for (const { name, default: fallback } of parameters)
    if (fallback !== undefined && !chosen.includes(name) && !Object.hasOwn(given, name)) filled[name] = fallback
  return filled
}

/** The experiment as it runs: `experiment.json` of the run folder. Running it again gives the same numbers. */
export function fillDefaults(experiment: Experiment, problem: Problem, method: MethodDescription): Experiment {
  const { problem: section, time = { ...problem.time } } = experiment
  const components = problem.components
  return {
    ...experiment,
    problem: {
      ...section,
      parameters: fill(section.parameters ?? {}, problem.parameters, problem.choices),
      ...(components && section.components
        ? {
            components: section.components.map((c) =>
              parseComponent(fill(c, components.parameters, components.choices)),
            ),
          }
        : {}),
    },
    method: fill({ ...experiment.method, id: method.id }, method.options, []),
    time: time.at ? { from: 0, ...time } : { from: 0, to: problem.time.to, samples: 101, ...time },
    study: experiment.study ?? { type: 'time' },
    seed: experiment.seed ?? 0,
  }
}

/** Components have no switches. */
function parseComponent(values: Values): Readonly<Record<string, NumberText>> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, NumberText] => typeof entry[1] !== 'boolean'),
  )
}
