import { bisectCenter } from 'd3'
import { zlibSync } from 'fflate'
import { colourTable, findColourMap, heatRange } from './colour-maps.ts'
import type { HeatMark } from './figure.ts'

/** Pixels of a heat mark, first row at the top (largest y). */
export interface HeatPixels {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
}

const isEven = (values: Float64Array) => {
  const n = values.length
  const step = n > 1 ? ((values[n - 1] ?? 0) - (values[0] ?? 0)) / (n - 1) : 1
  return values.every((value, i) => Math.abs(value - (values[0] ?? 0) - i * step) < 1e-3 * Math.abs(step))
}

/** For each pixel along an axis, the index of the nearest coordinate: one pixel a cell where cells are even and few enough. */
function sampleAxis(values: Float64Array, most: number): Uint32Array {
  const n = values.length
  if (isEven(values) && n <= most) return Uint32Array.from({ length: n }, (_, i) => i)
  const count = Math.min(most, Math.max(n, isEven(values) ? 0 : 2 * n))
  const first = values[0] ?? 0
  const last = values[n - 1] ?? 0
  const list = [...values]
  return Uint32Array.from({ length: count }, (_, i) => bisectCenter(list, first + ((i + 0.5) / count) * (last - first)))
}

/** Colours of a heat mark as pixels, at most `most` along each side; NaN is transparent. */
export function heatPixels(mark: HeatMark, most = 1024): HeatPixels {
  const columns = sampleAxis(mark.x, most)
  const rows = sampleAxis(mark.y, most)
  const table = colourTable(findColourMap(mark.colours))
  const [low, high] = heatRange(mark)
  const rgba = new Uint8ClampedArray(4 * columns.length * rows.length)
  let at = 0
  for (let r = rows.length - 1; r >= 0; r--) {
    const start = (rows[r] ?? 0) * mark.x.length
    for (const column of columns) {
      const value = mark.values[start + column] ?? Number.NaN
      if (Number.isFinite(value)) {
        const entry = 4 * Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low))))
        rgba.set(table.subarray(entry, entry + 4), at)
      }
      at += 4
    }
  }
  return { width: columns.length, height: rows.length, rgba }
}

function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

/** A PNG file of RGBA pixels (PNG, third edition, W3C 2025: IHDR, one IDAT, IEND; filter 0). */
export function encodePng({ width, height, rgba }: HeatPixels): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(height * (4 * width + 1))
  for (let row = 0; row < height; row++)
    raw.set(rgba.subarray(4 * width * row, 4 * width * (row + 1)), row * (4 * width + 1) + 1)
  const chunk = (type: string, data: Uint8Array) => {
    const bytes = new Uint8Array(12 + data.length)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, data.length)
    for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i)
    bytes.set(data, 8)
    view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
    return bytes
  }
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, 6, 0, 0, 0], 8)
  const parts = [
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(raw, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    file.set(part, at)
    at += part.length
  }
  return file
}

/** Bytes as base64, without a DOM. */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(text)
}
