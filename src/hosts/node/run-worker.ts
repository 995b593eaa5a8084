import { parentPort } from 'node:worker_threads'
import { servePoints } from '../../experiment/serve-points.ts'
import { serveRuns } from '../../experiment/worker.ts'
import { makeNodePort } from './node-port.ts'

// The whole program of a worker thread: the same code as in a browser's worker, over this thread's port.
if (!parentPort) throw new Error('run-worker is started as a worker thread, not as a program')
const port = makeNodePort(parentPort)
const clock = () => performance.now()
serveRuns(port, {
  clock,
  cpu: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
})
servePoints(port, clock)
