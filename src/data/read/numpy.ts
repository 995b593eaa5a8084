import { unzipSync } from 'fflate'
import { InvalidInput, invalid } from '../../core/errors.ts'
import type { NumberArray } from '../dataset.ts'
import { datasetOf } from './array-dataset.ts'
import { baseName } from './names.ts'
import { numberKinds } from './number-kinds.ts'
import type { Reader, SourceFile } from './reader.ts'

/** Of all arrays of a file together; float64 of 1 GiB. */
const mostValues = 2 ** 27

const isNpy = (bytes: Uint8Array) => bytes[0] === 0x93 && String.fromCharCode(...bytes.subarray(1, 6)) === 'NUMPY'
const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4

/** Values of an array in Fortran order, put into C order. */
function fromFortran(values: Float64Array, shape: readonly number[]): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) {
    let rest = i
    let place = 0
    // The first index runs fastest.
    for (let d = 0, stride = values.length; d < shape.length; d++) {
      const count = shape[d] ?? 1
      stride /= count
      place += (rest % count) * stride
      rest = Math.floor(rest / count)
    }
    out[place] = values[i] ?? 0
  }
  return out
}

/**
 * An array of a .npy file (NumPy enhancement proposal 1).
 * @throws InvalidInput where it is damaged or holds no plain numbers
 */
export function readNpy(bytes: Uint8Array, name: string): NumberArray {
  if (!isNpy(bytes)) throw invalid('', `"${name}" is no array of NumPy`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isLong = (bytes[6] ?? 1) > 1
  const length = bytes.length > 12 ? (isLong ? view.getUint32(8, true) : view.getUint16(8, true)) : 0
  const begin = (isLong ? 12 : 10) + length
  const header = new TextDecoder().decode(bytes.subarray(isLong ? 12 : 10, begin))
  const descr = /'descr':\s*'([<>|=]?)([a-z])(\d+)'/.exec(header)
  const tuple = /'shape':\s*\(([\d,\s]*)\)/.exec(header)
  const kind = descr ? numberKinds[`${descr[2]}${descr[3]}`] : undefined
  if (!descr || !tuple || !kind)
    throw invalid('', `"${name}" holds no plain numbers; save it like numpy.save("u0.npy", values.astype(float))`)
  const shape = (tuple[1] ?? '').split(',').filter((part) => part.trim() !== '').map(Number) // biome-ignore format: one thought
  const count = shape.reduce((product, n) => product * n, 1)
  if (count > mostValues) throw invalid('', `"${name}" has ${count} values; ${mostValues} are read at most`)
  if (bytes.length < begin + count * kind.size)
    throw invalid('', `"${name}" is damaged: it ends before its ${count} values do; copy it again`)
  const values = new Float64Array(count)
  for (let i = 0; i < count; i++) values[i] = kind.get(view, begin + i * kind.size, descr[1] !== '>')
  const isFortran = /'fortran_order':\s*True/.test(header)
  return { name, shape, values: isFortran && shape.length > 1 ? fromFortran(values, shape) : values }
}

function readArrays({ name, bytes }: SourceFile): readonly NumberArray[] {
  const base = baseName(name)
  if (isNpy(bytes)) return [readNpy(bytes, base)]
  let files: Readonly<Record<string, Uint8Array>>
  try {
    let total = 0
    files = unzipSync(bytes, {
      filter: (file) => {
        total += file.originalSize
        if (total > 8 * mostValues) throw invalid('', `"${name}" unpacks to more than 1 GB`)
        return file.name.endsWith('.npy')
      },
    })
  } catch (error) {
    if (error instanceof InvalidInput) throw error
    throw invalid('', `"${name}" is damaged (it does not unpack); save it again`)
  }
  const arrays = Object.entries(files).map(([key, content]) => readNpy(content, key.replace(/\.npy$/, '')))
  if (arrays.length === 0) throw invalid('', `"${name}" holds no arrays of NumPy; numpy.savez writes such files`)
  return arrays
}

/** Arrays of NumPy: fields as initial data, or tables of numbers. */
export const numpyReader: Reader = {
  id: 'numpy',
  title: 'NumPy array (.npy, .npz)',
  recognise: (name, head) => (isNpy(head) ? 1 : isZip(head) && /\.npz$/i.test(name) ? 1 : 0),
  read: async (file) => datasetOf(file, 'numpy', readArrays(file)),
}
