import { invalid } from '../../core/errors.ts'
import { sha256 } from '../bytes.ts'
import type { Dataset } from '../dataset.ts'
import { isUnit } from './names.ts'
import { isNetcdf3, type Netcdf3File, readNetcdf3 } from './netcdf3.ts'
import type { Reader } from './reader.ts'

/** ANDI/AIA chromatograms (ASTM E1947): one signal over evenly spaced times, in a netCDF-3 file. */
export const andiReader: Reader = {
  id: 'andi',
  title: 'ANDI/AIA chromatogram (netCDF)',
  recognise: (_, head) => (isNetcdf3(head) ? 0.9 : 0),
  read: async (file): Promise<Dataset> => {
    const content = readNetcdf3(file.bytes)
    const notes: string[] = []
    const signal = numbers(content, 'ordinate_values')
    if (!signal)
      throw invalid('', `"${file.name}" is a netCDF file but no ANDI chromatogram: it has no ordinate_values`)
    const text = (name: string) => {
      const value = content.attributes[name]
      return typeof value === 'string' ? value.trim() : ''
    }
    const interval = short(numbers(content, 'actual_sampling_interval')?.[0])
    const delay = short(numbers(content, 'actual_delay_time')?.[0]) ?? 0
    const times = numbers(content, 'raw_data_retention')
    if (!times && !(interval !== undefined && interval > 0))
      throw invalid('', `"${file.name}" says neither its sampling interval nor the times of its points`)
    const isTimed = times !== undefined && times.length === signal.length
    const x = isTimed ? times : signal.map((_, i) => delay + i * (interval ?? Number.NaN))
    if (!isTimed) notes.push(`Times: ${delay} s and every ${interval} s, as the file says.`)
    const given = text('detector_unit') || text('detector_units')
    const unit = /^\W*micro-?volts?\W*$/i.test(given) ? 'uV' : given
    if (unit === '') notes.push('The file names no unit of the signal.')
    else if (!isUnit(unit)) notes.push(`The unit "${unit}" of the signal is not one that can be converted.`)
    for (const name of [
      'sample_name',
      'experiment_title',
      'operator_name',
      'injection_date_time_stamp',
      'detection_method_name',
      'source_file_reference',
    ])
      if (text(name) !== '') notes.push(`${name.replace(/_/g, ' ')}: ${text(name)}.`)
    notes.push(...peakNotes(content))
    const name = text('detector_name') || 'signal'
    return {
      file: file.name,
      format: 'andi',
      sha256: await sha256(file.bytes),
      options: { encoding: 'binary', delimiter: '', decimal: '.', headerRows: 0 },
      tables: [
        {
          name: file.name.replace(/\.[^.]*$/, ''),
          columns: [
            { name: 'time', role: 'x', unit: 's', values: x },
            { name: name === 'time' ? 'signal' : name, role: 'y', unit, values: signal },
          ],
        },
      ],
      notes,
    }
  },
}

function numbers(content: Netcdf3File, name: string): Float64Array | undefined {
  const values = content.variables.find((variable) => variable.name === name)?.read()
  return values instanceof Float64Array && values.length > 0 ? values : undefined
}

/** The decimal number that was stored as a float: 0.4 and not 0.4000000059604645. */
function short(value: number | undefined): number | undefined {
  if (value === undefined) return undefined
  const rounded = Number(value.toPrecision(7))
  return Math.fround(rounded) === value ? rounded : value
}

function peakNotes(content: Netcdf3File): string[] {
  const times = numbers(content, 'peak_retention_time')
  if (!times) return []
  const areas = numbers(content, 'peak_area')
  const list = [...times].slice(0, 20).map((time, i) => `${short(time)} s${areas ? ` area ${short(areas[i])}` : ''}`)
  return [`The file’s own table of ${times.length} peaks: ${list.join(', ')}${times.length > 20 ? ' …' : ''}.`]
}
