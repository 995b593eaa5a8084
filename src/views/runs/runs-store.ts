import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Curve } from '../../experiment/simulate.ts'
import type { RunRecord, RunResult } from './run-record.ts'

/** The live curve and the runs kept. */
export interface RunsState {
  /** What follows the hand; belongs to `liveOf`. */
  readonly live?: Curve
  readonly liveOf?: Experiment
  /** What the plan of the live curve said. */
  readonly livePlan?: {
    readonly method: string
    readonly backend: string
    readonly precision: string
    readonly why: readonly string[]
  }
  /** The last live result that was whole: stays, greyed, while the experiment cannot be computed. */
  readonly liveTrouble?: string
  /** The live method is slow: it waits for Space. `seconds` is about how long it will take, where that is known. */
  readonly waiting?: { readonly method: string; readonly title: string; readonly seconds?: number }
  readonly runs: readonly RunRecord[]
  /** The run that Space pauses and the strip shows. */
  readonly activeId?: string
  readonly selectedId?: string
  /** Reference and other of the error view, where chosen by hand. */
  readonly comparedIds?: readonly [string, string]
}

export interface RunsStore extends StoreApi<RunsState> {
  add(record: RunRecord): void
  update(id: string, change: (record: RunRecord) => RunRecord): void
  setResult(id: string, result: RunResult): void
  remove(id: string): void
  /** A colour not used by a kept run, in the Okabe–Ito order. */
  nextColour(): number
  /** `Run 3, WHAT`. */
  nextName(what: string): string
}

/** The one store of results. */
export function makeRunsStore(): RunsStore {
  const store = createStore<RunsState>(() => ({ runs: [] }))
  const update = (id: string, change: (record: RunRecord) => RunRecord) =>
    store.setState((state) => ({ runs: state.runs.map((run) => (run.id === id ? change(run) : run)) }))
  return {
    ...store,
    add: (record) => store.setState((state) => ({ runs: [...state.runs, record] })),
    update,
    setResult: (id, result) => update(id, (run) => ({ ...run, result })),
    remove: (id) =>
      store.setState((state) => ({
        runs: state.runs.filter((run) => run.id !== id),
        selectedId: state.selectedId === id ? undefined : state.selectedId,
        activeId: state.activeId === id ? undefined : state.activeId,
      })),
    nextColour() {
      const used = new Set(store.getState().runs.map((run) => run.colour))
      let colour = 0
      while (used.has(colour)) colour++
      return colour
    },
    nextName(what) {
      const numbers = store.getState().runs.map((run) => Number(/^Run (\d+)/.exec(run.name)?.[1] ?? 0))
      return `Run ${Math.max(0, ...numbers) + 1}, ${what}`
    },
  }
}
