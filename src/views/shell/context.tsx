import { createContext, startTransition, useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Experiment } from '../../experiment/experiment.ts'
import type { InputsState } from '../data/inputs-store.ts'
import type { FieldsState } from '../fields/fields-store.ts'
import type { FitState } from '../fit/fit-store.ts'
import type { RunsState } from '../runs/runs-store.ts'
import type { DocumentState } from './document-store.ts'
import type { InterfaceState } from './interface-store.ts'
import type { Workbench } from './workbench.ts'

export const WorkbenchContext = createContext<Workbench | undefined>(undefined)

/** The workbench of the window this component is in. */
export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext)
  if (!workbench) throw new Error('a view was drawn outside of the workbench')
  return workbench
}

/** The experiment in front. */
export function useExperiment(): Experiment {
  return useStore(useWorkbench().document, (state) => state.history.present)
}

export function useDocument<Part>(select: (state: DocumentState) => Part): Part {
  return useStore(useWorkbench().document, select)
}

export function useInterface<Part>(select: (state: InterfaceState) => Part): Part {
  return useStore(useWorkbench().interface, select)
}

export function useRuns<Part>(select: (state: RunsState) => Part): Part {
  return useStore(useWorkbench().runs, select)
}

/**
 * The whole of the runs, drawn between other work: views that paint what a run brings need not keep up with every piece of it, and a
 * click or a key is answered first.
 */
export function useRunsLater(): RunsState {
  const store = useWorkbench().runs
  const [state, setState] = useState(store.getState)
  useEffect(() => {
    const take = () => startTransition(() => setState(store.getState()))
    take()
    return store.subscribe(take)
  }, [store])
  return state
}

export function useInputs<Part>(select: (state: InputsState) => Part): Part {
  return useStore(useWorkbench().inputs, select)
}

export function useFields<Part>(select: (state: FieldsState) => Part): Part {
  return useStore(useWorkbench().fields, select)
}

export function useFit<Part>(select: (state: FitState) => Part): Part {
  return useStore(useWorkbench().fit, select)
}
