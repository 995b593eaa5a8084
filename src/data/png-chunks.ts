import { invalid } from '../core/errors.ts'
import { concatenate } from './bytes.ts'

/** One chunk of a PNG: its four letters and its data (PNG specification, third edition, section 5). */
export interface PngChunk {
  readonly type: string
  readonly data: Uint8Array
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

/** CRC-32 as PNG and zip use it (polynomial 0xedb88320, reflected). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, i) => bytes[i] === byte)

/**
 * The chunks of a PNG, checksums verified.
 * @throws InvalidInput where it is no PNG or is damaged
 */
export function readPngChunks(bytes: Uint8Array): readonly PngChunk[] {
  if (!isPng(bytes)) throw invalid('', 'this is not a PNG picture')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: PngChunk[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = at + 12 <= bytes.length ? view.getUint32(at) : Number.POSITIVE_INFINITY
    if (at + 12 + length > bytes.length)
      throw invalid('', 'the PNG picture is damaged: it ends in the middle of a chunk; save it again')
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      throw invalid('', `the PNG picture is damaged: the checksum of its chunk ${type} is wrong; save it again`)
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) })
    at += 12 + length
    if (type === 'IEND') break
  }
  return chunks
}

/** The PNG made of chunks, lengths and checksums filled in. */
export function writePngChunks(chunks: readonly PngChunk[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [Uint8Array.from(signature)]
  for (const { type, data } of chunks) {
    const chunk = new Uint8Array(12 + data.length)
    const view = new DataView(chunk.buffer)
    view.setUint32(0, data.length)
    for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i)
    chunk.set(data, 8)
    view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
    parts.push(chunk)
  }
  return concatenate(parts)
}

/** The chunks with `chunk` right after the header, in place of those that `replaces` points out. */
export function insertPngChunk(
  chunks: readonly PngChunk[],
  chunk: PngChunk,
  replaces: (chunk: PngChunk) => boolean,
): readonly PngChunk[] {
  const kept = chunks.filter((other) => !replaces(other))
  return [...kept.slice(0, 1), chunk, ...kept.slice(1)]
}

/** The PNG with its resolution written down (chunk pHYs), so that it prints at its size. */
export function setPngResolution(png: Uint8Array, dotsPerInch: number): Uint8Array<ArrayBuffer> {
  if (!(dotsPerInch >= 1 && dotsPerInch <= 1e5))
    throw invalid('dpi', `${dotsPerInch} dots per inch cannot be; use 72 to 1200`)
  const data = new Uint8Array(9)
  const view = new DataView(data.buffer)
  const perMetre = Math.round(dotsPerInch / 0.0254)
  view.setUint32(0, perMetre)
  view.setUint32(4, perMetre)
  data[8] = 1
  return writePngChunks(insertPngChunk(readPngChunks(png), { type: 'pHYs', data }, (chunk) => chunk.type === 'pHYs'))
}
