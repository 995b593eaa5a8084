import type { Quantity, Samples } from '../../core/field.ts'
import { toAsciiJson, toLittleEndian } from '../bytes.ts'
import type { ByteStore } from '../store.ts'
import { nameArrays } from '../zarr-names.ts'
import { zarrArray } from './zarr.ts'

const json = (value: unknown) => toAsciiJson(value, 1)

/**
 * Writes quantities over time as a Zarr format 2 folder, one chunk an array; xarray's `open_zarr` and zarr-python read it. What was
 * there of the same names is replaced; the consolidated metadata come last.
 * @param samples row-major: one value a quantity and time
 */
export async function writeZarrSeries(
  store: ByteStore,
  quantities: readonly Quantity[],
  timeUnit: string,
  samples: Samples,
  attributes: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { times, values } = samples
  const named = nameArrays(quantities.map((quantity) => ({ ...quantity, grid: { axes: [] } }))).fields
  const metadata: Record<string, unknown> = { '.zgroup': { zarr_format: 2 }, '.zattrs': attributes }
  const columns: [key: string, values: Float64Array][] = []
  const add = (name: string, values: Float64Array, more: Readonly<Record<string, unknown>>) => {
    metadata[`${name}/.zarray`] = zarrArray([times.length], [Math.max(1, times.length)], null)
    metadata[`${name}/.zattrs`] = { _ARRAY_DIMENSIONS: ['time'], ...more }
    if (times.length > 0) columns.push([`${name}/0`, values])
  }
  add('time', times, { units: timeUnit, long_name: 'time' })
  for (const [i, { name, field }] of named.entries()) {
    const column = Float64Array.from(times, (_, row) => values[row * named.length + i] ?? Number.NaN)
    add(name, column, { units: field.unit, long_name: field.label ?? field.name, isoline_name: field.name })
  }
  await Promise.all(columns.map(([key, column]) => store.write(key, toLittleEndian(column))))
  await Promise.all(Object.entries(metadata).map(([key, value]) => store.write(key, json(value))))
  await store.write('.zmetadata', json({ zarr_consolidated_format: 1, metadata }))
}
