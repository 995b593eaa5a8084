import Papa from 'papaparse'

/** Thrown where a quote is opened and never closed; the caller reads again with quotes as plain characters. */
export class UnclosedQuote extends Error {}

const noQuote = '\u0000'
const longestRow = 4 << 20

/** Splits the cells of a line at runs of blanks, quotes respected. */
function splitAtBlanks(line: string, quotes: boolean): string[] {
  const text = line.trim()
  if (text === '') return ['']
  if (!quotes || !text.includes('"')) return text.split(/\s+/)
  return (text.match(/"(?:[^"]|"")*"|\S+/g) ?? []).map((cell) =>
    cell.length > 1 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1).replace(/""/g, '"') : cell,
  )
}

/**
 * Turns pieces of text into rows of cells; a row may begin in one piece and end in the next. Empty lines are rows, so that
 * row numbers are those of an editor.
 * @param delimiter one character; ' ' is any run of blanks; '' is no delimiter: the line is the cell
 */
export function makeRowSplitter(
  delimiter: string,
  quotes: boolean,
): (text: string, last: boolean) => readonly (readonly string[])[] {
  let held = ''
  if (delimiter === ' ' || delimiter === '') {
    return (text, last) => {
      const lines = (held + text).split('\n')
      held = last ? '' : (lines.pop() ?? '')
      if (last && lines[lines.length - 1] === '') lines.pop()
      return lines.map((line) => {
        if (delimiter === ' ') return splitAtBlanks(line, quotes)
        const cell = line.trim()
        return [quotes && /^"[^"]*"$/.test(cell) ? cell.slice(1, -1) : line]
      })
    }
  }
  const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: quotes ? '"' : noQuote })
  return (text, last) => {
    const all = held + text
    if (all === '') return []
    const { data, errors, meta } = parser.parse(all, 0, !last)
    if (errors.some((error) => error.code === 'MissingQuotes')) throw new UnclosedQuote()
    held = last ? '' : all.slice(meta.cursor)
    if (quotes && held.length > longestRow) throw new UnclosedQuote()
    // The text ends with a line end: papaparse makes a last row of it that no editor counts.
    return last && all.endsWith('\n') && data[data.length - 1]?.join('') === '' ? data.slice(0, -1) : data
  }
}
