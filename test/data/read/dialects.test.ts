// Tables written in a random dialect are read back as the numbers that were written, with nothing said about the dialect.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dataset } from '../../../src/data/dataset.ts'
import { readMeasurements } from '../../../src/data/read/catalogue.ts'

interface Style {
  readonly delimiter: string
  readonly decimal: '.' | ','
  readonly header: 'none' | 'names' | 'brackets' | 'units row' | 'comment' | 'preamble'
  readonly encoding: 'utf-8' | 'utf-8 bom' | 'utf-16le' | 'utf-16be' | 'latin-1'
  readonly newline: '\n' | '\r\n' | '\r'
  readonly trailing: boolean
  readonly quoted: boolean
  readonly lastNewline: boolean
}

const style = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', ' '),
    decimal: fc.constantFrom('.' as const, ',' as const),
    header: fc.constantFrom<Style['header']>('none', 'names', 'brackets', 'units row', 'comment', 'preamble'),
    encoding: fc.constantFrom<Style['encoding']>('utf-8', 'utf-8 bom', 'utf-16le', 'utf-16be', 'latin-1'),
    newline: fc.constantFrom<Style['newline']>('\n', '\r\n', '\r'),
    trailing: fc.boolean(),
    quoted: fc.boolean(),
    lastNewline: fc.boolean(),
  })
  // A decimal comma between commas is a number only in quotes; blanks do not trail.
  .map(
    (s): Style => ({
      ...s,
      quoted: s.quoted || (s.delimiter === ',' && s.decimal === ','),
      trailing: s.trailing && s.delimiter !== ' ',
    }),
  )

const table = fc
  .record({
    columns: fc.integer({ min: 2, max: 5 }),
    rows: fc.integer({ min: 3, max: 40 }),
    digits: fc.constantFrom(1, 2, 3, 4, 6),
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ columns, rows, digits, seed }) => {
    let state = seed
    const next = () => {
      state = (state * 16807) % 2147483647
      return state / 2147483647
    }
    // The axis rises; the curves take any size and sign. At least one value is not whole.
    return Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_, c) =>
        (c === 0 ? i * 0.5 + 0.1 : (next() - 0.3) * 10 ** Math.floor(next() * 5)).toFixed(digits),
      ),
    )
  })

const names = ['Zeit', 'UV', 'Leitfähigkeit', 'pH', 'Druck']
const units = ['min', 'mAU', 'mS/cm', '1', 'bar']

function encode(text: string, encoding: Style['encoding']): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new TextEncoder().encode(text)
  if (encoding === 'utf-8 bom') return new TextEncoder().encode(`\ufeff${text}`)
  if (encoding === 'latin-1') return Uint8Array.from(text, (c) => c.charCodeAt(0))
  const marked = `\ufeff${text}`
  const bytes = new Uint8Array(marked.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < marked.length; i++) view.setUint16(i * 2, marked.charCodeAt(i), encoding === 'utf-16le')
  return bytes
}

function write(rows: readonly (readonly string[])[], s: Style): Uint8Array<ArrayBuffer> {
  const width = rows[0]?.length ?? 0
  const quote = (cell: string) => (s.quoted ? `"${cell}"` : cell)
  const join = (cells: readonly string[]) => cells.join(s.delimiter) + (s.trailing ? s.delimiter : '')
  const head = names.slice(0, width)
  const lines: string[] = []
  if (s.header === 'preamble')
    lines.push(
      `Operator${s.delimiter === ' ' ? ': ' : s.delimiter}Jane`,
      `Column${s.delimiter === ' ' ? ': ' : s.delimiter}C18`,
      '',
    )
  if (s.header === 'comment') lines.push('# made for a test', `# ${head.join(s.delimiter)}`)
  if (s.header === 'brackets') lines.push(join(head.map((name, i) => quote(`${name} (${units[i]})`))))
  if (s.header === 'names' || s.header === 'units row' || s.header === 'preamble') lines.push(join(head.map(quote)))
  if (s.header === 'units row') lines.push(join(units.slice(0, width).map(quote)))
  for (const row of rows) lines.push(join(row.map((cell) => quote(s.decimal === ',' ? cell.replace('.', ',') : cell))))
  return encode(lines.join(s.newline) + (s.lastNewline ? s.newline : ''), s.encoding)
}

function check(dataset: Dataset, rows: readonly (readonly string[])[], s: Style): void {
  const columns = dataset.tables[0]?.columns ?? []
  expect(dataset.tables).toHaveLength(1)
  expect(columns.map((c) => [...c.values])).toEqual((rows[0] ?? []).map((_, i) => rows.map((row) => Number(row[i]))))
  expect(columns.map((c) => c.role)).toEqual((rows[0] ?? []).map((_, i) => (i === 0 ? 'x' : 'y')))
  expect(columns.map((c) => c.name)).toEqual(
    (rows[0] ?? []).map((_, i) => (s.header === 'none' ? `column${i + 1}` : names[i])),
  )
  if (s.header === 'brackets' || s.header === 'units row')
    expect(columns.map((c) => c.unit)).toEqual(units.slice(0, columns.length))
  expect(dataset.options.delimiter).toBe(s.delimiter)
  expect(dataset.options.decimal).toBe(s.decimal)
  if (s.encoding.startsWith('utf-16')) expect(dataset.options.encoding).toBe(s.encoding)
}

test('a table in any dialect is read as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(table, style, async (rows, s) => {
      check(await readMeasurements({ name: 'run.csv', bytes: write(rows, s) }), rows, s)
    }),
    { numRuns: 400 },
  )
})

test('reading again with the options kept in the dataset gives the same dataset', async () => {
  await fc.assert(
    fc.asyncProperty(table, style, async (rows, s) => {
      const file = { name: 'run.csv', bytes: write(rows, s) }
      const first = await readMeasurements(file)
      const second = await readMeasurements(file, { options: first.options })
      expect(second.tables).toEqual(first.tables)
      expect(second.options).toEqual(first.options)
      expect(second.sha256).toBe(first.sha256)
    }),
    { numRuns: 100 },
  )
})
