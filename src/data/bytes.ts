/** The bytes of numbers as little-endian float64, whatever the machine's order. */
export function toLittleEndian(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * 8)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i] ?? Number.NaN, true)
  return bytes
}

/**
 * JSON in ASCII alone, other characters as \\uXXXX: zarr-python 2 reads metadata as ASCII and refuses a title with an umlaut.
 */
export function toAsciiJson(value: unknown, indent?: number): Uint8Array<ArrayBuffer> {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return new TextEncoder().encode(JSON.stringify(value, null, indent).replace(/[\u0080-\uffff]/g, escaped))
}

/** The parts one after another. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Base64 of bytes, in pieces so that large inputs do not overflow the call stack. */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let i = 0; i < bytes.length; i += 8190) binary += String.fromCharCode(...bytes.subarray(i, i + 8190))
  return btoa(binary)
}

/**
 * The bytes of a base64 text.
 * @throws Error where it is not base64
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** SHA-256 in lower-case hexadecimal: the name under which a file's content is known. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
