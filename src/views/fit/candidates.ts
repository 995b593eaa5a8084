import { columnSectionOf } from '../../experiment/column-section.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { formatPath } from '../../experiment/path.ts'
import { problemInFront } from '../problem-in-front.ts'

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
  /** LaTeX, where the number has a symbol. */
  readonly symbol?: string
  /** What it is, in words. */
  readonly words?: string
}

/**
 * Every number of the components that is given or of which two of a choice are (K where ka and kd stand), the given numbers of the
 * problem, and scale and offset of every measured column.
 */
export function fitCandidates(experiment: Experiment): FitCandidates {
  const problem = problemInFront(experiment)
  const described = (problem?.components?.parameters ?? []).filter((parameter) => parameter.kind === 'number')
  const inChoice = new Set((problem?.components?.choices ?? []).flatMap((choice) => choice.names))
  const components = (experiment.problem.components ?? []).map((component, index) => ({
    name: String(component.name ?? index + 1),
    cells: described
      .filter(({ name }) => component[name] !== undefined || inChoice.has(name))
      .map(({ name, label, symbol }) => ({
        path: `problem.components.${index}.${name}`,
        label: name,
        words: label,
        ...(symbol ? { symbol } : {}),
      })),
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

/** The columns of the component matrix, each by the first cell it has, in the order of the first component that has them. */
export function matrixColumns(candidates: FitCandidates): readonly Candidate[] {
  const columns = new Map<string, Candidate>()
  for (const { cells } of candidates.components)
    for (const cell of cells) if (!columns.has(cell.label)) columns.set(cell.label, cell)
  return [...columns.values()]
}
