import { classifyNumber, classifyTime, isMissing } from './numbers.ts'
import { makeRowSplitter, UnclosedQuote } from './rows.ts'

/** How the rows and numbers of a text table are written. */
export interface Dialect {
  /** `,` `;` tab `|`, ' ' for any run of blanks, '' for one cell a line. */
  readonly delimiter: string
  readonly decimal: '.' | ','
  readonly thousands: string
  /** False where a quote is opened and never closed, so that quotes are plain characters. */
  readonly quotes: boolean
  /** Why, for people. */
  readonly notes: readonly string[]
}

export interface DialectWishes {
  readonly delimiter?: string
  readonly decimal?: '.' | ','
  readonly thousands?: string
}

interface Candidate {
  readonly delimiter: string
  readonly quotes: boolean
  readonly score: number
  /** Cells that another delimiter would part into numbers. */
  readonly doubts: number
  /** Rows of the best block, with what each cell may be. */
  readonly rows: readonly (readonly string[])[]
}

/** Everything the head of the file says for or against one delimiter. */
function judge(text: string, delimiter: string): Candidate {
  let rows: readonly (readonly string[])[]
  let quotes = text.includes('"')
  try {
    rows = makeRowSplitter(delimiter, quotes)(text, true)
  } catch (error) {
    if (!(error instanceof UnclosedQuote)) throw error
    quotes = false
    rows = makeRowSplitter(delimiter, false)(text, true)
  }
  const scores = rows.map((row) => scoreRow(row, delimiter))
  // The block of rows with the largest sum is where the numbers are (Kadane's algorithm): preambles and reports fall outside.
  let best = 0
  let sum = 0
  let from = 0
  let block: readonly [number, number] = [0, 0]
  scores.forEach((score, i) => {
    if (sum <= 0) {
      sum = 0
      from = i
    }
    sum += score
    if (sum > best) {
      best = sum
      block = [from, i + 1]
    }
  })
  const inside = rows.slice(...block).filter((row) => row.some((cell) => cell.trim() !== ''))
  // Rows of changing length speak against a delimiter.
  const lengths = inside.map((row) => row.length)
  const usual = commonest(lengths)
  const odd = lengths.filter((n) => n !== usual).length
  const doubts = inside.reduce((sum, row) => sum + row.filter((cell) => isDoubtful(cell, row, delimiter)).length, 0)
  return { delimiter, quotes, doubts, score: best * (1 - (0.5 * odd) / Math.max(1, inside.length)), rows: inside }
}

/** Numbers that another delimiter would part: this one is wrong. */
function isDoubtful(cell: string, row: readonly string[], delimiter: string): boolean {
  if (classifyTime(cell)) return false
  if (isNumeric(cell)) {
    // "0,1 860,3" is two numbers with decimal commas, not three with a thousand among them, unless points say otherwise.
    return delimiter === ',' && classifyNumber(cell).dotThousands === ' ' && !row.some((other) => other.includes('.'))
  }
  return /\d\s*[;\t|,][-+\s]*[\d.]/.test(cell) || (delimiter !== ' ' && /\d\s+[-+]?[\d.]/.test(cell))
}

function isNumeric(cell: string): boolean {
  const kind = classifyNumber(cell)
  return kind.dot || kind.comma
}

function scoreRow(row: readonly string[], delimiter: string): number {
  if (row.length === 1 && (row[0] ?? '').trim() === '') return 0
  let score = 0
  let numbers = 0
  for (const cell of row) {
    if (isDoubtful(cell, row, delimiter)) score--
    else if (isNumeric(cell) || classifyTime(cell)) {
      numbers++
      score++
    } else if (isMissing(cell)) score += cell.trim() === '' ? 0.1 : 0.3
    else score -= 0.25
  }
  return numbers === 0 ? -1 : score
}

export function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0]
}

const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'vertical bar', ' ': 'blanks', '': 'none, one value a line',
} // biome-ignore format: a table

const nameDelimiter = (delimiter: string): string => delimiterNames[delimiter] ?? `"${delimiter}"`

function chooseDelimiter(text: string, wanted: string | undefined): Candidate {
  if (wanted !== undefined) return judge(text, wanted)
  const excel = /^sep=(.)\n/i.exec(text)
  if (excel?.[1]) return judge(text, excel[1])
  const single = judge(text, '')
  const explicit = ['\t', ';', '|', ',']
    .filter((delimiter) => text.includes(delimiter))
    .map((delimiter) => judge(text, delimiter))
    .filter((candidate) => commonest(candidate.rows.map((row) => row.length)) > 1)
  const best = explicit.reduce((a, b) => (b.score > a.score * 1.001 ? b : a), single)
  // Blanks part numbers only where no sign does: a tab or comma between them may be followed by blanks.
  const blanks = judge(text, ' ')
  const usual = commonest(blanks.rows.map((row) => row.length))
  const margin = best.delimiter === '' || (best.doubts > 0 && blanks.doubts === 0) ? 1.001 : 1.3
  const chosen = usual > 1 && blanks.score > best.score * margin ? blanks : best
  if (chosen.delimiter === ',' && isDecimalColumn(text, chosen)) return single
  return chosen
}

/** "signal⏎1,5⏎2,7": two numbers a line under a header of one word are one number with a decimal comma. */
function isDecimalColumn(text: string, candidate: Candidate): boolean {
  if (commonest(candidate.rows.map((row) => row.length)) !== 2 || text.includes('"')) return false
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const header = lines.findIndex((line) => /\d/.test(line) && !/[A-Za-z]{2}/.test(line)) - 1
  const title = lines[header]
  const whole = candidate.rows.every(
    (row) => /^[-+]?\d+$/.test((row[0] ?? '').trim()) && /^\d+$/.test((row[1] ?? '').trim()),
  )
  return title !== undefined && !title.includes(',') && whole
}

interface Evidence {
  dot: number
  comma: number
  dotOnly: number
  commaOnly: number
  /** Columns in which every number has a comma that could also group thousands. */
  readonly ambiguous: Map<number, { with: number; without: number }>
}

function collect(rows: readonly (readonly string[])[]): Evidence {
  const evidence: Evidence = { dot: 0, comma: 0, dotOnly: 0, commaOnly: 0, ambiguous: new Map() }
  for (const row of rows)
    row.forEach((cell, column) => {
      const kind = classifyNumber(cell)
      if (kind.dot) evidence.dot++
      if (kind.comma) evidence.comma++
      // A number with a dot that no grouping explains, or the same with a comma, settles it.
      if (kind.dot && !kind.comma && kind.dotThousands !== ',') evidence.dotOnly++
      if (kind.comma && !kind.dot && kind.commaThousands !== '.') evidence.commaOnly++
      if (kind.dot && !kind.comma && kind.dotThousands === ',') evidence.dotOnly++
      if (kind.comma && !kind.dot && kind.commaThousands === '.') evidence.commaOnly++
      if (kind.dot && kind.comma) {
        const seen = evidence.ambiguous.get(column) ?? { with: 0, without: 0 }
        if (cell.includes(',')) seen.with++
        else seen.without++
        evidence.ambiguous.set(column, seen)
      }
    })
  return evidence
}

/** Decimal sign: what most numbers need; where all can be read both ways, what the delimiter and the shape suggest. */
function chooseDecimal(candidate: Candidate): { decimal: '.' | ','; why: string } {
  const { dotOnly, commaOnly, ambiguous } = collect(candidate.rows)
  if (dotOnly !== commaOnly) {
    const decimal = dotOnly > commaOnly ? '.' : ','
    return {
      decimal,
      why:
        Math.min(dotOnly, commaOnly) > 0
          ? `most numbers need it (${Math.max(dotOnly, commaOnly)} against ${Math.min(dotOnly, commaOnly)})`
          : '',
    }
  }
  const withComma = [...ambiguous.values()].filter((column) => column.with > 0)
  if (withComma.length === 0) return { decimal: '.', why: '' }
  const example = 'every comma is followed by three digits, so it could also group thousands'
  if (candidate.delimiter === ';')
    return { decimal: ',', why: `${example}; semicolons between the cells suggest a decimal comma` }
  if (candidate.delimiter === ',')
    return { decimal: '.', why: `${example}; quoted cells between commas suggest thousands` }
  // Thousands are absent below 1000, a column of fixed decimals has a comma in every number.
  const isDecimal = withComma.every((column) => column.without === 0)
  return {
    decimal: isDecimal ? ',' : '.',
    why: `${example}; ${isDecimal ? 'every number has one' : 'smaller numbers have none'}`,
  }
}

/** The guess of delimiter, decimal sign and thousands from the head of a file, wishes respected. */
export function findDialect(text: string, wishes: DialectWishes): Dialect {
  const candidate = chooseDelimiter(text, wishes.delimiter)
  const guess =
    wishes.decimal === undefined ? chooseDecimal(candidate) : { decimal: wishes.decimal, why: 'as asked for' }
  let thousands = wishes.thousands
  if (thousands === undefined) {
    const seen = new Set<string>()
    for (const row of candidate.rows)
      for (const cell of row) {
        const kind = classifyNumber(cell)
        if (guess.decimal === '.' ? kind.dot : kind.comma)
          for (const c of guess.decimal === '.' ? kind.dotThousands : kind.commaThousands) seen.add(c)
      }
    thousands = [...seen].sort().join('')
  }
  const notes = [
    `Delimiter: ${nameDelimiter(candidate.delimiter)}${wishes.delimiter === undefined ? ', guessed' : ', as asked for'}.`,
    `Decimal sign: ${guess.decimal === ',' ? 'comma' : 'point'}${guess.why ? `; ${guess.why}` : ''}.`,
  ]
  if (thousands !== '')
    notes.push(
      `Thousands are grouped by ${[...thousands].map((c) => (c === ' ' ? 'a space' : `"${c}"`)).join(' and ')}.`,
    )
  if (!candidate.quotes && text.includes('"'))
    notes.push('A quote is opened and never closed: quotes are read as plain characters.')
  return { delimiter: candidate.delimiter, decimal: guess.decimal, thousands, quotes: candidate.quotes, notes }
}
