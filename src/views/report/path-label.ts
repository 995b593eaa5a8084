import type { Experiment } from '../../experiment/experiment.ts'
import { describeParameter } from '../forms/describe.ts'

/** Names that are symbols already (ka, kd, K) stay; longer ones are told by their label. */
const longestSymbol = 2

function leafWords(path: string, leaf: string, experiment: Experiment): string {
  if (leaf.length <= longestSymbol) return leaf
  return describeParameter(experiment, path)?.label ?? leaf
}

/** What people call a PATH of the experiment: `problem.components.0.kd` is "kd of benzene". */
export function pathLabel(path: string, experiment: Experiment): string {
  const component = /^problem\.components\.(\d+)\.(\w+)$/.exec(path)
  if (component) {
    const name = experiment.problem.components?.[Number(component[1])]?.name
    const leaf = leafWords(path, component[2] ?? '', experiment)
    return `${leaf} of ${name ?? `component ${Number(component[1]) + 1}`}`
  }
  const column = /^data\.(\d+)\.columns(?:\.(\w+)|\["(.+)"\])\.(\w+)$/.exec(path)
  if (column) return `${column[4]} of ${column[2] ?? column[3]}`
  const leaf = /^(?:problem\.parameters|method|time)\.(\w+)$/.exec(path)?.[1]
  return leaf === undefined ? path : leafWords(path, leaf, experiment)
}
