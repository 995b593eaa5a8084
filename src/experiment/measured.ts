import { type InputError, InvalidInput, invalid } from '../core/errors.ts'
import { suggestName } from '../core/nearest.ts'
import { isSameDimension, makeConversion, parseUnit, UnitError } from '../core/unit.ts'
import type { Column, ColumnRole, Dataset, Table } from '../data/dataset.ts'
import type { ColumnSection, DataSection, Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { resolveNumber } from './number.ts'
import { formatPath } from './path.ts'

/** One measured column with everything needed to lay it over the model: signal = scale·model + offset, in `unit`. */
export interface MeasuredColumn {
  /** Index in `data`. */
  readonly dataset: number
  readonly file: string
  readonly column: string
  /** Name of a scalar, or 'sum' of all components. */
  readonly of: string
  /** Index of that scalar; -1 for 'sum'. */
  readonly scalar: number
  /** Of y, sigma and offset. */
  readonly unit: string
  /** Seconds, rising. */
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
}

/** Long form of a column's section: `"y:benzene"` is `{ role: 'y', of: 'benzene' }`. */
export function columnSectionOf(section: string | ColumnSection): ColumnSection {
  if (typeof section !== 'string') return section
  const colon = section.indexOf(':')
  const role = (colon < 0 ? section : section.slice(0, colon)).trim()
  const of = colon < 0 ? undefined : section.slice(colon + 1).trim()
  return of === undefined ? { role: role as ColumnRole } : { role: role as ColumnRole, of }
}

/** The columns of `data` as they were measured, in seconds and their own units, rows without a number left out. */
export function measuredColumns(
  experiment: Experiment,
  inputs: Inputs,
  scalars: readonly { readonly name: string; readonly unit: string }[],
): Measurements {
  const errors: InputError[] = []
  const notes: string[] = []
  const columns: MeasuredColumn[] = []
  ;(experiment.data ?? []).forEach((data, dataset) => {
    const read = inputs[data.file]
    if (!read) {
      errors.push({ path: `data.${dataset}.file`, message: `"${data.file}" was not read; is the file there?` })
      return
    }
    const context = { data, dataset, read, scalars, errors, notes }
    const found = read.tables.flatMap((table) => columnsOfTable(table, context))
    if (found.length === 0 && errors.length === 0)
      errors.push({
        path: `data.${dataset}.columns`,
        message: `"${data.file}" needs one column with the role x and one with a role like "y:${scalars[0]?.name ?? 'sum'}"; it has ${read.tables.flatMap((t) => t.columns.map((c) => `"${c.name}"`)).join(', ')}`,
      })
    columns.push(...found)
  })
  if (errors.length > 0) throw new InvalidInput(errors)
  if (columns.length === 0) throw invalid('data', 'there is nothing to fit to: add a data section, or give --data FILE')
  return { columns, notes }
}

/**
 * The key of a column among those of `columns`: its name, or its name with the unit that stood behind it in the file (`UV_280 (mAU)`), which a
 * reader takes off.
 */
export function sectionKey(columns: DataSection['columns'], name: string): string | undefined {
  if (Object.hasOwn(columns, name)) return name
  return Object.keys(columns).find((key) => key.replace(/\s*[([][^()[\]]*[)\]]\s*$/, '') === name)
}

interface TableContext {
  readonly data: DataSection
  readonly dataset: number
  readonly read: Dataset
  readonly scalars: readonly { readonly name: string; readonly unit: string }[]
  readonly errors: InputError[]
  readonly notes: string[]
}

function columnsOfTable(table: Table, context: TableContext): readonly MeasuredColumn[] {
  const { data, dataset, scalars, errors, notes } = context
  const given = table.columns.flatMap((column) => {
    const key = sectionKey(data.columns, column.name)
    return key === undefined ? [] : [{ column, key, section: columnSectionOf(data.columns[key] ?? 'ignore') }]
  })
  const names = table.columns.map((column) => column.name)
  if (context.read.tables.length === 1)
    for (const name of Object.keys(data.columns))
      if (!names.some((known) => sectionKey({ [name]: 'x' }, known) !== undefined))
        errors.push({
          path: formatPath(['data', dataset, 'columns', name]),
          message: `"${data.file}" has no column "${name}"${suggestName(name, names)}`,
        })
  const axis = given.find((entry) => entry.section.role === 'x')
  const measured = given.filter((entry) => entry.section.role === 'y')
  if (!axis || measured.length === 0) return []
  const x = toSeconds(axis.column, axis.section.unit, context)
  return measured.flatMap(({ column, key, section }) => {
    const path = (leaf: string) => formatPath(['data', dataset, 'columns', key, leaf])
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
    const sigmaEntry = given.find((entry) => entry.section.role === 'sigma' && (entry.section.of ?? entry.column.of ?? of) === of) // biome-ignore format: one thought
    const sigmaUnit = sigmaEntry?.section.unit ?? (sigmaEntry?.column.unit || unit)
    const sigmaFactor = sigmaEntry ? conversionOf(sigmaUnit, unit, path('unit'), errors).factor : 1
    const number = (value: string | number | undefined, fallback: number, leaf: string) =>
      value === undefined ? fallback : resolveNumber(value, leaf === 'offset' ? unit : '1', path(leaf), errors)
    const rows = usableRows(x, column.values, sigmaEntry?.column.values)
    if (rows.length < column.values.length)
      notes.push(`${column.values.length - rows.length} rows of "${column.name}" have no number or lie before time 0 and are left out.`) // biome-ignore format: one thought
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
        unit,
        x: pick(x),
        y: pick(column.values),
        ...(sigmaEntry ? { sigma: pick(sigmaEntry.column.values).map((value) => value * sigmaFactor) } : {}),
        factor: conversion.factor,
        isCalibrated: conversion.isSame,
        scale: number(section.scale, 1, 'scale'),
        offset: number(section.offset, 0, 'offset'),
      },
    ]
  })
}

/** Rows in order of x where x, y and (positive) sigma are numbers and x is not before the injection. */
function usableRows(x: Float64Array, y: Float64Array, sigma: Float64Array | undefined): readonly number[] {
  const rows: number[] = []
  for (let i = 0; i < y.length; i++) {
    const isUsable = Number.isFinite(x[i]) && (x[i] ?? -1) >= 0 && Number.isFinite(y[i])
    if (isUsable && (!sigma || (sigma[i] ?? 0) > 0)) rows.push(i)
  }
  const isRising = rows.every((row, i) => i === 0 || (x[rows[i - 1] ?? 0] ?? 0) <= (x[row] ?? 0))
  return isRising ? rows : rows.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0))
}

function toSeconds(column: Column, wanted: string | undefined, { errors, notes, dataset }: TableContext): Float64Array {
  const unit = wanted ?? column.unit
  if (unit === '' || unit === '1') {
    notes.push(`"${column.name}" names no unit; taken as seconds.`)
    return column.values
  }
  try {
    return column.values.map(makeConversion(unit, 's'))
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    errors.push({ path: formatPath(['data', dataset, 'columns', column.name, 'unit']), message: error.message })
    return column.values
  }
}

function conversionOf(
  from: string,
  to: string,
  path: string,
  errors: InputError[],
): { factor: number; isSame: boolean } {
  try {
    if (!isSameDimension(parseUnit(from), parseUnit(to))) return { factor: 1, isSame: false }
    const convert = makeConversion(from, to)
    return { factor: convert(1) - convert(0), isSame: true }
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    errors.push({ path, message: error.message })
    return { factor: 1, isSame: false }
  }
}
