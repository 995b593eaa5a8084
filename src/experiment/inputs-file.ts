import { invalid } from '../core/errors.ts'
import { sha256 } from '../data/bytes.ts'
import type { Column, Dataset, ImportOptions } from '../data/dataset.ts'
import type { Files } from './files.ts'
import type { Inputs } from './inputs.ts'
import { decodeText, encodeText } from './text-files.ts'

const key = 'inputs.json'
/** Where the files themselves are. */
const inputsFolder = 'inputs/'

/** What inputs.json says of a file that is kept as it was. */
interface KeptOriginal {
  readonly original: string
  readonly sha256: string
  readonly options: ImportOptions
  /** Of the first reading: what was guessed there is told now. */
  readonly notes: readonly string[]
}

/**
 * Keeps the files a run was given, byte for byte with the options they were read with, so that its folder can be moved, resumed, fitted
 * and reported without them and their hashes can be checked. Of a table whose file is not at hand the numbers are kept.
 */
export async function writeInputs(files: Files, inputs: Inputs): Promise<void> {
  const entries = Object.entries(inputs)
  if (entries.length === 0) return
  const kept: [string, KeptOriginal | Dataset][] = []
  for (const [i, [name, { original, ...dataset }]] of entries.entries()) {
    if (!original) {
      kept.push([name, dataset])
      continue
    }
    const place = `${inputsFolder}${i + 1}-${plainName(name)}`
    await files.write(place, original)
    const { sha256: sum, options, notes } = dataset
    kept.push([name, { original: place, sha256: sum, options, notes }])
  }
  // JSON has no NaN: an empty cell becomes null.
  const text = JSON.stringify(Object.fromEntries(kept), (_, value: unknown) =>
    value instanceof Float64Array ? Array.from(value) : value,
  )
  // Last: what it names is there.
  await files.write(key, encodeText(`${text}\n`))
}

/** The last part of a name, without what a store of files might not take. */
const plainName = (name: string) =>
  name
    .replace(/^.*\//, '')
    .replace(/[^A-Za-z0-9_.+-]/g, '_')
    .slice(-100)

/**
 * The files kept beside a run, read again as they were; none where there are none.
 * @throws InvalidInput where one is missing or changed
 */
export async function readInputs(files: Files): Promise<Inputs> {
  const bytes = await files.read(key)
  const value: unknown = bytes ? JSON.parse(decodeText(bytes)) : undefined
  if (typeof value !== 'object' || value === null) return {}
  const inputs: [string, Dataset][] = []
  for (const [name, entry] of Object.entries(value)) inputs.push([name, await readInput(files, name, entry)])
  return Object.fromEntries(inputs)
}

async function readInput(files: Files, name: string, entry: unknown): Promise<Dataset> {
  const kept = parseKept(entry)
  if (!kept) return parseDataset(entry)
  const original = await files.read(kept.original)
  if (!original) throw invalid('', `${kept.original} is missing from the folder: it is "${name}" of the experiment`)
  const sum = await sha256(original)
  if (sum !== kept.sha256)
    throw invalid('', `${kept.original} was changed: its SHA-256 is ${sum}, recorded is ${kept.sha256}`)
  // Only here: a window that lists its runs reads no tables, and does without the readers.
  const { readMeasurements } = await import('../data/read/catalogue.ts')
  const source = { name: name.replace(/^.*\//, ''), bytes: original }
  return { ...(await readMeasurements(source, { options: kept.options })), file: name, notes: kept.notes, original }
}

function parseKept(entry: unknown): KeptOriginal | undefined {
  const { original, sha256: sum, options, notes } = Object(entry)
  const isOne = typeof original === 'string' && original.startsWith(inputsFolder) && typeof sum === 'string'
  return isOne
    ? { original, sha256: sum, options: Object(options), notes: Array.isArray(notes) ? notes.map(String) : [] }
    : undefined
}

function parseDataset(value: unknown): Dataset {
  const dataset = value as Dataset
  return { ...dataset, tables: dataset.tables.map((table) => ({ ...table, columns: table.columns.map(parseColumn) })) }
}

function parseColumn(column: Column): Column {
  const cells: ArrayLike<number | null> = column.values
  return { ...column, values: Float64Array.from(cells, (cell) => cell ?? Number.NaN) }
}
