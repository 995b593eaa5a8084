import { type InputError, InvalidInput, invalid } from '../core/errors.ts'
import { suggestName } from '../core/nearest.ts'
import { makeConversion, UnitError } from '../core/unit.ts'
import type { Column, Dataset, Table } from '../data/dataset.ts'
import { resolveNumber } from '../pde/number.ts'
import { columnSectionOf, sectionKey } from './column-section.ts'
import { conversionOf } from './conversion.ts'
import type { ColumnSection, DataSection, Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { formatPath } from './path.ts'
import { timeUnitOf } from './resolve.ts'
import { minutesNote, modelSpan } from './time-unit.ts'

/**
 * One measured column with everything needed to lay it over the model. `scale` and `offset` are the detector's response:
 * signal = scale·model + offset, in `unit` (spec/chromatography 1.4: a signal factor, a baseline added to the model).
 */
export interface MeasuredColumn {
  /** Index in `data`. */
  readonly dataset: number
  readonly file: string
  readonly column: string
  /** Name of a scalar, or 'sum' of all components. */
  readonly of: string
  /** Index of that scalar; -1 for 'sum'. */
  readonly scalar: number
  /** Unit of the model. */
  readonly modelUnit: string
  /** Of y, sigma and offset. */
  readonly unit: string
  /** In the model's unit of time, rising. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** Standard uncertainties, in `unit`. */
  readonly sigma?: Float64Array
  /** One model unit in `unit`; 1 where `unit` is of another kind (counts, mV), which the scale then turns into. */
  readonly factor: number
  /** The signal has the model's own kind of unit. */
  readonly isCalibrated: boolean
  readonly scale: number
  readonly offset: number
}

export interface Measurements {
  readonly columns: readonly MeasuredColumn[]
  /** What was assumed, for people. */
  readonly notes: readonly string[]
  /** What cannot be used, by PATH; the columns that can are there all the same. */
  readonly errors: readonly InputError[]
}

/** What a column measured, in terms of the model. */
export interface ModelPoints {
  /** In the unit of the model. */
  readonly y: Float64Array
  readonly sigma?: Float64Array
}

/** The inverse of the detector's response: (signal − offset)/scale, in the unit of the model. */
export function toModel(column: MeasuredColumn, scale = column.scale, offset = column.offset): ModelPoints {
  const factor = scale * column.factor
  const { sigma } = column
  return {
    y: column.y.map((value) => (value - offset) / factor),
    ...(sigma ? { sigma: sigma.map((value) => value / Math.abs(factor)) } : {}),
  }
}

/**
 * The columns of `data` as they were measured, of every table of every file: in the model's time and their own units, rows in order of time, rows
 * without a number left out. What cannot be used is told and left out.
 */
export function readMeasured(
  experiment: Experiment,
  inputs: Inputs,
  scalars: readonly { readonly name: string; readonly unit: string }[],
): Measurements {
  const errors: InputError[] = []
  const notes: string[] = []
  const span = modelSpan(experiment)
  const timeUnit = timeUnitOf(experiment)
  const from = experiment.time?.from === undefined ? 0 : resolveNumber(experiment.time.from, timeUnit, 'time.from', [])
  const columns = (experiment.data ?? []).flatMap((data, dataset) => {
    const read = inputs[data.file]
    if (!read) {
      errors.push({ path: `data.${dataset}.file`, message: `"${data.file}" was not read; is the file there?` })
      return []
    }
    const before = errors.length
    tellUnknown(data, dataset, read, errors)
    const context = { data, dataset, read, scalars, errors, notes, span, timeUnit, from }
    const found = read.tables.flatMap((table) => columnsOfTable(table, context))
    if (found.length === 0 && errors.length === before)
      errors.push({
        path: `data.${dataset}.columns`,
        message: `"${data.file}" needs one column with the role x and one with a role like "y:${scalars[0]?.name ?? 'sum'}"; it has ${read.tables.flatMap((t) => t.columns.map((c) => `"${c.name}"`)).join(', ')}`,
      })
    return found
  })
  return { columns, notes: [...new Set(notes)], errors }
}

/** The same for a fit, which needs all of them. @throws InvalidInput naming everything that does not fit */
export function measuredColumns(
  experiment: Experiment,
  inputs: Inputs,
  scalars: readonly { readonly name: string; readonly unit: string }[],
): Measurements {
  const measured = readMeasured(experiment, inputs, scalars)
  if (measured.errors.length > 0) throw new InvalidInput(measured.errors)
  if (measured.columns.length === 0)
    throw invalid('data', 'there is nothing to fit to: add a data section, or give --data FILE')
  return measured
}

/** Names of `columns` that no table of the file has. */
function tellUnknown(data: DataSection, dataset: number, read: Dataset, errors: InputError[]): void {
  const columns = read.tables.flatMap((table) => table.columns)
  const names = [...new Set(columns.map((column) => column.name))]
  for (const name of Object.keys(data.columns))
    if (!columns.some((column) => sectionKey({ [name]: 'x' }, column) !== undefined))
      errors.push({
        path: formatPath(['data', dataset, 'columns', name]),
        message: `"${data.file}" has no column "${name}"${suggestName(name, names)}; it has ${names.map((known) => `"${known}"`).join(', ')}`,
      })
}

interface TableContext {
  /** Last saved time of the model, s. */
  readonly span: number | undefined
  readonly timeUnit: string
  /** Where the model begins. */
  readonly from: number
  readonly data: DataSection
  readonly dataset: number
  readonly read: Dataset
  readonly scalars: readonly { readonly name: string; readonly unit: string }[]
  readonly errors: InputError[]
  readonly notes: string[]
}

interface Given {
  readonly column: Column
  readonly key: string
  readonly section: ColumnSection
}

function columnsOfTable(table: Table, context: TableContext): readonly MeasuredColumn[] {
  const { data, dataset, errors } = context
  const given = table.columns.flatMap((column): Given[] => {
    const key = sectionKey(data.columns, column)
    return key === undefined ? [] : [{ column, key, section: columnSectionOf(data.columns[key] ?? 'ignore') }]
  })
  const measured = given.filter((entry) => entry.section.role === 'y')
  const [curve] = measured
  if (!curve) return []
  // Of a table whose axis nobody names, the reader's guess serves.
  const guessed = table.columns.find((column) => column.role === 'x' && sectionKey(data.columns, column) === undefined)
  const axis = given.find((entry) => entry.section.role === 'x') ?? (guessed ? { column: guessed, key: guessed.name, section: columnSectionOf('x') } : undefined) // biome-ignore format: one thought
  if (!axis) {
    errors.push({
      path: formatPath(['data', dataset, 'columns', curve.key]),
      message: `the table "${table.name}" of "${data.file}" has no axis: give one column the role x`,
    })
    return []
  }
  const x = toModelTime(axis, context)
  if (!x) return []
  return measured.flatMap((entry) => measuredColumn(entry, x, given, context))
}

function measuredColumn(
  { column, key, section }: Given,
  x: Float64Array,
  given: readonly Given[],
  { data, dataset, scalars, errors, notes, from }: TableContext,
): readonly MeasuredColumn[] {
  const before = errors.length
  const path = (leaf: string, of = key) => formatPath(['data', dataset, 'columns', of, leaf])
  const of = section.of ?? column.of ?? (scalars.length === 1 ? (scalars[0]?.name ?? 'sum') : 'sum')
  const scalar = of === 'sum' ? scalars[0] : scalars.find((s) => s.name === of)
  if (!scalar) {
    const known = [...scalars.map((s) => s.name), 'sum']
    errors.push({ path: path('of'), message: `the model has no "${of}"${suggestName(of, known)}; it has ${known.join(', ')}` }) // biome-ignore format: one thought
    return []
  }
  const unit = section.unit ?? (column.unit === '' ? scalar.unit : column.unit)
  if (section.unit === undefined && column.unit === '')
    notes.push(`"${column.name}" names no unit; taken as ${scalar.unit}.`)
  const conversion = conversionOf(scalar.unit, unit, path('unit'), errors)
  const sigma = given.find((entry) => entry.section.role === 'sigma' && (entry.section.of ?? entry.column.of ?? of) === of) // biome-ignore format: one thought
  const sigmaUnit = sigma?.section.unit ?? (sigma?.column.unit || unit)
  const toUnit = sigma ? conversionOf(sigmaUnit, unit, path('unit', sigma.key), errors) : { factor: 1, isSame: true }
  if (sigma && !toUnit.isSame && sigmaUnit !== unit)
    errors.push({
      path: path('unit', sigma.key),
      message: `${sigmaUnit} is of another kind than ${unit}, the unit of "${column.name}"; give it the same`,
    })
  const { scale, offset } = responseOf(section, unit, path, errors)
  if (errors.length > before) return []
  const { rows, early } = usableRows(x, column.values, sigma?.column.values, from)
  const left = column.values.length - rows.length - early
  if (left > 0)
    notes.push(
      `"${column.name}": ${left} of ${column.values.length} rows have no number${sigma ? ' or no positive sigma' : ''} and are left out.`,
    )
  if (early > 0) notes.push(`"${column.name}": ${early} rows lie before time ${from} and are left out.`)
  const pick = (values: Float64Array) => {
    const picked = new Float64Array(rows.length)
    for (let i = 0; i < picked.length; i++) picked[i] = values[rows[i] ?? 0] ?? Number.NaN
    return picked
  }
  return [
    {
      dataset,
      file: data.file,
      column: key,
      of,
      scalar: of === 'sum' ? -1 : scalars.indexOf(scalar),
      modelUnit: scalar.unit,
      unit,
      x: pick(x),
      y: pick(column.values),
      ...(sigma ? { sigma: pick(sigma.column.values).map((value) => value * toUnit.factor) } : {}),
      factor: conversion.factor,
      isCalibrated: conversion.isSame,
      scale,
      offset,
    },
  ]
}

/** Scale (a pure number) and offset (in `unit`) of a column. */
function responseOf(
  section: ColumnSection,
  unit: string,
  path: (leaf: string) => string,
  errors: InputError[],
): { readonly scale: number; readonly offset: number } {
  const scale = section.scale === undefined ? 1 : resolveNumber(section.scale, '1', path('scale'), errors)
  const offset = section.offset === undefined ? 0 : resolveNumber(section.offset, unit, path('offset'), errors)
  if (scale === 0) errors.push({ path: path('scale'), message: 'a scale of 0 measures nothing; give another number' })
  return { scale, offset }
}

/** Rows in order of x where x, y and (positive) sigma are numbers and x is not before the model begins; how many are. */
function usableRows(
  x: Float64Array,
  y: Float64Array,
  sigma: Float64Array | undefined,
  from: number,
): { readonly rows: readonly number[]; readonly early: number } {
  const rows: number[] = []
  let early = 0
  for (let i = 0; i < y.length; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i]) || (sigma && !((sigma[i] ?? 0) > 0))) continue
    if (!((x[i] ?? Number.NaN) >= from)) early++
    else rows.push(i)
  }
  const isRising = rows.every((row, i) => i === 0 || (x[rows[i - 1] ?? 0] ?? 0) <= (x[row] ?? 0))
  return { rows: isRising ? rows : rows.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0)), early }
}

/** The times of the model: as for a signal, what the file says is scale·time + offset (a delay of the injector, a clock that runs wrong). */
function toModelTime({ column, key, section }: Given, context: TableContext): Float64Array | undefined {
  const { errors, notes, dataset } = context
  const before = errors.length
  const path = (leaf: string) => formatPath(['data', dataset, 'columns', key, leaf])
  const said = section.unit ?? column.unit
  const { timeUnit } = context
  const isBare = said === '' || said === '1'
  if (isBare && timeUnit === 's')
    notes.push(
      minutesNote(column.name, column.values, context.span) ?? `"${column.name}" names no unit; taken as seconds.`,
    )
  const isPlain = timeUnit === '1' && !isBare
  if (isPlain)
    notes.push(
      `"${column.name}" is in ${said}; time has no unit in this experiment (time.unit), so its numbers are taken as they are.`,
    )
  const unit = isBare || isPlain ? timeUnit : said
  try {
    const convert = makeConversion(unit, timeUnit)
    const { scale, offset } = responseOf(section, unit, path, errors)
    return errors.length > before ? undefined : column.values.map((value) => convert((value - offset) / scale))
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    errors.push({ path: path('unit'), message: `${error.message}; the time of the model is in ${timeUnit}` })
    return undefined
  }
}
