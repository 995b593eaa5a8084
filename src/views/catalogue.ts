/** A view of the dock: one way of looking at the experiment in front and its runs. */
export interface ViewDescription {
  readonly id: ViewId
  readonly title: string
  /** One sentence for F1 and the palette. */
  readonly help: string
}

export type ViewId = 'chromatogram' | 'error' | 'profile' | 'components' | 'sheet' | 'fit' | 'report' | 'log'

/** Every view; a new one is a line here and a component in shell/dock.tsx. */
export const views: readonly ViewDescription[] = [
  {
    id: 'chromatogram',
    title: 'Chromatogram',
    help: 'Concentration at the column outlet over time, with the runs and measurements ticked.',
  },
  {
    id: 'error',
    title: 'Error',
    help: 'Difference between the exact solution and the numerical one, or between runs.',
  },
  { id: 'profile', title: 'Profile', help: 'Concentration along the column at a saved time.' },
  { id: 'components', title: 'Components', help: 'All components and their parameters in one table.' },
  { id: 'sheet', title: 'Data sheet', help: 'The measurements as they were read.' },
  { id: 'fit', title: 'Fit result', help: 'Values with intervals, correlations, residuals and the band of the model.' },
  { id: 'report', title: 'Report', help: 'The report as it will be written.' },
  { id: 'log', title: 'Log', help: 'What runs said, line by line.' },
]
