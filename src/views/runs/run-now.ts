import type { RunHandle } from '../../experiment/client.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { openRunWriter } from '../../experiment/store.ts'
import { datasetsOf } from '../data/inputs-store.ts'
import { errorSentence } from '../forms/describe.ts'
import type { Workbench } from '../shell/workbench.ts'
import { checkExperiment } from './check.ts'
import { runFolder } from './keep-runs.ts'
import { emptyResult, isActive, type RunRecord, type RunResult, takeEvent } from './run-record.ts'

const running = new WeakMap<Workbench, Map<string, RunHandle>>()

function flightsOf(workbench: Workbench): Map<string, RunHandle> {
  const flights = running.get(workbench) ?? new Map<string, RunHandle>()
  running.set(workbench, flights)
  return flights
}

/**
 * Runs the experiment in front (or the one given) and keeps the run in the list. Returns the record when it has ended;
 * undefined where the experiment cannot be planned, after saying why.
 */
export async function runNow(workbench: Workbench, given?: Experiment): Promise<RunRecord | undefined> {
  const { document, engine, inputs, runs } = workbench
  const experiment = given ?? document.getState().history.present
  const datasets = datasetsOf(inputs.getState())
  const checked = checkExperiment(experiment, datasets)
  if (!checked.ok) {
    workbench.interface.notify('error', checked.errors.map((error) => errorSentence(experiment, error)).join(' '))
    return undefined
  }
  const id = `run-${workbench.now().toString(36)}-${runs.getState().runs.length}`
  const record: RunRecord = {
    id,
    name: runs.nextName(checked.plan.method),
    colour: runs.nextColour(),
    isShown: true,
    experiment: checked.plan.experiment,
    startedAt: workbench.now(),
    result: emptyResult,
  }
  runs.add(record)
  runs.setState({ activeId: id, selectedId: id })
  const run = engine.run(experiment, datasets, { saveFrames: true })
  flightsOf(workbench).set(id, run)
  let result = emptyResult
  const show = makeShow(workbench, id)
  try {
    const writer = await openRunWriter(runFolder(workbench.desk.files, id), {
      experiment: checked.plan.experiment,
      inputs: datasets,
      now: workbench.now,
    })
    // Kept as it comes, so that what was saved before a crash is there after it; the picture does not wait for the disk.
    let kept: Promise<void> = Promise.resolve()
    for await (const event of run.events) {
      kept = kept.then(() => writer.accept(event))
      kept.catch(() => run.abort())
      result = takeEvent(result, event)
      show(result)
    }
    await kept
  } catch (error) {
    result = { ...result, status: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
  show(result, true)
  flightsOf(workbench).delete(id)
  if (runs.getState().activeId === id) runs.setState({ activeId: undefined })
  return runs.getState().runs.find((kept) => kept.id === id)
}

/** Most often that a run in progress is drawn, ms: frames come faster than a screen shows them. */
const showMilliseconds = 80

/** Puts results into the store, not more often than is worth drawing; a pause asked for meanwhile stays. */
function makeShow(workbench: Workbench, id: string): (result: RunResult, isLast?: boolean) => void {
  const { runs } = workbench
  let shownAt = Number.NEGATIVE_INFINITY
  return (result, isLast = false) => {
    const now = workbench.now()
    if (!isLast && result.status === 'running' && now - shownAt < showMilliseconds) return
    shownAt = now
    const isPaused = runs.getState().runs.find((kept) => kept.id === id)?.result.status === 'paused'
    runs.setResult(id, isPaused && isActive(result) ? { ...result, status: 'paused' } : result)
  }
}

/** Pauses the run going on, or lets it go on; false where none is. */
export function togglePause(workbench: Workbench): boolean {
  const { activeId, runs } = workbench.runs.getState()
  const record = runs.find((run) => run.id === activeId)
  const flight = activeId === undefined ? undefined : flightsOf(workbench).get(activeId)
  if (!record || !flight || !isActive(record.result)) return false
  const isPaused = record.result.status === 'paused'
  if (isPaused) flight.resume()
  else flight.pause()
  workbench.runs.setResult(record.id, { ...record.result, status: isPaused ? 'running' : 'paused' })
  return true
}

/** Stops the run going on at once; what it has saved stays. */
export function stopRun(workbench: Workbench): void {
  const { activeId } = workbench.runs.getState()
  if (activeId !== undefined) flightsOf(workbench).get(activeId)?.abort()
}

/** Whether a run is going on or paused. */
export function activeRun(workbench: Workbench): RunRecord | undefined {
  const { activeId, runs } = workbench.runs.getState()
  return runs.find((run) => run.id === activeId)
}
