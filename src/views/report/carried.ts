import type { Column } from '../../data/dataset.ts'
import { makePayload } from '../../data/embed.ts'
import { columnSectionOf } from '../../experiment/column-section.ts'
import type { ColumnSection, DataSection, Experiment } from '../../experiment/experiment.ts'
import type { Inputs } from '../../experiment/inputs.ts'

const cell = (value: number) => (Number.isFinite(value) ? String(value) : '')
const quoted = (name: string) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)

/** The columns that the experiment uses, as a plain CSV: names, then rows, every double exactly. */
function toCsv(columns: readonly Column[]): Uint8Array<ArrayBuffer> {
  const count = Math.max(0, ...columns.map((column) => column.values.length))
  const lines = [columns.map((column) => quoted(column.name)).join(',')]
  for (let row = 0; row < count; row++)
    lines.push(columns.map(({ values }) => cell(values[row] ?? Number.NaN)).join(','))
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

/** The section without what only fits the original file (hash, reading options), with the units that its headers said. */
function plainSection(data: DataSection, columns: readonly Column[]): DataSection {
  const { sha256: _, options: __, ...rest } = data
  const sections = columns.map((column): [string, ColumnSection] => {
    const section = columnSectionOf(data.columns[column.name] ?? 'ignore')
    return [
      column.name,
      { ...section, ...(section.unit === undefined && column.unit !== '' ? { unit: column.unit } : {}) },
    ]
  })
  return { ...rest, columns: Object.fromEntries(sections) }
}

/**
 * The text that makes a figure or report its own source: the experiment, and its measurements as read (up to 1 MB). The run folder
 * has these, not the files they came from, so they travel as plain CSV, and the section says what the file's own header said.
 * @returns `left`: files that were too large
 */
export function carriedPayload(
  experiment: Experiment,
  inputs: Inputs,
): { readonly text: string; readonly left: readonly string[] } {
  const files: Record<string, Uint8Array> = {}
  const data = experiment.data?.map((section) => {
    const table = inputs[section.file]?.tables[0]
    if (!table) return section
    const used = table.columns.filter((column) => Object.hasOwn(section.columns, column.name) && !column.texts)
    files[section.file] = toCsv(used)
    return plainSection(section, used)
  })
  const { program } = experiment.problem
  if (program && 'file' in program && typeof program.file === 'string') {
    const table = inputs[program.file]?.tables[0]
    if (table) files[program.file] = toCsv(table.columns.filter((column) => !column.texts))
  }
  return makePayload(data ? { ...experiment, data } : experiment, files)
}
