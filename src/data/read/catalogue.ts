import { invalid } from '../../core/errors.ts'
import type { Dataset } from '../dataset.ts'
import { andiReader } from './andi.ts'
import { delimitedReader } from './delimited.ts'
import { describeBinary } from './encoding.ts'
import { netcdfFieldsReader } from './netcdf-fields.ts'
import { numpyReader } from './numpy.ts'
import { pictureReader } from './picture.ts'
import type { ReadContext, Reader, SourceFile } from './reader.ts'
import { shimadzuReader } from './shimadzu.ts'

/** Every format that measurements are read from. */
export const readers: readonly Reader[] = [
  delimitedReader,
  shimadzuReader,
  andiReader,
  netcdfFieldsReader,
  numpyReader,
  pictureReader,
]

/** Instrument formats by their names' ends, for files whose bytes say nothing. */
const later: Readonly<Record<string, string>> = {
  ch: 'Agilent ChemStation', uv: 'Agilent ChemStation', dx: 'OpenLab CDS', lcd: 'Shimadzu LabSolutions', gcd: 'Shimadzu GCsolution',
  res: 'UNICORN 5', raw: 'Thermo or Waters raw data', mzml: 'mzML', mzxml: 'mzXML', cmbx: 'Chromeleon', xlsx: 'Excel', xls: 'Excel', ods: 'OpenDocument',
} // biome-ignore format: a table

/**
 * Reads measurements with the reader that is surest the file is its own.
 * @throws InvalidInput saying what the file is, where it cannot be read and what to do
 */
export async function readMeasurements(file: SourceFile, context: ReadContext = {}): Promise<Dataset> {
  const head = file.bytes.subarray(0, 65_536)
  const surest = readers
    .map((reader) => ({ reader, confidence: reader.recognise(file.name, head) }))
    .reduce((a, b) => (b.confidence > a.confidence ? b : a))
  if (surest.confidence <= 0) {
    const ending = file.name.replace(/^.*\./, '').toLowerCase()
    const kind = Object.hasOwn(later, ending) ? ` By its name it is ${later[ending]}.` : ''
    throw invalid('', `"${file.name}" is ${describeBinary(head) ?? 'of a kind that is not read'}.${kind}`)
  }
  return surest.reader.read(file, context)
}

/** Reads cells copied from a spreadsheet (Ctrl+V) or any text, as if they were a file. */
export function readClipboard(text: string, context: ReadContext = {}): Promise<Dataset> {
  return readMeasurements({ name: 'clipboard.txt', bytes: new TextEncoder().encode(text) }, context)
}
