import type { Action } from '../shell/actions/action.ts'
import { needsExperiment } from '../shell/actions/needs.ts'
import type { Workbench } from '../shell/workbench.ts'

/** Whether a living solution is in front: then the keys of runs are its own. */
export const hasFields = (workbench: Workbench): boolean => workbench.fields.getState().status !== 'none'

const needsFields = (workbench: Workbench) =>
  needsExperiment(workbench) ??
  (hasFields(workbench) ? undefined : 'Only typed partial differential equations are followed live.')

export const fieldActions: readonly Action[] = [
  {
    id: 'fields-play',
    name: 'Let the field go on, or pause it',
    label: 'Play',
    group: 'Run',
    keywords: 'run stop move live animate',
    help: 'Space does the same while a typed PDE is in front.',
    disabled: needsFields,
    perform: (workbench) => workbench.fields.toggle(),
  },
  {
    id: 'fields-step',
    name: 'Take one step of the field',
    label: 'Step',
    group: 'Run',
    keywords: 'single frame next',
    help: 'Pauses, and takes one step of the method in time. S does the same while a typed PDE is in front.',
    disabled: needsFields,
    perform: (workbench) => workbench.fields.step(),
  },
  {
    id: 'fields-reset',
    name: 'Begin the field again',
    label: 'Reset',
    group: 'Run',
    keywords: 'restart initial start over',
    help: 'Back to the initial values at the first time; parameters stay. R does the same while a typed PDE is in front.',
    disabled: needsFields,
    perform: (workbench) => workbench.fields.reset(),
  },
  {
    id: 'fields-keep',
    name: 'Run to the end time and keep the run',
    label: 'Keep a run',
    group: 'Run',
    keywords: 'save frames record compute',
    help: 'Runs the experiment from its first to its last time and keeps the saved times in the list of runs, to be scrubbed and exported.',
    disabled: needsFields,
    perform: async (workbench) => {
      // Here and not above: the list of actions must not fetch what runs.
      const { runNow } = await import('../runs/run-now.ts')
      void runNow(workbench)
    },
  },
]
