import type { Experiment } from '../../experiment/experiment.ts'

/** What people call a PATH of the experiment: `problem.components.0.kd` is "kd of benzene". */
export function pathLabel(path: string, experiment: Experiment): string {
  const component = /^problem\.components\.(\d+)\.(\w+)$/.exec(path)
  if (component) {
    const name = experiment.problem.components?.[Number(component[1])]?.name
    return `${component[2]} of ${name ?? `component ${Number(component[1]) + 1}`}`
  }
  const column = /^data\.(\d+)\.columns(?:\.(\w+)|\["(.+)"\])\.(\w+)$/.exec(path)
  if (column) return `${column[4]} of ${column[2] ?? column[3]}`
  return path.replace(/^problem\.parameters\./, '')
}
