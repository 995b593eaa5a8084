import type { Choice, MethodDescription, ParameterDescription, Problem } from '../pde/problem.ts'
import type { Experiment, NumberText, ParameterText, TimeSection } from './experiment.ts'
import { topLevelFields } from './path.ts'
import { methodFields, problemFields } from './sections.ts'

/** The fields in the order of the schema, in which a file is also read: the same experiment gives the same bytes. */
function inOrder<T extends object>(section: T, names: readonly string[]): T
function inOrder(section: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  const there = [...new Set([...names, ...Object.keys(section)])].filter((name) => section[name] !== undefined)
  return Object.fromEntries(there.map((name) => [name, section[name]]))
}

/** What is given in its own form, and the defaults of what is left out. Parameters of a choice have none. */
function fill<T>(
  given: Readonly<Record<string, T>>,
  parameters: readonly ParameterDescription[],
  choices: readonly Choice[],
): Readonly<Record<string, T | NumberText | boolean>> {
  const chosen = choices.flatMap((choice) => choice.names)
  const filled: Record<string, T | NumberText | boolean> = { ...given }
  for (const { name, default: fallback } of parameters)
    if (fallback !== undefined && !chosen.includes(name) && !Object.hasOwn(given, name)) filled[name] = fallback
  return inOrder(
    filled,
    parameters.map((p) => p.name),
  )
}

/** Components have no switches. */
function parseComponent(values: Readonly<Record<string, ParameterText>>): Readonly<Record<string, NumberText>> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, NumberText] => typeof entry[1] !== 'boolean'),
  )
}

function fillTime(given: TimeSection | undefined, problem: Problem): TimeSection {
  const { from, to, samples } = problem.time
  if (problem.isTimeless) return given ?? { at: [0] }
  const time = given ?? { from, to, samples }
  return inOrder(time.at ? { from: 0, ...time } : { from: 0, to, samples: 101, ...time }, [
    'from',
    'to',
    'samples',
    'spacing',
    'at',
    'unit',
  ])
}

/** The experiment as it runs: `experiment.json` of the run folder. Running it again gives the same numbers. */
export function fillDefaults(experiment: Experiment, problem: Problem, method: MethodDescription): Experiment {
  const { problem: section } = experiment
  const table = problem.components
  const components = section.components?.map((c) =>
    parseComponent(fill(c, table?.parameters ?? [], table?.choices ?? [])),
  )
  const filled: Experiment = {
    ...experiment,
    problem: inOrder(
      {
        ...section,
        parameters: fill(section.parameters ?? {}, problem.parameters, problem.choices),
        ...(components ? { components } : {}),
      },
      problemFields(problem),
    ),
    method: inOrder(fill({ ...experiment.method, id: method.id }, method.options, []), methodFields(problem)),
    time: fillTime(experiment.time, problem),
    study: experiment.study ?? { type: 'time' },
    seed: experiment.seed ?? 0,
  }
  return inOrder(filled, topLevelFields)
}
