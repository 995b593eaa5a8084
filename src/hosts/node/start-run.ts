import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { startRun } from '../../experiment/client.ts'
import type { RunRequest } from '../../experiment/messages.ts'
import { run } from '../../experiment/run.ts'
import type { RunEvent } from '../../experiment/run-event.ts'
import type { RunPlan } from '../../experiment/run-plan.ts'
import { makeNodePort } from './node-port.ts'

/** Milliseconds of processor time of this process, all threads. */
export function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The worker's program beside this bundle; absent where the sources run unbundled (tests). */
export function findRunWorker(): string | undefined {
  return ['./run-worker.mjs', '../run-worker.mjs']
    .map((name) => fileURLToPath(new URL(name, import.meta.url)))
    .find((path) => existsSync(path))
}

/**
 * Runs a plan: a closed formula here, anything longer in a worker thread, so that saving does not wait for computing. The
 * numbers are the same.
 */
export async function* startNodeRun(
  plan: RunPlan,
  request: RunRequest,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void, undefined> {
  const worker = plan.method === 'exact' ? undefined : findRunWorker()
  if (worker === undefined) {
    const { experiment: _, inputs: __, ...rest } = request
    yield* run(plan, { ...rest, signal, clock: () => performance.now(), cpu: processorMilliseconds })
    return
  }
  const thread = new Worker(worker)
  try {
    const handle = startRun(makeNodePort(thread), request)
    const abort = () => handle.abort()
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    yield* handle.events
    signal.removeEventListener('abort', abort)
  } finally {
    await thread.terminate()
  }
}
