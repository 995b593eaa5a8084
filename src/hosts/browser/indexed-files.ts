import type { Files } from '../../experiment/files.ts'
import { withSafeKeys } from '../safe-keys.ts'

const storeName = 'files'

/**
 * What was appended lies in parts beside its file, so that a table of many megabytes is not copied with each piece that comes. No key of
 * a file has this character.
 */
const separator = '\u0000'
const partKey = (key: string, part: number) => `${key}${separator}${String(part).padStart(8, '0')}`
const partsOf = (key: string) => IDBKeyRange.bound(`${key}${separator}`, `${key}${separator}\uffff`)
/** Parts are joined up to this many bytes: lines of a log are not a part each. */
const partBytes = 1 << 18

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

function joined(parts: readonly ArrayBuffer[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(new Uint8Array(part), at)
    at += part.byteLength
  }
  return bytes
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
    if (!(value instanceof ArrayBuffer)) return undefined
    const parts: readonly unknown[] = await settled(store.getAll(partsOf(key)))
    return joined([value, ...parts.filter((part) => part instanceof ArrayBuffer)])
  }
  return withSafeKeys({
    read: (key) => transact('readonly', (store) => bytesAt(store, key)),
    write: (key, bytes) =>
      transact('readwrite', async (store) => {
        await settled(store.delete(partsOf(key)))
        await settled(store.put(bytes.slice().buffer, key))
      }),
    append: (key, bytes) =>
      transact('readwrite', async (store) => {
        if ((await settled(store.getKey(key))) === undefined) {
          await settled(store.put(bytes.slice().buffer, key))
          return
        }
        const count = await settled(store.count(partsOf(key)))
        const last: unknown = count === 0 ? undefined : await settled(store.get(partKey(key, count - 1)))
        const isJoined = last instanceof ArrayBuffer && last.byteLength + bytes.length <= partBytes
        const part = isJoined ? joined([last, bytes.slice().buffer]) : bytes.slice()
        await settled(store.put(part.buffer, partKey(key, isJoined ? count - 1 : count)))
      }),
    remove: (key) =>
      transact('readwrite', async (store) => {
        await settled(store.delete(partsOf(key)))
        await settled(store.delete(key))
      }),
    list: (prefix) =>
      transact('readonly', async (store) => {
        const range = prefix === '' ? undefined : IDBKeyRange.bound(prefix, `${prefix}\uffff`)
        const keys = await settled(store.getAllKeys(range))
        return keys
          .map(String)
          .filter((key) => !key.includes(separator))
          .sort()
      }),
  })
}
