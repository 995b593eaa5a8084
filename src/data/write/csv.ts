import type { Field } from '../../core/field.ts'
import { gridSize } from '../../core/field.ts'
import type { Table } from '../dataset.ts'

/** A column of a CSV: numbers, or texts where there are some. */
export interface CsvColumn {
  readonly name: string
  /** Put behind the name in brackets where `units` is asked for; '' and '1' are left out. */
  readonly unit?: string
  readonly values: ArrayLike<number>
  readonly texts?: readonly string[]
}

export interface CsvOptions {
  /** Units in the header: `Time (min)`. Default: bare names. */
  readonly units?: boolean
  /** Default comma; a semicolon with a decimal comma is what spreadsheets of half the world want. */
  readonly delimiter?: ',' | ';' | '\t'
  readonly decimal?: '.' | ','
}

/** 17 significant digits: reading gives the same double back. A gap is an empty cell. */
function csvNumber(value: number, decimal: '.' | ',' = '.'): string {
  if (Number.isNaN(value)) return ''
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const text = Object.is(value, -0) ? '-0' : value.toPrecision(17)
  return decimal === ',' ? text.replace('.', ',') : text
}

/** A name or text as a cell that reads back the same, quoted where RFC 4180 says so. */
export function csvQuoted(text: string, delimiter = ','): string {
  return /["\r\n\t]/.test(text) || text.includes(delimiter) || text !== text.trim()
    ? `"${text.replace(/"/g, '""')}"`
    : text
}

/**
 * A text as a cell for a spreadsheet: quoted as RFC 4180 says, and with an apostrophe before what a spreadsheet would run as a formula
 * (`=`, `+`, `-`, `@`, tab and return at the beginning; OWASP, CSV injection).
 */
export function csvText(text: string, delimiter = ','): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text
  return csvQuoted(safe, delimiter)
}

/** Columns as a CSV text (RFC 4180 with LF), one header row; shorter columns end in empty cells. */
export function writeCsv(columns: readonly CsvColumn[], options: CsvOptions = {}): string {
  const { delimiter = ',', decimal = '.', units = false } = options
  const title = ({ name, unit = '' }: CsvColumn) => (units && unit !== '' && unit !== '1' ? `${name} (${unit})` : name)
  const parts = [columns.map((column) => csvText(title(column), delimiter)).join(delimiter), '\n']
  const rows = columns.reduce((most, { values, texts }) => Math.max(most, texts?.length ?? values.length), 0)
  for (let row = 0; row < rows; row++) {
    let line = ''
    columns.forEach(({ values, texts }, i) => {
      if (i > 0) line += delimiter
      if (texts) line += csvText(texts[row] ?? '', delimiter)
      else if (row < values.length) {
        const cell = csvNumber(values[row] ?? Number.NaN, decimal)
        line += cell.includes(delimiter) ? `"${cell}"` : cell
      }
    })
    parts.push(line, '\n')
  }
  return parts.join('')
}

/** A table of measurements as CSV, units in the header; what `import --csv` writes. */
export function tableToCsv(table: Table, options: CsvOptions = {}): string {
  return writeCsv(table.columns, { units: true, ...options })
}

/** A field as CSV: `x,NAME`, `x,y,NAME` …, one row a grid point, the last axis fastest. */
export function fieldToCsv(field: Field): string {
  const { axes } = field.grid
  const count = gridSize(field.grid)
  let stride = count
  const coordinates = axes.map((axis): CsvColumn => {
    stride /= Math.max(1, axis.values.length)
    const step = stride
    return {
      name: axis.name,
      values: Float64Array.from(
        { length: count },
        (_, i) => axis.values[Math.floor(i / step) % axis.values.length] ?? Number.NaN,
      ),
    }
  })
  // Axes stand slowest first (y, x); people write x first.
  return writeCsv([...coordinates.reverse(), { name: field.name, values: field.values }])
}
