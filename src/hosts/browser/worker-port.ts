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

/** A port whose worker starts at its first use: what a window does not need at once does not slow its first picture. */
export function makeLazyPort(make: () => Port): Port {
  let port: Port | undefined
  const made = (): Port => {
    port ??= make()
    return port
  }
  return {
    postMessage: (message, transfer) => made().postMessage(message, transfer),
    onMessage: (listener) => made().onMessage(listener),
    onError: (listener) => made().onError?.(listener) ?? (() => {}),
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
