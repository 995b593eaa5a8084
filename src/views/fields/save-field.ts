import type { Field } from '../../core/field.ts'
import { gridShape } from '../../core/field.ts'
import { fieldToCsv } from '../../data/write/csv.ts'
import { framesToNetcdf } from '../../data/write/netcdf.ts'
import { writeNpz } from '../../data/write/npz.ts'
import { writeVti } from '../../data/write/vti.ts'
import { carriedPicture, sureFigure } from '../export/carried-picture.ts'
import { errorsOf } from '../runs/check.ts'
import { stemOf } from '../shell/file-name.ts'
import type { Workbench } from '../shell/workbench.ts'

export type FieldFormat = 'png' | 'svg' | 'vti' | 'npz' | 'netcdf' | 'csv'

const suffixes: Readonly<Record<FieldFormat, string>> = { png: 'png', svg: 'svg', vti: 'vti', npz: 'npz', netcdf: 'nc', csv: 'csv' } // biome-ignore format: a table

/** Of a saved picture: 160 mm wide at 300 dots an inch. */
const pictureSize = { widthMillimetres: 160, heightMillimetres: 120, dpi: 300, title: true }

const encode = (text: string) => new TextEncoder().encode(text)

/** Fields of one moment as a file. CSV holds the one field that is shown. */
export function fieldsToBytes(
  format: Exclude<FieldFormat, 'png' | 'svg'>,
  fields: readonly Field[],
  shown: number,
  time: number,
  timeUnit: string,
): Uint8Array<ArrayBuffer> {
  if (format === 'vti') return encode(writeVti(fields, time))
  if (format === 'netcdf') return framesToNetcdf(fields, [{ time, fields }], timeUnit)
  const one = fields[shown] ?? fields[0]
  if (!one) throw new Error('there is no field to be written')
  if (format === 'csv') return encode(fieldToCsv(one))
  const axes = one.grid.axes.map(({ name, values }) => [name, { shape: [values.length], values }] as const)
  const arrays = fields.map(({ name, grid, values }) => [name, { shape: gridShape(grid), values }] as const)
  return writeNpz({ t: { shape: [1], values: [time] }, ...Object.fromEntries(axes), ...Object.fromEntries(arrays) })
}

/** Saves what the living solution is now: its picture as it is seen, or the numbers of all its fields. */
export async function saveField(workbench: Workbench, format: FieldFormat): Promise<void> {
  const { opened, frame, settings, of, timeUnit } = workbench.fields.getState()
  if (!opened || !frame || !of) return
  try {
    const fields = opened.fields.map((field, i): Field => ({ ...field, values: Float64Array.from(frame.values[i] ?? []) })) // biome-ignore format: one thought
    const shown = Math.max(0, fields.findIndex(({ name }) => name === settings.field)) // biome-ignore format: one thought
    const bytes =
      format === 'png' || format === 'svg' ? await carriedPicture(workbench, of, sureFigure(workbench), format, pictureSize) : fieldsToBytes(format, fields, shown, frame.time, timeUnit)
    const suggestedName = `${stemOf(of)}-t${Number(frame.time.toPrecision(5))}.${suffixes[format]}`
    const place = await workbench.desk.saveFile({ suggestedName, bytes })
    if (place) workbench.interface.notify('info', `Written: ${place.name}.`)
  } catch (error) {
    workbench.interface.notify('error', `The file was not written: ${errorsOf(error)[0]?.message ?? ''}`)
  }
} // biome-ignore format: one choice
