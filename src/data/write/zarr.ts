import { gzipSync, zlibSync } from 'fflate'
import { invalid } from '../../core/errors.ts'
import type { FieldDescription, Frame } from '../../core/field.ts'
import { gridShape, gridSize } from '../../core/field.ts'
import { toAsciiJson, toLittleEndian } from '../bytes.ts'
import { readZarr } from '../read/zarr.ts'
import type { ByteStore } from '../store.ts'
import { nameArrays } from '../zarr-names.ts'

/** Appends frames to a Zarr folder. One owner; calls run in the order made. */
export interface ZarrWriter {
  /** Frames written so far, published or not. */
  readonly count: number
  /** Writes the frame's chunks; readers see them after the next `flush`. Fields are matched by name. */
  append(frame: Frame): Promise<void>
  /** Publishes what was appended: times, shapes, consolidated metadata. */
  flush(): Promise<void>
}

export interface ZarrOptions {
  /** Default: raw. */
  readonly compressor?: 'zlib' | 'gzip'
  /** 1 to 9, default 1: fields of floats gain little from more. */
  readonly level?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** Group attributes: title, versions, hashes, for people and xarray's `attrs`. */
  readonly attributes?: Readonly<Record<string, unknown>>
  /** Goes on in an existing folder after its first `resumeAt` frames; the rest is overwritten. Absent: starts empty. */
  readonly resumeAt?: number
}

/** `.zarray` of an array of doubles (Zarr storage specification 2). */
export const zarrArray = (
  shape: readonly number[],
  chunks: readonly number[],
  compressor: { readonly id: string; readonly level: number } | null,
) => ({ zarr_format: 2, shape, chunks, dtype: '<f8', compressor, fill_value: 'NaN', order: 'C', filters: null })

/** Numbers a chunk of the arrays that have one number a time. */
const timesPerChunk = 1024
const json = (value: unknown) => toAsciiJson(value, 1)

/** An array of one number a time: its last chunk is rewritten whole, which is atomic, until it is full. */
function makeSeries(values: number[]) {
  let saved = values.length
  return {
    values,
    /** First chunk that holds numbers not yet written. */
    chunks(): { index: number; values: Float64Array }[] {
      const dirty: { index: number; values: Float64Array }[] = []
      for (let index = Math.floor(saved / timesPerChunk); index * timesPerChunk < values.length; index++) {
        const chunk = new Float64Array(timesPerChunk).fill(Number.NaN)
        chunk.set(values.slice(index * timesPerChunk, (index + 1) * timesPerChunk))
        dirty.push({ index, values: chunk })
      }
      saved = values.length
      return dirty
    },
  }
}

/**
 * Opens a Zarr format 2 folder for appending frames over time; xarray's `open_zarr` and zarr-python read it at any moment.
 * A frame is one chunk a field, written before the metadata that makes it visible, so a killed run keeps every frame of its
 * last `flush` (Zarr storage specification 2; xarray's `_ARRAY_DIMENSIONS`).
 * @param store rooted at the folder (`frames.zarr`)
 * @param fields name, unit and grid of each; dimensions become (time, …, y, x)
 */
export async function openZarrWriter(
  store: ByteStore,
  fields: readonly FieldDescription[],
  timeUnit: string,
  options: ZarrOptions = {},
): Promise<ZarrWriter> {
  const named = nameArrays(fields)
  const compress = (bytes: Uint8Array<ArrayBuffer>) => {
    const level = options.level ?? 1
    // A fixed modification time: the same frames give the same bytes.
    if (options.compressor === 'gzip') return gzipSync(bytes, { level, mtime: 315532800000 })
    return options.compressor === 'zlib' ? zlibSync(bytes, { level }) : bytes
  }
  const times = makeSeries([])
  const numbers = named.fields.map(({ dimensions }) => (dimensions.length === 0 ? makeSeries([]) : undefined))
  let count = 0
  if (options.resumeAt === undefined) {
    // Metadata first: a folder half removed must not look like a whole one.
    for (const key of ['.zmetadata', '.zgroup']) await store.remove(key)
    for (const key of await store.list('')) await store.remove(key)
  } else {
    const old = await readZarr(store)
    if (old.times.length < options.resumeAt)
      throw invalid('', `cannot resume after frame ${options.resumeAt}: the folder holds ${old.times.length} frames`)
    for (let i = 0; i < options.resumeAt; i++) {
      times.values.push(old.times[i] ?? Number.NaN)
      if (!numbers.some((series) => series)) continue
      const frame = await old.frame(i)
      named.fields.forEach(({ field }, k) => {
        numbers[k]?.values.push(frame.fields.find((f) => f.name === field.name)?.values[0] ?? Number.NaN)
      })
    }
    count = options.resumeAt
  }

  const compressor = options.compressor ? { id: options.compressor, level: options.level ?? 1 } : null
  const metadata = (): Record<string, unknown> => {
    const all: Record<string, unknown> = { '.zgroup': { zarr_format: 2 }, '.zattrs': { ...options.attributes } }
    const add = (name: string, shape: number[], chunks: number[], attributes: Record<string, unknown>) => {
      all[`${name}/.zarray`] = zarrArray(shape, chunks, compressor)
      all[`${name}/.zattrs`] = attributes
    }
    add('time', [count], [timesPerChunk], { _ARRAY_DIMENSIONS: ['time'], units: timeUnit, long_name: 'time' })
    for (const { name, axis } of named.axes) {
      const length = axis.values.length
      add(name, [length], [Math.max(1, length)], {
        _ARRAY_DIMENSIONS: [name],
        units: axis.unit,
        long_name: axis.name,
        isoline_name: axis.name,
      })
    }
    for (const { name, field, dimensions } of named.fields) {
      const shape = gridShape(field.grid)
      add(
        name,
        [count, ...shape],
        dimensions.length === 0 ? [timesPerChunk] : [1, ...shape.map((n) => Math.max(1, n))],
        {
          _ARRAY_DIMENSIONS: ['time', ...dimensions],
          units: field.unit,
          long_name: field.label ?? field.name,
          isoline_name: field.name,
        },
      )
    }
    return all
  }
  const published = new Map<string, string>()
  const publish = async () => {
    for (const { index, values } of times.chunks()) await store.write(`time/${index}`, compress(toLittleEndian(values)))
    for (const [k, { name }] of named.fields.entries())
      for (const { index, values } of numbers[k]?.chunks() ?? [])
        await store.write(`${name}/${index}`, compress(toLittleEndian(values)))
    const all = metadata()
    // The consolidated file last: readers that use it see all arrays of one length.
    const changed = Object.entries(all).filter(([key, value]) => published.get(key) !== JSON.stringify(value))
    await Promise.all(changed.map(([key, value]) => store.write(key, json(value))))
    for (const [key, value] of changed) published.set(key, JSON.stringify(value))
    await store.write('.zmetadata', json({ zarr_consolidated_format: 1, metadata: all }))
  }
  for (const { name, axis } of named.axes) await store.write(`${name}/0`, compress(toLittleEndian(axis.values)))

  const write = async (frame: Frame) => {
    const index = count
    // Side by side: a store that answers late (a server, a disk that syncs) is waited for once a frame.
    const chunks = named.fields.map(async ({ name, field, dimensions }) => {
      const values = frame.fields.find((f) => f.name === field.name)?.values
      if (!values) throw invalid('', `the frame at t = ${frame.time} has no field "${field.name}"`)
      if (values.length !== gridSize(field.grid))
        throw invalid(
          '',
          `field "${field.name}" has ${values.length} values where its grid has ${gridSize(field.grid)}`,
        )
      if (dimensions.length > 0)
        await store.write(`${name}/${[index, ...dimensions.map(() => 0)].join('.')}`, compress(toLittleEndian(values)))
    })
    await Promise.all(chunks)
    named.fields.forEach(({ field }, k) => {
      numbers[k]?.values.push(frame.fields.find((f) => f.name === field.name)?.values[0] ?? Number.NaN)
    })
    times.values.push(frame.time)
    count++
  }
  let queue: Promise<void> = publish()
  const enqueue = (work: () => Promise<void>) => {
    queue = queue.then(work)
    return queue
  }
  await queue
  return {
    get count() {
      return count
    },
    append: (frame) => enqueue(() => write(frame)),
    flush: () => enqueue(publish),
  }
}
