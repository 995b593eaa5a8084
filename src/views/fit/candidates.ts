import { columnSectionOf } from '../../experiment/column-section.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { formatPath } from '../../experiment/path.ts'
import { findProblem } from '../../pde/catalogue.ts'

/** The numbers a fit may change, as the panel shows them. */
export interface FitCandidates {
  /** One row a component: which of its numbers can be free. */
  readonly components: readonly { readonly name: string; readonly cells: readonly Candidate[] }[]
  /** Numbers of the problem, scales and offsets of measured columns. */
  readonly others: readonly Candidate[]
}

export interface Candidate {
  readonly path: string
  readonly label: string
}

/**
 * Every number of the components that is given or of which two of a choice are (K where ka and kd stand), the given numbers of the
 * problem, and scale and offset of every measured column.
 */
export function fitCandidates(experiment: Experiment): FitCandidates {
  const problem = findProblem(experiment.problem.id)
  const described = (problem?.components?.parameters ?? []).filter((parameter) => parameter.kind === 'number')
  const inChoice = new Set((problem?.components?.choices ?? []).flatMap((choice) => choice.names))
  const components = (experiment.problem.components ?? []).map((component, index) => ({
    name: String(component.name ?? index + 1),
    cells: described
      .filter(({ name }) => component[name] !== undefined || inChoice.has(name))
      .map(({ name }) => ({ path: `problem.components.${index}.${name}`, label: name })),
  }))
  const given = experiment.problem.parameters ?? {}
  const parameters = (problem?.parameters ?? [])
    .filter(({ kind, name }) => kind === 'number' && given[name] !== undefined)
    .map(({ name, label }) => ({ path: `problem.parameters.${name}`, label }))
  const columns = (experiment.data ?? []).flatMap((section, dataset) =>
    Object.entries(section.columns)
      .filter(([, role]) => columnSectionOf(role).role === 'y')
      .flatMap(([name]) =>
        ['scale', 'offset'].map((leaf) => ({
          path: formatPath(['data', dataset, 'columns', name, leaf]),
          label: `${leaf} of ${name}`,
        })),
      ),
  )
  return { components, others: [...columns, ...parameters] }
}

/** Names of the columns of the component matrix, in the order of the first component that has them. */
export function matrixColumns(candidates: FitCandidates): readonly string[] {
  return [...new Set(candidates.components.flatMap((component) => component.cells.map((cell) => cell.label)))]
}
