// What a careful reader makes of tables as people have them. Expected values are read off the texts by eye.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dataset, ImportOptions } from '../../../src/data/dataset.ts'
import { readClipboard, readMeasurements } from '../../../src/data/read/catalogue.ts'
import { describeDataset } from '../../../src/data/read/describe.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const read = (text: string, options: Partial<ImportOptions> = {}, scalars: readonly string[] = []) =>
  readMeasurements({ name: 'run.csv', bytes: bytesOf(text) }, { options, scalars })
/** name:role:unit and values of every column, table after table. */
const shape = (dataset: Dataset) =>
  dataset.tables.flatMap((table) =>
    table.columns.map((c) => [`${c.name}:${c.role}${c.of ? ` of ${c.of}` : ''}:${c.unit}`, ...c.values]),
  )

test.each<[string, string, (string | number)[][]]>([
  ['units in brackets of all kinds', 'Time (min),Absorbance [mAU],c / (mol/L)\n0,1,2\n1,3,4\n', [['Time:x:min', 0, 1], ['Absorbance:y:mAU', 1, 3], ['c:y:mol/L', 2, 4]]],
  ['the IUPAC slash', 't/s;U/mV\n0;1\n1;2\n', [['t:x:s', 0, 1], ['U:y:mV', 1, 2]]],
  ['a wavelength is no unit', 'Time,UV 280 nm,UV_254\n0,1,2\n1,3,4\n', [['Time:x:', 0, 1], ['UV 280 nm:y:', 1, 3], ['UV_254:y:', 2, 4]]],
  ['units after an underscore', 'time_min,intensity_mV,flow_mL_per_min,K_d\n0,1,2,3\n1,3,4,5\n', [['time_min:x:min', 0, 1], ['intensity_mV:y:mV', 1, 3], ['flow_mL_per_min:y:mL/min', 2, 4], ['K_d:y:', 3, 5]]],
  ['a row of units', 'Time\tUV\tCond\nmin\tmAU\tmS/cm\n0\t1\t2\n1\t3\t4\n', [['Time:x:min', 0, 1], ['UV:y:mAU', 1, 3], ['Cond:y:mS/cm', 2, 4]]],
  ['names under names of groups', 'Detector A,,Detector B,\nTime,Value,Time,Value\n0,1,0,2\n1,3,2,4\n2,5,4,6\n', [['Detector A Time:x:', 0, 1, 2], ['Detector A Value:y:', 1, 3, 5], ['Detector B Time:x:', 0, 2, 4], ['Detector B Value:y:', 2, 4, 6]]],
  ['no header', '0.0,1.5\n0.5,2.5\n1.0,3.5\n', [['column1:x:', 0, 0.5, 1], ['column2:y:', 1.5, 2.5, 3.5]]],
  ['German numbers', 'Zeit (min);UV (mAU);Fehler\n0,5;1.234,5;0,1\n1,0;2.345,6;0,2\n', [['Zeit:x:min', 0.5, 1], ['UV:y:mAU', 1234.5, 2345.6], ['Fehler:sigma of UV:', 0.1, 0.2]]],
  ['Swiss and French thousands', "t;a;b\n1;1'234.5;1 234.5\n2;12'345.6;2 345.6\n", [['t:x:', 1, 2], ['a:y:', 1234.5, 12345.6], ['b:y:', 1234.5, 2345.6]]],
  ['English thousands in quotes', 'time,area\n1,"1,234.5"\n2,"12,345.5"\n3,999\n', [['time:x:', 1, 2, 3], ['area:y:', 1234.5, 12345.5, 999]]],
  ['one column', 'signal\n1.5\n2.5\n', [['index:x:1', 0, 1], ['signal:y:', 1.5, 2.5]]],
  ['one column with decimal commas', 'signal\n1,5\n2,5\n', [['index:x:1', 0, 1], ['signal:y:', 1.5, 2.5]]],
  ['numpy.savetxt', '# made by numpy\n# time signal\n0.000000000000000000e+00 1.000000000000000056e-01\n1.000000000000000000e+00 2.000000000000000111e-01\n', [['time:x:', 0, 1], ['signal:y:', 0.1, 0.2]]],
  ['a Markdown table', '| t | y |\n|---|---|\n| 1 | 2 |\n| 2 | 3 |\n', [['t:x:', 1, 2], ['y:y:', 2, 3]]],
  ['Excel says the delimiter', 'sep=;\nt;c\n0;1\n1;2\n', [['t:x:', 0, 1], ['c:y:', 1, 2]]],
  ['rows are variables', 'time (s),0,1,2,3,4,5\nsignal (mAU),5,6,7,8,9,10\n', [['time:x:s', 0, 1, 2, 3, 4, 5], ['signal:y:mAU', 5, 6, 7, 8, 9, 10]]],
  ['a matrix over wavelengths', ',220,254.5\n0,1,2\n0.1,3,4\n0.2,5,6\n', [['column1:x:', 0, 0.1, 0.2], ['220:y:', 1, 3, 5], ['254.5:y:', 2, 4, 6]]],
  ['axis and deviations not in the usual order', 'benzene,sd benzene,time\n1,0.1,0\n2,0.2,1\n1,0.1,2\n', [['benzene:y:', 1, 2, 1], ['sd benzene:sigma of benzene:', 0.1, 0.2, 0.1], ['time:x:', 0, 1, 2]]],
  ['dates become seconds since the first', 'Timestamp,T (°C)\n2024-03-01 23:59:59,1\n2024-03-02 00:00:00.5,2\n', [['Timestamp:x:s', 0, 1.5], ['T:y:°C', 1, 2]]],
  ['clock times become seconds', 'time;y\n0:01:00;1\n0:01:30,5;2\n', [['time:x:s', 60, 90.5], ['y:y:', 1, 2]]],
  ['a counter beside the time', 'Index,Time,UV\n1,0,5\n2,0.1,6\n3,0.2,7\n', [['Index:ignore:', 1, 2, 3], ['Time:x:', 0, 0.1, 0.2], ['UV:y:', 5, 6, 7]]],
  ['negative zeros, signs and exponents', 't,y\n0,-0\n1,+1E-3\n2,-1.5e+2\n3,−4\n', [['t:x:', 0, 1, 2, 3], ['y:y:', -0, 0.001, -150, -4]]],
  ['blanks around everything', '  time  ,  y  \n  0 ,  1 \n  1 ,  2 \n', [['time:x:', 0, 1], ['y:y:', 1, 2]]],
  ['decreasing axis', 'wavenumber,absorbance\n4000,0.1\n3998,0.2\n3996,0.1\n', [['wavenumber:x:', 4000, 3998, 3996], ['absorbance:y:', 0.1, 0.2, 0.1]]],
])('%s', async (_, text, want) => {
  expect(shape(await read(text))).toEqual(want)
}) // biome-ignore format: a table

test('text columns are ignored and keep their cells', async () => {
  const dataset = await read('name,tR (s),comment\nC9,14.7,"first, small"\nC10,18.8,\n')
  expect(shape(dataset).map(([name]) => name)).toEqual(['name:ignore:', 'tR:x:s', 'comment:ignore:'])
  expect(dataset.tables[0]?.columns[0]?.texts).toEqual(['C9', 'C10'])
  expect(dataset.tables[0]?.columns[2]?.texts).toEqual(['first, small', ''])
})

test('every cell that is no number is in the notes with its row', async () => {
  const dataset = await read('time,UV\n0,1\n1,overload\n2,n.a.\n3,\n4,5\n')
  expect([...(dataset.tables[0]?.columns[1]?.values ?? [])]).toEqual([1, Number.NaN, Number.NaN, Number.NaN, 5])
  const notes = dataset.notes.join('\n')
  expect(notes).toContain('"UV": 2 cells are empty or n.a. (rows 4, 5)')
  expect(notes).toContain('"UV": 1 cell is not a number (row 3 "overload")')
})

test('the order of the axis, ragged rows and text among the data are in the notes', async () => {
  const dataset = await read('time,a,b\n0,1,2\n1,1,2\n1,3\n0.5,1,2,9\n# pump off\n2,1,2\nend of run\n')
  const notes = dataset.notes.join('\n')
  expect(notes).toContain('repeats its value at row 4')
  expect(notes).toContain('goes back at row 5')
  expect(notes).toContain('Row 4 is shorter than the table')
  expect(notes).toContain('Row 5 is longer than the table')
  expect(notes).toContain('6: # pump off')
  expect(notes).toContain('8: end of run')
  expect(dataset.tables[0]?.columns.map((c) => c.name)).toEqual(['time', 'a', 'b', 'column4'])
  expect([...(dataset.tables[0]?.columns[3]?.values ?? [])]).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
    9,
    Number.NaN,
  ])
})

test('lines before the data are kept in the notes', async () => {
  const dataset = await read('Operator,Jane\nColumn,C18\nDate,2024-01-02\n\nTime (min),UV (mAU)\n0,1\n1,2\n')
  expect(dataset.options).toMatchObject({ headerRows: 5, nameRow: 4 })
  expect(dataset.notes.join('\n')).toContain(
    '3 rows before the data, kept here: 1: Operator | Jane; 2: Column | C18; 3: Date | 2024-01-02',
  )
})

test('a second table below the first is a table', async () => {
  const dataset = await read('a,b\n1,2\n3,4\n\n[Second part]\nc,d\n5,6\n7,8\n9,10\n')
  expect(dataset.tables.map((t) => [t.name, t.columns.map((c) => [c.name, c.values.length])])).toEqual([
    ['run 1', [['a', 2], ['b', 2]]],
    ['Second part', [['c', 3], ['d', 3]]],
  ]) // biome-ignore format: a table
})

test('names are matched to the scalars of the model; the longest name is meant', async () => {
  const dataset = await read('t,Ethylbenzene (mol/m^3),benzene,err benzene,total\n0,1,2,1,3\n1,1,2,1,3\n', {}, [
    'benzene',
    'ethylbenzene',
  ])
  expect(dataset.tables[0]?.columns.map((c) => c.of)).toEqual([undefined, 'ethylbenzene', 'benzene', 'benzene', 'sum'])
})

test('options override guesses', async () => {
  const text = '1,5;2\n2,5;3\n'
  expect(shape(await read(text, { decimal: ',', delimiter: 'semicolon' }))).toEqual([['column1:x:', 1.5, 2.5], ['column2:y:', 2, 3]])
  const header = await read('a,b\n0,1\nx,y\n2,3\n', { headerRows: 3, nameRow: 2 })
  expect(shape(header)).toEqual([['x:x:', 2], ['y:y:', 3]])
  const rows = await read('1,2\n3,4\n', { layout: 'rows' })
  expect(shape(rows)).toEqual([['column1:x:', 1, 2], ['column2:y:', 3, 4]])
  expect(shape(await read('t,y\n1,5\n', { encoding: 'latin-1' }))).toEqual([['t:x:', 1], ['y:y:', 5]])
}) // biome-ignore format: short tables

test('options that make no sense are named', async () => {
  const wrong = (options: object) => read('t,y\n1,2\n', options as Partial<ImportOptions>)
  await expect(wrong({ decimal: ';' })).rejects.toThrow('options.decimal: the decimal sign is "." or ","')
  await expect(wrong({ headerRows: -1 })).rejects.toThrow('options.headerRows')
  await expect(wrong({ delimiter: 'ab' })).rejects.toThrow('options.delimiter')
  await expect(wrong({ encoding: 'ebcdic' })).rejects.toThrow('options.encoding: the encoding "ebcdic"')
  await expect(wrong({ skip: 3 })).rejects.toThrow('there is no import option "skip"')
  await expect(wrong({ headerRows: 1, nameRow: 1 })).rejects.toThrow('options.nameRow')
})

test.each([
  ['empty', new Uint8Array(), 'is empty'],
  ['blank', bytesOf(' \n\n '), 'only blank lines'],
  ['words', bytesOf('no numbers\nat all\n'), 'no table of numbers'],
  ['a header alone', bytesOf('t,y\n'), 'no table of numbers'],
  ['a zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'zip archive'],
  ['ANDI', Uint8Array.of(0x43, 0x44, 0x46, 9, 0, 0), 'binary'],
  ['noise', Uint8Array.from({ length: 2000 }, (_, i) => (i * 7919) % 256), 'binary'],
])('%s is refused with a reason', async (_, bytes, reason) => {
  await expect(readMeasurements({ name: 'x.csv', bytes: bytes as Uint8Array<ArrayBuffer> })).rejects.toThrow(reason)
})

test('any bytes end in a dataset or in a reason, never in another error', async () => {
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .string({ unit: fc.constantFrom(...'0123456789.,;\t |"\'#%-+eE\n\rabn/:()[]°µ'), maxLength: 300 })
      .map((text) => bytesOf(text)),
  )
  await fc.assert(
    fc.asyncProperty(hostile, async (bytes) => {
      try {
        const dataset = await readMeasurements({ name: 'x.csv', bytes: bytes as Uint8Array<ArrayBuffer> })
        for (const table of dataset.tables) {
          expect(new Set(table.columns.map((c) => c.name)).size).toBe(table.columns.length)
          for (const column of table.columns)
            expect(column.values.every((v) => Number.isNaN(v) || Number.isFinite(v))).toBe(true)
        }
        describeDataset(dataset)
      } catch (error) {
        expect((error as Error).name).toBe('InvalidInput')
      }
    }),
    { numRuns: 800 },
  )
})

test('cells copied from a spreadsheet open the same way', async () => {
  const dataset = await readClipboard('Time (min)\tUV (mAU)\r\n0\t1,5\r\n0,5\t2,5\r\n')
  expect(shape(dataset)).toEqual([['Time:x:min', 0, 0.5], ['UV:y:mAU', 1.5, 2.5]])
}) // biome-ignore format: short table

test('plain rows read from the bytes are the numbers Number() reads', async () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v.toPrecision(17)),
    fc.tuple(fc.integer({ min: -99999, max: 99999 }), fc.nat(999999)).map(([a, b]) => `${a}.${b}`),
    fc.tuple(fc.maxSafeInteger(), fc.integer({ min: -30, max: 30 })).map(([a, b]) => `${a}e${b}`),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 20 }), async (rows) => {
      const dataset = await read(`t,y\n${rows.map((row) => row.join(',')).join('\n')}\n`, {
        delimiter: ',',
        decimal: '.',
        headerRows: 1,
        nameRow: 0,
      })
      expect([...(dataset.tables[0]?.columns[1]?.values ?? [])]).toEqual(rows.map(([, y]) => Number(y)))
    }),
    { numRuns: 500 },
  )
})

test('a large file reports progress, can be stopped, and loses no row', async () => {
  const rows = 200_000
  const text = `time,UV\n${Array.from({ length: rows }, (_, i) => `${i / 10},${(i * 37) % 1000}`).join('\n')}\n`
  const file = { name: 'big.csv', bytes: bytesOf(text) }
  const seen: number[] = []
  const dataset = await readMeasurements(file, { onProgress: (fraction) => seen.push(fraction) })
  const [x, y] = dataset.tables[0]?.columns ?? []
  expect([x?.values.length, x?.values[rows - 1], y?.values[rows - 1]]).toEqual([
    rows,
    (rows - 1) / 10,
    ((rows - 1) * 37) % 1000,
  ])
  expect(seen.length).toBeGreaterThan(1)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(seen[seen.length - 1]).toBe(1)
  const stop = new AbortController()
  await expect(readMeasurements(file, { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toThrow()
})

test('the document of the import verb', async () => {
  const dataset = await read('Time (min);UV (mAU)\n0,5;-1,5\n1,0;n.a.\n1,5;2,5\n')
  expect(dataset.sha256).toMatch(/^[0-9a-f]{64}$/)
  const { notes, ...document } = describeDataset(dataset)
  expect(document).toEqual({
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ';',
    decimal: ',',
    tables: [
      {
        name: 'run',
        columns: [
          { name: 'Time', role: 'x', unit: 'min', count: 3, first: 0.5, last: 1.5, min: 0.5, max: 1.5 },
          { name: 'UV', role: 'y', unit: 'mAU', count: 2, first: -1.5, last: 2.5, min: -1.5, max: 2.5 },
        ],
      },
    ],
  })
  expect(notes.length).toBeGreaterThan(3)
})
