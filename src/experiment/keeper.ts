import { type Files, subfolder } from './files.ts'
import {
  type FromKeeper,
  parseBytes,
  parseKeys,
  parseToKeeper,
  type StoreCall,
  type ToKeeper,
} from './keeper-messages.ts'
import type { Port } from './messages.ts'
import { openRunWriter, type RunWriter } from './store.ts'

/** What the keeper's surroundings know and this floor does not. */
export interface KeeperContext {
  /** The store; undefined: the page's own, asked over the port. */
  readonly files: Files | undefined
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Pieces in which bytes are handed to a store of the page: each is a task of the page's only thread. */
const pieceBytes = 1 << 16

/**
 * Keeps run folders in a worker: events become text and bytes here, and reach the disk without the page. Events of one run are taken
 * in their order, each answered when it is kept.
 * @returns stops listening
 */
export function serveKeeper(port: Port, { files, now }: KeeperContext): () => void {
  const send = (message: FromKeeper, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer)
  /** By run: its writer, once what was asked before is done. */
  const writers = new Map<number, Promise<RunWriter>>()
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastCall = 0
  const ask = (asked: StoreCall) =>
    new Promise<unknown>((resolve, reject) => {
      const call = ++lastCall
      calls.set(call, { resolve, reject })
      send({ keep: 'call', call, asked })
    })
  const store = files ?? makeAskedFiles(ask)

  const answerWhen = (ticket: number, work: Promise<unknown>) =>
    work.then(
      () => send({ keep: 'done', ticket }),
      (error: unknown) =>
        send({ keep: 'failed', ticket, message: error instanceof Error ? error.message : String(error) }),
    )

  const open = ({ ticket, run, folder, ...options }: Extract<ToKeeper, { keep: 'open' }>) => {
    const writer = openRunWriter(subfolder(store, folder), { ...options, now })
    writers.set(run, writer)
    return answerWhen(ticket, writer)
  }
  const accept = ({ ticket, run, event }: Extract<ToKeeper, { keep: 'accept' }>) => {
    const before = writers.get(run)
    if (!before) return send({ keep: 'failed', ticket, message: `run ${run} is not kept here` })
    const kept = before.then(async (writer) => {
      await writer.accept(event)
      return writer
    })
    if (event.type === 'ended') writers.delete(run)
    else writers.set(run, kept)
    return answerWhen(ticket, kept)
  }

  return port.onMessage((data) => {
    const message = parseToKeeper(data)
    if (message?.keep === 'open') void open(message)
    else if (message?.keep === 'accept') void accept(message)
    else if (message) {
      const waiting = calls.get(message.call)
      calls.delete(message.call)
      if (message.error === undefined) waiting?.resolve(message.value)
      else waiting?.reject(new Error(message.error))
    }
  })
}

/** The page's store as the worker sees it; what is appended goes over in pieces. */
function makeAskedFiles(ask: (asked: StoreCall) => Promise<unknown>): Files {
  return {
    read: async (key) => parseBytes(await ask({ name: 'read', key })),
    write: async (key, bytes) => void (await ask({ name: 'write', key, bytes })),
    append: async (key, bytes) => {
      // At ends of lines, so that the file is whole lines at every moment.
      for (let at = 0; at < bytes.length; ) {
        const end = at + pieceBytes >= bytes.length ? bytes.length : bytes.lastIndexOf(10, at + pieceBytes - 1) + 1
        const next = end > at ? end : Math.min(bytes.length, at + pieceBytes)
        await ask({ name: 'append', key, bytes: bytes.slice(at, next) })
        at = next
      }
    },
    remove: async (key) => void (await ask({ name: 'remove', key })),
    list: async (prefix) => parseKeys(await ask({ name: 'list', key: prefix })),
  }
}
