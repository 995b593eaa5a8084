import { type InputError, InvalidInput } from '../../core/errors.ts'
import type { ImportOptions } from '../dataset.ts'

const names = ['encoding', 'delimiter', 'decimal', 'headerRows', 'nameRow', 'unitRow', 'thousands', 'layout']

/** Names people give delimiters in forms and files. */
const spoken: Readonly<Record<string, string>> = {
  comma: ',', semicolon: ';', tab: '\t', '\\t': '\t', blank: ' ', blanks: ' ', space: ' ', whitespace: ' ', bar: '|', pipe: '|', none: '',
} // biome-ignore format: a table

/**
 * Import options that make sense, delimiters called by name resolved.
 * @throws InvalidInput naming each option that does not
 */
export function checkOptions(
  options: Readonly<Record<string, unknown>> | Partial<ImportOptions>,
): Partial<ImportOptions> {
  const errors: InputError[] = []
  const wrong = (name: string, message: string) => void errors.push({ path: `options.${name}`, message })
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    if (!names.includes(name)) wrong(name, `there is no import option "${name}"; there are ${names.join(', ')}`)
    else if (name.endsWith('Row') || name === 'headerRows') {
      if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e7) out[name] = value
      else wrong(name, `a row is counted from 0; ${JSON.stringify(value)} is not a whole number from 0 on`)
    } else if (typeof value !== 'string') wrong(name, `${JSON.stringify(value)} is not a text`)
    else if (name === 'decimal') {
      if (value === '.' || value === ',') out[name] = value
      else wrong(name, `the decimal sign is "." or ",", not "${value}"`)
    } else if (name === 'layout') {
      if (value === 'columns' || value === 'rows') out[name] = value
      else wrong(name, `the layout is "columns" or "rows", not "${value}"`)
    } else if (name === 'delimiter') {
      const delimiter = Object.hasOwn(spoken, value.toLowerCase()) ? (spoken[value.toLowerCase()] ?? value) : value
      if (delimiter.length > 1 || /["\n\r\ufeff]/.test(delimiter))
        wrong(name, `the delimiter is one character ("," ";" tab "|" or a blank), not "${value}"`)
      else out[name] = delimiter
    } else if (name === 'thousands') {
      if (/^[,. ']*$/.test(value)) out[name] = value
      else wrong(name, `thousands are grouped by "," "." "'" or a blank, not by "${value}"`)
    } else out[name] = value
  }
  if (typeof out.nameRow === 'number' && typeof out.headerRows === 'number' && out.nameRow >= out.headerRows)
    wrong('nameRow', `the names (row ${out.nameRow}) must stand in the first ${out.headerRows} rows, before the data`)
  if (errors.length > 0) throw new InvalidInput(errors)
  return out as Partial<ImportOptions>
}
