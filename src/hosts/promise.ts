/** A promise that every store or host keeps; `check` rejects with the reason where it does not. */
export interface Promised<Subject> {
  readonly name: string
  check(subject: Subject): Promise<void>
}

export function assert(isTrue: boolean, message: string): asserts isTrue {
  if (!isTrue) throw new Error(message)
}

export const utf8 = (text: string) => new TextEncoder().encode(text)
export const textOf = (bytes: Uint8Array | undefined) =>
  bytes ? new TextDecoder('utf-8', { fatal: true }).decode(bytes) : undefined

export function isSameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** Bytes without a pattern that a bug could hide in (xorshift). */
export function noise(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let at = 0; at < length; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = state
  }
  return bytes
}

export async function isRefused(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return false
  } catch (error) {
    return error instanceof Error && error.message.length > 0
  }
}
