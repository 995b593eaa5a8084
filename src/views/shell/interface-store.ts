import { createStore, type StoreApi } from 'zustand/vanilla'
import { firstOdeViews, type OdeViews } from '../odes/ode-views.ts'
import { firstSweepViews, type SweepViews } from '../sweep/sweep-views.ts'

/** The places of the rail, in the order of the keys 1…7. */
export const places = ['gallery', 'problem', 'data', 'fit', 'runs', 'compare', 'report'] as const
export type Place = (typeof places)[number]

/** What the inspector shows. */
export type Selection =
  | { readonly kind: 'parameter'; readonly path: string }
  | { readonly kind: 'run'; readonly id: string }
  | { readonly kind: 'component'; readonly index: number }
  | { readonly kind: 'data'; readonly file: string }
  | { readonly kind: 'none' }

export interface Notice {
  readonly id: number
  readonly level: 'info' | 'warning' | 'error'
  readonly message: string
}

/** A destructive question: the one thing that is modal. */
export interface Question {
  readonly title: string
  readonly message: string
  readonly confirm: string
  readonly onConfirm: () => void
}

/** How the window stands; none of it changes a number. */
export interface InterfaceState {
  readonly place: Place
  readonly theme: 'system' | 'light' | 'dark'
  readonly selection: Selection
  readonly isPaletteOpen: boolean
  readonly areKeysOpen: boolean
  readonly isExportOpen: boolean
  readonly isInspectorOpen: boolean
  readonly leftWidth: number
  readonly editor: 'form' | 'file'
  /** PATH of the help on show. */
  readonly help?: { readonly title: string; readonly text: string; readonly x: number; readonly y: number }
  readonly notices: readonly Notice[]
  readonly question?: Question
  /** The view the dock is asked to show; cleared when it has. */
  readonly openView?: string
  /** Which saved time the profile shows; counts on without end. */
  readonly frame: number
  /** Dockview's own description of the centre. */
  readonly layout?: unknown
  /** How far each place's panel is scrolled, px. */
  readonly scroll: Readonly<Partial<Record<Place, number>>>
  readonly odes: OdeViews
  readonly sweep: SweepViews
  /** Of the chromatogram. */
  readonly chromatogram: { readonly sum: boolean; readonly logarithmic: boolean; readonly band: boolean }
}

export interface InterfaceStore extends StoreApi<InterfaceState> {
  notify(level: Notice['level'], message: string): void
  dismiss(id: number): void
}

/** The one store of the window's state. */
export function makeInterfaceStore(): InterfaceStore {
  const store = createStore<InterfaceState>(() => ({
    place: 'gallery',
    theme: 'system',
    selection: { kind: 'none' },
    isPaletteOpen: false,
    areKeysOpen: false,
    isExportOpen: false,
    isInspectorOpen: true,
    leftWidth: 360,
    editor: 'form',
    notices: [],
    frame: 0,
    scroll: {},
    odes: firstOdeViews,
    sweep: firstSweepViews,
    chromatogram: { sum: false, logarithmic: false, band: true },
  }))
  let next = 1
  return {
    ...store,
    notify: (level, message) =>
      store.setState((state) => ({ notices: [...state.notices, { id: next++, level, message }].slice(-4) })),
    dismiss: (id) => store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
  }
}
