import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Experiment } from '../../experiment/experiment.ts'
import { endGesture, type History, makeHistory, recordEdit, redoEdit, undoEdit } from './history.ts'

/** The experiment in front: its history, what it was when opened (dots reset to it), and where it is saved. */
export interface DocumentState {
  readonly history: History<Experiment>
  /** As opened: a value that differs shows a dot. */
  readonly base: Experiment
  /** As last written to a file of the person's own; absent: never. */
  readonly saved?: Experiment
  readonly handle?: string
  readonly fileName?: string
  /** Nothing is open before the first card is picked. */
  readonly isOpen: boolean
  /** A slider is held: painters draw instead of Plotly. */
  readonly isSliding: boolean
}

export interface DocumentStore extends StoreApi<DocumentState> {
  /** Changes the experiment; one step of undo, or part of one where a gesture is named. */
  edit(label: string, change: (experiment: Experiment) => Experiment, gesture?: string): void
  endGesture(): void
  setSliding(isSliding: boolean): void
  undo(): void
  redo(): void
  open(experiment: Experiment, place?: { readonly fileName?: string; readonly handle?: string }): void
  /** After the file was written. */
  markSaved(place: { readonly fileName?: string; readonly handle?: string }): void
  /** As it was when the window closed. */
  restore(state: Partial<DocumentState>): void
}

const nothing: Experiment = { isoline: 1, problem: { id: '' } }

/** The one store of the experiment being edited. Every edit in the window goes through `edit`. */
export function makeDocumentStore(): DocumentStore {
  const store = createStore<DocumentState>(() => ({
    history: makeHistory(nothing),
    base: nothing,
    isOpen: false,
    isSliding: false,
  }))
  return {
    ...store,
    edit: (label, change, gesture) =>
      store.setState((state) => ({
        history: recordEdit(state.history, change(state.history.present), label, gesture),
      })),
    endGesture: () => store.setState((state) => ({ history: endGesture(state.history), isSliding: false })),
    setSliding: (isSliding) => store.setState({ isSliding }),
    undo: () => store.setState((state) => ({ history: undoEdit(state.history) })),
    redo: () => store.setState((state) => ({ history: redoEdit(state.history) })),
    open: (experiment, place) =>
      store.setState(
        {
          history: makeHistory(experiment),
          base: experiment,
          isOpen: true,
          isSliding: false,
          ...(place ? { saved: experiment } : {}),
          ...place,
        },
        true,
      ),
    markSaved: (place) => store.setState((state) => ({ saved: state.history.present, ...place })),
    restore: (state) => store.setState(state),
  }
}
