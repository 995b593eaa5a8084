import { invalid } from '../../core/errors.ts'
import { sha256 } from '../bytes.ts'
import type { Dataset, Table } from '../dataset.ts'
import { type Dialect, findDialect } from './dialect.ts'
import { decode, describeBinary, findEncoding } from './encoding.ts'
import { findLayout, isComment, type Layout } from './layout.ts'
import { splitHeader, unitOfCell } from './names.ts'
import { classifyTime, isMissing, makeNumberParser } from './numbers.ts'
import { checkOptions } from './options.ts'
import type { ReadContext, Reader, SourceFile } from './reader.ts'
import { assignRoles } from './roles.ts'
import { makeRowSplitter, UnclosedQuote } from './rows.ts'
import { makeTableBuilder, type RawTable } from './table-builder.ts'

/** Bytes looked at for guesses; a file no longer than this is seen whole. */
const headSize = 1 << 18

/** Text tables of any dialect: CSV, TSV, semicolons with decimal commas, blanks; what is guessed stands in the notes. */
export const delimitedReader: Reader = {
  id: 'csv',
  title: 'Text table (CSV, TSV, TXT)',
  recognise: (name, head) => {
    if (describeBinary(head)) return 0
    return /\.(csv|tsv|tab|txt|dat|asc|prn|xy|arw)$/i.test(name) ? 0.5 : 0.3
  },
  read: (file, context) => readDelimited(file, context),
}

interface Found {
  readonly raw: RawTable
  readonly title: string
}

async function readDelimited(file: SourceFile, context: ReadContext): Promise<Dataset> {
  const { bytes, name } = file
  const options = checkOptions(context.options ?? {})
  if (bytes.length === 0)
    throw invalid('', `"${name}" is empty: there is nothing to read. Was it saved while still open?`)
  const binary = describeBinary(bytes.subarray(0, 65_536))
  if (binary) throw invalid('', `"${name}" is ${binary}.`)
  const encoding = findEncoding(bytes, options.encoding)
  const complete = bytes.length <= headSize
  const head = headText(bytes, encoding, complete)
  if (head.trim() === '') throw invalid('', `"${name}" holds only blank lines: there is nothing to read.`)
  let dialect = findDialect(head, options)
  let result: { layout: Layout; found: Found[]; notes: string[] } | undefined
  for (;;) {
    try {
      result = await readRows(file, head, dialect, context)
      break
    } catch (error) {
      if (!(error instanceof UnclosedQuote) || !dialect.quotes) throw error
      dialect = {
        ...dialect,
        quotes: false,
        notes: [...dialect.notes, 'A quote is opened and never closed: quotes are read as plain characters.'],
      }
    }
  }
  const { layout, found, notes } = result
  const base = name.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '') || name
  const tables: Table[] = []
  const roleNotes: string[] = []
  for (const [i, { raw, title }] of found.entries()) {
    const tableName = title || (found.length > 1 ? `${base} ${i + 1}` : base)
    const assigned = assignRoles(raw, tableName, context.scalars ?? [])
    tables.push(...assigned.tables)
    const prefix = found.length > 1 ? `${tableName}: ` : ''
    roleNotes.push(
      `${prefix}${raw.rowCount} rows, ${raw.columns.length} columns.`,
      ...[...raw.notes, ...assigned.notes].map((note) => `${prefix}${note}`),
    )
  }
  if (!tables.some((table) => table.columns.some((column) => column.values.some((value) => !Number.isNaN(value)))))
    throw invalid(
      '',
      `"${name}" holds no table of numbers (read with delimiter "${dialect.delimiter}" and decimal "${dialect.decimal}"). Check the file, or set the delimiter and the rows of the header by hand.`,
    )
  return {
    file: name,
    format: 'csv',
    sha256: await sha256(bytes),
    options: {
      encoding: encoding.name,
      delimiter: dialect.delimiter,
      decimal: dialect.decimal,
      thousands: dialect.thousands,
      headerRows: layout.headerRows,
      ...(layout.nameRow === undefined ? {} : { nameRow: layout.nameRow }),
      ...(layout.unitRow === undefined ? {} : { unitRow: layout.unitRow }),
      layout: layout.transposed ? 'rows' : 'columns',
    },
    tables,
    notes: [encoding.note, ...dialect.notes, ...notes, ...roleNotes],
  }
}

function headText(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: ReturnType<typeof findEncoding>,
  complete: boolean,
): string {
  const piece = complete ? bytes : bytes.subarray(0, headSize)
  const text = [...decode(piece, encoding, headSize)].map((part) => part.text).join('')
  const end = complete ? text.length : text.lastIndexOf('\n') + 1
  return end > 0 ? text.slice(0, end) : text
}

async function readRows(
  file: SourceFile,
  head: string,
  dialect: Dialect,
  context: ReadContext,
): Promise<{ layout: Layout; found: Found[]; notes: string[] }> {
  const { bytes } = file
  const options = checkOptions(context.options ?? {})
  const parse = makeNumberParser(dialect)
  const sample = makeRowSplitter(dialect.delimiter, dialect.quotes)(head, true)
  const complete = bytes.length <= headSize
  const layout = findLayout(sample, dialect.delimiter, parse, complete, options)
  const notes = [...layout.notes]
  if (layout.transposed) return { layout, found: [{ raw: exchange(sample, parse), title: '' }], notes }
  noteLayout(layout, sample, notes)

  const split = makeRowSplitter(dialect.delimiter, dialect.quotes)
  const expected = complete ? sample.length : Math.ceil((1.05 * bytes.length) / (headSize / Math.max(1, sample.length)))
  const blocks = makeBlocks(layout, parse, expected, notes)
  const encoding = findEncoding(bytes, options.encoding)
  let line = 0
  for (const { text, done } of decode(bytes, encoding)) {
    context.signal?.throwIfAborted()
    for (const row of split(text, done === 1)) {
      if (line >= layout.headerRows) blocks.add(row, line + 1)
      line++
    }
    context.onProgress?.(done)
    // Lets an abort or a repaint come through between pieces.
    if (done < 1) await new Promise<void>((resume) => void setTimeout(resume, 0))
  }
  return { layout, found: blocks.finish(), notes }
}

function noteLayout(layout: Layout, sample: readonly (readonly string[])[], notes: string[]): void {
  const { headerRows, nameRow, unitRow } = layout
  const shown = (row: number) =>
    (sample[row] ?? [])
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '')
      .join(' | ')
      .slice(0, 200)
  if (nameRow === undefined)
    notes.push(
      `No row of names was found${headerRows === 0 ? '' : ' above the data'}: the columns are called column1, column2, …`,
    )
  else notes.push(`Names of the columns: row ${nameRow + 1}.`)
  if (unitRow !== undefined) notes.push(`Units: row ${unitRow + 1}.`)
  const kept: string[] = []
  for (let row = 0; row < headerRows; row++) {
    const text = shown(row)
    if (row !== nameRow && row !== unitRow && text !== '') kept.push(`${row + 1}: ${text}`)
  }
  if (kept.length > 0)
    notes.push(
      `${kept.length} ${kept.length === 1 ? 'row' : 'rows'} before the data, kept here: ${kept.slice(0, 120).join('; ')}${kept.length > 120 ? `; and ${kept.length - 120} more` : ''}.`,
    )
}

/** Sorts rows into tables: one, or several where a new header stands below the data. */
function makeBlocks(layout: Layout, parse: (cell: string) => number, expected: number, notes: string[]) {
  const found: Found[] = []
  let builder = makeTableBuilder(layout.columns, parse, expected)
  let columns = layout.columns
  let title = ''
  let pending: { row: readonly string[]; line: number }[] = []
  let blankBefore = false
  const texts: string[] = []
  const keepText = ({ row, line }: { row: readonly string[]; line: number }) =>
    texts.push(`${line}: ${row.join(' ').trim().slice(0, 120)}`)
  let measured = columns.flatMap(({ kind }, i) => (kind === 'text' ? [] : [i]))

  const isNumber = (cell: string) => !Number.isNaN(parse(cell)) || classifyTime(cell) !== undefined
  const trimmed = (row: readonly string[]) => {
    let n = row.length
    while (n > 0 && (row[n - 1] ?? '').trim() === '') n--
    return n
  }
  /** Whether the row holds words and no number where numbers are measured. */
  const isWords = (row: readonly string[]) => {
    let words = false
    for (const i of measured) {
      const cell = row[i] ?? ''
      if (isMissing(cell)) continue
      if (isNumber(cell)) return false
      words = true
    }
    return words
  }
  const settle = (row: readonly string[] | undefined): void => {
    const last = pending[pending.length - 1]
    if (!last) return
    const separate = blankBefore || pending.length > 1
    let names = last
    let units: readonly string[] = []
    const before = pending[pending.length - 2]
    if (
      before &&
      trimmed(before.row) === trimmed(last.row) &&
      last.row.every((cell) => unitOfCell(cell, '') !== undefined)
    ) {
      names = before
      units = last.row
    }
    const repeated = columns.length > 1 && columns.every((column, i) => (names.row[i] ?? '').trim() === column.header)
    const isHeader =
      row !== undefined &&
      builder.rowCount > 0 &&
      trimmed(names.row) >= 2 &&
      Math.abs(trimmed(names.row) - trimmed(row)) <= 1
    if (isHeader && (separate || repeated)) {
      found.push({ raw: builder.finish(), title })
      const above = pending.slice(0, pending.indexOf(names))
      for (const entry of above) keepText(entry)
      title =
        above
          .map(({ row: cells }) =>
            cells
              .join(' ')
              .trim()
              .replace(/^[#[\s]+|[\]:\s]+$/g, ''),
          )
          .pop() ?? ''
      columns = names.row.slice(0, Math.max(trimmed(names.row), trimmed(row))).map((cell, i) => {
        const head = splitHeader(cell)
        const unit = unitOfCell(units[i] ?? '', head.name) ?? ''
        const kind =
          isNumber(row[i] ?? '') || isMissing(row[i] ?? '') ? (classifyTime(row[i] ?? '') ?? 'number') : 'text'
        return {
          ...head,
          unit: unit || head.unit,
          kind: kind === 'number' || !Number.isNaN(parse(row[i] ?? '')) ? ('number' as const) : kind,
        } as const
      })
      measured = columns.flatMap(({ kind }, i) => (kind === 'text' ? [] : [i]))
      builder = makeTableBuilder(columns, parse, 16)
      notes.push(`Row ${names.line} names columns again: a further table begins there.`)
    } else
      for (const entry of pending)
        if (entry.row.length === columns.length && !isComment(entry.row)) builder.addRow(entry.row, entry.line)
        else keepText(entry)
    pending = []
    blankBefore = false
  }
  return {
    add(row: readonly string[], line: number): void {
      if (row.length === 1 && (row[0] ?? '').trim() === '') {
        blankBefore = true
        return
      }
      const first = row[0] ?? ''
      if (first === '' && row.every((cell) => cell.trim() === '')) {
        blankBefore = true
        return
      }
      if (isComment(row) || isWords(row)) {
        if (isComment(row)) keepText({ row, line })
        else pending.push({ row, line })
        return
      }
      if (pending.length > 0) settle(row)
      blankBefore = false
      builder.addRow(row, line)
    },
    finish(): Found[] {
      settle(undefined)
      found.push({ raw: builder.finish(), title })
      if (texts.length > 0)
        notes.push(
          `${texts.length} ${texts.length === 1 ? 'row' : 'rows'} of text or comment among the data, kept here: ${texts.slice(0, 40).join('; ')}${texts.length > 40 ? `; and ${texts.length - 40} more` : ''}.`,
        )
      return found.filter(({ raw }) => raw.rowCount > 0)
    },
  }
}

/** The table of a file whose rows are the variables. */
function exchange(rows: readonly (readonly string[])[], parse: (cell: string) => number): RawTable {
  const filled = rows.filter((row) => !isComment(row) && row.some((cell) => cell.trim() !== ''))
  const labelled = filled.every((row) => Number.isNaN(parse(row[0] ?? '')))
  const united =
    labelled && filled.every((row) => Number.isNaN(parse(row[1] ?? '')) && unitOfCell(row[1] ?? '', '') !== undefined)
  const from = united ? 2 : labelled ? 1 : 0
  const heads = filled.map((row) => {
    const head = splitHeader(labelled ? (row[0] ?? '') : '')
    const unit = united ? (unitOfCell(row[1] ?? '', head.name) ?? '') : ''
    const cells = row.slice(from)
    const numbers = cells.filter((cell) => !Number.isNaN(parse(cell))).length
    return {
      ...head,
      unit: unit || head.unit,
      kind: numbers * 2 >= cells.filter((cell) => !isMissing(cell)).length ? ('number' as const) : ('text' as const),
    }
  })
  const count = Math.max(...filled.map((row) => row.length)) - from
  const builder = makeTableBuilder(heads, parse, count)
  for (let i = 0; i < count; i++) {
    const cells = filled.map((row) => row[from + i] ?? '')
    if (i < count - 1 || cells.some((cell) => cell.trim() !== '')) builder.addRow(cells, from + i + 1)
  }
  return builder.finish()
}
