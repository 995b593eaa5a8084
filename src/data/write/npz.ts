import { zipSync } from 'fflate'
import { invalid } from '../../core/errors.ts'
import { concatenate, toLittleEndian } from '../bytes.ts'

/** An array for NumPy: its values in C order over the shape. */
export interface NpyArray {
  readonly shape: readonly number[]
  readonly values: ArrayLike<number>
}

/** A .npy file of float64 (NumPy enhancement proposal 1, version 1.0). */
function writeNpy({ shape, values }: NpyArray): Uint8Array<ArrayBuffer> {
  const size = shape.reduce((a, b) => a * b, 1)
  if (size !== values.length)
    throw invalid('', `an array of shape ${shape.join('×')} has ${size} values, not ${values.length}`)
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`
  // Magic, version and length take 10 bytes; data begin at a multiple of 64.
  const padding = (64 - ((10 + dictionary.length + 1) % 64)) % 64
  const header = new TextEncoder().encode(`${dictionary}${' '.repeat(padding)}\n`)
  const head = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8)
  return concatenate([head, header, toLittleEndian(values)])
}

/**
 * A .npz file: `numpy.load(…)["NAME"]` gives each array. The same arrays give the same bytes.
 * @param level 0 (stored) to 9; default 1
 */
export function writeNpz(
  arrays: Readonly<Record<string, NpyArray>>,
  level: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 = 1,
): Uint8Array<ArrayBuffer> {
  // The earliest date a zip can say: a file must not depend on the clock.
  const taken = new Set<string>()
  const entries = Object.entries(arrays).map(([name, array]) => {
    const plain = name.replace(/[/\\\0]/g, '_')
    let key = plain
    for (let i = 2; taken.has(key); i++) key = `${plain}_${i}`
    taken.add(key)
    return [`${key}.npy`, [writeNpy(array), { level, mtime: '1980-01-02T00:00:00' }] as const]
  })
  return zipSync(Object.fromEntries(entries))
}
