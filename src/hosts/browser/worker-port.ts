import type { Port } from '../../experiment/messages.ts'

/** The page's end of a channel to a Web Worker. */
export function makeWorkerPort(worker: Worker): Port {
  return {
    postMessage: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    onMessage(listener) {
      const listen = (event: MessageEvent<unknown>) => listener(event.data)
      worker.addEventListener('message', listen)
      return () => worker.removeEventListener('message', listen)
    },
    onError(listener) {
      const listen = (event: ErrorEvent) => listener(event.message || 'its script did not load')
      worker.addEventListener('error', listen)
      return () => worker.removeEventListener('error', listen)
    },
  }
}

/** The worker's own end: the scope it runs in. */
export function makeScopePort(): Port {
  return {
    // In a worker the scope's postMessage takes the transfer list; the DOM types know only that of a window.
    postMessage: (message, transfer = []) => self.postMessage(message, { transfer: [...transfer] }),
    onMessage(listener) {
      const listen = (event: MessageEvent<unknown>) => listener(event.data)
      self.addEventListener('message', listen)
      return () => self.removeEventListener('message', listen)
    },
  }
}
