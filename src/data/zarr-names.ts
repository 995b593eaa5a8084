import type { Axis, FieldDescription } from '../core/field.ts'

/** One axis as a one-dimensional Zarr array. */
export interface NamedAxis {
  readonly name: string
  readonly axis: Axis
}

export interface NamedField {
  /** Name of the array: a safe key, unlike every coordinate's. */
  readonly name: string
  readonly field: FieldDescription
  /** Names of its dimensions without time. */
  readonly dimensions: readonly string[]
}

function safe(name: string): string {
  const plain = name.replace(/'/g, '_prime').replace(/[^A-Za-z0-9_+-]/g, '_')
  return plain === '' || plain.startsWith('+') || plain.startsWith('-') ? `_${plain}` : plain
}

function unused(wanted: string, taken: ReadonlySet<string>): string {
  // Keys that differ only in case are one file on Windows and macOS.
  let name = wanted
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${wanted}_${i}`
  return name
}

function isSameAxis(a: Axis, b: Axis): boolean {
  return a.unit === b.unit && a.values.length === b.values.length && a.values.every((value, i) => value === b.values[i])
}

/**
 * Names under which fields and their axes stand in a Zarr or netCDF file. xarray wants one coordinate a dimension and no
 * array of several dimensions named like one of them, so equal names of different axes are told apart by a number.
 */
export function nameArrays(fields: readonly FieldDescription[]): { axes: NamedAxis[]; fields: NamedField[] } {
  const taken = new Set(['time'])
  const axes: NamedAxis[] = []
  const dimensions = fields.map((field) =>
    field.grid.axes.map((axis) => {
      const known = axes.find((other) => other.axis.name === axis.name && isSameAxis(other.axis, axis))
      if (known) return known.name
      const name = unused(safe(axis.name), taken)
      taken.add(name.toLowerCase())
      axes.push({ name, axis })
      return name
    }),
  )
  const named = fields.map((field, i) => {
    const name = unused(safe(field.name), taken)
    taken.add(name.toLowerCase())
    return { name, field, dimensions: dimensions[i] ?? [] }
  })
  return { axes, fields: named }
}
