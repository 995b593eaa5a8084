import { isComment } from './kinds.ts'
import type { Layout } from './layout.ts'
import { splitHeader, unitOfCell } from './names.ts'
import { classifyTime, isMissing } from './numbers.ts'
import type { RowSink } from './scan.ts'
import { makeTableBuilder, type RawTable } from './table-builder.ts'

/** A table found in a file; the title is the line above its names, '' where there is none. */
export interface Found {
  readonly raw: RawTable
  readonly title: string
}

/** Sorts rows into tables: one, or several where a new header stands below the data. */
export function makeBlocks(
  layout: Layout,
  delimiter: string,
  parse: (cell: string) => number,
  expected: number,
  notes: string[],
) {
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
  /** Units that stand below the data instead of above. */
  let unitsBelow: readonly string[] = []
  /** First cell of the row before: where a header is repeated on every page, the axis goes on. */
  let lastFirst = Number.NaN
  const finishTable = (): RawTable => {
    const raw = builder.finish()
    const units = unitsBelow
    unitsBelow = []
    if (units.length === 0) return raw
    return { ...raw, columns: raw.columns.map((column, i) => ({ ...column, unit: column.unit || (units[i] ?? '') })) }
  }
  /** Whether a row below the data holds units and nothing else, of columns that have none. */
  const takeUnits = ({ row, line }: { row: readonly string[]; line: number }): boolean => {
    const units = row.map((cell) => unitOfCell(cell, ''))
    const isUnits = units.every((unit) => unit !== undefined) && units.some((unit) => unit !== '' && unit !== '1')
    if (!isUnits || builder.rowCount === 0 || columns.some(({ unit }) => unit !== '')) return false
    unitsBelow = units.map((unit, i) => unitOfCell(unit ?? '', columns[i]?.name ?? '') ?? '')
    notes.push(`Row ${line}, below the data, holds the units.`)
    return true
  }

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
    // A page break: the same header, and the axis goes on where it was.
    const isPage = repeated && row !== undefined && parse(row[0] ?? '') > lastFirst
    if (isHeader && isPage) {
      notes.push(`Row ${names.line} repeats the header: the table goes on.`)
      for (const entry of pending) keepText(entry)
    } else if (isHeader && (separate || repeated)) {
      found.push({ raw: finishTable(), title })
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
        if (row === undefined && takeUnits(entry)) keepText(entry)
        else if (entry.row.length === columns.length && !isComment(entry.row, delimiter))
          builder.addRow(entry.row, entry.line)
        else keepText(entry)
    pending = []
    blankBefore = false
  }
  let plainWidth = builder.plainWidth
  const sink: RowSink = {
    plainWidth: () => (pending.length > 0 ? 0 : plainWidth),
    addNumbers(values, line) {
      blankBefore = false
      lastFirst = values[0] ?? Number.NaN
      builder.addNumbers(values, line)
    },
    add(row, line) {
      if (row.length === 1 && (row[0] ?? '').trim() === '') {
        blankBefore = true
        return
      }
      const first = row[0] ?? ''
      if (first === '' && row.every((cell) => cell.trim() === '')) {
        blankBefore = true
        return
      }
      if (isComment(row, delimiter) || isWords(row)) {
        if (isComment(row, delimiter)) keepText({ row, line })
        else pending.push({ row, line })
        return
      }
      if (pending.length > 0) settle(row)
      blankBefore = false
      lastFirst = parse(row[0] ?? '')
      builder.addRow(row, line)
      plainWidth = builder.plainWidth
    },
  }
  return {
    sink,
    finish(): Found[] {
      settle(undefined)
      found.push({ raw: finishTable(), title })
      if (texts.length > 0)
        notes.push(
          `${texts.length} ${texts.length === 1 ? 'row' : 'rows'} of text or comment among the data, kept here: ${texts.slice(0, 40).join('; ')}${texts.length > 40 ? `; and ${texts.length - 40} more` : ''}.`,
        )
      return found.filter(({ raw }) => raw.rowCount > 0)
    },
  }
}

/** The table of a file whose rows are the variables. */
export function exchange(
  rows: readonly (readonly string[])[],
  delimiter: string,
  parse: (cell: string) => number,
): RawTable {
  const filled = rows.filter((row) => !isComment(row, delimiter) && row.some((cell) => cell.trim() !== ''))
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
