import type { Checkpoint, EventRecord } from '../core/simulation.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { makeArenaView } from './arena-view.ts'
import { accumulatingEvents, tooManyEvents } from './run-failures.ts'
import type { Pointer } from './system.ts'

const MOST_RECORDS = 500_000
/** Restarts within a billionth of the run that count as an accumulation; and intervals in a row near the resolution of time. */
const CROWDED = 64
const TIGHT = 3

/** The events that happened, and whether they crowd towards a time that cannot be passed. */
export interface EventLog {
  readonly records: readonly EventRecord[]
  /** @throws RunFailure where there are more than anyone can use */
  add(event: number, time: number, state: Pointer): void
  /** An event restarts the run. @throws RunFailure where such events accumulate (Zeno) */
  noticeRestart(event: number, time: number): void
  checkpoint(): Checkpoint
  restore(checkpoint: Checkpoint): void
}

/** Makes an empty log. @param span length of the run, for the scale of times */
export function makeEventLog(kernels: Kernels, unknowns: readonly string[], span: number): EventLog {
  const arena = makeArenaView(kernels)
  const width = 2 + unknowns.length
  /** Where the present crowd began, how many are in it, the last one, how many in a row came near the resolution of time. */
  const crowd = { begun: Number.NaN, count: 0, last: Number.NaN, tight: 0 }
  const log: EventLog & { records: EventRecord[] } = {
    records: [],
    add(event, time, state) {
      if (log.records.length >= MOST_RECORDS) throw tooManyEvents(time, MOST_RECORDS)
      const all = arena()
      const values = unknowns.map((name, j) => [name, all[state / 8 + j]] as const)
      log.records.push({ event, t: time, state: Object.fromEntries(values) })
    },
    noticeRestart(event, time) {
      const scale = Math.max(Math.abs(time), span)
      if (!(Math.abs(time - crowd.begun) < 1e-9 * scale)) {
        crowd.begun = time
        crowd.count = 0
      }
      crowd.count++
      crowd.tight = Math.abs(time - crowd.last) < 1e-12 * scale ? crowd.tight + 1 : 0
      crowd.last = time
      if (crowd.count > CROWDED || crowd.tight >= TIGHT)
        throw accumulatingEvents(time, event, Math.max(crowd.count, crowd.tight + 1))
    },
    checkpoint() {
      const rows = new Float64Array(log.records.length * width)
      log.records.forEach((record, k) => {
        rows.set([record.event, record.t, ...unknowns.map((name) => record.state[name])], k * width)
      })
      return {
        arrays: { eventRecords: rows, eventCrowd: Float64Array.of(crowd.begun, crowd.count, crowd.last, crowd.tight) },
        numbers: {},
      }
    },
    restore({ arrays }) {
      const rows = arrays.eventRecords
      log.records = Array.from({ length: rows.length / width }, (_, k) => ({
        event: rows[k * width],
        t: rows[k * width + 1],
        state: Object.fromEntries(unknowns.map((name, j) => [name, rows[k * width + 2 + j]])),
      }))
      const [begun, count, last, tight] = arrays.eventCrowd
      Object.assign(crowd, { begun, count, last, tight })
    },
  }
  return log
}
