import { type Action, shortcutOf } from './actions/action.ts'
import { actions } from './actions/catalogue.ts'
import { helpAt } from './help.ts'
import type { Workbench } from './workbench.ts'

const byShortcut = new Map(actions.flatMap((action) => (action.shortcut ? [[action.shortcut, action] as const] : [])))
/** Other keyboards and other habits. */
const aliases: Readonly<Record<string, string>> = { 'Ctrl+Y': 'Ctrl+Shift+Z', 'Shift+?': '?' }

/** The action of what was pressed; undefined where the key belongs to what has the focus. */
function actionOf(
  pressed: string,
  focus: { readonly isTyping: boolean; readonly isPressable: boolean },
): Action | undefined {
  const shortcut = aliases[pressed] ?? pressed
  const action = byShortcut.get(shortcut)
  if (!action) return undefined
  const isPlain = !shortcut.startsWith('Ctrl+') && !shortcut.startsWith('Alt+')
  if (isPlain && focus.isTyping) return undefined
  if (focus.isPressable && shortcut === 'Space') return undefined
  // Undo inside a text being typed is the text's own.
  if (focus.isTyping && (shortcut === 'Ctrl+Z' || shortcut === 'Ctrl+Shift+Z')) return undefined
  return action
}

/** Listens to the whole window; returns how to stop. */
export function listenToKeys(workbench: Workbench, target: Window): () => void {
  let pointer: Element | null = null
  const onMove = (event: PointerEvent) => {
    pointer = event.target instanceof Element ? event.target : null
  }
  const onKey = (event: KeyboardEvent) => {
    const element = event.target instanceof HTMLElement ? event.target : undefined
    if (event.key === 'F1') {
      event.preventDefault()
      helpAt(workbench, pointer ?? element ?? null)
      return
    }
    if (event.key === 'Escape') {
      workbench.interface.setState({ isPaletteOpen: false, areKeysOpen: false, isExportOpen: false, help: undefined })
      return
    }
    if (event.defaultPrevented) return
    const isTyping = element?.matches(
      'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]',
    )
    const isPressable = element?.matches('button, a[href], summary, [role=button], [role=tab], input, [role=option]')
    const action = actionOf(shortcutOf(event), { isTyping: isTyping ?? false, isPressable: isPressable ?? false })
    if (!action) return
    event.preventDefault()
    const reason = action.disabled?.(workbench)
    if (reason !== undefined) workbench.interface.notify('info', reason)
    else void action.perform(workbench)
  }
  target.addEventListener('keydown', onKey)
  target.addEventListener('pointermove', onMove, { passive: true })
  return () => {
    target.removeEventListener('keydown', onKey)
    target.removeEventListener('pointermove', onMove)
  }
}
