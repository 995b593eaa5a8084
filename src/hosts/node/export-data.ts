import { invalid } from '../../core/errors.ts'
import { type Field, gridShape, gridSize } from '../../core/field.ts'
import { suggestName } from '../../core/nearest.ts'
import type { ZarrFolder } from '../../data/read/zarr.ts'
import { fieldToCsv, writeCsv } from '../../data/write/csv.ts'
import { framesToNetcdf, writeNetcdf } from '../../data/write/netcdf.ts'
import { type NpyArray, writeNpz } from '../../data/write/npz.ts'
import { writeVti } from '../../data/write/vti.ts'
import { nameArrays } from '../../data/zarr-names.ts'
import type { StoredSource } from './stored-source.ts'

/** What of a run is exported as numbers. */
export interface DataSelection {
  readonly field?: string
  /** A saved time, s. */
  readonly time?: number
}

const listed = (values: readonly number[]) =>
  values.length <= 1000
    ? values.join(', ')
    : `${values.slice(0, 12).join(', ')}, …, ${values.slice(-4).join(', ')} (${values.length} times)`

/**
 * Place of a saved time.
 * @throws InvalidInput that lists the saved times where this is none of them
 */
export function findFrame(frames: ZarrFolder, time: number | undefined): number {
  if (frames.times.length === 0) throw invalid('', 'no frame was saved before the run ended')
  if (time === undefined) return frames.times.length - 1
  return findTime(frames.times, time)
}

function findTime(times: Float64Array, time: number): number {
  const at = times.findIndex((saved) => Math.abs(saved - time) <= 1e-9 * Math.max(1, Math.abs(saved)))
  if (at < 0) throw invalid('time', `t = ${time} was not saved; saved times: ${listed([...times])}`)
  return at
}

/**
 * Frames of a run.
 * @throws InvalidInput where it saved none, naming what is there instead
 */
export function needFrames({ frames, report }: StoredSource): ZarrFolder {
  if (frames) return frames
  const names = report.scalars.map((scalar) => scalar.name).join(', ')
  throw invalid('field', `this run (method ${report.outcome.method}) saved no fields, only the scalars ${names}; run it with --set method.id=finite-volume to have fields`) // biome-ignore format: one sentence
}

/**
 * One field at one saved time.
 * @throws InvalidInput naming the fields there are
 */
export async function readField(
  source: StoredSource,
  name: string,
  time: number | undefined,
): Promise<{ readonly field: Field; readonly time: number }> {
  // biome-ignore format: signature
  const frames = needFrames(source)
  const names = frames.fields.map((field) => field.name)
  if (!names.includes(name)) throw invalid('field', `there is no field "${name}"${suggestName(name, names)}`) // biome-ignore format: one sentence
  const frame = await frames.frame(findFrame(frames, time), [name])
  const field = frame.fields[0]
  if (!field) throw invalid('field', `the field "${name}" could not be read`)
  return { field, time: frame.time }
}

/** One column of numbers over time, in the order of scalars.csv. */
interface ScalarColumn {
  readonly name: string
  readonly unit: string
  readonly values: Float64Array
}

function scalarColumns({ report }: StoredSource): readonly ScalarColumn[] {
  const { scalars, samples } = report
  const columns = scalars.map(({ name, unit }, i) => {
    const values = Float64Array.from(samples.times, (_, row) => samples.values[row * scalars.length + i] ?? Number.NaN)
    return { name, unit, values }
  })
  return [{ name: 't', unit: 's', values: samples.times }, ...columns]
}

const scalarArrays = (source: StoredSource, prefix = ''): Record<string, NpyArray> =>
  Object.fromEntries(
    scalarColumns(source).map(({ name, values }) => [
      name === 't' ? 't' : `${prefix}${name}`,
      { shape: [values.length], values },
    ]),
  )

/** `x,NAME` of a field at a time (default the last), or `t` and every scalar where no field is named. */
export async function exportCsv(source: StoredSource, { field: name, time }: DataSelection): Promise<string> {
  const isScalar = name !== undefined && source.report.scalars.some((scalar) => scalar.name === name)
  if (name !== undefined && !(isScalar && !source.frames))
    return fieldToCsv((await readField(source, name, time)).field)
  if (time !== undefined && name === undefined) throw invalid('time', `--time picks a saved field and needs --field; scalars are exported with all their times`) // biome-ignore format: one sentence
  const columns = scalarColumns(source).filter((column) => name === undefined || column.name === 't' || column.name === name) // biome-ignore format: one call
  const row = time === undefined ? undefined : findTime(source.report.samples.times, time)
  return writeCsv(
    columns.map(({ name: title, values }) => ({ name: title, values: row === undefined ? values : values.subarray(row, row + 1) })), // biome-ignore format: record
  )
}

/** NumPy arrays: the scalars, and the fields as (time, …) or, at one time, as they are; coordinates beside them. */
export async function exportNpz(
  source: StoredSource,
  { field: name, time }: DataSelection,
): Promise<Uint8Array<ArrayBuffer>> {
  if (name === undefined && time === undefined && !source.frames) return writeNpz(scalarArrays(source))
  const frames = needFrames(source)
  // A field and a scalar may share a name (`benzene`): scalars then stand as `outlet_benzene`.
  const arrays: Record<string, NpyArray> =
    name === undefined && time === undefined ? scalarArrays(source, 'outlet_') : {}
  const fields = name === undefined ? frames.fields : [(await readField(source, name, time)).field]
  const places = time === undefined ? [...frames.times.keys()] : [findFrame(frames, time)]
  arrays.time = { shape: [places.length], values: Float64Array.from(places, (i) => frames.times[i] ?? Number.NaN) }
  for (const field of fields) {
    for (const axis of field.grid.axes) arrays[axis.name] ??= { shape: [axis.values.length], values: axis.values }
    const size = gridSize(field.grid)
    const values = new Float64Array(size * places.length)
    for (const [row, i] of places.entries()) {
      const frame = await frames.frame(i, [field.name])
      values.set(frame.fields[0]?.values ?? [], row * size)
    }
    const shape = gridShape(field.grid)
    arrays[field.name] = { shape: time === undefined ? [places.length, ...shape] : shape, values }
  }
  return writeNpz(arrays)
}

/** netCDF-3 with coordinates and units: the fields over time, or the scalars where there are no fields. */
export async function exportNetcdf(
  source: StoredSource,
  { field: name, time }: DataSelection,
): Promise<Uint8Array<ArrayBuffer>> {
  const { report, frames } = source
  const attributes = {
    title: report.experiment.title ?? report.problem.title,
    source: `Isoline ${report.version}`,
    history: report.command,
  }
  if (!frames && name === undefined && time === undefined) {
    const columns = scalarColumns(source).map((column) => ({ ...column, grid: { axes: [] } }))
    const variables = nameArrays(columns).fields.map(({ name: key, field }, i) => ({
      name: key,
      dimensions: ['t'],
      attributes: { units: field.unit, long_name: field.name },
      values: columns[i]?.values ?? new Float64Array(),
    }))
    return writeNetcdf({ dimensions: { t: report.samples.times.length }, variables, attributes })
  }
  const folder = needFrames(source)
  const fields = name === undefined ? folder.fields : [(await readField(source, name, time)).field]
  const places = time === undefined ? [...folder.times.keys()] : [findFrame(folder, time)]
  const read = []
  for (const i of places)
    read.push(
      await folder.frame(
        i,
        fields.map((field) => field.name),
      ),
    )
  return framesToNetcdf(fields, read, folder.timeUnit, attributes)
}

/** One saved time as a VTK image: the field named, or all of them. */
export async function exportVti(source: StoredSource, { field: name, time }: DataSelection): Promise<string> {
  const frames = needFrames(source)
  if (name !== undefined) {
    const one = await readField(source, name, time)
    return writeVti([one.field], one.time)
  }
  const frame = await frames.frame(findFrame(frames, time))
  return writeVti(frame.fields, frame.time)
}
