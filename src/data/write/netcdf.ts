import { invalid } from '../../core/errors.ts'
import type { FieldDescription, Frame } from '../../core/field.ts'
import { gridSize } from '../../core/field.ts'
import { nameArrays } from '../zarr-names.ts'

export type NetcdfAttributes = Readonly<Record<string, string | number>>

/** A variable of doubles over named dimensions, values in C order. */
export interface NetcdfVariable {
  readonly name: string
  readonly dimensions: readonly string[]
  readonly attributes?: NetcdfAttributes
  readonly values: ArrayLike<number>
}

export interface NetcdfContent {
  readonly dimensions: Readonly<Record<string, number>>
  readonly variables: readonly NetcdfVariable[]
  readonly attributes?: NetcdfAttributes
}

const tags = { dimension: 10, variable: 11, attribute: 12 }
const types = { char: 2, double: 6 }
/** Offsets above this need the 64-bit form. */
const most32 = 2 ** 31 - 4

/** Big-endian bytes as they grow. */
function makeWriter() {
  let bytes = new Uint8Array(1024)
  let at = 0
  const room = (count: number) => {
    if (at + count <= bytes.length) return
    const larger = new Uint8Array(Math.max(bytes.length * 2, at + count))
    larger.set(bytes)
    bytes = larger
  }
  const integer = (value: number) => {
    room(4)
    new DataView(bytes.buffer).setUint32(at, value)
    at += 4
  }
  const padded = (data: Uint8Array) => {
    integer(data.length)
    room(data.length + 3)
    bytes.set(data, at)
    at += Math.ceil(data.length / 4) * 4
  }
  return {
    integer,
    /** Length, bytes, padding to four. */
    padded,
    offset: (value: number, wide: boolean) => {
      if (wide) integer(Math.floor(value / 2 ** 32))
      integer(value % 2 ** 32)
    },
    double: (value: number) => {
      room(8)
      new DataView(bytes.buffer).setFloat64(at, value)
      at += 8
    },
    get length() {
      return at
    },
    bytes: () => bytes.slice(0, at),
  }
}

/**
 * A netCDF-3 file (classic, or 64-bit offset above 2 GB): opened by every netCDF library, xarray and MATLAB
 * (NetCDF Classic Format Specification, Unidata).
 * @throws InvalidInput where values do not fit their dimensions
 */
export function writeNetcdf(content: NetcdfContent): Uint8Array<ArrayBuffer> {
  const names = Object.keys(content.dimensions)
  for (const { name, dimensions, values } of content.variables) {
    const size = dimensions.reduce((product, d) => product * (content.dimensions[d] ?? Number.NaN), 1)
    if (size !== values.length)
      throw invalid('', `variable "${name}" has ${values.length} values where its dimensions ask for ${size}`)
  }
  for (const name of names)
    if (!((content.dimensions[name] ?? 0) >= 1))
      throw invalid('', `dimension "${name}" has no length; there is nothing to save`)
  const dataSize = content.variables.reduce((sum, { values }) => sum + values.length * 8, 0)
  const encoder = new TextEncoder()
  const header = (wide: boolean, begins: readonly number[]) => {
    const writer = makeWriter()
    const attributes = (list: NetcdfAttributes = {}) => {
      const entries = Object.entries(list)
      writer.integer(entries.length > 0 ? tags.attribute : 0)
      writer.integer(entries.length)
      for (const [name, value] of entries) {
        writer.padded(encoder.encode(name))
        writer.integer(typeof value === 'string' ? types.char : types.double)
        if (typeof value === 'string') writer.padded(encoder.encode(value))
        else {
          writer.integer(1)
          writer.double(value)
        }
      }
    }
    writer.integer(0x43444600 + (wide ? 2 : 1))
    writer.integer(0)
    writer.integer(names.length > 0 ? tags.dimension : 0)
    writer.integer(names.length)
    for (const name of names) {
      writer.padded(encoder.encode(name))
      writer.integer(content.dimensions[name] ?? 0)
    }
    attributes(content.attributes)
    writer.integer(content.variables.length > 0 ? tags.variable : 0)
    writer.integer(content.variables.length)
    content.variables.forEach((variable, i) => {
      writer.padded(encoder.encode(variable.name))
      writer.integer(variable.dimensions.length)
      for (const dimension of variable.dimensions) writer.integer(names.indexOf(dimension))
      attributes(variable.attributes)
      writer.integer(types.double)
      writer.integer(Math.min(variable.values.length * 8, 2 ** 32 - 1))
      writer.offset(begins[i] ?? 0, wide)
    })
    return writer
  }
  const none = content.variables.map(() => 0)
  const wide = header(false, none).length + dataSize > most32
  let begin = header(wide, none).length
  const begins = content.variables.map(({ values }) => {
    const own = begin
    begin += values.length * 8
    return own
  })
  const out = new Uint8Array(begin)
  out.set(header(wide, begins).bytes())
  const view = new DataView(out.buffer)
  content.variables.forEach(({ values }, i) => {
    const from = begins[i] ?? 0
    for (let k = 0; k < values.length; k++) view.setFloat64(from + 8 * k, values[k] ?? Number.NaN)
  })
  return out
}

/** Frames as netCDF: time and the axes as coordinates, one variable a field over (time, …, y, x), units as attributes. */
export function framesToNetcdf(
  fields: readonly FieldDescription[],
  frames: readonly Frame[],
  timeUnit: string,
  attributes: NetcdfAttributes = {},
): Uint8Array<ArrayBuffer> {
  if (frames.length === 0) throw invalid('', 'there is no saved frame to export; run with frames saved')
  const named = nameArrays(fields)
  const dimensions = Object.fromEntries([
    ['time', frames.length],
    ...named.axes.map(({ name, axis }): [string, number] => [name, axis.values.length]),
  ])
  return writeNetcdf({
    dimensions,
    attributes: { Conventions: 'CF-1.8', ...attributes },
    variables: [
      {
        name: 'time',
        dimensions: ['time'],
        attributes: { units: timeUnit },
        values: Float64Array.from(frames, (f) => f.time),
      },
      ...named.axes.map(({ name, axis }) => ({
        name,
        dimensions: [name],
        attributes: { units: axis.unit, long_name: axis.name },
        values: axis.values,
      })),
      ...named.fields.map(({ name, field, dimensions: own }) => {
        const size = gridSize(field.grid)
        const values = new Float64Array(size * frames.length)
        frames.forEach((frame, i) => {
          const found = frame.fields.find((other) => other.name === field.name)
          if (found?.values.length !== size)
            throw invalid('', `the frame at t = ${frame.time} has no field "${field.name}" of its size`)
          values.set(found.values, i * size)
        })
        return {
          name,
          dimensions: ['time', ...own],
          attributes: { units: field.unit, long_name: field.label ?? field.name },
          values,
        }
      }),
    ],
  })
}
