import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readMeasurements } from '../../../src/data/read/catalogue.ts'
import { readNetcdf3 } from '../../../src/data/read/netcdf3.ts'
import { csvText, fieldToCsv, tableToCsv, writeCsv } from '../../../src/data/write/csv.ts'
import { framesToNetcdf, writeNetcdf } from '../../../src/data/write/netcdf.ts'
import { writeNpz } from '../../../src/data/write/npz.ts'
import { pythonWith } from '../../support/python.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const folder = () => mkdtempSync(join(tmpdir(), 'isoline-write-'))

test('a CSV written is read back bit for bit, in every dialect it can be written in', async () => {
  const rows = fc.array(fc.tuple(finite, finite, fc.option(finite, { nil: Number.NaN })), {
    minLength: 3,
    maxLength: 30,
  })
  const dialect = fc.record({
    delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const),
    decimal: fc.constantFrom('.' as const, ',' as const),
  })
  await fc.assert(
    fc.asyncProperty(rows, dialect, async (values, options) => {
      const columns = ['time', 'UV', 'RI'].map((name, i) => ({
        name,
        unit: i === 0 ? 'min' : 'mAU',
        values: values.map((row) => row[i] ?? 0),
      }))
      const text = writeCsv(columns, { units: true, ...options })
      const dataset = await readMeasurements({ name: 'a.csv', bytes: new TextEncoder().encode(text) }, { options })
      const read = dataset.tables[0]?.columns ?? []
      expect(read.map((c) => [c.name, c.unit])).toEqual(columns.map((c) => [c.name, c.unit]))
      read.forEach((column, i) => void expect([...column.values]).toEqual(columns[i]?.values))
    }),
    { numRuns: 300 },
  )
})

test('cells are quoted as RFC 4180 says and are never formulas', () => {
  expect(csvText('a, "b"')).toBe('"a, ""b"""')
  expect(csvText('two\nlines')).toBe('"two\nlines"')
  expect(csvText('plain')).toBe('plain')
  // The examples of OWASP, "CSV Injection".
  expect(csvText("=cmd|' /C calc'!A0")).toBe("'=cmd|' /C calc'!A0")
  for (const text of ['=1+1', '+SUM(A1)', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])
    expect(csvText(text).replace(/^"/, '')[0]).toBe("'")
  expect(csvText('-5')).toBe('-5')
  expect(writeCsv([{ name: '=HYPERLINK("x")', values: [1] }]).startsWith('"\'=HYPERLINK')).toBe(true)
})

test('17 significant digits, gaps empty, uneven columns', () => {
  // 0.1 to 17 digits, IEEE 754.
  expect(
    writeCsv([
      { name: 'x', values: [0.1, Number.NaN] },
      { name: 'y', values: [-0] },
    ]),
  ).toBe('x,y\n0.10000000000000001,-0\n,\n')
})

test('a table of measurements keeps its texts and units', () => {
  const table = {
    name: 't',
    columns: [
      { name: 'sample', role: 'ignore' as const, unit: '', values: Float64Array.of(Number.NaN), texts: ['blank'] },
      { name: 'time', role: 'x' as const, unit: 'min', values: Float64Array.of(0.5) },
    ],
  }
  expect(tableToCsv(table)).toBe('sample,time (min)\nblank,0.50000000000000000\n')
})

test('a field is written x first, its last axis fastest', () => {
  const axes = [
    { name: 'y', unit: 'm', values: Float64Array.of(10, 20) },
    { name: 'x', unit: 'm', values: Float64Array.of(1, 2, 3) },
  ]
  const lines = fieldToCsv({ name: 'u', unit: '1', grid: { axes }, values: Float64Array.of(0, 1, 2, 3, 4, 5) }).split(
    '\n',
  )
  expect(lines[0]).toBe('x,y,u')
  expect(lines.slice(1, -1).map((line) => line.split(',').map(Number))).toEqual([
    [1, 10, 0], [2, 10, 1], [3, 10, 2], [1, 20, 3], [2, 20, 4], [3, 20, 5],
  ]) // biome-ignore format: a table
})

test('the same arrays give the same NPZ, whatever the day', () => {
  const make = () => writeNpz({ a: { shape: [2], values: [1, 2] } })
  expect(make()).toEqual(make())
  const npy = unzipSync(make())['a.npy'] ?? new Uint8Array()
  // NEP 1: magic, version 1.0, header to a multiple of 64.
  expect([...npy.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
  expect(npy.length).toBe(128 + 16)
  expect(() => writeNpz({ a: { shape: [3], values: [1, 2] } })).toThrow('has 3 values')
})

test('netCDF written is read back bit for bit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double(), { minLength: 6, maxLength: 6 }),
      fc.string({ unit: 'grapheme' }),
      (values, title) => {
        const file = readNetcdf3(
          writeNetcdf({
            dimensions: { y: 2, x: 3 },
            attributes: { number: 1.5 },
            variables: [
              { name: 'u', dimensions: ['y', 'x'], attributes: { units: 'm/s' }, values },
              { name: title ? 'v' : 'w', dimensions: [], values: [7] },
            ],
          }),
        )
        expect(file.dimensions).toEqual({ y: 2, x: 3 })
        expect(file.variables[0]?.attributes).toEqual({ units: 'm/s' })
        expect([...(file.variables[0]?.read() ?? [])]).toEqual(values)
        expect([...(file.variables[1]?.read() ?? [])]).toEqual([7])
        expect([...(file.attributes.number ?? [])]).toEqual([1.5])
      },
    ),
  )
})

test('a damaged netCDF file is refused with a reason', () => {
  const bytes = writeNetcdf({
    dimensions: { x: 100 },
    variables: [{ name: 'u', dimensions: ['x'], values: new Float64Array(100) }],
  })
  expect(() => readNetcdf3(bytes.slice(0, 40))).toThrow('damaged')
  expect(() => readNetcdf3(bytes.slice(0, 200)).variables[0]?.read()).toThrow('damaged')
  expect(() => readNetcdf3(Uint8Array.of(1, 2, 3, 4, 5))).toThrow('not a netCDF')
  expect(() =>
    writeNetcdf({ dimensions: { x: 2 }, variables: [{ name: 'u', dimensions: ['x'], values: [1] }] }),
  ).toThrow('"u" has 1 values')
  expect(() => framesToNetcdf([], [], 's')).toThrow('no saved frame')
})

const python = pythonWith('xarray', 'numpy', 'scipy')
test.skipIf(!python)('NumPy and xarray read NPZ and netCDF (needs python3-xarray, python3-scipy)', () => {
  const at = folder()
  const x = { name: 'x', unit: 'm', values: Float64Array.of(0, 0.5, 1.5) }
  const y = { name: 'y', unit: 'm', values: Float64Array.of(-1, 2) }
  const fields = [
    { name: 'benzene', unit: 'mol/m^3', label: 'Benzol in µmol', grid: { axes: [y, x] } },
    { name: 'energy', unit: 'J', grid: { axes: [] } },
  ]
  const frames = [0, 1].map((time) => ({
    time: time / 2,
    fields: fields.map((f, k) => ({
      ...f,
      values: Float64Array.from({ length: k === 0 ? 6 : 1 }, (_, i) => time * 10 + i / 3),
    })),
  }))
  writeFileSync(join(at, 'a.nc'), framesToNetcdf(fields, frames, 's', { title: 'BTEX' }))
  writeFileSync(
    join(at, 'a.npz'),
    writeNpz({
      t: { shape: [2], values: [0.1, 0.2] },
      u: { shape: [2, 3], values: [1, 2, 3, 4, 5, 1 / 3] },
      s: { shape: [], values: [7] },
    }),
  )
  const script = `
import json, sys, numpy, xarray
d = xarray.open_dataset(sys.argv[1] + '/a.nc', engine='scipy')
z = numpy.load(sys.argv[1] + '/a.npz')
print(json.dumps({'dims': list(d.benzene.dims), 'units': d.benzene.units, 'label': d.benzene.long_name, 'title': d.title, 'x': d.x.values.tolist(),
  'time': d.time.values.tolist(), 'energy': d.energy.values.tolist(), 'u': d.benzene.values.tolist(), 'dtype': str(d.benzene.dtype.newbyteorder('=')),
  't': z['t'].tolist(), 'z': z['u'].tolist(), 's': z['s'].tolist()}))`
  const read = JSON.parse(execFileSync(python ?? '', ['-c', script, at], { encoding: 'utf8' }))
  expect(read).toEqual({
    dims: ['time', 'y', 'x'],
    units: 'mol/m^3',
    label: 'Benzol in µmol',
    title: 'BTEX',
    x: [0, 0.5, 1.5],
    time: [0, 0.5],
    energy: [0, 10],
    u: [[[0, 1 / 3, 2 / 3], [1, 4 / 3, 5 / 3]], [[10, 10 + 1 / 3, 10 + 2 / 3], [11, 10 + 4 / 3, 10 + 5 / 3]]],
    dtype: 'float64',
    t: [0.1, 0.2],
    z: [[1, 2, 3], [4, 5, 1 / 3]],
    s: 7,
  }) // biome-ignore format: arrays as they are
})
