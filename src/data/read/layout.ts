import { commonest } from './dialect.ts'
import {
  type ColumnKind,
  findStart,
  type Guess,
  guessKinds,
  isBlank,
  isComment,
  type Row,
  trimmedLength,
} from './kinds.ts'
import { type HeaderName, splitHeader, unitOfCell } from './names.ts'
import { isMissing } from './numbers.ts'

/** Where things stand in the table. Lines are counted from 0. */
export interface Layout {
  readonly headerRows: number
  readonly nameRow: number | undefined
  readonly unitRow: number | undefined
  readonly columns: readonly (HeaderName & { readonly kind: ColumnKind })[]
  /** Every row is a variable: first cell its name, the others its values. */
  readonly transposed: boolean
  readonly notes: readonly string[]
}

export interface LayoutWishes {
  readonly headerRows?: number
  readonly nameRow?: number
  readonly unitRow?: number
  readonly layout?: 'columns' | 'rows'
}

/** The line under the names of a Markdown or console table. */
const isRule = (row: Row): boolean => /^[-=+:|\s]*[-=]{2}[-=+:|\s]*$/.test(row.join(' '))

/** An empty corner above numbers that only rise: the wavelengths of a matrix, not a row of data. */
function isNumberHeader(row: Row, next: Row | undefined, parse: (cell: string) => number): boolean {
  if (!next || (row[0] ?? '').trim() !== '' || row.length < 2 || Number.isNaN(parse(next[0] ?? ''))) return false
  const values = row
    .slice(1)
    .filter((cell, i) => cell.trim() !== '' || i < row.length - 2)
    .map(parse)
  return (
    values.length > 0 && values.every((value, i) => !Number.isNaN(value) && (i === 0 || value > (values[i - 1] ?? 0)))
  )
}

/** Splits a header line of blank-delimited files whose names contain blanks, so that it fits the columns. */
function fitHeader(cells: Row, width: number): Row {
  if (cells.length === width) return cells
  const joined: string[] = []
  for (const cell of cells) {
    const last = joined[joined.length - 1]
    if (last !== undefined && (/^[([]/.test(cell) || /[([][^)\]]*$/.test(last)))
      joined[joined.length - 1] = `${last} ${cell}`
    else joined.push(cell)
  }
  return joined.length === width ? joined : cells
}

const wordsOfAxes = /time|^t\b|^x\b|min|sec|volume|retention|wavelength|zeit|temps|tiempo|tempo/i

/** Finds names, units and the first row of data in the head of a file, wishes respected. */
export function findLayout(
  rows: readonly Row[],
  delimiter: string,
  parse: (cell: string) => number,
  complete: boolean,
  wishes: LayoutWishes,
): Layout {
  const notes: string[] = []
  if (wishes.layout === 'rows' || (wishes.layout === undefined && complete && isTransposed(rows, delimiter, parse)))
    return transposedLayout(notes, wishes)
  const guess = guessKinds(wishes.headerRows === undefined ? rows : rows.slice(wishes.headerRows), delimiter, parse)
  let start = wishes.headerRows ?? findStart(rows, guess, delimiter, parse)
  if (start < 0) start = rows.length
  const next = rows.slice(start + 1).find((row) => !isBlank(row))
  if (wishes.headerRows === undefined && isNumberHeader(rows[start] ?? [], next, parse)) {
    notes.push(
      `Row ${start + 1} has an empty first cell and rising numbers: they are taken as the names of the columns.`,
    )
    const width = Math.max(guess.width, (rows[start] ?? []).length)
    return finish(start + 1, start, undefined, rows[start] ?? [], [], guess, width, notes)
  }
  // The rows right above the data, as wide as the data: names, units, groups.
  const above: number[] = []
  for (let i = start - 1; i >= 0 && above.length < 4; i--) {
    const row = rows[i] ?? []
    if (isComment(row, delimiter) && !fitsComment(row, guess.width, delimiter)) continue
    if (isRule(row)) continue
    if (isBlank(row)) {
      if (above.length === 0) continue
      break
    }
    const cells = headerCells(row, guess.width, delimiter)
    if (trimmedLength(cells) < Math.min(guess.width, 2) && guess.width > 1) break
    if (guess.width > 1 && trimmedLength(cells) < guess.width * 0.6 && above.length === 0) break
    above.push(i)
  }
  let unitRow = wishes.unitRow
  let nameRow = wishes.nameRow
  const cellsOf = (i: number | undefined) => (i === undefined ? [] : headerCells(rows[i] ?? [], guess.width, delimiter))
  if (nameRow === undefined && wishes.headerRows === undefined) {
    const [first, second] = above
    if (unitRow === undefined && second !== undefined && isUnitRow(cellsOf(first), cellsOf(second))) unitRow = first
    nameRow = unitRow === undefined ? first : above[above.indexOf(unitRow) + 1]
    if (nameRow !== undefined && looksLikeKeys(rows, nameRow, guess, delimiter)) {
      notes.push(
        `Row ${nameRow + 1} looks like one more key and value, not like names of columns: the columns are numbered.`,
      )
      nameRow = undefined
    }
  } else if (nameRow !== undefined && unitRow === undefined && nameRow + 1 < start)
    if (isUnitRow(cellsOf(nameRow + 1), cellsOf(nameRow))) unitRow = nameRow + 1
  let names = cellsOf(nameRow)
  const groupRow = nameRow === undefined ? undefined : above[above.indexOf(nameRow) + 1]
  if (groupRow !== undefined && above.includes(nameRow ?? -1) && hasRepeats(names)) {
    names = joinGroups(cellsOf(groupRow), names)
    notes.push(`Names repeat in row ${(nameRow ?? 0) + 1}: those of row ${groupRow + 1} are put before them.`)
  }
  const width = Math.max(guess.width, trimmedLength(names))
  return finish(start, nameRow, unitRow, names, cellsOf(unitRow), guess, width, notes)
}

function finish(
  headerRows: number,
  nameRow: number | undefined,
  unitRow: number | undefined,
  names: Row,
  units: Row,
  guess: Guess,
  width: number,
  notes: readonly string[],
): Layout {
  const columns = Array.from({ length: width }, (_, i) => {
    const split = splitHeader(names[i] ?? '')
    const unit = unitOfCell(units[i] ?? '', split.name) ?? (units[i] ?? '').trim()
    return { ...split, name: split.name, unit: unit || split.unit, kind: guess.kinds[i] ?? 'number' }
  })
  return { headerRows, nameRow, unitRow, columns, transposed: false, notes }
}

function commentCells(row: Row, delimiter: string): Row {
  const first = (row[0] ?? '').trimStart().replace(/^(#+|\/\/|%+|!)\s*/, '')
  const cells = [first, ...row.slice(1)].map((cell) => cell.trim())
  // In blank-delimited files the sign is a cell of its own.
  return delimiter === ' ' && first === '' ? cells.slice(1) : cells
}

/** Whether a comment line names the columns (`# time, signal`, as numpy.savetxt writes). */
function fitsComment(row: Row, width: number, delimiter: string): boolean {
  const cells = headerCells(row, width, delimiter)
  return cells.length === width && cells.every((cell) => cell !== '' && !/[:=]/.test(cell))
}

function headerCells(row: Row, width: number, delimiter: string): Row {
  let cells = row
  if (isComment(row, delimiter)) {
    // A comment may use another delimiter than the data do.
    const bare = commentCells(row, delimiter)
    const text = bare.join(delimiter === '' ? ' ' : delimiter)
    const ways = [
      ...(delimiter === ' ' ? [] : [bare]),
      text.split(/\s*[,;\t|]\s*/),
      text.split(/\s{2,}/),
      bare,
      text.split(/[\s,;]+/),
      row,
    ]
    cells = ways.find((way) => way.length === width && width > 1) ?? bare
  }
  if (delimiter !== ' ') return cells
  // "Data:  y  x", as the reference data of NIST have it.
  if (cells.length === width + 1 && /:$/.test(cells[0] ?? '')) return cells.slice(1)
  return fitHeader(cells, width)
}

function isUnitRow(units: Row, names: Row): boolean {
  const filled = units.filter((cell) => cell.trim() !== '')
  const known = filled.filter((cell) => unitOfCell(cell, '') !== undefined)
  const dimensional = known.filter((cell) => unitOfCell(cell, '') !== '1')
  const others = names.filter(
    (cell, i) => cell.trim() !== '' && unitOfCell(cell, '') === undefined && i < units.length + 1,
  )
  return dimensional.length > 0 && known.length >= filled.length * 0.7 && others.length > 0
}

/** A two-cell line under other two-cell lines, with no word of an axis and no unit, is one more `key value`. */
function looksLikeKeys(rows: readonly Row[], nameRow: number, guess: Guess, delimiter: string): boolean {
  const cells = rows[nameRow] ?? []
  if (guess.width !== 2) return false
  const before = rows[nameRow - 1]
  if (!before || isBlank(before) || trimmedLength(before) !== 2 || isComment(before, delimiter)) return false
  if (/:\s*$/.test(headerCells(cells, 2, delimiter)[0] ?? '')) return true
  const names = headerCells(cells, 2, delimiter).map(splitHeader)
  return !names.some((name) => name.unit !== '' || wordsOfAxes.test(name.name))
}

const hasRepeats = (names: Row): boolean => {
  const filled = names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '')
  return new Set(filled).size < filled.length
}

function joinGroups(groups: Row, names: Row): string[] {
  let current = ''
  return names.map((name, i) => {
    current = (groups[i] ?? '').trim() || current
    return current === '' || name.trim() === '' ? name || current : `${current} ${name.trim()}`
  })
}

/** Few long rows, each of a name and numbers (or of numbers alone, the first only rising). */
function isTransposed(rows: readonly Row[], delimiter: string, parse: (cell: string) => number): boolean {
  const filled = rows.filter((row) => !isBlank(row) && !isComment(row, delimiter))
  const width = commonest(filled.map(trimmedLength))
  if (filled.length < 2 || filled.length > 64 || width < 4 || width < filled.length * 2) return false
  const measured = filled.filter(
    (row) => row.slice(1).filter((cell) => !Number.isNaN(parse(cell))).length >= (width - 2) * 0.8,
  )
  if (measured.length < 2 || measured.length < filled.length - 2) return false
  const labelled = measured.every((row) => Number.isNaN(parse(row[0] ?? '')) && !isMissing(row[0] ?? ''))
  if (labelled) return true
  const axis = (measured[0] ?? []).map(parse)
  return width >= 8 && filled.length <= 3 && axis.every((value, i) => i === 0 || value > (axis[i - 1] ?? 0))
}

function transposedLayout(notes: string[], wishes: LayoutWishes): Layout {
  notes.push(
    `Each row is a variable${wishes.layout ? ', as asked for' : ' (few long rows, guessed)'}: rows and columns are exchanged.`,
  )
  return { headerRows: 0, nameRow: undefined, unitRow: undefined, columns: [], transposed: true, notes }
}
