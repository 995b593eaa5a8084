/** Bytes that say which version they are and how many there must be; all of them follow from these two numbers. */
export function makeSelfChecking(version: number, length: number): Buffer {
  // Filling copies memory: nearly all of the writer's time goes into writing.
  const bytes = Buffer.alloc(length, `version ${version} of ${length} `)
  bytes.writeUInt32BE(version, 0)
  bytes.writeUInt32BE(length, 4)
  return bytes
}

/** The version; undefined where a byte is wrong or missing. */
export function versionOf(bytes: Uint8Array): number | undefined {
  if (bytes.length < 8) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const version = view.getUint32(0)
  return bytes.length === view.getUint32(4) && makeSelfChecking(version, bytes.length).equals(bytes)
    ? version
    : undefined
}
