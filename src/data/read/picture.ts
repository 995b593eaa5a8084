import { unzlibSync } from 'fflate'
import { invalid } from '../../core/errors.ts'
import { concatenate } from '../bytes.ts'
import type { NumberArray } from '../dataset.ts'
import { isPng, readPngChunks } from '../png-chunks.ts'
import { datasetOf } from './array-dataset.ts'
import { baseName } from './names.ts'
import type { Reader } from './reader.ts'

/** Values a pixel by colour type (PNG specification, third edition, table 12). */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const mostPixels = 2 ** 26

/** The line's filter undone in place (section 9); `step` is the number of bytes a pixel. */
function unfilter(kind: number, line: Uint8Array, above: Uint8Array, step: number): void {
  for (let i = 0; i < line.length; i++) {
    const a = line[i - step] ?? 0
    const b = above[i] ?? 0
    const c = i >= step ? (above[i - step] ?? 0) : 0
    let guess = 0
    if (kind === 1) guess = a
    else if (kind === 2) guess = b
    else if (kind === 3) guess = (a + b) >> 1
    else if (kind === 4) {
      const p = a + b - c
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
      guess = pa <= pb && pa <= pc ? a : pb <= pc ? b : c
    }
    line[i] = ((line[i] ?? 0) + guess) & 0xff
  }
}

/**
 * The brightness of a PNG, 0 black to 1 white, rows from above; colours by Rec. 709, what is transparent shows white.
 * @throws InvalidInput where it is damaged or interlaced
 */
export function readPicture(bytes: Uint8Array, name: string): NumberArray {
  const chunks = readPngChunks(bytes)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (!header || header.length < 13) throw invalid('', `"${name}" is damaged: it has no header; save it again`)
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  const [width, height, depth, kind, interlace] = [view.getUint32(0), view.getUint32(4), header[8] ?? 8, header[9] ?? 0, header[12] ?? 0] // biome-ignore format: one thought
  const count = channels[kind]
  if (interlace !== 0) throw invalid('', `"${name}" is interlaced, which is not read; save it without interlacing`)
  if (count === undefined || width * height === 0 || width * height > mostPixels)
    throw invalid('', `"${name}" has ${width} × ${height} pixels of colour type ${kind}, which is not read; save it as a plain PNG`) // biome-ignore format: one sentence
  let raw: Uint8Array
  try {
    raw = unzlibSync(concatenate(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  } catch {
    throw invalid('', `"${name}" is damaged (it does not unpack); save it again`)
  }
  const palette = chunks.find(({ type }) => type === 'PLTE')?.data
  const alphas = chunks.find(({ type }) => type === 'tRNS')?.data
  const step = Math.max(1, (count * depth) >> 3)
  const stride = Math.ceil((width * count * depth) / 8)
  if (raw.length < height * (stride + 1)) throw invalid('', `"${name}" is damaged: its pixels end too early; save it again`) // biome-ignore format: one sentence
  const most = 2 ** depth - 1
  const values = new Float64Array(width * height)
  let above: Uint8Array = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1)
    const line = raw.slice(from + 1, from + 1 + stride)
    unfilter(raw[from] ?? 0, line, above, step)
    above = line
    const sample = (place: number) => {
      if (depth === 8) return line[place] ?? 0
      if (depth === 16) return ((line[2 * place] ?? 0) << 8) | (line[2 * place + 1] ?? 0)
      const bit = place * depth
      return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & most
    }
    for (let x = 0; x < width; x++) {
      let [red, green, blue, alpha] = [0, 0, 0, 1]
      if (kind === 3) {
        const index = sample(x)
        const colour = (k: number) => (palette?.[3 * index + k] ?? 0) / 255
        red = colour(0)
        green = colour(1)
        blue = colour(2)
        alpha = (alphas?.[index] ?? 255) / 255
      } else {
        const at = x * count
        red = sample(at) / most
        green = count >= 3 ? sample(at + 1) / most : red
        blue = count >= 3 ? sample(at + 2) / most : red
        if (count === 2 || count === 4) alpha = sample(at + count - 1) / most
      }
      const bright = red === green && green === blue ? red : 0.2126 * red + 0.7152 * green + 0.0722 * blue
      values[y * width + x] = alpha * bright + (1 - alpha)
    }
  }
  return { name, shape: [height, width], values, isPicture: true }
}

/** Pictures as fields of brightness: initial data and regions. */
export const pictureReader: Reader = {
  id: 'png',
  title: 'Picture (PNG)',
  recognise: (_, head) => (isPng(head) ? 1 : 0),
  read: async (file) => datasetOf(file, 'png', [readPicture(file.bytes, baseName(file.name))]),
}
