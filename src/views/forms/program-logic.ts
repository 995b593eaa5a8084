import type { Experiment, NumberText } from '../../experiment/experiment.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { readNumberText, writeInUnit } from './number-logic.ts'

type Lists = Readonly<Record<string, readonly NumberText[]>>

/** The lists of a programme written in the experiment; undefined where it comes from a file or is missing. */
export function programLists(experiment: Experiment): Lists | undefined {
  const program = experiment.problem.program
  if (!program) return undefined
  const lists: Record<string, readonly NumberText[]> = {}
  for (const [name, list] of Object.entries(program)) {
    if (!Array.isArray(list)) return undefined
    lists[name] = list
  }
  return lists
}

/** How many rows there are: those of the longest column. */
export function rowCount(lists: Lists): number {
  return Math.max(0, ...Object.values(lists).map((list) => list.length))
}

/** The one unit a column is shown and typed in: the first that differs from the problem's own, else that. */
export function columnUnit(list: readonly NumberText[], column: ParameterDescription): string {
  const units = list.map((text) => readNumberText(text, column.unit).unit)
  return units.find((unit) => unit !== column.unit) ?? column.unit
}

/** A value of a column in the problem's unit; NaN where it cannot be read. */
const siValue = (text: NumberText | undefined, column: ParameterDescription) =>
  text === undefined ? Number.NaN : readNumberText(text, column.unit).value

function withLists(
  experiment: Experiment,
  columns: readonly ParameterDescription[],
  change: (list: readonly NumberText[], column: ParameterDescription) => readonly NumberText[],
): Experiment {
  const lists = programLists(experiment) ?? {}
  const changed = columns.map((column) => [column.name, change(lists[column.name] ?? [], column)] as const)
  return { ...experiment, problem: { ...experiment.problem, program: { ...lists, ...Object.fromEntries(changed) } } }
}

/** The programme with a column written in another unit; no value changes. */
export function setColumnUnit(
  experiment: Experiment,
  columns: readonly ParameterDescription[],
  name: string,
  unit: string,
): Experiment {
  return withLists(experiment, columns, (list, column) =>
    column.name === name ? list.map((text) => writeInUnit(siValue(text, column), column, unit)) : list,
  )
}

/**
 * The programme with one more row after the given one: half way to the next; after the last row the times go on by their last
 * distance (60 s where there is one row) and the other columns stay as they are.
 */
export function insertRow(experiment: Experiment, columns: readonly ParameterDescription[], after: number): Experiment {
  return withLists(experiment, columns, (list, column) => {
    const [before, here, next] = [after - 1, after, after + 1].map((row) => siValue(list[row], column))
    const at = here ?? Number.NaN
    const step = at - (before ?? Number.NaN)
    const isLast = after >= list.length - 1
    const beyond = column.name === 'time' ? at + (step > 0 ? step : 60) : at
    const value = isLast ? beyond : (at + (next ?? at)) / 2
    const added = writeInUnit(Number.isFinite(value) ? value : 0, column, columnUnit(list, column))
    return [...list.slice(0, after + 1), added, ...list.slice(after + 1)]
  })
}

/** The programme without a row. */
export function removeRow(experiment: Experiment, columns: readonly ParameterDescription[], row: number): Experiment {
  return withLists(experiment, columns, (list) => list.filter((_, i) => i !== row))
}

/** The programme as resolved from its file, written into the experiment in the problem's units. */
export function takeIntoExperiment(
  experiment: Experiment,
  program: Readonly<Record<string, Float64Array>>,
): Experiment {
  const lists = Object.fromEntries(Object.entries(program).map(([name, values]) => [name, Array.from(values)]))
  return { ...experiment, problem: { ...experiment.problem, program: lists } }
}
