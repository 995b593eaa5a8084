import type { Files } from './files.ts'
import { parseFromKeeper, type StoreCall, type ToKeeper } from './keeper-messages.ts'
import type { Port } from './messages.ts'
import type { RunEvent } from './run-event.ts'
import type { RunWriter, RunWriterOptions } from './store.ts'

/** A run's folder that is written elsewhere. */
export interface RemoteWriter extends RunWriter {
  /** @param isGiven the arrays of the event's samples are handed over, not copied: nobody here looks at them again */
  accept(event: RunEvent, isGiven?: boolean): Promise<void>
}

/** Opens the folder of a run for writing, wherever that is done. @param folder key before those of the run */
export type OpenRun = (folder: string, options: Omit<RunWriterOptions, 'now'>) => Promise<RemoteWriter>

let lastTicket = 0
let lastRun = 0

/** The page's end of a keeper. @param files the page's own store, where the keeper has none of its own */
export function makeKeeperClient(port: Port, files: Files): OpenRun {
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>()
  const send = (message: ToKeeper, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const ask = (make: (ticket: number) => ToKeeper, transfer: readonly ArrayBuffer[] = []) =>
    new Promise<void>((resolve, reject) => {
      const ticket = ++lastTicket
      waiting.set(ticket, { resolve, reject })
      send(make(ticket), transfer)
    })
  const answer = async (call: number, asked: StoreCall) => {
    try {
      send({ keep: 'answer', call, value: await askedOf(files, asked) })
    } catch (error) {
      send({ keep: 'answer', call, error: error instanceof Error ? error.message : String(error) })
    }
  }
  let isListening = false
  /** Only with the first run: a port whose worker starts at its first use is left alone till then. */
  const listen = () => {
    if (isListening) return
    isListening = true
    port.onMessage((data) => {
      const message = parseFromKeeper(data)
      if (!message) return
      if (message.keep === 'call') {
        void answer(message.call, message.asked)
        return
      }
      const asked = waiting.get(message.ticket)
      waiting.delete(message.ticket)
      if (message.keep === 'done') asked?.resolve()
      else asked?.reject(new Error(message.message))
    })
    port.onError?.((reason) => {
      for (const { reject } of waiting.values()) reject(new Error(`what keeps runs has stopped: ${reason}`))
      waiting.clear()
    })
  }
  return async (folder, options) => {
    listen()
    const run = ++lastRun
    await ask((ticket) => ({ keep: 'open', ticket, run, folder, ...options }))
    return {
      accept: (event, isGiven = false) =>
        ask((ticket) => ({ keep: 'accept', ticket, run, event }), isGiven ? buffersOf(event) : []),
    }
  }
}

/** The memory of an event's samples that can be handed over: shared memory need not be. */
function buffersOf(event: RunEvent): readonly ArrayBuffer[] {
  if (event.type !== 'samples') return []
  const { times, values } = event.samples
  return [...new Set([times.buffer, values.buffer])].filter((buffer) => buffer instanceof ArrayBuffer)
}

function askedOf(files: Files, asked: StoreCall): Promise<unknown> {
  if (asked.name === 'write' || asked.name === 'append') return files[asked.name](asked.key, asked.bytes)
  return files[asked.name](asked.key)
}
