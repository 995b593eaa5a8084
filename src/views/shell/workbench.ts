import type { Host } from '../../experiment/host.ts'
import { type InputsStore, makeInputsStore } from '../data/inputs-store.ts'
import { type FieldsStore, makeFieldsStore } from '../fields/fields-store.ts'
import { followFields } from '../fields/follow-fields.ts'
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
  /** The living solution of a typed PDE. */
  readonly fields: FieldsStore
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
  const fields = makeFieldsStore()
  const window = makeInterfaceStore()
  const stops = [
    followExperiment({ engine, document, inputs, runs, schedule: time.schedule }),
    followFields({ engine, document, inputs, fields, window, schedule: time.schedule }),
  ]
  return {
    desk,
    engine,
    document,
    interface: window,
    runs,
    inputs,
    fit: makeFitStore(),
    fields,
    now: time.now,
    stop() {
      for (const stop of stops) stop()
    },
  }
}
