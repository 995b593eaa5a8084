/** How numbers are written in a file. */
export interface NumberStyle {
  readonly decimal: '.' | ','
  /** The characters that may group digits in threes: any of `,` `.` space `'`; '' where none does. */
  readonly thousands: string
}

/** Words and signs that stand for "no value" in exports of instruments, spreadsheets and statistics programs. */
const missing = new Set([
  '', 'n.a.', 'n.a', 'na', 'n/a', '<na>', 'nan', '-nan', '+nan', '#n/a', '#na', '#nv', '#wert!', '#value!', '#div/0!', '#num!', '#ref!', '#name?',
  'null', 'none', 'nil', 'nd', 'n.d.', 'n.d', '-', '--', '---', '–', '—', '?', '.', '*', '**', '***', '****', '*****', 'missing', 'empty', '1.#qnan', '1.#ind',
  '-1.#ind', '-1.#qnan', 'k.a.', 'bdl',
]) // biome-ignore format: a table

export const isMissing = (cell: string): boolean => cell === '' || missing.has(cell.trim().toLowerCase())

const exponent = '(?:[eEdD][+-]?\\d+)?'
const plainDot = new RegExp(`^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)${exponent}$`)
const plainComma = new RegExp(`^[+-]?(?:\\d+(?:,\\d+)?|,\\d+)${exponent}$`)
const groupedComma = new RegExp(`^[+-]?[1-9]\\d{0,2}(?:,\\d{3})+(?:\\.\\d*)?${exponent}$`)
const groupedDot = new RegExp(`^[+-]?[1-9]\\d{0,2}(?:\\.\\d{3})+(?:,\\d*)?${exponent}$`)
const groupedOther = new RegExp(`^[+-]?[1-9]\\d{0,2}([ '])\\d{3}(?:\\1\\d{3})*(?:([.,])\\d*)?${exponent}$`)

/** Exotic minus signs, spaces and apostrophes as ASCII. */
function plain(cell: string): string {
  let text = cell.trim()
  if (/[^ -~]/.test(text))
    text = text
      .replace(/[−–‐]/g, '-')
      .replace(/[\u00a0\u2007\u2009\u202f]/g, ' ')
      .replace(/[’‘]/g, "'")
  return text.replace(/^([+-]) /, '$1')
}

/** Under which styles a cell is a number. */
export interface CellKind {
  readonly dot: boolean
  readonly comma: boolean
  /** Separators of thousands it needs in the style. */
  readonly dotThousands: string
  readonly commaThousands: string
}

const neither: CellKind = { dot: false, comma: false, dotThousands: '', commaThousands: '' }

/** Every way in which the cell can be read as a number. */
export function classifyNumber(cell: string): CellKind {
  const text = plain(cell)
  if (!/\d/.test(text)) return neither
  const other = groupedOther.exec(text)
  if (other) {
    const group = other[1] ?? ''
    return { dot: other[2] !== ',', comma: other[2] !== '.', dotThousands: group, commaThousands: group }
  }
  const dotPlain = plainDot.test(text)
  const commaPlain = plainComma.test(text)
  const dotGrouped = !dotPlain && groupedComma.test(text)
  const commaGrouped = !commaPlain && groupedDot.test(text)
  return {
    dot: dotPlain || dotGrouped,
    comma: commaPlain || commaGrouped,
    dotThousands: dotGrouped ? ',' : '',
    commaThousands: commaGrouped ? '.' : '',
  }
}

/** A function from cells to numbers; NaN where the cell is not a number in this style. Infinity is not a measurement. */
export function makeNumberParser(style: NumberStyle): (cell: string) => number {
  const shapes = style.decimal === '.' ? [plainDot] : [plainComma]
  if (style.thousands.includes(style.decimal === '.' ? ',' : '.'))
    shapes.push(style.decimal === '.' ? groupedComma : groupedDot)
  const others: readonly string[] = [...style.thousands].filter((c) => c === ' ' || c === "'")
  const slow = (cell: string): number => {
    let text = plain(cell)
    const other = others.length > 0 ? groupedOther.exec(text) : null
    if (other && others.includes(other[1] ?? '') && (other[2] === undefined || other[2] === style.decimal))
      text = text.replace(/[ ']/g, '')
    if (!shapes.some((shape) => shape.test(text))) return Number.NaN
    if (style.decimal === ',') text = text.replace(/\./g, '').replace(',', '.')
    else text = text.replace(/,/g, '')
    const value = Number(text.replace(/[dD]/, 'e'))
    return Number.isFinite(value) ? value : Number.NaN
  }
  if (style.decimal === ',') {
    // Most cells have one comma and nothing else.
    return (cell) => {
      if (cell.includes('.')) return slow(cell)
      const comma = cell.indexOf(',')
      if (comma < 0) return fast(cell, slow)
      return fast(`${cell.slice(0, comma)}.${cell.slice(comma + 1)}`, () => slow(cell))
    }
  }
  return (cell) => fast(cell, slow)
}

/** `Number` for what begins like a number and is not hexadecimal; everything else the slow way. */
function fast(cell: string, slow: (cell: string) => number): number {
  if (cell.charCodeAt(0) === 32) return fast(cell.trim(), slow)
  const first = cell.charCodeAt(0)
  const second = cell.charCodeAt(1)
  if ((first >= 48 && first <= 57) || first === 45 || first === 46 || first === 43) {
    if (!(second > 57) || second === 101 || second === 69) {
      const value = Number(cell)
      if (value - value === 0) return value
    }
  }
  return slow(cell)
}

const clock = /^(\d{1,4}):([0-5]\d)(?::([0-5]\d(?:[.,]\d+)?))?$/
const stamp =
  /^(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})|(\d{1,2})([./])(\d{1,2})\5(\d{4}|\d{2}))(?:T|,? +)(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?(?: ?([AP])\.?M\.?)?(Z|[+-]\d{2}:?\d{2})?$/i

/** `clock` (0:01:30.5), `stamp` (2024-03-01 12:00:05, 1.3.2024 12:00, 01.03.24 12:00, 3/1/2024 2:05 PM) or undefined. */
export function classifyTime(cell: string): 'clock' | 'stamp' | undefined {
  const text = cell.trim()
  return clock.test(text) ? 'clock' : stamp.test(text) ? 'stamp' : undefined
}

/** Seconds of a clock time (h:mm:ss, or m:ss where there are two parts) or since 1970 of a date and time; NaN otherwise. */
export function parseTime(cell: string): number {
  const text = cell.trim()
  const simple = clock.exec(text)
  const seconds = (part: string | undefined) => Number((part ?? '0').replace(',', '.'))
  if (simple) {
    const [, a, b, c] = simple
    return c === undefined ? Number(a) * 60 + Number(b) : Number(a) * 3600 + Number(b) * 60 + seconds(c)
  }
  const full = stamp.exec(text)
  if (!full) return Number.NaN
  const [, y, m, d, first, between, second, y2, h, minute, s, half, zone] = full
  // With slashes the month stands first in America, which AM and PM give away, and where the second cannot be a month.
  const isMonthFirst = between === '/' && (half !== undefined || Number(second) > 12) && Number(first) <= 12
  const [month, day] = isMonthFirst ? [first, second] : [second, first]
  const year = Number(y ?? y2)
  const days = Date.UTC(year < 100 ? year + 2000 : year, Number(m ?? month) - 1, Number(d ?? day)) / 1000
  const hour = half === undefined ? Number(h) : (Number(h) % 12) + (/p/i.test(half) ? 12 : 0)
  const offset =
    zone && zone !== 'Z' ? Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60) : 0
  return days + hour * 3600 + Number(minute) * 60 + seconds(s) - offset
}
