import { gunzipSync, unzlibSync } from 'fflate'
import { invalid } from '../../core/errors.ts'
import type { Axis, FieldDescription, Frame } from '../../core/field.ts'
import type { ByteStore } from '../store.ts'
import { numberKinds } from './number-kinds.ts'

/** A Zarr folder of frames, opened; values are read when asked for. */
export interface ZarrFolder {
  readonly times: Float64Array
  readonly timeUnit: string
  readonly fields: readonly FieldDescription[]
  readonly attributes: Readonly<Record<string, unknown>>
  /** All fields, or those named, of one saved time. */
  frame(index: number, names?: readonly string[]): Promise<Frame>
}

interface ArrayInfo {
  readonly key: string
  readonly shape: readonly number[]
  readonly chunks: readonly number[]
  readonly dtype: string
  readonly compressor: string
  readonly fill: number
  readonly separator: string
  readonly dimensions: readonly string[]
  readonly unit: string
  readonly name: string
  readonly label: string
}

type Json = Readonly<Record<string, unknown>>

function parseObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0)
const textOf = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)

/** The kinds of numbers that are read. */
const kinds: readonly string[] = ['f8', 'f4', 'i8', 'i4', 'i2', 'u1']

function parseArray(key: string, zarray: unknown, zattrs: unknown): ArrayInfo {
  const array = parseObject(zarray)
  const attributes = parseObject(zattrs)
  const { shape, chunks, dtype } = array
  const known = typeof dtype === 'string' && kinds.includes(dtype.slice(1))
  if (array.zarr_format !== 2 || !isCounts(shape) || !isCounts(chunks) || chunks.some((n) => n === 0) || !known)
    throw invalid('', `the Zarr array "${key}" is not of format 2 with plain numbers; only such arrays are read`)
  if (chunks.length !== shape.length || chunks.reduce((a, b) => a * b, 1) > 2 ** 31)
    throw invalid('', `the chunks of the Zarr array "${key}" do not fit its shape`)
  if (array.order === 'F' || (Array.isArray(array.filters) && array.filters.length > 0))
    throw invalid('', `the Zarr array "${key}" uses Fortran order or filters, which are not read; write it without`)
  const compressor = array.compressor === null ? 'raw' : textOf(parseObject(array.compressor).id, 'unknown')
  if (!['raw', 'zlib', 'gzip'].includes(compressor))
    throw invalid('', `the Zarr array "${key}" is compressed with ${compressor}; raw, zlib and gzip are read`)
  const fill = typeof array.fill_value === 'number' ? array.fill_value : Number(array.fill_value ?? 0)
  const dimensions = Array.isArray(attributes._ARRAY_DIMENSIONS)
    ? attributes._ARRAY_DIMENSIONS.map((name) => String(name))
    : shape.map((_, i) => `dim_${i}`)
  const name = textOf(attributes.isoline_name, key)
  return {
    key, shape, chunks, compressor, fill, dimensions, name,
    dtype: String(dtype),
    separator: textOf(array.dimension_separator, '.'),
    unit: textOf(attributes.units, '1'),
    label: textOf(attributes.long_name, name),
  } // biome-ignore format: one line reads better
}

async function readChunk(store: ByteStore, info: ArrayInfo, index: readonly number[]): Promise<Float64Array> {
  const length = info.chunks.reduce((a, b) => a * b, 1)
  const key = `${info.key}/${index.length === 0 ? '0' : index.join(info.separator)}`
  const bytes = await store.read(key)
  if (!bytes) return new Float64Array(length).fill(info.fill)
  const kind = numberKinds[info.dtype.slice(1)]
  if (!kind) throw invalid('', `numbers of kind ${info.dtype} are not read`)
  let plain: Uint8Array
  try {
    plain = info.compressor === 'zlib' ? unzlibSync(bytes) : info.compressor === 'gzip' ? gunzipSync(bytes) : bytes
  } catch {
    throw invalid('', `the chunk ${key} is damaged (it does not decompress)`)
  }
  if (plain.length < length * kind.size)
    throw invalid('', `the chunk ${key} is damaged: ${plain.length} bytes where ${length * kind.size} should be`)
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength)
  const values = new Float64Array(length)
  const little = info.dtype[0] !== '>'
  for (let i = 0; i < length; i++) values[i] = kind.get(view, i * kind.size, little)
  return values
}

/** The part of an array with `from ≤ first index < to`, in C order; chunks of any shape. */
async function readRows(store: ByteStore, info: ArrayInfo, from: number, to: number): Promise<Float64Array> {
  const rank = info.shape.length
  const start = info.shape.map((_, d) => (d === 0 ? from : 0))
  const stop = info.shape.map((n, d) => (d === 0 ? to : n))
  const shape = start.map((s, d) => (stop[d] ?? 0) - s)
  const out = new Float64Array(shape.reduce((a, b) => a * b, 1))
  if (out.length === 0) return out
  const at = (list: readonly number[], d: number) => list[d] ?? 0
  const first = start.map((s, d) => Math.floor(s / at(info.chunks, d)))
  const last = stop.map((s, d) => Math.floor((s - 1) / at(info.chunks, d)))
  const index = [...first]
  for (;;) {
    const chunk = await readChunk(store, info, index)
    copyOverlap(chunk, index, info.chunks, out, start, stop)
    let d = rank - 1
    while (d >= 0 && at(index, d) === at(last, d)) {
      index[d] = at(first, d)
      d--
    }
    if (d < 0) return out
    index[d] = at(index, d) + 1
  }
}

function copyOverlap(
  chunk: Float64Array,
  index: readonly number[],
  chunks: readonly number[],
  out: Float64Array,
  start: readonly number[],
  stop: readonly number[],
): void {
  const rank = chunks.length
  const walk = (d: number, chunkAt: number, outAt: number): void => {
    const size = chunks[d] ?? 1
    const origin = (index[d] ?? 0) * size
    const low = Math.max(origin, start[d] ?? 0)
    const high = Math.min(origin + size, stop[d] ?? 0)
    const extent = (stop[d] ?? 0) - (start[d] ?? 0)
    const inner = chunkAt * size + low - origin
    const outer = outAt * extent + low - (start[d] ?? 0)
    if (d === rank - 1) out.set(chunk.subarray(inner, inner + high - low), outer)
    else for (let i = 0; i < high - low; i++) walk(d + 1, inner + i, outer + i)
  }
  if (rank === 0) out[0] = chunk[0] ?? Number.NaN
  else walk(0, 0, 0)
}

async function readMetadata(store: ByteStore): Promise<Json> {
  const decode = async (key: string): Promise<unknown> => {
    const bytes = await store.read(key)
    if (!bytes) return undefined
    try {
      return JSON.parse(new TextDecoder().decode(bytes))
    } catch {
      throw invalid('', `the file ${key} of the Zarr folder is not JSON`)
    }
  }
  const consolidated = parseObject(await decode('.zmetadata')).metadata
  if (consolidated !== undefined) return parseObject(consolidated)
  const all: Record<string, unknown> = {}
  for (const key of await store.list('')) if (/\.z(array|attrs|group)$/.test(key)) all[key] = await decode(key)
  if (Object.keys(all).length === 0) throw invalid('', 'this is not a Zarr folder of format 2: it has no .zmetadata')
  return all
}

/**
 * Opens a Zarr format 2 folder whose arrays have `time` as first dimension: run folders, and what xarray's `to_zarr` writes
 * with no, zlib or gzip compression.
 * @throws InvalidInput where it is no such folder or is damaged
 */
export async function readZarr(store: ByteStore): Promise<ZarrFolder> {
  const metadata = await readMetadata(store)
  const arrays = Object.keys(metadata)
    .filter((key) => key.endsWith('/.zarray'))
    .map((key) => key.slice(0, -'/.zarray'.length))
    .map((key) => parseArray(key, metadata[`${key}/.zarray`], metadata[`${key}/.zattrs`]))
  const time = arrays.find((array) => array.key === 'time' && array.shape.length === 1)
  if (!time) throw invalid('', 'the Zarr folder has no one-dimensional array "time"')
  const coordinates = new Map<string, Axis>()
  for (const array of arrays)
    if (array.shape.length === 1 && array.dimensions[0] === array.key && array !== time)
      coordinates.set(array.key, {
        name: array.name,
        unit: array.unit,
        values: await readRows(store, array, 0, array.shape[0] ?? 0),
      })
  const variables = arrays.filter((array) => array.dimensions[0] === 'time' && array !== time)
  // Without consolidated metadata a killed writer may leave arrays of different lengths: the shortest counts.
  const count = Math.min(time.shape[0] ?? 0, ...variables.map((array) => array.shape[0] ?? 0))
  const fields = variables.map((array): FieldDescription => {
    const axes = array.dimensions.slice(1).map((name, d): Axis => {
      const length = array.shape[d + 1] ?? 0
      return coordinates.get(name) ?? { name, unit: '1', values: Float64Array.from({ length }, (_, i) => i) }
    })
    return { name: array.name, unit: array.unit, label: array.label, grid: { axes } }
  })
  return {
    times: await readRows(store, time, 0, count),
    timeUnit: time.unit,
    fields,
    attributes: parseObject(metadata['.zattrs']),
    frame: async (index, names) => {
      if (!Number.isInteger(index) || index < 0 || index >= count)
        throw invalid('', `there is no frame ${index}; the folder holds frames 0 to ${count - 1}`)
      const [moment] = await readRows(store, time, index, index + 1)
      const wanted = fields.flatMap((field, k) => {
        const array = variables[k]
        return array && (!names || names.includes(field.name)) ? [{ field, array }] : []
      })
      return {
        time: moment ?? Number.NaN,
        fields: await Promise.all(
          wanted.map(async ({ field, array }) => ({
            ...field,
            values: await readRows(store, array, index, index + 1),
          })),
        ),
      }
    },
  }
}
