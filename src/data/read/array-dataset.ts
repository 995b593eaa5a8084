import { sha256 } from '../bytes.ts'
import type { Column, Dataset, NumberArray } from '../dataset.ts'
import type { SourceFile } from './reader.ts'

/** More columns than this are no table for people. */
const mostColumns = 200

/** The columns of an array of one or two dimensions. */
function columnsOf({ name, shape, values }: NumberArray): readonly Column[] {
  const [rows = 1, width = 1] = shape
  if (shape.length > 2 || width > mostColumns || values.length === 0) return []
  return Array.from({ length: width }, (_, k) => ({
    name: width === 1 ? name : `${name}${k + 1}`,
    role: 'ignore' as const,
    unit: '',
    values: Float64Array.from({ length: rows }, (_, row) => values[row * width + k] ?? Number.NaN),
  }))
}

/** A file of arrays as a dataset: the arrays, and a table of the first where it is one. */
export async function datasetOf(
  { name, bytes }: SourceFile,
  format: string,
  arrays: readonly NumberArray[],
): Promise<Dataset> {
  const [first] = arrays
  return {
    file: name,
    format,
    sha256: await sha256(bytes),
    options: { encoding: 'binary', delimiter: '', decimal: '.', headerRows: 0 },
    tables: [{ name: name.replace(/\.[^.]*$/, ''), columns: first && !first.isPicture ? columnsOf(first) : [] }],
    arrays,
    notes: arrays.map((array) => `${array.name}: an array of ${array.shape.join(' × ')} values.`),
  }
}
