import { zlibSync } from 'fflate'
import { expect, test } from 'vitest'
import { writePngChunks } from '../../src/data/png-chunks.ts'
import { readMeasurements } from '../../src/data/read/catalogue.ts'
import { readNpy } from '../../src/data/read/numpy.ts'
import { readPicture } from '../../src/data/read/picture.ts'
import { writeNetcdf } from '../../src/data/write/netcdf.ts'
import { writeNpz } from '../../src/data/write/npz.ts'
import { writeVti } from '../../src/data/write/vti.ts'

/** A .npy file with this header and these bytes (NumPy enhancement proposal 1). */
function npy(descr: string, order: 'True' | 'False', shape: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`
  const bytes = new Uint8Array(10 + header.length + data.length)
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length & 255, header.length >> 8])
  bytes.set(new TextEncoder().encode(header), 10)
  bytes.set(data, 10 + header.length)
  return bytes
}
const bytesOf = (values: ArrayLike<number> & { readonly buffer: ArrayBufferLike }) => new Uint8Array(values.buffer)

test('arrays of NumPy: kinds of numbers, both orders, what is no array', async () => {
  expect([...readNpy(npy('<f8', 'False', '(2, 3)', bytesOf(Float64Array.of(1, 2, 3, 4, 5, 6))), 'a').values]).toEqual([1, 2, 3, 4, 5, 6]) // biome-ignore format: one call
  // Fortran order: the first index runs fastest, a[0, :] = 1, 3, 5.
  const fortran = readNpy(npy('<f4', 'True', '(2, 3)', bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6))), 'a')
  expect([fortran.shape, [...fortran.values]]).toEqual([[2, 3], [1, 3, 5, 2, 4, 6]]) // biome-ignore format: one call
  expect([...readNpy(npy('|u1', 'False', '(3,)', Uint8Array.of(0, 7, 255)), 'a').values]).toEqual([0, 7, 255])
  expect([...readNpy(npy('>i2', 'False', '(2,)', Uint8Array.of(1, 0, 255, 255)), 'a').values]).toEqual([256, -1])
  expect(() => readNpy(npy('<f8', 'False', '(9,)', new Uint8Array(8)), 'a')).toThrow(/ends before its 9 values/)
  expect(() => readNpy(npy('|O', 'False', '(9,)', new Uint8Array(8)), 'a')).toThrow(/no plain numbers/)
  const npz = writeNpz({ u: { shape: [2, 2], values: [1, 2, 3, 4] }, v: { shape: [1], values: [9] } })
  const read = await readMeasurements({ name: 'both.npz', bytes: npz })
  expect(read.arrays?.map(({ name, shape }) => [name, shape])).toEqual([['u', [2, 2]], ['v', [1]]]) // biome-ignore format: one call
  const empty = readMeasurements({ name: 'none.npz', bytes: Uint8Array.of(0x50, 0x4b, 3, 4, 0) })
  await expect(empty).rejects.toThrow(/damaged/)
})

/** A PNG of lines that each begin with their filter. */
function png(
  width: number,
  height: number,
  depth: number,
  kind: number,
  lines: readonly number[],
  more: readonly { type: string; data: Uint8Array }[] = [],
) {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([depth, kind, 0, 0, 0], 8)
  return writePngChunks([{ type: 'IHDR', data: header }, ...more, { type: 'IDAT', data: zlibSync(Uint8Array.from(lines)) }, { type: 'IEND', data: new Uint8Array() }]) // biome-ignore format: one call
}

test('pictures: brightness from above, all filters, depths, palettes and transparency', () => {
  const values = (bytes: Uint8Array) => [...readPicture(bytes, 'p').values].map((value) => Math.round(value * 255))
  // Filters 0 to 4 (PNG, section 9): none; left; up; mean of both; Paeth. Worked out by hand.
  expect(values(png(2, 5, 8, 0, [0, 10, 20, 1, 5, 5, 2, 1, 1, 3, 2, 2, 4, 1, 1]))).toEqual([10, 20, 5, 10, 6, 11, 5, 10, 6, 11]) // biome-ignore format: one call
  expect(values(png(4, 1, 1, 0, [0, 0b10100000]))).toEqual([255, 0, 255, 0])
  expect(values(png(1, 1, 16, 0, [0, 255, 255]))).toEqual([255])
  const palette = { type: 'PLTE', data: Uint8Array.of(0, 0, 0, 255, 255, 255) }
  expect(values(png(2, 1, 8, 3, [0, 1, 0], [palette]))).toEqual([255, 0])
  // Green alone by Rec. 709: 0.7152. Fully transparent: white.
  expect(values(png(2, 1, 8, 6, [0, 0, 255, 0, 255, 9, 9, 9, 0]))).toEqual([Math.round(0.7152 * 255), 255])
  expect(() => readPicture(png(4, 4, 8, 0, [0, 1]), 'p')).toThrow(/end too early/)
})

test('fields of a netCDF file: the last time of what changes', async () => {
  const bytes = writeNetcdf({
    dimensions: { time: 2, y: 2, x: 3 },
    variables: [
      { name: 'x', dimensions: ['x'], values: [0, 1, 2] },
      { name: 'u', dimensions: ['time', 'y', 'x'], values: [0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6] },
    ],
  })
  const { format, arrays } = await readMeasurements({ name: 'u.nc', bytes })
  expect(format).toBe('netcdf')
  expect(arrays?.map(({ name, shape, values }) => [name, shape, [...values]])).toEqual([
    ['u', [2, 3], [1, 2, 3, 4, 5, 6]],
  ])
})

test('a VTK image wants equidistant points', () => {
  const field = (values: readonly number[]) => ({ name: 'u', unit: '1', grid: { axes: [{ name: 'x', unit: '1', values: Float64Array.from(values) }] }, values: Float64Array.from(values) }) // biome-ignore format: one line
  expect(writeVti([field([1, 1.5, 2])], 3)).toMatch(/WholeExtent="0 2 0 0 0 0" Origin="1 0 0" Spacing="0.5 1 1"/)
  expect(() => writeVti([field([1, 1.5, 3])], 3)).toThrow(/along x are not equidistant/)
})
