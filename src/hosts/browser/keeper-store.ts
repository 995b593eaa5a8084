import type { Files } from '../../experiment/files.ts'
import { makeKeeperClient, type OpenRun } from '../../experiment/keeper-client.ts'
import { makeLazyPort, makeWorkerPort } from './worker-port.ts'

/** Where the keeper keeps: at the server, in the browser, or by way of the page where only that reaches the store. */
export type KeeperStore =
  | { readonly kind: 'loopback'; readonly origin: string; readonly token: string }
  | { readonly kind: 'indexed'; readonly name: string }
  | { readonly kind: 'page' }

/** The first message to the keeper's worker; undefined for anything else. */
export function parseKeeperStore(value: unknown): KeeperStore | undefined {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  return ['loopback', 'indexed', 'page'].includes(String(kind)) ? (value as KeeperStore) : undefined
}

/** Run folders written in a worker, started with the first run. @param files the page's own store */
export function startKeeper(store: KeeperStore, files: Files): OpenRun {
  const start = () => {
    const worker = new Worker(new URL('./keeper.worker.ts', import.meta.url), { type: 'module', name: 'keeper' })
    worker.postMessage(store)
    return makeWorkerPort(worker)
  }
  return makeKeeperClient(makeLazyPort(start), files)
}
