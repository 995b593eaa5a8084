import type { Host } from '../../experiment/host.ts'
import { type InputsStore, makeInputsStore } from '../data/inputs-store.ts'
import { type FitStore, makeFitStore } from '../fit/fit-store.ts'
import type { Engine } from '../runs/engine.ts'
import { followExperiment } from '../runs/live.ts'
import { makeRunsStore, type RunsStore } from '../runs/runs-store.ts'
import { type DocumentStore, makeDocumentStore } from './document-store.ts'
import { type InterfaceStore, makeInterfaceStore } from './interface-store.ts'

/** Everything a view or an action may reach: the stores, the worker, the host. Nothing is global. */
export interface Workbench {
  readonly desk: Host
  readonly engine: Engine
  readonly document: DocumentStore
  readonly interface: InterfaceStore
  readonly runs: RunsStore
  readonly inputs: InputsStore
  readonly fit: FitStore
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Stops following the experiment. */
  readonly stop: () => void
}

/** The workbench of one window. */
export function makeWorkbench(
  desk: Host,
  engine: Engine,
  time: { readonly now: () => number; readonly schedule: (callback: () => void) => void },
): Workbench {
  const document = makeDocumentStore()
  const runs = makeRunsStore()
  const inputs = makeInputsStore()
  const stop = followExperiment({ engine, document, inputs, runs, schedule: time.schedule })
  return {
    desk,
    engine,
    document,
    interface: makeInterfaceStore(),
    runs,
    inputs,
    fit: makeFitStore(),
    now: time.now,
    stop,
  }
}
