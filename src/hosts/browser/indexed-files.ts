import type { Files } from '../../experiment/files.ts'
import { withSafeKeys } from '../safe-keys.ts'

const storeName = 'files'

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  const request = factory.open(name, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(storeName)
  return settled(request)
}

/** Explains the one failure a person can do something about. */
function explained(error: unknown): Error {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'QuotaExceededError')
    return new Error(
      'The browser has no room left for this site: delete old runs, or free disk space, then save again.',
    )
  return error instanceof Error ? error : new Error(String(error))
}

/**
 * The store of a page without a machine behind it: IndexedDB of its origin. A write is one transaction, so a crash leaves
 * the old bytes or the new; `durability: strict` waits for the disk.
 */
export function makeIndexedFiles(factory: IDBFactory, name: string): Files {
  let database: Promise<IDBDatabase> | undefined
  const open = () => {
    // A failed opening (private window, blocked storage) must not be remembered.
    database ??= openDatabase(factory, name).catch((error: unknown) => {
      database = undefined
      throw explained(error)
    })
    return database
  }
  /** Runs work in one transaction and waits until it is on disk. */
  async function transact<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    const transaction = (await open()).transaction(storeName, mode, { durability: 'strict' })
    const complete = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(explained(transaction.error))
    })
    complete.catch(() => {})
    const result = await work(transaction.objectStore(storeName)).catch(async (error: unknown) => {
      throw explained(error)
    })
    await complete
    return result
  }
  const bytesAt = async (store: IDBObjectStore, key: string) => {
    const value: unknown = await settled(store.get(key))
    return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined
  }
  return withSafeKeys({
    read: (key) => transact('readonly', (store) => bytesAt(store, key)),
    write: (key, bytes) =>
      transact('readwrite', async (store) => void (await settled(store.put(bytes.slice().buffer, key)))),
    append: (key, bytes) =>
      transact('readwrite', async (store) => {
        const old = (await bytesAt(store, key)) ?? new Uint8Array()
        const both = new Uint8Array(old.length + bytes.length)
        both.set(old)
        both.set(bytes, old.length)
        await settled(store.put(both.buffer, key))
      }),
    remove: (key) => transact('readwrite', async (store) => void (await settled(store.delete(key)))),
    list: (prefix) =>
      transact('readonly', async (store) => {
        const range = prefix === '' ? undefined : IDBKeyRange.bound(prefix, `${prefix}\uffff`)
        const keys = await settled(store.getAllKeys(range))
        return keys.map(String).sort()
      }),
  })
}
