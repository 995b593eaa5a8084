import type { Samples } from '../core/field.ts'
import { csvQuoted } from '../data/write/csv.ts'

/** 17 significant digits: reading gives the same double back. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf'
  return value.toPrecision(17)
}

/** First line of scalars.csv: `t`, then the scalars. */
export function scalarsHeader(names: readonly string[]): string {
  return `${['t', ...names].map((name) => csvQuoted(name)).join(',')}\n`
}

/** Rows of scalars.csv. */
export function scalarsRows({ times, values }: Samples): string {
  const width = times.length === 0 ? 0 : values.length / times.length
  let text = ''
  for (let row = 0; row < times.length; row++) {
    text += digits(times[row] ?? 0)
    for (let column = 0; column < width; column++) text += `,${digits(values[row * width + column] ?? 0)}`
    text += '\n'
  }
  return text
}

/** The text with `rows` rows below its header and nothing after them. */
export function cutRows(text: string, rows: number): string {
  let at = 0
  for (let line = 0; line <= rows; line++) {
    const end = text.indexOf('\n', at)
    if (end < 0) break
    at = end + 1
  }
  return text.slice(0, at)
}

/** Names and numbers of a scalars.csv. A last line without its end (a killed run) is left out. */
export function parseScalars(text: string): { readonly names: readonly string[]; readonly samples: Samples } {
  const lines = text.split('\n')
  lines.pop()
  const names = splitHeader(lines[0] ?? '').slice(1)
  const width = names.length + 1
  const times = new Float64Array(Math.max(0, lines.length - 1))
  const values = new Float64Array(times.length * names.length)
  let rows = 0
  for (let line = 1; line < lines.length; line++) {
    const cells = (lines[line] ?? '').split(',')
    if (cells.length !== width) continue
    times[rows] = Number(cells[0])
    for (let i = 0; i < names.length; i++) values[rows * names.length + i] = number(cells[i + 1] ?? '')
    rows++
  }
  return { names, samples: { times: times.slice(0, rows), values: values.slice(0, rows * names.length) } }
}

function number(cell: string): number {
  return cell === 'inf' ? Number.POSITIVE_INFINITY : cell === '-inf' ? Number.NEGATIVE_INFINITY : Number(cell)
}

function splitHeader(line: string): string[] {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)]
  return cells.map((match) => (match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"')).trim())
}
