import type { Column, Dataset } from '../data/dataset.ts'
import type { Files } from './files.ts'
import type { Inputs } from './inputs.ts'

const key = 'inputs.json'

/** Keeps the measurements a run was given, so that its folder can be moved, resumed and reported without them. */
export async function writeInputs(files: Files, inputs: Inputs): Promise<void> {
  if (Object.keys(inputs).length === 0) return
  // JSON has no NaN: an empty cell becomes null.
  const text = JSON.stringify(inputs, (_, value: unknown) =>
    value instanceof Float64Array ? Array.from(value) : value,
  )
  await files.write(key, new TextEncoder().encode(`${text}\n`))
}

/** The measurements kept beside a run; none where there are none. */
export async function readInputs(files: Files): Promise<Inputs> {
  const bytes = await files.read(key)
  return bytes ? parseInputs(JSON.parse(new TextDecoder().decode(bytes))) : {}
}

function parseInputs(value: unknown): Inputs {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([name, dataset]) => [name, parseDataset(dataset)]))
}

function parseDataset(value: unknown): Dataset {
  const dataset = value as Dataset
  return { ...dataset, tables: dataset.tables.map((table) => ({ ...table, columns: table.columns.map(parseColumn) })) }
}

function parseColumn(column: Column): Column {
  const cells: ArrayLike<number | null> = column.values
  return { ...column, values: Float64Array.from(cells, (cell) => cell ?? Number.NaN) }
}
