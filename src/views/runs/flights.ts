import type { Workbench } from '../shell/workbench.ts'
import { isActive } from './run-record.ts'

/** What can be done to a run or sweep that goes on. */
export interface FlightControls {
  pause(): void
  resume(): void
  abort(): void
}

/** A run going on: its handle, and when its folder is written to the end. */
export interface Flight {
  readonly handle: FlightControls
  readonly kept: Promise<unknown>
}

const running = new WeakMap<Workbench, Map<string, Flight>>()

/** The runs of this window that go on or are still being written, by id. */
export function flightsOf(workbench: Workbench): Map<string, Flight> {
  const flights = running.get(workbench) ?? new Map<string, Flight>()
  running.set(workbench, flights)
  return flights
}

/** Pauses a run (the active one where none is named), or lets it go on; false where it does not run. */
export function togglePause(workbench: Workbench, id = workbench.runs.getState().activeId): boolean {
  const record = workbench.runs.getState().runs.find((run) => run.id === id)
  const flight = id === undefined ? undefined : flightsOf(workbench).get(id)
  if (!record || !flight || !isActive(record.result)) return false
  const isPaused = record.result.status === 'paused'
  if (isPaused) flight.handle.resume()
  else flight.handle.pause()
  workbench.runs.setResult(record.id, { ...record.result, status: isPaused ? 'running' : 'paused' })
  return true
}

/** Stops a run (the active one where none is named) at once; what it has saved stays, and it can be gone on with. */
export function stopRun(workbench: Workbench, id = workbench.runs.getState().activeId): void {
  if (id !== undefined) flightsOf(workbench).get(id)?.handle.abort()
}

/** Stops a run and waits until nothing is written to its folder any more. */
export async function endFlight(workbench: Workbench, id: string): Promise<void> {
  const flight = flightsOf(workbench).get(id)
  flight?.handle.abort()
  await flight?.kept.catch(() => {})
}
