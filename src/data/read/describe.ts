import type { ColumnRole, Dataset } from '../dataset.ts'

/** What `import --json` prints (contract 2). Where a column holds no number the four values are null. */
export interface DatasetDocument {
  readonly format: string
  readonly encoding: string
  readonly delimiter: string
  readonly decimal: '.' | ','
  readonly tables: readonly {
    readonly name: string
    readonly columns: readonly {
      readonly name: string
      readonly role: ColumnRole
      readonly unit: string
      /** Cells that are numbers. */
      readonly count: number
      readonly first: number | null
      readonly last: number | null
      readonly min: number | null
      readonly max: number | null
    }[]
  }[]
  readonly notes: readonly string[]
}

/** The dataset as the `import` verb prints it: every column with its count, ends and extremes, and every guess. */
export function describeDataset(dataset: Dataset): DatasetDocument {
  return {
    format: dataset.format,
    encoding: dataset.options.encoding,
    delimiter: dataset.options.delimiter,
    decimal: dataset.options.decimal,
    tables: dataset.tables.map((table) => ({
      name: table.name,
      columns: table.columns.map(({ name, role, unit, values }) => ({ name, role, unit, ...summarise(values) })),
    })),
    notes: dataset.notes,
  }
}

function summarise(values: Float64Array) {
  let count = 0
  let first: number | null = null
  let last: number | null = null
  let min: number | null = null
  let max: number | null = null
  for (const value of values) {
    if (Number.isNaN(value)) continue
    count++
    first ??= value
    last = value
    if (min === null || value < min) min = value
    if (max === null || value > max) max = value
  }
  return { count, first, last, min, max }
}
