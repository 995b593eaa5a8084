import { invalid } from '../core/errors.ts'
import type { Checkpoint } from '../core/simulation.ts'
import { toLittleEndian } from '../data/bytes.ts'
import type { Files } from './files.ts'
import { decodeText, encodeText } from './text-files.ts'

/** A checkpoint with how much of the results belongs to it: what came later is cut off before going on. */
export interface StoredCheckpoint {
  readonly checkpoint: Checkpoint
  readonly time: number
  /** Rows of scalars.csv. */
  readonly rows: number
  /** Frames of frames.zarr. */
  readonly frames: number
}

interface Header {
  readonly format: 1
  readonly data: string
  readonly bytes: number
  readonly sum: number
  readonly time: number
  readonly rows: number
  readonly frames: number
  readonly arrays: readonly { readonly name: string; readonly length: number }[]
  readonly numbers: readonly string[]
}

const headerKey = 'checkpoint/state.json'

/** A sum that notices swapped, cut and changed bytes (FNV-1a, 32 bit). Not against forgery. */
function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) sum = Math.imul(sum ^ (bytes[i] ?? 0), 0x01000193)
  return sum >>> 0
}

/**
 * Keeps a checkpoint: all numbers as little-endian float64 in one file, then the header that names it, then the older file
 * goes. Whatever the moment of a crash, the header names a file that is whole.
 */
export async function writeCheckpoint(files: Files, stored: StoredCheckpoint): Promise<void> {
  const { checkpoint, time, rows, frames } = stored
  const arrays = Object.entries(checkpoint.arrays)
  const numbers = Object.entries(checkpoint.numbers)
  const all = new Float64Array(numbers.length + arrays.reduce((sum, [, values]) => sum + values.length, 0))
  all.set(numbers.map(([, value]) => value))
  let at = numbers.length
  for (const [, values] of arrays) {
    all.set(values, at)
    at += values.length
  }
  const bytes = toLittleEndian(all)
  const old = await readHeader(files)
  const data = old?.data === 'state-a.bin' ? 'state-b.bin' : 'state-a.bin'
  await files.write(`checkpoint/${data}`, bytes)
  const header: Header = {
    format: 1,
    data,
    bytes: bytes.length,
    sum: checksum(bytes),
    time,
    rows,
    frames,
    arrays: arrays.map(([name, values]) => ({ name, length: values.length })),
    numbers: numbers.map(([name]) => name),
  }
  await files.write(headerKey, encodeText(`${JSON.stringify(header, undefined, 1)}\n`))
  if (old) await files.remove(`checkpoint/${old.data}`)
}

function fromLittleEndian(bytes: Uint8Array<ArrayBuffer>): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float64Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => view.getFloat64(i * 8, true))
}

/** Removes the checkpoint of a run that needs none any more. */
export async function removeCheckpoint(files: Files): Promise<void> {
  await files.remove(headerKey)
  for (const key of await files.list('checkpoint/')) await files.remove(key)
}

async function readHeader(files: Files): Promise<Header | undefined> {
  const bytes = await files.read(headerKey)
  if (!bytes) return undefined
  try {
    return parseHeader(JSON.parse(decodeText(bytes)))
  } catch {
    return undefined
  }
}

function parseHeader(value: unknown): Header | undefined {
  const header = value as Partial<Header> | null
  const isCount = (n: unknown) => typeof n === 'number' && Number.isSafeInteger(n) && n >= 0
  const fits =
    header?.format === 1 &&
    (header.data === 'state-a.bin' || header.data === 'state-b.bin') &&
    isCount(header.bytes) &&
    isCount(header.rows) &&
    isCount(header.frames) &&
    typeof header.time === 'number' &&
    Array.isArray(header.arrays) &&
    header.arrays.every((a) => typeof a?.name === 'string' && isCount(a.length)) &&
    Array.isArray(header.numbers) &&
    header.numbers.every((name) => typeof name === 'string')
  return fits ? (header as Header) : undefined
}

/**
 * The last checkpoint; undefined where none was written.
 * @throws InvalidInput where it is there and damaged
 */
export async function readCheckpoint(files: Files): Promise<StoredCheckpoint | undefined> {
  if (!(await files.read(headerKey))) return undefined
  const header = await readHeader(files)
  const damaged = () =>
    invalid('checkpoint', 'the saved state is damaged; start the run again from its experiment.json')
  if (!header) throw damaged()
  const bytes = await files.read(`checkpoint/${header.data}`)
  if (!bytes || bytes.length !== header.bytes || checksum(bytes) !== header.sum) throw damaged()
  const all = fromLittleEndian(bytes)
  if (all.length !== header.numbers.length + header.arrays.reduce((sum, a) => sum + a.length, 0)) throw damaged()
  const numbers = Object.fromEntries(header.numbers.map((name, i) => [name, all[i] ?? 0]))
  let at = header.numbers.length
  const arrays = Object.fromEntries(
    header.arrays.map(({ name, length }) => {
      at += length
      return [name, all.slice(at - length, at)]
    }),
  )
  return { checkpoint: { arrays, numbers }, time: header.time, rows: header.rows, frames: header.frames }
}
