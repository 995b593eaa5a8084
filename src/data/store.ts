/**
 * The keyed store of bytes that writers of many files need: the shape of the experiment floor's `Files`, declared here because
 * this floor may not look up. `write` is atomic.
 */
export interface ByteStore {
  read(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  write(key: string, bytes: Uint8Array): Promise<void>
  append(key: string, bytes: Uint8Array): Promise<void>
  remove(key: string): Promise<void>
  list(prefix: string): Promise<readonly string[]>
}
