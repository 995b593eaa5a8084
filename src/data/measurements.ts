import { type InputError, InvalidInput } from '../core/errors.ts'
import type { Quantity } from '../core/field.ts'
import { suggestName } from '../core/nearest.ts'
import { isSameDimension, makeConversion, parseUnit, UnitError } from '../core/unit.ts'
import type { Column, ColumnRole, Dataset, Table } from './dataset.ts'

/** What an experiment says of a column (`data[].columns`), numbers resolved. */
export interface ColumnUse {
  readonly role: ColumnRole
  /** Name of a scalar, or 'sum'. */
  readonly of?: string
  /** Of the values in the file; default: the file's own. */
  readonly unit?: string
  /** signal = scale·model + offset, in `unit`; defaults 1 and 0. */
  readonly scale?: number
  readonly offset?: number
}

/** One measured curve where the model can be laid over it. */
export interface MeasuredSeries {
  readonly table: string
  readonly column: string
  /** Name of a scalar, or 'sum'. */
  readonly of: string
  /** Of y and sigma: the model's. */
  readonly unit: string
  /** In the model's unit of the axis (s), rising. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** Standard deviations, positive. */
  readonly sigma?: Float64Array
  /** Values as in the file, in `signalUnit`, in the order of x: what a fit with a free scale compares with. */
  readonly signal: Float64Array
  readonly signalUnit: string
  /** One model unit in `signalUnit`; 1 where the signal is of another kind (mAU, counts), which the scale then turns into. */
  readonly factor: number
}

export interface MeasurementTarget {
  /** Unit of the model's axis. */
  readonly axisUnit: string
  readonly scalars: readonly Quantity[]
  /** PATH of the columns in the experiment, for errors: `data.0.columns`. */
  readonly path: string
}

/** The long form of a column's use: `"x"`, `"y:benzene"`, `"sigma:benzene"`, `"ignore"`. */
export function columnUseOf(use: string | ColumnUse): ColumnUse {
  if (typeof use !== 'string') return use
  const [role = 'ignore', of] = use.split(':', 2).map((part) => part.trim())
  const known = role === 'x' || role === 'y' || role === 'sigma' ? role : 'ignore'
  return of === undefined || of === '' ? { role: known } : { role: known, of }
}

/** What the reader guessed, as an experiment would say it; for a dataset that nobody has described yet. */
export function guessedUses(dataset: Dataset): Readonly<Record<string, ColumnUse>> {
  return Object.fromEntries(
    dataset.tables.flatMap((table) =>
      table.columns.map(({ name, role, of }): [string, ColumnUse] => [
        name,
        of === undefined ? { role } : { role, of },
      ]),
    ),
  )
}

/**
 * The measured curves of a dataset in the units of the model, sorted by x, rows without a number left out (and counted in the notes).
 * Columns may be named by name or by header; of a table nothing is said about, the guessed axis is the axis.
 * @throws InvalidInput naming each column, unit or scalar that does not fit
 */
export function makeMeasurements(
  dataset: Dataset,
  uses: Readonly<Record<string, string | ColumnUse>>,
  target: MeasurementTarget,
): { readonly series: readonly MeasuredSeries[]; readonly notes: readonly string[] } {
  const errors: InputError[] = []
  const notes: string[] = []
  const columns = dataset.tables.flatMap((table) => table.columns)
  for (const name of Object.keys(uses))
    if (!columns.some((column) => isCalled(column, name)))
      errors.push({
        path: `${target.path}${bracket(name)}`,
        message: `"${dataset.file}" has no column "${name}"${suggestName(name, columns.map((column) => column.name))}`,
      }) // biome-ignore format: one thought
  const series = dataset.tables.flatMap((table) => seriesOf(table, dataset, uses, target, errors, notes))
  if (errors.length > 0) throw new InvalidInput(errors)
  return { series, notes }
}

const bracket = (name: string) => (/^[A-Za-z0-9_]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`)
const isCalled = (column: Column, name: string) => column.name === name || column.header === name

function seriesOf(
  table: Table,
  dataset: Dataset,
  uses: Readonly<Record<string, string | ColumnUse>>,
  target: MeasurementTarget,
  errors: InputError[],
  notes: string[],
): MeasuredSeries[] {
  const said = table.columns.flatMap((column) => {
    const name = [column.name, column.header].find((key) => key !== undefined && Object.hasOwn(uses, key))
    const use = name === undefined ? undefined : uses[name]
    return use === undefined ? [] : [{ column, use: columnUseOf(use) }]
  })
  const measured = said.filter(({ use }) => use.role === 'y')
  const sigmas = said.filter(({ use }) => use.role === 'sigma')
  const guessed = table.columns.find((column) => column.role === 'x')
  const axis =
    said.find(({ use }) => use.role === 'x') ?? (guessed ? { column: guessed, use: columnUseOf('x') } : undefined)
  const [curve] = measured
  if (!curve) return []
  const where = (column: Column, leaf = '') => `${target.path}${bracket(column.name)}${leaf}`
  if (!axis) {
    errors.push({
      path: where(curve.column),
      message: `the table "${table.name}" of "${dataset.file}" has no axis: give one column the role x`,
    })
    return []
  }
  const x = convertAxis(axis.column, axis.use, target, where(axis.column, '.unit'), errors, notes)
  return measured.flatMap(({ column, use }) => {
    const of = use.of ?? column.of ?? (target.scalars.length === 1 ? target.scalars[0]?.name : undefined) ?? 'sum'
    const scalar = of === 'sum' ? target.scalars[0] : target.scalars.find(({ name }) => name === of)
    if (!scalar) {
      const known = [...target.scalars.map(({ name }) => name), 'sum']
      errors.push({
        path: where(column, '.of'),
        message: `the model has no "${of}"${suggestName(of, known)}; it has ${known.join(', ')}`,
      })
      return []
    }
    const signalUnit = use.unit ?? (column.unit || scalar.unit)
    if (use.unit === undefined && column.unit === '')
      notes.push(`Column "${column.name}" has no unit: taken as ${scalar.unit}.`)
    const factor = factorOf(scalar.unit, signalUnit, where(column, '.unit'), errors)
    const scale = use.scale ?? 1
    const offset = use.offset ?? 0
    if (!(Math.abs(scale) > 0) || !Number.isFinite(scale + offset)) {
      errors.push({
        path: where(column, '.scale'),
        message: `the scale ${scale} and offset ${offset} of a column must be finite, the scale not 0`,
      })
      return []
    }
    const sigma = sigmas.find(
      (entry) => (entry.use.of ?? entry.column.of ?? of) === of || entry.column.of === column.name,
    )
    const sigmaFactor = sigma
      ? factorOf(signalUnit, sigma.use.unit ?? (sigma.column.unit || signalUnit), where(sigma.column, '.unit'), errors)
      : 1
    const rows = usableRows(x, column.values, sigma?.column.values)
    const left = column.values.length - rows.length
    if (left > 0)
      notes.push(
        `Column "${column.name}": ${left} of ${column.values.length} rows have no number (or no positive sigma) and are left out.`,
      )
    if (rows.some((row, i) => i > 0 && row < (rows[i - 1] ?? 0)))
      notes.push(`Column "${column.name}": rows are sorted by "${axis.column.name}".`)
    const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? Number.NaN)
    const signal = pick(column.values)
    return [
      {
        table: table.name,
        column: column.name,
        of,
        unit: scalar.unit,
        x: pick(x),
        y: signal.map((value) => (value - offset) / scale / factor),
        ...(sigma
          ? { sigma: pick(sigma.column.values).map((value) => value / sigmaFactor / Math.abs(scale) / factor) }
          : {}),
        signal,
        signalUnit,
        factor,
      },
    ]
  })
}

/** Rows where x, y and (positive) sigma are numbers, in order of x; equal x stay in the order of the file. */
function usableRows(x: Float64Array, y: Float64Array, sigma: Float64Array | undefined): readonly number[] {
  const rows: number[] = []
  for (let i = 0; i < y.length; i++)
    if (Number.isFinite(x[i]) && Number.isFinite(y[i]) && (!sigma || (sigma[i] ?? 0) > 0)) rows.push(i)
  return rows.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0))
}

function convertAxis(
  column: Column,
  use: ColumnUse,
  target: MeasurementTarget,
  path: string,
  errors: InputError[],
  notes: string[],
): Float64Array {
  const unit = use.unit ?? column.unit
  const shift = (values: Float64Array) =>
    use.scale === undefined && use.offset === undefined
      ? values
      : values.map((value) => value * (use.scale ?? 1) + (use.offset ?? 0))
  if (unit === '') {
    notes.push(`Column "${column.name}" has no unit: taken as ${target.axisUnit}.`)
    return shift(column.values)
  }
  try {
    // A row number or a dimensionless axis is taken as it is.
    return parseUnit(unit).dimension.every((power) => power === 0)
      ? shift(column.values)
      : shift(column.values).map(makeConversion(unit, target.axisUnit))
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    errors.push({ path, message: `${error.message}; the model’s axis is in ${target.axisUnit}` })
    return column.values
  }
}

/** One `from` in `to`; 1 where the two are of different kinds. */
function factorOf(from: string, to: string, path: string, errors: InputError[]): number {
  try {
    if (!isSameDimension(parseUnit(from), parseUnit(to))) return 1
    const convert = makeConversion(from, to)
    return convert(1) - convert(0)
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    errors.push({ path, message: error.message })
    return 1
  }
}
