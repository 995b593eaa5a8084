import { invalid } from '../../core/errors.ts'
import { sha256 } from '../bytes.ts'
import type { Table } from '../dataset.ts'
import { findDialect } from './dialect.ts'
import { decode, findEncoding } from './encoding.ts'
import { mendUnit, splitHeader } from './names.ts'
import { isMissing, makeNumberParser } from './numbers.ts'
import { checkOptions } from './options.ts'
import type { Reader } from './reader.ts'

/** Sections whose rows are a curve over time. */
const curves = /^(.*(?:Chromatogram|Status Trace|Trace))\s*\((.*)\)$/i

/** Text exports of Shimadzu LabSolutions, LCsolution and GCsolution: sections in brackets, several channels, intensity multipliers. */
export const shimadzuReader: Reader = {
  id: 'shimadzu-ascii',
  title: 'Shimadzu LabSolutions text',
  recognise: (_, head) => {
    const text = new TextDecoder('windows-1252').decode(head.subarray(0, 16_384))
    const isOne = /^(\ufeff|ï»¿)?\s*\[Header\]/.test(text) && /Application Name[\t,;]/.test(text)
    return isOne || /^\[[^\]\n]*Chromatogram[^\]\n]*\]/m.test(text) ? 0.95 : 0
  },
  read: async (file, context) => {
    const options = checkOptions(context.options ?? {})
    const encoding = findEncoding(file.bytes, options.encoding)
    const text = [...decode(file.bytes, encoding)].map((part) => part.text).join('')
    context.signal?.throwIfAborted()
    const sections = sectionsOf(text)
    const first = sections.find(({ title }) => curves.test(title))
    if (!first)
      throw invalid(
        '',
        `"${file.name}" is a Shimadzu text without a chromatogram: export it again with the section "Chromatogram" ticked`,
      )
    const dialect = findDialect(`${first.lines.slice(0, 500).join('\n')}\n`, options)
    const parse = makeNumberParser(dialect)
    const notes = [encoding.note, ...dialect.notes]
    const tables: Table[] = []
    for (const { title, lines, line } of sections) {
      const match = curves.exec(title)
      if (match) {
        const table = readCurve(match[1] ?? '', match[2] ?? title, lines, line, dialect.delimiter, parse, notes)
        if (table) tables.push(table)
      } else if (lines.some((row) => row.trim() !== ''))
        notes.push(
          `Section "${title}", kept here: ${lines
            .filter((row) => row.trim() !== '')
            .slice(0, 40)
            .map((row) =>
              row
                .split(dialect.delimiter)
                .filter((cell) => cell !== '')
                .join(' | '),
            )
            .join('; ')
            .slice(0, 2000)}.`,
        )
    }
    context.onProgress?.(1)
    if (tables.length === 0)
      throw invalid(
        '',
        `"${file.name}" names chromatograms but holds no points of them: export it again with data points`,
      )
    const { delimiter, decimal, thousands } = dialect
    return {
      file: file.name,
      format: 'shimadzu-ascii',
      sha256: await sha256(file.bytes),
      options: { encoding: encoding.name, delimiter, decimal, thousands, headerRows: first.line },
      tables,
      notes,
    }
  },
}

interface Section {
  readonly title: string
  /** Of the title, counted from 1. */
  readonly line: number
  readonly lines: readonly string[]
}

function sectionsOf(text: string): readonly Section[] {
  const sections: { title: string; line: number; lines: string[] }[] = []
  text.split('\n').forEach((row, i) => {
    const title = /^\s*\[(.+)\]\s*$/.exec(row)?.[1]
    if (title !== undefined) sections.push({ title, line: i + 1, lines: [] })
    else sections[sections.length - 1]?.lines.push(row)
  })
  return sections
}

function readCurve(
  kind: string,
  name: string,
  lines: readonly string[],
  line: number,
  delimiter: string,
  parse: (cell: string) => number,
  notes: string[],
): Table | undefined {
  const rows = lines.map((row) => row.split(delimiter))
  const start = rows.findIndex((row) => /^"?(R\.?\s?Time|Ret\.? ?Time|Time)\b/i.test(row[0] ?? ''))
  if (start < 0) return undefined
  const keys = new Map(
    rows.slice(0, start).map((row): [string, string] => [(row[0] ?? '').trim().toLowerCase(), (row[1] ?? '').trim()]),
  )
  const heads = (rows[start] ?? []).map(splitHeader)
  const isStatus = /status|trace/i.test(kind)
  const multiplier = parse(keys.get('intensity multiplier') ?? '')
  const factor = Number.isFinite(multiplier) ? multiplier : 1
  const unit = keys.get('intensity units') ?? keys.get('units') ?? keys.get('unit') ?? heads[1]?.unit ?? ''
  const data = rows.slice(start + 1).filter((row) => row.some((cell) => cell.trim() !== ''))
  const x = Float64Array.from(data, (row) => parse((row[0] ?? '').trim()))
  const raw = Float64Array.from(data, (row) => parse((row[1] ?? '').trim()))
  if (data.length === 0) return undefined
  // A product with 0.001 is rounded twice, a quotient by 1000 once: 5 becomes 0.005 and not 0.0050000000000000001.
  const inverse = Math.round(1 / factor)
  const values =
    factor < 1 && Math.abs(inverse * factor - 1) < 1e-12
      ? raw.map((value) => value / inverse)
      : raw.map((value) => value * factor)
  const title = isStatus ? name : name || kind
  if (factor !== 1) notes.push(`"${title}": intensities are multiplied by ${factor}, as the file says.`)
  data.forEach((row, i) => {
    const bad = row.slice(0, 2).find((cell) => Number.isNaN(parse(cell.trim())) && !isMissing(cell))
    if (bad !== undefined)
      notes.push(`"${title}": "${bad.slice(0, 40)}" in row ${line + start + 2 + i} is not a number; it is a gap now.`)
  })
  const points = parse(keys.get('# of points') ?? '')
  if (Number.isFinite(points) && points !== data.length)
    notes.push(`"${title}": the file announces ${points} points and holds ${data.length}.`)
  return {
    name: `${kind} ${name}`.trim(),
    columns: [
      {
        name: heads[0]?.name ?? 'R.Time',
        ...(heads[0]?.header ? { header: heads[0].header } : {}),
        role: 'x',
        unit: heads[0]?.unit || 'min',
        values: x,
      },
      { name: title, role: 'y', unit: mendUnit(unit, title), values },
    ],
  }
}
