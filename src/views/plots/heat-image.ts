import { bisectCenter } from 'd3'
import { zlibSync } from 'fflate'
import { writePngChunks } from '../../data/png-chunks.ts'
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
  // A pixel at once: fields are coloured sixty times a second.
  const [from, to] = [new Uint32Array(table.buffer), new Uint32Array(rgba.buffer)]
  const { values } = mark
  const scale = 255 / (high - low)
  let at = 0
  for (let r = rows.length - 1; r >= 0; r--) {
    const start = (rows[r] ?? 0) * mark.x.length
    for (let c = 0; c < columns.length; c++) {
      const share = ((values[start + (columns[c] ?? 0)] ?? Number.NaN) - low) * scale
      // Not true of what is not a number.
      if (share > Number.NEGATIVE_INFINITY && share < Number.POSITIVE_INFINITY)
        to[at] = from[share <= 0 ? 0 : share >= 255 ? 255 : (share + 0.5) | 0] ?? 0
      at++
    }
  }
  return { width: columns.length, height: rows.length, rgba }
}

/** Below this a picture of few cells would be smoothed where it is made larger: not every program knows "pixelated". */
const fewPixels = 640

/** Each pixel as a square of several, where there are few: cells keep their edges in every program. */
export function enlargedPixels({ width, height, rgba }: HeatPixels): HeatPixels {
  const factor = Math.floor(fewPixels / Math.max(width, height))
  if (factor < 2) return { width, height, rgba }
  const wide = new Uint8ClampedArray(rgba.length * factor * factor)
  const [from, to] = [new Uint32Array(rgba.buffer), new Uint32Array(wide.buffer)]
  const across = width * factor
  for (let row = 0; row < height * factor; row++)
    for (let column = 0; column < across; column++)
      to[row * across + column] = from[Math.floor(row / factor) * width + Math.floor(column / factor)] ?? 0
  return { width: across, height: height * factor, rgba: wide }
}

/** A PNG file of RGBA pixels (PNG, third edition, W3C 2025: IHDR, one IDAT, IEND; filter 0). */
export function encodePng({ width, height, rgba }: HeatPixels): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(height * (4 * width + 1))
  for (let row = 0; row < height; row++)
    raw.set(rgba.subarray(4 * width * row, 4 * width * (row + 1)), row * (4 * width + 1) + 1)
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, 6, 0, 0, 0], 8)
  return writePngChunks([
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: zlibSync(raw, { level: 9 }) },
    { type: 'IEND', data: new Uint8Array() },
  ])
}
