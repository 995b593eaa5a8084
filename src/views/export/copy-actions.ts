import type { Action } from '../shell/actions/action.ts'
import type { Workbench } from '../shell/workbench.ts'
import { copyData, copyOrSay, copyPlot, figureInFront } from './copy-figure.ts'

const needsFigure = (workbench: Workbench) =>
  figureInFront(workbench) ? undefined : 'No plot is on the screen; open a view that has one.'

export const copyActions: readonly Action[] = [
  {
    id: 'copy-plot',
    name: 'Copy the plot',
    label: 'Copy plot',
    group: 'Data',
    keywords: 'clipboard png svg picture figure image',
    shortcut: 'Ctrl+Shift+C',
    help: 'The plot last touched, as a PNG in the clipboard; as SVG text where the browser takes no picture.',
    disabled: needsFigure,
    perform: (workbench) => {
      const figure = figureInFront(workbench)
      return figure ? copyOrSay(workbench, copyPlot(workbench, figure)) : undefined
    },
  },
  {
    id: 'copy-data',
    name: 'Copy the data of the plot',
    label: 'Copy data',
    group: 'Data',
    keywords: 'clipboard tsv spreadsheet excel cells numbers table',
    help: 'Every curve and measurement of the plot last touched, as cells for a spreadsheet.',
    disabled: needsFigure,
    perform: (workbench) => {
      const figure = figureInFront(workbench)
      return figure ? copyOrSay(workbench, copyData(workbench, figure)) : undefined
    },
  },
]
