import type { MessagePort, Worker } from 'node:worker_threads'
import type { Port } from '../../experiment/messages.ts'

/** A worker thread, or the port inside it, as the port of the experiment floor. */
export function makeNodePort(end: Worker | MessagePort): Port {
  return {
    postMessage: (message, transfer) => end.postMessage(message, transfer === undefined ? [] : [...transfer]),
    onMessage(listener) {
      end.on('message', listener)
      return () => end.off('message', listener)
    },
    onError(listener) {
      const onError = (error: unknown) => listener(error instanceof Error ? error.message : String(error))
      const onExit = (code: number) => listener(`it ended with code ${code}`)
      end.on('error', onError)
      end.on('exit', onExit)
      return () => {
        end.off('error', onError)
        end.off('exit', onExit)
      }
    },
  }
}
