import { parentPort } from 'node:worker_threads'
import { serveRuns } from '../../experiment/worker.ts'
import { makeNodePort } from './node-port.ts'

// The whole program of a worker thread: the same code as in a browser's worker, over this thread's port.
if (!parentPort) throw new Error('run-worker is started as a worker thread, not as a program')
serveRuns(makeNodePort(parentPort), {
  clock: () => performance.now(),
  cpu: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
})
