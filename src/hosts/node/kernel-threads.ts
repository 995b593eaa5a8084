import { Worker } from 'node:worker_threads'
import type { StartThread } from '../../kernels/threads.ts'

/** Starts kernel threads as worker threads. `program`: the bundled kernel-thread.ts. They do not keep the process alive. */
export function makeNodeThreads(program: string | URL): StartThread {
  return (start) => {
    const worker = new Worker(program, { workerData: start })
    worker.unref()
    return {
      close: () => {
        void worker.terminate()
      },
    }
  }
}
