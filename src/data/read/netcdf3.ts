import { invalid } from '../../core/errors.ts'

export interface Netcdf3Variable {
  readonly name: string
  readonly dimensions: readonly string[]
  readonly attributes: Readonly<Record<string, string | Float64Array>>
  /** Values of a numeric variable in C order; texts of a character variable, one a row. */
  read(): Float64Array | string[]
}

export interface Netcdf3File {
  readonly dimensions: Readonly<Record<string, number>>
  readonly attributes: Readonly<Record<string, string | Float64Array>>
  readonly variables: readonly Netcdf3Variable[]
}

/** Bytes of the six types (byte, char, short, int, float, double). */
const sizes = [0, 1, 1, 2, 4, 4, 8]

function readValue(view: DataView, type: number, at: number): number {
  if (type === 1) return view.getInt8(at)
  if (type === 2) return view.getUint8(at)
  if (type === 3) return view.getInt16(at)
  if (type === 4) return view.getInt32(at)
  return type === 5 ? view.getFloat32(at) : view.getFloat64(at)
}

/** Whether a file begins as netCDF-3 files do. */
export function isNetcdf3(head: Uint8Array): boolean {
  return head[0] === 0x43 && head[1] === 0x44 && head[2] === 0x46 && (head[3] === 1 || head[3] === 2)
}

/**
 * Opens a netCDF-3 file (classic or 64-bit offset; NetCDF Classic Format Specification, Unidata).
 * @throws InvalidInput where it is none or ends too early
 */
export function readNetcdf3(bytes: Uint8Array): Netcdf3File {
  try {
    return parse(bytes)
  } catch (error) {
    if (error instanceof RangeError)
      throw invalid('', 'the netCDF file is damaged: it ends before its header says; copy it again')
    throw error
  }
}

function parse(bytes: Uint8Array): Netcdf3File {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = bytes[3]
  if (view.getUint32(0) >>> 8 !== 0x434446 || (version !== 1 && version !== 2))
    throw invalid('', 'this is not a netCDF file of the classic format')
  const decoder = new TextDecoder('windows-1252')
  const utf8 = new TextDecoder()
  let at = 4
  const integer = () => {
    at += 4
    return view.getUint32(at - 4)
  }
  const count = () => {
    const value = integer()
    if (value > bytes.length) throw new RangeError()
    return value
  }
  const name = () => {
    const length = count()
    const text = utf8.decode(bytes.subarray(at, at + length))
    at += Math.ceil(length / 4) * 4
    return text
  }
  const recordCount = integer()
  /** A list begins with its tag and count; an absent one is two zeros. */
  const list = <Item>(item: () => Item): Item[] => {
    integer()
    return Array.from({ length: count() }, item)
  }
  const attribute = (): [string, string | Float64Array] => {
    const key = name()
    const type = integer()
    const length = count()
    const size = sizes[type] ?? 0
    const begin = at
    at += Math.ceil((length * size) / 4) * 4
    if (type === 2) return [key, decoder.decode(bytes.subarray(begin, begin + length)).replace(/\0+$/, '')]
    return [key, Float64Array.from({ length }, (_, i) => readValue(view, type, begin + i * size))]
  }
  const attributes = () => Object.fromEntries(list(attribute))
  const dimensions = list((): [string, number] => [name(), integer()])
  const global = attributes()
  const raw = list(() => {
    const key = name()
    const ids = Array.from({ length: count() }, integer)
    const own = attributes()
    const type = integer()
    const size = integer()
    const high = version === 2 ? integer() : 0
    return { key, ids, own, type, size, begin: high * 2 ** 32 + integer() }
  })
  const isRecord = ({ ids }: { ids: readonly number[] }) => dimensions[ids[0] ?? -1]?.[1] === 0
  const records = raw.filter(isRecord)
  // The padding between records is left out where only one variable has them.
  const stride =
    records.length === 1 && records[0] ? rowBytes(records[0]) : records.reduce((sum, { size }) => sum + size, 0)
  function rowBytes({ ids, type }: { ids: readonly number[]; type: number }): number {
    return ids.slice(1).reduce((product, id) => product * (dimensions[id]?.[1] ?? 1), sizes[type] ?? 0)
  }
  const lengthOf = (id: number) => dimensions[id]?.[1] || (recordCount === 0xffffffff ? 0 : recordCount)
  return {
    dimensions: Object.fromEntries(dimensions.map(([key], id) => [key, lengthOf(id)])),
    attributes: global,
    variables: raw.map((variable): Netcdf3Variable => {
      const { key, ids, own, type, begin } = variable
      const shape = ids.map(lengthOf)
      return {
        name: key,
        dimensions: ids.map((id) => dimensions[id]?.[0] ?? ''),
        attributes: own,
        read: () => {
          const total = shape.reduce((product, n) => product * n, 1)
          const size = sizes[type] ?? 0
          if (total * size > bytes.length)
            throw invalid('', `the netCDF variable "${key}" is larger than the file: it is damaged`)
          const row = isRecord(variable) ? shape.slice(1).reduce((product, n) => product * n, 1) : total
          const offset = (i: number) =>
            isRecord(variable) ? begin + Math.floor(i / row) * stride + (i % row) * size : begin + i * size
          if (type === 2) {
            const width = shape[shape.length - 1] ?? 1
            return Array.from({ length: width === 0 ? 0 : total / width }, (_, i) =>
              decoder.decode(bytes.subarray(offset(i * width), offset(i * width) + width)).replace(/\0[\s\S]*$/, ''),
            )
          }
          try {
            return Float64Array.from({ length: total }, (_, i) => readValue(view, type, offset(i)))
          } catch {
            throw invalid(
              '',
              `the netCDF variable "${key}" runs beyond the end of the file: it is damaged; copy it again`,
            )
          }
        },
      }
    }),
  }
}
