import { expect, test } from 'vitest'
import { readMeasurements } from '../../src/data/read/catalogue.ts'
import { guessColumns } from '../../src/experiment/guess-columns.ts'
import { minutesNote } from '../../src/experiment/time-unit.ts'

const components = ['o-xylene', 'm/p-xylene', 'ethylbenzene', 'toluene', 'benzene']
const bytesOf = (text: string) => new TextEncoder().encode(text)
/** As Excel saves "Unicode text": UTF-16, little end first, with its mark. */
function utf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 + 2 * text.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0xfeff, true)
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), true)
  return bytes
}

/** A file as an instrument or a spreadsheet writes it; what its author meant: axis and signals with unit and first values; roles. */
const cases: Readonly<Record<string, { readonly file: string | Uint8Array<ArrayBuffer>; readonly read: readonly string[]; readonly roles: Readonly<Record<string, string>>; readonly tables?: number }>> = {
  'decimal commas and thousands with points': { file: 'Zeit (s);Signal (counts)\n0,5;1.234.567,25\n1,5;1.235.567,25\n2,5;980.000,5\n', read: ['Zeit s 0.5,1.5,2.5', 'Signal counts 1234567.25,1235567.25,980000.5'], roles: { Zeit: 'x', Signal: 'y:sum' } },
  'Swiss apostrophes': { file: "Zeit [s];Signal [µV]\n0.0;1'234.5\n0.5;2'345.6\n1.0;12'345.6\n", read: ['Zeit s 0,0.5,1', 'Signal µV 1234.5,2345.6,12345.6'], roles: { Zeit: 'x', Signal: 'y:sum' } },
  'thousands with narrow blanks': { file: 'Temps (s);Signal (µV)\n0,0;1\u202f234,5\n0,5;2\u202f345,6\n1,0;12\u202f345,6\n', read: ['Temps s 0,0.5,1', 'Signal µV 1234.5,2345.6,12345.6'], roles: { Temps: 'x', Signal: 'y:sum' } },
  'units in the second row': { file: 'Time,Benzene,Toluene\nmin,mV,mV\n0,1,2\n0.1,3,4\n0.2,5,6\n', read: ['Time min 0,0.1,0.2', 'Benzene mV 1,3,5', 'Toluene mV 2,4,6'], roles: { Time: 'x', Benzene: 'y:benzene', Toluene: 'y:toluene' } },
  'units in the last row': { file: 'Time,Signal\n0,1\n0.1,2\n0.2,3\nmin,mV\n', read: ['Time min 0,0.1,0.2', 'Signal mV 1,2,3'], roles: { Time: 'x', Signal: 'y:sum' } },
  'header on every page': { file: 'Time (s),Benzene\n0,1\n1,2\nTime (s),Benzene\n2,3\n3,4\n\nTime (s),Benzene\n4,5\n', read: ['Time s 0,1,2,3,4', 'Benzene  1,2,3,4,5'], roles: { Time: 'x', Benzene: 'y:benzene' } },
  'the same header over a second injection': { file: 'Time (s),Benzene\n0,1\n1,2\nTime (s),Benzene\n0,3\n1,4\n', tables: 2, read: ['Time s 0,1', 'Benzene  1,2', 'Time s 0,1', 'Benzene  3,4'], roles: { Time: 'x', Benzene: 'y:benzene' } },
  'European dates': { file: 'Datum;Benzol\n01.03.2024 12:00:00;1,5\n01.03.2024 12:00:10;2,5\n02.03.2024 12:00:00;3,5\n', read: ['Datum s 0,10,86400', 'Benzol  1.5,2.5,3.5'], roles: { Datum: 'x', Benzol: 'y:benzene' } },
  'dates with two digits of the year': { file: 'Date;toluene\n31.12.23 23:59;1\n01.01.24 00:00;2\n', read: ['Date s 0,60', 'toluene  1,2'], roles: { Date: 'x', toluene: 'y:toluene' } },
  'American dates': { file: 'Date,toluene\n3/31/2024 11:59:50 PM,1\n4/1/2024 12:00:00 AM,2\n4/1/2024 12:00:10 AM,3\n', read: ['Date s 0,10,20', 'toluene  1,2,3'], roles: { Date: 'x', toluene: 'y:toluene' } },
  'date and clock apart': { file: 'Datum;Uhrzeit;benzene\n01.03.2024;12:00:00;1,5\n01.03.2024;12:00:10;2,5\n', read: ['Uhrzeit s 43200,43210', 'benzene  1.5,2.5'], roles: { Uhrzeit: 'x', benzene: 'y:benzene' } },
  'square brackets without blanks': { file: 'Time[min];Signal[mV]\n0,1;0,25\n1,1;1,25\n', read: ['Time min 0.1,1.1', 'Signal mV 0.25,1.25'], roles: { Time: 'x', Signal: 'y:sum' } },
  'Unicode text of Excel': { file: utf16('Time (min)\tbenzene (µmol/m³)\r\n0,0\t0,5\r\n0,1\t1,5\r\n'), read: ['Time min 0,0.1', 'benzene µmol/m³ 0.5,1.5'], roles: { Time: 'x', benzene: 'y:benzene' } },
  'BOM, CRLF and blank lines': { file: '\ufeffTime (s),benzene\r\n\r\n0,1\r\n\r\n1,2\r\n2,3\r\n\r\n', read: ['Time s 0,1,2', 'benzene  1,2,3'], roles: { Time: 'x', benzene: 'y:benzene' } },
  'two columns of numbers and nothing else': { file: '0.0 0.00\n0.5 0.84\n1.0 0.91\n1.5 0.14\n', read: ['column1  0,0.5,1,1.5', 'column2  0,0.84,0.91,0.14'], roles: { column1: 'x', column2: 'y:sum' } },
  'signal first, without names': { file: '1,0\n9,0.1\n3,0.2\n1,0.3\n', read: ['column2  0,0.1,0.2,0.3', 'column1  1,9,3,1'], roles: { column2: 'x', column1: 'y:sum' } },
  'signal first, retention time named': { file: 'FID1A,RT\n1,0.00\n9,0.10\n3,0.20\n', read: ['RT  0,0.1,0.2', 'FID1A  1,9,3'], roles: { RT: 'x', FID1A: 'y:sum' } },
  'quoted numbers with decimal commas': { file: '"Time","Benzene"\n"0,5","1,25"\n"1,5","2,25"\n', read: ['Time  0.5,1.5', 'Benzene  1.25,2.25'], roles: { Time: 'x', Benzene: 'y:benzene' } },
  'negative times before the injection': { file: 'time,signal\n-2,0\n-1,0\n0,1\n1,7\n2,1\n', read: ['time  -2,-1,0,1,2', 'signal  0,0,1,7,1'], roles: { time: 'x', signal: 'y:sum' } },
  'a column that counts the rows': { file: '#,Time,Intensity\n1,0.01,5\n2,0.02,6\n3,0.03,9\n', read: ['Time  0.01,0.02,0.03', 'Intensity  5,6,9'], roles: { Time: 'x', Intensity: 'y:sum' } },
  'summary below the data': { file: 'Time (s),benzene\n0,1\n1,2\n2,1\nMax,2\nMean,1.33\n', read: ['Time s 0,1,2,NaN,NaN', 'benzene  1,2,1,2,1.33'], roles: { Time: 'x', benzene: 'y:benzene' } },
  'keys above the table': { file: '"Sample","BTEX 7"\n"Date","2024-03-01"\n"Rate","20 Hz"\n\n"Retention time (min)","Response (pA)"\n0,1\n0.05,2\n', read: ['Retention time min 0,0.05', 'Response pA 1,2'], roles: { 'Retention time': 'x', Response: 'y:sum' } },
  'uncertainty as the GUM writes it': { file: 't,c(benzene),u(c)\n0,1,0.1\n1,5,0.2\n2,3,0.1\n', read: ['t  0,1,2', 'c(benzene)  1,5,3', 'u(c)  0.1,0.2,0.1'], roles: { t: 'x', 'c(benzene)': 'y:benzene', 'u(c)': 'sigma:benzene' } },
  'an uncertainty for each': { file: 't / s;c_benzene;u(c_benzene);c_toluene;u(c_toluene)\n0;1;0,1;2;0,3\n1;5;0,2;2;0,4\n', read: ['t s 0,1', 'c_benzene  1,5', 'u(c_benzene)  0.1,0.2', 'c_toluene  2,2', 'u(c_toluene)  0.3,0.4'], roles: { t: 'x', c_benzene: 'y:benzene', 'u(c_benzene)': 'sigma:benzene', c_toluene: 'y:toluene', 'u(c_toluene)': 'sigma:toluene' } },
  'plus-minus columns of the same name': { file: 'Time (s),benzene,±,toluene,±\n0,1,0.1,2,0.3\n1,5,0.1,2,0.3\n', read: ['Time s 0,1', 'benzene  1,5', '±  0.1,0.1', 'toluene  2,2', '± (2)  0.3,0.3'], roles: { Time: 'x', benzene: 'y:benzene', '±': 'sigma:benzene', toluene: 'y:toluene', '± (2)': 'sigma:toluene' } },
  'std columns after all signals': { file: 'Time (s),benzene,toluene,benzene std,toluene std\n0,1,3,0.1,0.3\n1,5,3,0.1,0.3\n', read: ['Time s 0,1', 'benzene  1,5', 'toluene  3,3', 'benzene std  0.1,0.1', 'toluene std  0.3,0.3'], roles: { Time: 'x', benzene: 'y:benzene', toluene: 'y:toluene', 'benzene std': 'sigma:benzene', 'toluene std': 'sigma:toluene' } },
  'an error column': { file: 'Time (s),benzene,error\n0,1,0.3\n1,5,0.3\n', read: ['Time s 0,1', 'benzene  1,5', 'error  0.3,0.3'], roles: { Time: 'x', benzene: 'y:benzene', error: 'sigma:benzene' } },
  'names as people write them': { file: 'RT (min);o-Xylol;"m,p-Xylene";Ethyl benzene;Toluene_FID;BENZENE;Oven (°C)\n0;2;3;4;5;6;80\n1;2;3;4;5;6;80\n', read: ['RT min 0,1', 'o-Xylol  2,2', 'm,p-Xylene  3,3', 'Ethyl benzene  4,4', 'Toluene_FID  5,5', 'BENZENE  6,6'], roles: { RT: 'x', 'o-Xylol': 'y:o-xylene', 'm,p-Xylene': 'y:m/p-xylene', 'Ethyl benzene': 'y:ethylbenzene', Toluene_FID: 'y:toluene', BENZENE: 'y:benzene' } },
} // biome-ignore format: a table

for (const [name, { file, read, roles, tables = 1 }] of Object.entries(cases))
  test(name, async () => {
    const dataset = await readMeasurements({ name: 'run.csv', bytes: typeof file === 'string' ? bytesOf(file) : file })
    expect(dataset.tables).toHaveLength(tables)
    const { columns } = guessColumns(dataset, components)
    expect(columns).toEqual(roles)
    const all = dataset.tables.flatMap((table) => table.columns)
    const said = all.filter((column) => Object.hasOwn(columns, column.name))
    expect(said.map((column) => `${column.name} ${column.unit} ${[...column.values].join(',')}`).sort()).toEqual([...read].sort()) // biome-ignore format: one thought
  })

test('100 000 rows: the same guess as for a few, every row there', async () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `${(i * 0.006).toFixed(3)};${i % 977},5`.replace('.', ','))
  const dataset = await readMeasurements({ name: 'run.csv', bytes: bytesOf(`Time (s);benzene\n${rows.join('\n')}\n`) })
  expect(guessColumns(dataset, components).columns).toEqual({ Time: 'x', benzene: 'y:benzene' })
  const [time, signal] = dataset.tables[0]?.columns ?? []
  expect(time?.values).toHaveLength(100_000)
  expect(time?.values[99_999]).toBeCloseTo(599.994, 9)
  // 99 999 = 102·977 + 345.
  expect(signal?.values[99_999]).toBe(345.5)
})

test('times without a unit that fill the model’s time as minutes are noted; seconds are not', () => {
  // 13.3 min are 798 s.
  const note = minutesNote('Time', [0, 6, 13.3], 800)
  expect(note).toContain('ends at 13.3 where the model runs to 800 s')
  expect(note).toContain('unit min')
  expect(minutesNote('Time', [0, 400, 798], 800)).toBeUndefined()
  // The first 20 s of a run, as minutes longer than the model.
  expect(minutesNote('Time', [0, 21], 800)).toBeUndefined()
  expect(minutesNote('Time', [0, 13.3], undefined)).toBeUndefined()
})
