import type { Action } from '../shell/actions/action.ts'
import { needsExperiment } from '../shell/actions/needs.ts'
import { sweepNow } from './run-sweep.ts'

export const sweepActions: readonly Action[] = [
  {
    id: 'sweep',
    name: 'Run the sweep',
    label: 'Run sweep',
    group: 'Run',
    keywords: 'scan parameter study grid latin hypercube random table metrics',
    shortcut: 'Ctrl+Shift+Enter',
    help: 'Runs the experiment at every point of its sweep, on all cores but one, and keeps the metrics and curves of all points as one run.',
    disabled: (workbench) =>
      needsExperiment(workbench) ??
      (workbench.document.getState().history.present.sweep
        ? undefined
        : 'Choose what to sweep first: right click a number, or add one in the Sweep section.'),
    perform: (workbench) => void sweepNow(workbench),
  },
]
