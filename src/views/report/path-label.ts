import type { Experiment } from '../../experiment/experiment.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { problemInFront } from '../problem-in-front.ts'

/** Short names are symbols of their field (K, kd) and stay; words of programs (inletVelocity) give way to those of people. */
function nameOf(name: string | undefined, descriptions: readonly ParameterDescription[] | undefined): string {
  const label = descriptions?.find((description) => description.name === name)?.label
  if (name === undefined) return ''
  return name.length <= 2 || label === undefined ? name : label
}

/** What people call a PATH of the experiment: `problem.components.0.kd` is "kd of benzene". */
export function pathLabel(path: string, experiment: Experiment): string {
  const problem = problemInFront(experiment)
  const component = /^problem\.components\.(\d+)\.(\w+)$/.exec(path)
  if (component) {
    const name = experiment.problem.components?.[Number(component[1])]?.name
    const what = nameOf(component[2], problem?.components?.parameters)
    const said = what.length > 2 ? what.charAt(0).toLowerCase() + what.slice(1) : what
    return `${said} of ${name ?? `component ${Number(component[1]) + 1}`}`
  }
  const column = /^data\.(\d+)\.columns(?:\.(\w+)|\["(.+)"\])\.(\w+)$/.exec(path)
  if (column) return `${column[4]} of ${column[2] ?? column[3]}`
  return nameOf(path.replace(/^problem\.parameters\./, ''), problem?.parameters)
}
