import { invalid } from '../../core/errors.ts'
import type { NumberArray } from '../dataset.ts'
import { datasetOf } from './array-dataset.ts'
import { isNetcdf3, readNetcdf3 } from './netcdf3.ts'
import type { Reader } from './reader.ts'

/** The array that makes a netCDF file a chromatogram (andi.ts). */
const signal = 'ordinate_values'

function holds(head: Uint8Array, text: string): boolean {
  return new TextDecoder('windows-1252').decode(head).includes(text)
}

/** netCDF-3 files of fields, as xarray and this program write them: of a variable over time the last one. */
export const netcdfFieldsReader: Reader = {
  id: 'netcdf',
  title: 'Fields (netCDF-3)',
  recognise: (_, head) => (isNetcdf3(head) && !holds(head, signal) ? 0.95 : 0),
  read: async (file) => {
    const content = readNetcdf3(file.bytes)
    const arrays = content.variables.flatMap(({ name, dimensions, read }): NumberArray[] => {
      // Coordinates are variables of their own name.
      if (dimensions.length === 0 || (dimensions.length === 1 && dimensions[0] === name)) return []
      const values = read()
      if (!(values instanceof Float64Array)) return []
      const isTimed = dimensions[0] === 'time' || dimensions[0] === 't'
      const kept = isTimed ? dimensions.slice(1) : dimensions
      const shape = kept.map((dimension) => content.dimensions[dimension] ?? 1)
      const count = shape.reduce((product, n) => product * n, 1)
      if (kept.length === 0) return []
      return [{ name, shape, values: isTimed ? values.slice(values.length - count) : values }]
    })
    if (arrays.length === 0) throw invalid('', `"${file.name}" is a netCDF file without a variable of numbers over a coordinate, and no ANDI chromatogram either: it has no ${signal}`) // biome-ignore format: one sentence
    return datasetOf(file, 'netcdf', arrays)
  },
}
