import type { Files } from './files.ts'
import { parseFromKeeper, type StoreCall, type ToKeeper } from './keeper-messages.ts'
import type { Port } from './messages.ts'
import type { RunWriter, RunWriterOptions } from './store.ts'

/** Opens the folder of a run for writing, wherever that is done. @param folder key before those of the run */
export type OpenRun = (folder: string, options: Omit<RunWriterOptions, 'now'>) => Promise<RunWriter>

let lastTicket = 0
let lastRun = 0

/** The page's end of a keeper. @param files the page's own store, where the keeper has none of its own */
export function makeKeeperClient(port: Port, files: Files): OpenRun {
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>()
  const send = (message: ToKeeper) => port.postMessage(message)
  const ask = (make: (ticket: number) => ToKeeper) =>
    new Promise<void>((resolve, reject) => {
      const ticket = ++lastTicket
      waiting.set(ticket, { resolve, reject })
      send(make(ticket))
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
    return { accept: (event) => ask((ticket) => ({ keep: 'accept', ticket, run, event })) }
  }
}

function askedOf(files: Files, asked: StoreCall): Promise<unknown> {
  if (asked.name === 'write' || asked.name === 'append') return files[asked.name](asked.key, asked.bytes)
  return files[asked.name](asked.key)
}
