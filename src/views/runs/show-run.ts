import type { Workbench } from '../shell/workbench.ts'
import { flightsOf } from './flights.ts'
import { isActive, type RunResult } from './run-record.ts'

/** The run computes no more: Space and the strip are free for another, or for one still under way. */
export function release(workbench: Workbench, id: string): void {
  const { activeId, runs } = workbench.runs.getState()
  if (activeId !== id) return
  const other = runs.findLast((run) => run.id !== id && isActive(run.result) && flightsOf(workbench).has(run.id))
  workbench.runs.setState({ activeId: other?.id })
}

/** Most often that a run in progress is drawn, ms: frames come faster than a screen shows them. */
const showMilliseconds = 80

/** Puts results into the store, not more often than is worth drawing; a pause asked for meanwhile stays. */
export function makeShow(workbench: Workbench, id: string): (result: RunResult, isLast?: boolean) => void {
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
