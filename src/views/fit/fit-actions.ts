import type { Action } from '../shell/actions/action.ts'
import type { Workbench } from '../shell/workbench.ts'
import { runFit, stopFit } from './run-fit.ts'

function needsFit(workbench: Workbench): string | undefined {
  const { isOpen, history } = workbench.document.getState()
  if (!isOpen) return 'Open an experiment first: pick a card of the gallery.'
  if (!history.present.data?.length) return 'A fit needs measurements; drop a CSV on the window.'
  if (Object.keys(history.present.fit?.free ?? {}).length === 0)
    return 'Free at least one parameter: tick it in the fit panel, or right-click its value and choose "Fit this".'
  return undefined
}

export const fitActions: readonly Action[] = [
  {
    id: 'fit',
    name: 'Run the fit',
    label: 'Fit',
    group: 'Fit',
    keywords: 'least squares regression estimate parameters',
    shortcut: 'Ctrl+Enter',
    help: 'Changes the free parameters until the model meets the measurements; gives values with intervals and correlations.',
    disabled: needsFit,
    perform: (workbench) => {
      workbench.interface.setState({ place: 'fit', openView: 'fit' })
      void runFit(workbench, false)
    },
  },
  {
    id: 'preview-guess',
    name: 'Preview the guess',
    label: 'Preview guess',
    group: 'Fit',
    keywords: 'start values model before',
    help: 'Shows the model at the starting values over the measurements, without fitting.',
    disabled: needsFit,
    perform: (workbench) => {
      workbench.interface.setState({ place: 'fit', openView: 'fit' })
      void runFit(workbench, true)
    },
  },
  {
    id: 'stop-fit',
    name: 'Stop the fit',
    label: 'Stop fit',
    group: 'Fit',
    keywords: 'abort cancel',
    help: 'Stops the fit at once.',
    disabled: (workbench) => (workbench.fit.getState().status === 'running' ? undefined : 'No fit is going on.'),
    perform: stopFit,
  },
]
