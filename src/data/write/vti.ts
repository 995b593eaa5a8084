import { invalid } from '../../core/errors.ts'
import { type Field, gridShape } from '../../core/field.ts'
import { concatenate, toBase64, toLittleEndian } from '../bytes.ts'

const escaped = (text: string) => text.replace(/[<&>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** Whether values are equidistant to rounding. */
function isUniform(values: Float64Array): boolean {
  const spacing = ((values.at(-1) ?? 0) - (values[0] ?? 0)) / Math.max(1, values.length - 1)
  return values.every(
    (value, i) => Math.abs(value - (values[0] ?? 0) - i * spacing) <= 1e-9 * Math.abs(spacing * values.length),
  )
}

/** Numbers as VTK keeps them in XML: base64 of the byte count (32 bits) and the bytes. */
function encoded(values: ArrayLike<number>): string {
  const data = toLittleEndian(values)
  const head = new Uint8Array(4)
  new DataView(head.buffer).setUint32(0, data.length, true)
  return toBase64(concatenate([head, data]))
}

/**
 * Fields of one grid as a VTK image (.vti), for ParaView and VisIt: point data over a uniform grid of up to three axes (VTK file
 * formats, XML, version 1.0).
 * @throws InvalidInput where an axis is not uniform or there are none
 */
export function writeVti(fields: readonly Field[], time: number): string {
  const [first] = fields
  if (!first || first.grid.axes.length === 0 || first.grid.axes.length > 3) throw invalid('', 'a VTK image holds fields of one, two or three axes') // biome-ignore format: one sentence
  const axes = first.grid.axes.toReversed()
  const uneven = axes.find((axis) => !isUniform(axis.values))
  if (uneven) throw invalid('', `the points along ${uneven.name} are not equidistant, which a VTK image cannot hold; netcdf and npz can`) // biome-ignore format: one sentence
  const same = fields.filter((field) => gridShape(field.grid).join() === gridShape(first.grid).join())
  const three = [0, 1, 2].map((d) => axes[d]?.values ?? Float64Array.of(0))
  const extent = three.map((values) => `0 ${values.length - 1}`).join(' ')
  const origin = three.map((values) => values[0] ?? 0).join(' ')
  const spacing = three.map((values) => (values.length > 1 ? ((values.at(-1) ?? 0) - (values[0] ?? 0)) / (values.length - 1) : 1)).join(' ') // biome-ignore format: one thought
  const arrays = same.map((field) => `      <DataArray type="Float64" Name="${escaped(field.name)}" format="binary">${encoded(field.values)}</DataArray>`) // biome-ignore format: one thought
  return `<?xml version="1.0"?>
<VTKFile type="ImageData" version="0.1" byte_order="LittleEndian">
  <ImageData WholeExtent="${extent}" Origin="${origin}" Spacing="${spacing}">
    <FieldData><DataArray type="Float64" Name="TimeValue" NumberOfTuples="1" format="ascii">${time}</DataArray></FieldData>
    <Piece Extent="${extent}">
      <PointData Scalars="${escaped(first.name)}">
${arrays.join('\n')}
      </PointData>
    </Piece>
  </ImageData>
</VTKFile>
`
}
