import type { Dataset, Table } from '../../data/dataset.ts'
import type { SourceFile } from '../../data/read/reader.ts'
import { columnSectionOf } from '../../experiment/column-section.ts'
import type { ColumnSection, DataSection, Experiment } from '../../experiment/experiment.ts'
import { guessColumns } from '../../experiment/guess-columns.ts'
import { minutesNote, modelSpan } from '../../experiment/time-unit.ts'
import { firstViews } from '../catalogue.ts'
import { problemInFront } from '../problem-in-front.ts'
import { errorsOf } from '../runs/check.ts'
import type { Workbench } from '../shell/workbench.ts'
import type { Pending } from './inputs-store.ts'

/** Names of scalars that a measured column can be of: the components, and their sum. */
export function scalarNames(experiment: Experiment): readonly string[] {
  const components = (experiment.problem.components ?? []).map((component) => String(component.name))
  return [...components, 'sum']
}

/** What each column of each table is, guessed, with its unit: as the experiment file writes it. */
function sectionsOf(dataset: Dataset, experiment: Experiment): Readonly<Record<string, ColumnSection>> {
  const guess = guessColumns(
    dataset,
    scalarNames(experiment).filter((name) => name !== 'sum'),
  ).columns
  const columns = dataset.tables.flatMap((table) => table.columns)
  return Object.fromEntries(
    columns.map(({ name, unit }): [string, ColumnSection] => {
      const section = columnSectionOf((Object.hasOwn(guess, name) ? guess[name] : undefined) ?? 'ignore')
      return [name, section.role === 'ignore' || unit === '' ? section : { ...section, unit }]
    }),
  )
}

/** What a person should look at before accepting: times that look like minutes. */
export function importHints(
  { tables }: Dataset,
  columns: Readonly<Record<string, ColumnSection>>,
  experiment: Experiment,
): readonly string[] {
  const span = modelSpan(experiment)
  return tables.flatMap((table) =>
    table.columns.flatMap(({ name, unit, values }) => {
      const section = Object.hasOwn(columns, name) ? columns[name] : undefined
      const isBare = section?.role === 'x' && (section.unit ?? unit) === ''
      return (isBare ? minutesNote(name, values, span) : undefined) ?? []
    }),
  )
}

/** Reads a dropped, pasted or picked table and shows it for acceptance. */
export async function beginImport(workbench: Workbench, file: SourceFile): Promise<void> {
  const { inputs } = workbench
  if (!workbench.document.getState().isOpen) {
    workbench.interface.notify(
      'info',
      `Open an experiment first, then drop ${file.name} again: a measurement belongs to a model.`,
    )
    return
  }
  const started: Pending = { file, options: {}, isReading: true }
  inputs.setState((state) => ({
    pending: [...state.pending.filter((other) => other.file.name !== file.name), started],
  }))
  workbench.interface.setState({ place: 'data', openView: 'sheet' })
  await readPending(workbench, file, {})
}

/** Reads again with other options. */
export async function readPending(workbench: Workbench, file: SourceFile, options: Pending['options']): Promise<void> {
  const put = (change: Partial<Pending>) =>
    workbench.inputs.setState((state) => ({
      pending: state.pending.map((pending) => (pending.file === file ? { ...pending, ...change } : pending)),
    }))
  put({ isReading: true, options, error: undefined })
  try {
    const dataset = await workbench.engine.read(file, options)
    const experiment = workbench.document.getState().history.present
    put({
      isReading: false,
      dataset,
      columns: sectionsOf(dataset, experiment),
    })
  } catch (error) {
    put({
      isReading: false,
      dataset: undefined,
      error: errorsOf(error)
        .map((each) => each.message)
        .join(' '),
    })
  }
}

/** Forgets a file that was dropped. */
export function dropPending(workbench: Workbench, file: SourceFile): void {
  workbench.inputs.setState((state) => ({ pending: state.pending.filter((pending) => pending.file !== file) }))
}

/** Why the columns as chosen cannot be accepted; undefined where they can. Each table with a measurement needs one axis. */
export function whyNotAccept(
  columns: Readonly<Record<string, string | ColumnSection>>,
  tables: readonly Table[],
): string | undefined {
  const roles = tables.map(({ columns: own }) =>
    own.map(({ name }) => columnSectionOf((Object.hasOwn(columns, name) ? columns[name] : undefined) ?? 'ignore').role),
  )
  const count = (table: readonly string[] | undefined, role: string) => table?.filter((own) => own === role).length ?? 0
  if (roles.every((table) => count(table, 'y') === 0)) return 'Say which column is measured (y).'
  const bad = roles.findIndex((table) => count(table, 'y') > 0 && count(table, 'x') !== 1)
  if (bad < 0) return undefined
  const where = tables.length > 1 ? ` of the table "${tables[bad]?.name}"` : ''
  return count(roles[bad], 'x') === 0 ? `Say which column${where} is x, the time.` : `Only one column${where} can be x.`
}

/** Takes a file that was read into the experiment, as one step of undo; the file itself is kept with the window. */
export function acceptImport(workbench: Workbench, pending: Pending): void {
  const { dataset, columns, file } = pending
  if (!dataset || !columns) return
  const section = sectionOf(dataset, file.name, columns, pending.options)
  workbench.inputs.setState((state) => ({
    inputs: { ...state.inputs, [file.name]: { file, dataset } },
    pending: state.pending.filter((other) => other.file !== file),
  }))
  workbench.document.edit(`Import ${file.name}`, (present) => ({
    ...present,
    data: [...(present.data ?? []).filter((other) => other.file !== file.name), section],
  }))
  const problem = problemInFront(workbench.document.getState().history.present)
  workbench.interface.setState({ openView: firstViews(problem)[0] })
}

function sectionOf(
  dataset: Dataset,
  file: string,
  columns: Readonly<Record<string, ColumnSection>>,
  options: Pending['options'],
): DataSection {
  const isChanged = Object.keys(options).length > 0
  return { file, sha256: dataset.sha256, ...(isChanged ? { options } : {}), columns }
}

/** How many rows, and in how many tables where there are several. */
export function rowsText({ tables }: Dataset): string {
  const rows = tables.reduce((sum, table) => sum + Math.max(0, ...table.columns.map(({ values }) => values.length)), 0)
  return `${rows} rows${tables.length > 1 ? ` in ${tables.length} tables` : ''}`
}
