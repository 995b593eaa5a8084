import { commonest } from './dialect.ts'
import { classifyTime, isMissing } from './numbers.ts'

/** What the cells of a column are. */
export type ColumnKind = 'number' | 'text' | 'clock' | 'stamp'

export type Row = readonly string[]

export const isBlank = (row: Row): boolean => row.every((cell) => cell.trim() === '')

/** A line for people: `# text`, `% text`, `// text`, `! text`; not a column called `#` or `%B`. */
export function isComment(row: Row, delimiter: string): boolean {
  const first = (row[0] ?? '').trimStart()
  if (first.trim() === '#') return row.length === 1 || delimiter === ' '
  return /^(#|\/\/|%(\s|%|$)|!(\s|$))/.test(first)
}

export const trimmedLength = (cells: Row): number => {
  let n = cells.length
  while (n > 0 && (cells[n - 1] ?? '').trim() === '') n--
  return n
}

export interface Guess {
  /** Usual number of cells. */
  readonly width: number
  readonly kinds: readonly ColumnKind[]
}

/** What each column holds, by majority over the rows of the sample that look like data. */
export function guessKinds(rows: readonly Row[], delimiter: string, parse: (cell: string) => number): Guess {
  const isData = (row: Row) => row.some((cell) => !Number.isNaN(parse(cell)) || classifyTime(cell) !== undefined)
  // The longest run of rows of one shape is the table; key-value lines with a number in them are not.
  let best: Row[] = []
  let run: Row[] = []
  let shape = ''
  const shapeOf = (row: Row) =>
    row
      .map((cell) => (!Number.isNaN(parse(cell)) || isMissing(cell) || classifyTime(cell) ? 'n' : 't'))
      .join('')
      .replace(/n*$/, '')
  for (const row of rows) {
    if (isBlank(row) || isComment(row, delimiter)) continue
    const own = shapeOf(row)
    if (isData(row) && (run.length === 0 || own === shape)) run.push(row)
    else run = isData(row) ? [row] : []
    shape = own
    if (run.length >= best.length) best = run
  }
  // Runs are broken by single unreadable cells: rows beside the run that begin like it vote too.
  const width = commonest(best.map(trimmedLength))
  const isNumber = (cell: string | undefined) =>
    !Number.isNaN(parse(cell ?? '')) || classifyTime(cell ?? '') !== undefined
  const lead = (best[best.length - 1] ?? []).findIndex(isNumber)
  const at = rows.indexOf(best[0] ?? [])
  const belongs = (row: Row) => isBlank(row) || isComment(row, delimiter) || (isData(row) && isNumber(row[lead]))
  let from = at
  while (from > 0 && belongs(rows[from - 1] ?? [])) from--
  let to = at + 1
  while (to < rows.length && belongs(rows[to] ?? [])) to++
  const voters = rows.slice(Math.max(0, from), to).filter((row) => !isBlank(row) && !isComment(row, delimiter))
  const count = Math.max(width, ...voters.map((row) => row.length), 1)
  const kinds = Array.from({ length: count }, (_, column): ColumnKind => {
    const votes = { number: 0, text: 0, clock: 0, stamp: 0 }
    for (const row of voters) {
      const cell = row[column] ?? ''
      if (isMissing(cell)) continue
      votes[!Number.isNaN(parse(cell)) ? 'number' : (classifyTime(cell) ?? 'text')]++
    }
    if (votes.number + votes.text + votes.clock + votes.stamp === 0) return 'number'
    if (votes.number >= votes.text + votes.clock + votes.stamp) return 'number'
    return votes.text > votes.clock + votes.stamp ? 'text' : votes.clock > votes.stamp ? 'clock' : 'stamp'
  })
  return { width, kinds }
}

/** Finds the first row of data: its first number column holds a number, words are in the minority, and the next row is alike. */
export function findStart(
  rows: readonly Row[],
  guess: Guess,
  delimiter: string,
  parse: (cell: string) => number,
): number {
  const isKind = (cell: string, kind: ColumnKind) =>
    kind === 'number' ? !Number.isNaN(parse(cell)) : classifyTime(cell) === kind
  const measured = guess.kinds.flatMap((kind, column) => (kind === 'text' ? [] : [column]))
  const lead = measured[0] ?? 0
  const begins = (row: Row): boolean =>
    isKind(row[lead] ?? '', guess.kinds[lead] ?? 'number') || isMissing(row[lead] ?? '')
  const judge = (row: Row): 'sure' | 'maybe' | 'no' => {
    if (isBlank(row) || isComment(row, delimiter) || row.length < guess.width / 2 || !begins(row)) return 'no'
    let numbers = 0
    let words = 0
    for (const column of measured) {
      const cell = row[column] ?? ''
      if (isKind(cell, guess.kinds[column] ?? 'number')) numbers++
      else if (!isMissing(cell)) words++
    }
    if (numbers === 0 || numbers < words) return 'no'
    return numbers > words && (row.length >= guess.width || numbers >= measured.length / 2) ? 'sure' : 'maybe'
  }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? []
    const verdict = judge(row)
    if (verdict === 'no') continue
    const next = rows.slice(i + 1, i + 200).find((other) => !isBlank(other) && !isComment(other, delimiter))
    if (!next && verdict === 'sure') return i
    if (!next) continue
    const isAlike = trimmedLength(next) === trimmedLength(row)
    // A cell that cannot be read makes a row doubtful; its neighbour must then be sure.
    if (verdict === 'sure' ? judge(next) === 'sure' || (begins(next) && isAlike) : judge(next) === 'sure' && isAlike)
      return i
  }
  return rows.findIndex((row) => judge(row) === 'sure')
}
