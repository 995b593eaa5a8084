import type { Files } from '../../src/experiment/files.ts'

/** A store in memory. */
export function makeMemoryFiles(): Files {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    read: async (key) => kept.get(key)?.slice(),
    write: async (key, bytes) => void kept.set(key, bytes.slice() as Uint8Array<ArrayBuffer>),
    append: async (key, bytes) => {
      const old = kept.get(key) ?? new Uint8Array()
      const both = new Uint8Array(old.length + bytes.length)
      both.set(old)
      both.set(bytes, old.length)
      kept.set(key, both)
    },
    remove: async (key) => void kept.delete(key),
    list: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)).sort(),
  }
}
