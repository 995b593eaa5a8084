/**
 * A flat keyed store of bytes with `/` in its keys: a folder on disk, IndexedDB, or memory. Hosts make it; everything the
 * experiment floor keeps (run folders, autosave, measurements) goes through it. `write` is atomic: after a crash the key holds
 * the old bytes or the new, never a part.
 */
export interface Files {
  read(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  write(key: string, bytes: Uint8Array): Promise<void>
  /** Adds whole lines to the end (log.jsonl). */
  append(key: string, bytes: Uint8Array): Promise<void>
  remove(key: string): Promise<void>
  /** Keys that begin with the prefix, sorted. */
  list(prefix: string): Promise<readonly string[]>
}

/** Keys are made of these parts only: no `..`, no absolute paths, nothing a host could be tricked with. */
export function isSafeKey(key: string): boolean {
  return (
    key.length > 0 &&
    key.length < 512 &&
    key.split('/').every((part) => /^[A-Za-z0-9_.][A-Za-z0-9_. +-]*$/.test(part) && part !== '.' && part !== '..')
  )
}

/** The part of a store below a prefix. */
export function subfolder(files: Files, prefix: string): Files {
  const at = (key: string) => `${prefix}/${key}`
  return {
    read: (key) => files.read(at(key)),
    write: (key, bytes) => files.write(at(key), bytes),
    append: (key, bytes) => files.append(at(key), bytes),
    remove: (key) => files.remove(at(key)),
    list: async (below) => (await files.list(at(below))).map((key) => key.slice(prefix.length + 1)),
  }
}
