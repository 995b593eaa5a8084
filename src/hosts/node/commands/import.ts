import { basename, resolve } from 'node:path'
import { readMeasurements } from '../../../data/read/catalogue.ts'
import { describeDataset } from '../../../data/read/describe.ts'
import { tableToCsv } from '../../../data/write/csv.ts'
import { type Command, type CommandIo, parseArguments, printJson } from '../command.ts'
import { writeAtomically } from '../disk-files.ts'
import { readBytes } from '../experiment-input.ts'

const largest = 1024 * 1024 * 1024

/** Reads the measurements of FILE, or of standard input for `-`. */
async function readSource(file: string, io: CommandIo) {
  const bytes = file === '-' ? await io.stdin() : await readBytes(resolve(io.cwd, file), file, largest)
  return readMeasurements({ name: file === '-' ? 'standard input' : basename(file), bytes }, { signal: io.signal })
}

const short = (value: number | null) => (value === null ? '–' : Number(value.toPrecision(6)).toString())

export const command: Command = {
  name: 'import',
  summary: 'says what is in a file of measurements, and every guess made',
  usage: `FILE [--csv OUT]

  --csv OUT   writes the columns as CSV, values after multipliers, full precision

FILE may be -, standard input.`,
  async run(args, io) {
    const parsed = parseArguments(args, { csv: { type: 'string' } }, { names: ['FILE'] })
    const dataset = await readSource(parsed.positionals[0] ?? '', io)
    const document = describeDataset(dataset)
    const out = parsed.text('csv')
    if (out !== undefined)
      for (const [i, table] of dataset.tables.entries()) {
        // Further tables stand beside the first: name-2.csv, name-3.csv.
        const place = i === 0 ? out : out.replace(/(\.[^./\\]*)?$/, `-${i + 1}$1`)
        await writeAtomically(resolve(io.cwd, place), tableToCsv(table))
        io.stderr(`wrote ${place}\n`)
      }
    if (parsed.json) printJson(io, document)
    else {
      const { format, encoding, delimiter, decimal, tables, notes } = document
      const lines = [`${format}, ${encoding}, delimiter ${JSON.stringify(delimiter)}, decimal "${decimal}"`]
      for (const table of tables) {
        lines.push(`table ${table.name}`)
        for (const c of table.columns)
          lines.push(
            `  ${c.role.padEnd(6)} ${c.name}${c.unit === '' || c.unit === '1' ? '' : ` (${c.unit})`}: ${c.count} values, ${short(c.first)} … ${short(c.last)}, from ${short(c.min)} to ${short(c.max)}`,
          )
      }
      io.stdout(`${[...lines, ...notes.map((note) => `note: ${note}`)].join('\n')}\n`)
    }
    return 0
  },
}
