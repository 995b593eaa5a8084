import type { StartThread } from '../../kernels/threads.ts'

/**
 * Starts kernel threads as Web Workers. Needs a page that is isolated (`crossOriginIsolated`), else memory cannot be shared, and
 * a caller that is itself a worker if it is to sleep while others finish.
 */
export function makeBrowserThreads(): StartThread {
  return (start) => {
    const worker = new Worker(new URL('./kernel-thread.ts', import.meta.url), { type: 'module', name: 'kernel thread' })
    worker.postMessage(start)
    return { close: () => worker.terminate() }
  }
}
