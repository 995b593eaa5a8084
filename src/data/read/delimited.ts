import { invalid } from '../../core/errors.ts'
import { sha256 } from '../bytes.ts'
import type { Dataset, Table } from '../dataset.ts'
import { exchange, type Found, makeBlocks } from './blocks.ts'
import { type Dialect, findDialect } from './dialect.ts'
import { decode, describeBinary, findEncoding } from './encoding.ts'
import { findLayout, type Layout } from './layout.ts'
import { baseName } from './names.ts'
import { makeNumberParser } from './numbers.ts'
import { checkOptions } from './options.ts'
import type { ReadContext, Reader, SourceFile } from './reader.ts'
import { assignRoles } from './roles.ts'
import { makeRowSplitter, UnclosedQuote } from './rows.ts'
import { canScan, makeScanner } from './scan.ts'

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

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

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
  const base = baseName(name) || name
  const tables: Table[] = []
  const roleNotes: string[] = []
  for (const [i, { raw, title }] of found.entries()) {
    const tableName = title || (found.length > 1 ? `${base} ${i + 1}` : base)
    const assigned = assignRoles(raw, tableName, context.scalars ?? [])
    tables.push(...assigned.tables)
    const prefix = found.length > 1 ? `${tableName}: ` : ''
    roleNotes.push(
      `${prefix}${plural(raw.rowCount, 'row')}, ${plural(raw.columns.length, 'column')}.`,
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
  if (layout.transposed)
    return { layout, found: [{ raw: exchange(sample, dialect.delimiter, parse), title: '' }], notes }
  noteLayout(layout, sample, notes)

  const expected = complete ? sample.length : Math.ceil((1.05 * bytes.length) / (headSize / Math.max(1, sample.length)))
  const blocks = makeBlocks(layout, dialect.delimiter, parse, expected, notes)
  const encoding = findEncoding(bytes, options.encoding)
  const pause = async (done: number) => {
    context.signal?.throwIfAborted()
    context.onProgress?.(done)
    // Lets an abort or a repaint come through between pieces.
    if (done < 1) await new Promise<void>((resume) => void setTimeout(resume, 0))
    context.signal?.throwIfAborted()
  }
  if (canScan(bytes, encoding.name, dialect.delimiter)) {
    const style = { ...dialect, headerRows: layout.headerRows, latin: encoding.name === 'latin-1' }
    const scan = makeScanner(bytes, encoding.skip, style, parse, blocks.sink)
    for (let at = encoding.skip; at < bytes.length; ) {
      at = scan(1 << 20)
      await pause(at / bytes.length)
    }
    return { layout, found: blocks.finish(), notes }
  }
  const split = makeRowSplitter(dialect.delimiter, dialect.quotes)
  let line = 0
  for (const { text, done } of decode(bytes, encoding)) {
    for (const row of split(text, done === 1)) {
      if (line >= layout.headerRows) blocks.sink.add(row, line + 1)
      line++
    }
    await pause(done)
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
