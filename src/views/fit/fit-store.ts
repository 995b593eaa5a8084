import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Experiment } from '../../experiment/experiment.ts'
import type { FitResult } from '../../fit/fit-result.ts'
import type { FitProgress } from '../runs/engine.ts'

/** The fit in front: nothing, going on, or its result with the experiment it belongs to. */
export interface FitState {
  readonly status: 'none' | 'running' | 'done' | 'failed'
  readonly iterations: readonly FitProgress[]
  readonly result?: FitResult
  /** Model at the starting values: "preview guess". */
  readonly isPreview?: boolean
  readonly error?: string
  readonly of?: Experiment
  readonly abort?: () => void
}

export type FitStore = StoreApi<FitState>

/** The one store of the fit. */
export function makeFitStore(): FitStore {
  return createStore<FitState>(() => ({ status: 'none', iterations: [] }))
}
