import { views } from '../catalogue.ts'
import { describeParameter } from '../forms/describe.ts'
import { actions } from './actions/catalogue.ts'
import type { Workbench } from './workbench.ts'

/**
 * Shows the help of what is under the pointer: the nearest element that names an action (`data-action`), a parameter
 * (`data-path`) or a view (`data-view`).
 */
export function helpAt(workbench: Workbench, element: Element | null): void {
  const named = element?.closest('[data-action], [data-path], [data-view]')
  const found = named instanceof HTMLElement ? helpOf(workbench, named.dataset) : undefined
  const box = named?.getBoundingClientRect()
  const help = found ?? {
    title: 'Help',
    text: 'Point at a value, a button or a view and press F1. Press ? for all keys, Ctrl+K to search everything.',
  }
  workbench.interface.setState({
    help: { ...help, x: box ? box.left : innerWidth / 2 - 160, y: box ? box.bottom + 6 : innerHeight / 3 },
  })
}

function helpOf(
  workbench: Workbench,
  data: DOMStringMap,
): { readonly title: string; readonly text: string } | undefined {
  const action = actions.find((candidate) => candidate.id === data.action)
  if (action) return { title: action.name, text: `${action.help}${action.shortcut ? ` (${action.shortcut})` : ''}` }
  if (data.path !== undefined) {
    const description = describeParameter(workbench.document.getState().history.present, data.path)
    if (description) return { title: description.label, text: description.help }
  }
  const view = views.find((candidate) => candidate.id === data.view)
  return view ? { title: view.title, text: view.help } : undefined
}
