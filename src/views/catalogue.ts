import type { Problem } from '../pde/problem.ts'

/** A view of the dock: one way of looking at the experiment in front and its runs. */
export interface ViewDescription {
  readonly id: ViewId
  readonly title: string
  /** One sentence for F1 and the palette. */
  readonly help: string
  /** Whether it has something to show of a problem; absent: of any. */
  readonly applies?: (problem: Problem) => boolean
}

export type ViewId =
  | 'field'
  | 'chromatogram'
  | 'time-series'
  | 'phase-portrait'
  | 'orbits'
  | 'conserved'
  | 'study'
  | 'error'
  | 'profile'
  | 'components'
  | 'sheet'
  | 'fit'
  | 'sweep'
  | 'sweep-table'
  | 'report'
  | 'log'

const isColumn = (problem: Problem) => problem.components !== undefined
const isTyped = (problem: Problem) => problem.id === 'typed-ode'
const isBodies = (problem: Problem) => problem.id === 'n-body'
const isFields = (problem: Problem) => problem.id === 'typed-pde'
const isOde = (problem: Problem) => isTyped(problem) || isBodies(problem)

/** Every view; a new one is a line here and a component in shell/dock.tsx. */
export const views: readonly ViewDescription[] = [
  {
    id: 'chromatogram',
    title: 'Chromatogram',
    help: 'Concentration at the column outlet over time, with the runs and measurements ticked.',
    applies: isColumn,
  },
  {
    id: 'field',
    title: 'Field',
    help: 'The solution as it moves: colours or curves, with a brush, probes and cuts. Space lets it run and pause, S takes one step, R begins again.',
    applies: isFields,
  },
  {
    id: 'time-series',
    title: 'Time series',
    help: 'Any of the unknowns and outputs over time, with the runs and measurements ticked.',
    applies: isOde,
  },
  {
    id: 'phase-portrait',
    title: 'Phase portrait',
    help: 'Solutions in the space of states: two axes with directions, nullclines and equilibria, or three that can be turned.',
    applies: isTyped,
  },
  {
    id: 'orbits',
    title: 'Orbits',
    help: 'The paths of all bodies and where they are now, one unit as long on both axes.',
    applies: isBodies,
  },
  {
    id: 'conserved',
    title: 'Conserved',
    help: 'How far conserved quantities, like the energy, have gone from their first value.',
    applies: isOde,
  },
  {
    id: 'study',
    title: 'Study',
    help: 'What a study found: equilibria with their eigenvalues, branches over a parameter, sections, exponents.',
    applies: isTyped,
  },
  {
    id: 'error',
    title: 'Error',
    help: 'Difference between the exact solution and the numerical one, or between runs.',
    applies: isColumn,
  },
  { id: 'profile', title: 'Profile', help: 'Concentration along the column at a saved time.', applies: isColumn },
  {
    id: 'components',
    title: 'Components',
    help: 'All components and their parameters in one table.',
    applies: isColumn,
  },
  { id: 'sheet', title: 'Data sheet', help: 'The measurements as they were read.' },
  { id: 'fit', title: 'Fit result', help: 'Values with intervals, correlations, residuals and the band of the model.' },
  {
    id: 'sweep',
    title: 'Sweep',
    help: 'The metrics of a sweep over what was swept: as a curve, a map, parallel coordinates, or the curves of all points.',
  },
  {
    id: 'sweep-table',
    title: 'Sweep table',
    help: 'Every point of a sweep with all its metrics, sorted by any column.',
  },
  { id: 'report', title: 'Report', help: 'The report as it will be written.' },
  { id: 'log', title: 'Log', help: 'What runs said, line by line.' },
]

/** Whether a view has something to show of a problem. */
export function appliesTo(id: string, problem: Problem | undefined): boolean {
  const view = views.find((candidate) => candidate.id === id)
  return view !== undefined && (problem === undefined || (view.applies?.(problem) ?? true))
}

/** The views that a problem opens with, the first in front. */
export function firstViews(problem: Problem | undefined): readonly ViewId[] {
  if (problem && isTyped(problem)) return ['time-series', 'phase-portrait']
  if (problem && isFields(problem)) return ['field']
  if (problem && isBodies(problem)) return ['orbits', 'conserved']
  return ['chromatogram']
}
