import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { makeOwnLane } from '../../experiment/serve-points.ts'
import { makePortLane, type OpenLane } from '../../experiment/sweep-lane.ts'
import { makeNodePort } from './node-port.ts'
import { findRunWorker } from './start-run.ts'

/** As many threads as the machine computes with at once. */
export const allWorkers = () => availableParallelism()

/**
 * The threads of a sweep. One worker is this thread itself, as it is where the sources run unbundled (tests). A thread starts when its
 * lane opens and ends when it closes.
 */
export function makeNodeLanes(workers: number): readonly OpenLane[] {
  const program = findRunWorker()
  const clock = () => performance.now()
  if (program === undefined || workers <= 1) return [makeOwnLane(clock)]
  return Array.from(
    { length: workers },
    (): OpenLane => (task, gate) => {
      const thread = new Worker(program)
      return makePortLane(makeNodePort(thread), () => void thread.terminate())(task, gate)
    },
  )
}
