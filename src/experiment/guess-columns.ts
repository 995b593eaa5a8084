import type { Column, Dataset } from '../data/dataset.ts'
import { matchScalar } from '../data/match-scalar.ts'
import { columnSectionOf } from './column-section.ts'
import type { ColumnSection, DataSection } from './experiment.ts'

/**
 * Roles of the columns of all tables by what the reader saw and by their names: a column named as a component (`o_xylene`,
 * `Benzene (mol/m^3)`) measures it, a signal alone is the sum of all components, a sigma goes with its signal. What is of nothing in the
 * model is left out and told.
 */
export function guessColumns(
  dataset: Dataset,
  components: readonly string[],
): { readonly columns: DataSection['columns']; readonly notes: readonly string[] } {
  const columns: Record<string, string | ColumnSection> = {}
  const left: string[] = []
  const signals = new Set(
    dataset.tables.flatMap((table) => table.columns.filter(({ role }) => role === 'y').map(({ name }) => name)),
  )
  const alone = signals.size === 1 ? (components.length === 1 ? components[0] : 'sum') : undefined
  /** What the reader says a column is of, where the model has that. */
  const told = ({ of }: Column) => (of === 'sum' || (of !== undefined && components.includes(of)) ? of : undefined)
  for (const table of dataset.tables) {
    const axis = table.columns.find(({ role }) => role === 'x') ?? table.columns.find(({ texts }) => !texts)
    if (!axis) continue
    columns[axis.name] = 'x'
    const measured = new Map<string, string>()
    for (const column of table.columns) {
      // A column that the reader passed over (it counts rows, it is the time again) is still what its name says.
      if (column === axis || column.texts || column.role === 'x' || column.role === 'sigma') continue
      const of = told(column) ?? matchScalar(column.name, components) ?? (column.role === 'y' ? alone : undefined)
      if (of === undefined) {
        if (column.role === 'y') left.push(column.name)
        continue
      }
      columns[column.name] = `y:${of}`
      measured.set(column.name, of)
    }
    for (const column of table.columns) {
      if (column.role !== 'sigma') continue
      // The reader names the column that a sigma belongs to.
      const of = (column.of === undefined ? undefined : measured.get(column.of)) ?? told(column) ?? matchScalar(column.name, components) // biome-ignore format: one thought
      if (of !== undefined && [...measured.values()].includes(of)) columns[column.name] = `sigma:${of}`
      else left.push(column.name)
    }
  }
  const said = Object.entries(columns).map(([name, role]) => `"${name}" is ${columnSectionOf(role).role === 'x' ? 'the time' : String(role)}`) // biome-ignore format: one thought
  if (said.length === 0) return { columns, notes: [] }
  const notes = [`Columns of "${dataset.file}" by their names: ${said.join(', ')}.`]
  if (left.length > 0) notes.push(`Not used, because no component has such a name: ${left.map((name) => `"${name}"`).join(', ')}.`) // biome-ignore format: one sentence
  return { columns, notes }
}
