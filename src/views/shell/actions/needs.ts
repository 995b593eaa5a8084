import type { Workbench } from '../workbench.ts'

/** Why an action that needs an experiment cannot be done. */
export function needsExperiment(workbench: Workbench): string | undefined {
  return workbench.document.getState().isOpen ? undefined : 'Open an experiment first: pick a card of the gallery.'
}
