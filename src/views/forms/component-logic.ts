import type { Experiment, NumberText } from '../../experiment/experiment.ts'
import type { Choice, ParameterDescription } from '../../pde/problem.ts'

type Component = Readonly<Record<string, NumberText>>

/** A name no other component has: "component 3". */
function freshName(components: readonly Component[]): string {
  const names = new Set(components.map((component) => String(component.name)))
  let number = components.length + 1
  while (names.has(`component ${number}`)) number++
  return `component ${number}`
}

/**
 * The experiment with one more component: a copy of the last, so that it is valid at once, under a new name; without any
 * before it, the first of the example.
 */
export function addComponent(
  experiment: Experiment,
  parameters: readonly ParameterDescription[],
  choices: readonly Choice[],
): Experiment {
  const components = experiment.problem.components ?? []
  const last = components.at(-1) ?? firstOf(parameters, choices)
  const added = { ...last, name: freshName(components) }
  return { ...experiment, problem: { ...experiment.problem, components: [...components, added] } }
}

/** A component made of defaults and the middles of sliders, giving of every choice as many as it wants, the last first. */
function firstOf(parameters: readonly ParameterDescription[], choices: readonly Choice[]): Component {
  const left = new Set(choices.flatMap((choice) => choice.names.slice(0, choice.names.length - choice.count)))
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      if (left.has(parameter.name) || (!parameter.required && !choices.some((c) => c.names.includes(parameter.name))))
        return []
      const { slider } = parameter
      const middle = slider
        ? Number(
            (slider.logarithmic ? Math.sqrt(slider.from * slider.to) : (slider.from + slider.to) / 2).toPrecision(2),
          )
        : 1
      const value = parameter.default ?? middle
      return typeof value === 'boolean' ? [] : [[parameter.name, value]]
    }),
  )
}

/**
 * The experiment without a component; free parameters and measured columns of it go too, those of later ones move up.
 */
export function removeComponent(experiment: Experiment, index: number): Experiment {
  const components = experiment.problem.components ?? []
  const name = components[index]?.name
  const kept = components.filter((_, i) => i !== index)
  const { fit, data, ...rest } = experiment
  const free = Object.entries(fit?.free ?? {}).flatMap(([path, how]) => {
    const match = /^problem\.components\.(\d+)\.(.+)$/.exec(path)
    if (!match) return [[path, how] as const]
    const at = Number(match[1])
    if (at === index) return []
    return [[`problem.components.${at > index ? at - 1 : at}.${match[2]}`, how] as const]
  })
  const columns = (data ?? []).map((section) => ({
    ...section,
    columns: Object.fromEntries(
      Object.entries(section.columns).map(([column, role]) => {
        const of = typeof role === 'string' ? role.split(':')[1] : role.of
        return [column, of !== undefined && of === name ? 'ignore' : role]
      }),
    ),
  }))
  return {
    ...rest,
    problem: { ...experiment.problem, components: kept },
    ...(data ? { data: columns } : {}),
    ...(fit ? { fit: { ...fit, free: Object.fromEntries(free) } } : {}),
  }
}
