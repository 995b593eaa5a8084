import type { Experiment } from '../../experiment/experiment.ts'
import { describeParameter } from '../forms/describe.ts'
import { Formula } from '../forms/formula.tsx'
import { pathLabel } from '../report/path-label.ts'

/** PATHs that belong together: those of one component, then all others. */
export interface PathGroup {
  /** Name of the component; undefined for the others. */
  readonly name?: string
  readonly paths: readonly string[]
}

/** PATHs by component, in the order of the components; numbers of the problem and of columns last. */
export function groupPaths(paths: readonly string[], experiment: Experiment): readonly PathGroup[] {
  const components = experiment.problem.components ?? []
  const own = components.map((component, index) => ({
    name: String(component.name ?? `component ${index + 1}`),
    paths: paths.filter((path) => path.startsWith(`problem.components.${index}.`)),
  }))
  const others = { paths: paths.filter((path) => !own.some((group) => group.paths.includes(path))) }
  return [...own, others].filter((group) => group.paths.length > 0)
}

/** A number inside its group: symbol and words for one of a component, the words alone for others. */
export function ParameterName({ path, experiment }: { readonly path: string; readonly experiment: Experiment }) {
  const description = path.startsWith('problem.components.') ? describeParameter(experiment, path) : undefined
  if (!description?.symbol) return <span title={path}>{description?.label ?? pathLabel(path, experiment)}</span>
  return (
    <span title={description.label}>
      <Formula latex={description.symbol} />
    </span>
  )
}
