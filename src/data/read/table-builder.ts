import type { ColumnKind } from './kinds.ts'
import type { HeaderName } from './names.ts'
import { isMissing, parseTime } from './numbers.ts'

/** Cells of one kind in a column: how many, and the first few with their rows (counted from 1). */
interface Tally {
  count: number
  readonly rows: number[]
  readonly cells: string[]
}

export interface RawColumn extends HeaderName {
  readonly kind: ColumnKind
  readonly values: Float64Array
  readonly texts?: readonly string[]
  readonly finite: number
}

export interface RawTable {
  readonly columns: readonly RawColumn[]
  readonly rowCount: number
  readonly notes: readonly string[]
  /** Line of the file, counted from 1, of a row of the table. */
  lineOf(row: number): number
}

interface Growing extends HeaderName {
  kind: ColumnKind
  values: Float64Array
  texts: string[] | undefined
  finite: number
  /** Row of the last number, from 0. */
  last: number
  readonly empty: Tally
  readonly unreadable: Tally
}

const mostColumns = 20_000

/** Collects rows of cells into columns of numbers; memory is 8 bytes a cell, doubled as the table grows. */
export function makeTableBuilder(
  heads: readonly (HeaderName & { readonly kind: ColumnKind })[],
  parse: (cell: string) => number,
  expectedRows: number,
) {
  let capacity = Math.max(16, expectedRows)
  let count = 0
  const width = heads.length
  const short: Tally = { count: 0, rows: [], cells: [] }
  const long: Tally = { count: 0, rows: [], cells: [] }
  /** Where lines and rows part ways: blank lines, comments. */
  const breaks: (readonly [number, number])[] = []
  const grow = (head: HeaderName, kind: ColumnKind): Growing => ({
    header: head.header,
    name: head.name,
    unit: head.unit,
    kind,
    values: new Float64Array(capacity),
    texts: kind === 'text' ? [] : undefined,
    finite: 0,
    last: -1,
    empty: { count: 0, rows: [], cells: [] },
    unreadable: { count: 0, rows: [], cells: [] },
  })
  const columns = heads.map((head) => grow(head, head.kind))

  const put = (column: Growing, cell: string, line: number): void => {
    if (column.texts) {
      column.texts.push(cell)
      column.values[count] = Number.NaN
      return
    }
    let value = column.kind === 'number' ? parse(cell) : parseTime(cell)
    if (Number.isNaN(value) && column.kind !== 'number') value = parse(cell)
    column.values[count] = value
    if (!Number.isNaN(value)) {
      column.finite++
      column.last = count
    } else remember(isMissing(cell) ? column.empty : column.unreadable, line, cell)
  }

  /** Room for a row, and where it stands in the file. */
  const begin = (line: number): void => {
    const last = breaks[breaks.length - 1]
    if (!last || line - count !== last[1] - last[0]) breaks.push([count, line])
    if (count === capacity) {
      capacity *= 2
      for (const column of columns) {
        const larger = new Float64Array(capacity)
        larger.set(column.values)
        column.values = larger
      }
    }
  }

  return {
    get rowCount() {
      return count
    },
    width,
    /** How many numbers a row of nothing but numbers has; 0 where a column is not of numbers. */
    get plainWidth() {
      return columns.every((column) => column.kind === 'number') ? columns.length : 0
    },
    /** A row of numbers alone; the same as `addRow` with their texts. */
    addNumbers(values: Float64Array, line: number): void {
      begin(line)
      for (let i = 0; i < columns.length; i++) {
        const column = columns[i]
        if (!column) continue
        column.values[count] = values[i] ?? Number.NaN
        column.finite++
        column.last = count
      }
      count++
    },
    /** @param line counted from 1 */
    addRow(cells: readonly string[], line: number): void {
      begin(line)
      for (let i = 0; i < columns.length; i++) {
        const column = columns[i]
        if (column) put(column, cells[i] ?? '', line)
      }
      for (let i = columns.length; i < cells.length; i++) {
        if ((cells[i] ?? '').trim() === '' || columns.length >= mostColumns) continue
        // More cells than columns so far: a new column, gaps above.
        while (columns.length <= i) {
          const column = grow({ header: '', name: '', unit: '' }, 'number')
          column.values.fill(Number.NaN, 0, count)
          columns.push(column)
          put(column, cells[columns.length - 1] ?? '', line)
        }
        remember(long, line, '')
      }
      if (cells.length < width && columns.slice(cells.length, width).some((column) => column.name !== ''))
        remember(short, line, '')
      count++
    },
    finish(): RawTable {
      const notes: string[] = []
      if (short.count > 0) notes.push(`${rows(short)} shorter than the table: the missing cells are gaps.`)
      if (long.count > 0) notes.push(`${rows(long)} longer than the table: columns are added for the further cells.`)
      const kept = [...columns]
      while (kept.length > 1) {
        const last = kept[kept.length - 1]
        if (
          last?.name !== '' ||
          last.finite > 0 ||
          last.unreadable.count > 0 ||
          last.texts?.some((cell) => cell.trim() !== '')
        )
          break
        kept.pop()
      }
      if (kept.length < columns.length)
        notes.push('Delimiters at the ends of the rows make an empty last column: left out.')
      const first = kept[0]
      if (
        kept.length > 1 &&
        first?.name === '' &&
        first.finite === 0 &&
        first.unreadable.count === 0 &&
        !first.texts?.some((cell) => cell.trim() !== '')
      ) {
        kept.shift()
        notes.push('Delimiters at the beginnings of the rows make an empty first column: left out.')
      }
      const finished = kept.map((column, i): RawColumn => {
        const { header, name, unit, kind, texts, finite, empty, unreadable } = column
        const title = `Column "${name || `column${i + 1}`}"`
        const tail = count - 1 - column.last
        if (finite > 0 && tail > 1 && empty.count === tail)
          notes.push(`${title}: ends ${tail} rows before the table does; the cells below are empty.`)
        else if (empty.count > 0 && finite > 0) notes.push(`${title}: ${cells(empty, 'empty or n.a.')}.`)
        if (unreadable.count > 0)
          notes.push(
            `${title}: ${cells(unreadable, 'not a number', true)}; ${unreadable.count === 1 ? 'it is a gap' : 'they are gaps'} now.`,
          )
        const values = column.values.length > count ? column.values.slice(0, count) : column.values
        return { header, name, unit, kind, values, finite, ...(texts ? { texts } : {}) }
      })
      return {
        columns: finished,
        rowCount: count,
        notes,
        lineOf: (row) => {
          let at = breaks[0] ?? [0, 1]
          for (const entry of breaks) if (entry[0] <= row) at = entry
          return at[1] + row - at[0]
        },
      }
    },
  }
}

function remember(tally: Tally, line: number, cell: string): void {
  if (tally.rows.length < 10 && tally.rows[tally.rows.length - 1] !== line) {
    tally.rows.push(line)
    tally.cells.push(cell)
  }
  tally.count++
}

const more = (tally: Tally) => (tally.count > tally.rows.length ? ` and ${tally.count - tally.rows.length} more` : '')

function rows(tally: Tally): string {
  return tally.count === 1
    ? `Row ${tally.rows[0]} is`
    : `${tally.count} rows (${tally.rows.join(', ')}${more(tally)}) are`
}

function cells(tally: Tally, what: string, quote = false): string {
  const shown = tally.rows.map((row, i) =>
    quote ? `${row} "${(tally.cells[i] ?? '').trim().slice(0, 40)}"` : `${row}`,
  )
  return `${tally.count} ${tally.count === 1 ? 'cell is' : 'cells are'} ${what} (${tally.count === 1 ? 'row' : 'rows'} ${shown.join(', ')}${more(tally)})`
}
