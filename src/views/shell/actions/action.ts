import type { Workbench } from '../workbench.ts'

/** Something a person can do: toolbar, palette, shortcuts, key list and F1 read the same object. */
export interface Action {
  readonly id: string
  /** In the palette and the key list: a verb and its object, sentence case. */
  readonly name: string
  /** On a button, where the name is too long. */
  readonly label: string
  readonly group: 'Experiment' | 'Run' | 'Go' | 'Fit' | 'Data' | 'View' | 'Help'
  /** Further words that find it. */
  readonly keywords: string
  /** `Ctrl+Shift+Z`, `Space`, `?`, `[`. */
  readonly shortcut?: string
  /** One sentence for F1. */
  readonly help: string
  /** Why it cannot be done now; undefined where it can. */
  disabled?(workbench: Workbench): string | undefined
  perform(workbench: Workbench): void | Promise<void>
}

/** What was pressed, spelled as `Action.shortcut`. Command counts as Control on a Mac. */
export function shortcutOf(event: {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key
  const isLetter = /^[A-Z]$/.test(key)
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : ''
  const alt = event.altKey ? 'Alt+' : ''
  // "?" is Shift+something on every keyboard: only letters and named keys name their Shift.
  const shift = event.shiftKey && (isLetter || key.length > 1) ? 'Shift+' : ''
  return `${control}${alt}${shift}${key}`
}

/** How a shortcut is written on this platform. */
export function showShortcut(shortcut: string, platform: string): string {
  return /mac/i.test(platform) ? shortcut.replace('Ctrl+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥') : shortcut
}

/** The actions that match what was typed, best first: words of the name before keywords, beginnings before middles. */
export function searchActions(actions: readonly Action[], typed: string): readonly Action[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return actions
  const scored = actions.flatMap((action) => {
    const name = action.name.toLowerCase()
    const rest = `${action.group} ${action.keywords} ${action.help}`.toLowerCase()
    let score = 0
    for (const word of words) {
      const at = name.indexOf(word)
      if (at === 0) score += 8
      else if (at > 0) score += name[at - 1] === ' ' ? 6 : 3
      else if (rest.includes(word)) score += 1
      else return []
    }
    return [{ action, score }]
  })
  return scored.sort((a, b) => b.score - a.score).map((entry) => entry.action)
}
