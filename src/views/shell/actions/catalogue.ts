import { dataActions } from '../../data/data-actions.ts'
import { copyActions } from '../../export/copy-actions.ts'
import { fieldActions } from '../../fields/field-actions.ts'
import { fitActions } from '../../fit/fit-actions.ts'
import { sweepActions } from '../../sweep/sweep-actions.ts'
import type { Action } from './action.ts'
import { documentActions } from './document-actions.ts'
import { runActions } from './run-actions.ts'
import { windowActions } from './view-actions.ts'

/** Every action of the window; a new one is one object in one of these lists. */
export const actions: readonly Action[] = [
  ...documentActions,
  ...runActions,
  ...fieldActions,
  ...sweepActions,
  ...fitActions,
  ...dataActions,
  ...copyActions,
  ...windowActions,
]

/** The action of that id. @throws where a view names one that is not there */
export function findAction(id: string): Action {
  const action = actions.find((candidate) => candidate.id === id)
  if (!action) throw new Error(`there is no action "${id}"`)
  return action
}
