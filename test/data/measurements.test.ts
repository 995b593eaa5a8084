import { expect, test } from 'vitest'
import { guessedUses, makeMeasurements } from '../../src/data/measurements.ts'
import { readMeasurements } from '../../src/data/read/catalogue.ts'

const scalars = [
  { name: 'benzene', unit: 'mol/m^3' },
  { name: 'toluene', unit: 'mol/m^3' },
]
const target = { axisUnit: 's', scalars, path: 'data.0.columns' }
const read = (text: string) =>
  readMeasurements({ name: 'run.csv', bytes: new TextEncoder().encode(text) }, { scalars: scalars.map((s) => s.name) })

test('units are converted: minutes to seconds, mmol/L is mol/m³, sigma goes along', async () => {
  const dataset = await read('Time (min),benzene (mol/L),err\n0.5,0.001,0.0001\n1,0.002,0.0002\n')
  const { series } = makeMeasurements(dataset, guessedUses(dataset), target)
  expect(series).toHaveLength(1)
  expect(series[0]?.of).toBe('benzene')
  expect([...(series[0]?.x ?? [])]).toEqual([30, 60])
  // 1 mol/L = 1000 mol/m³.
  expect(series[0]?.y[0]).toBeCloseTo(1, 12)
  expect(series[0]?.y[1]).toBeCloseTo(2, 12)
  expect(series[0]?.sigma?.[1]).toBeCloseTo(0.2, 12)
})

test('scale and offset say how the detector answers: signal = scale·model + offset', async () => {
  const dataset = await read('t/s,UV (mAU)\n0,5\n1,25\n')
  const { series } = makeMeasurements(
    dataset,
    { t: 'x', 'UV (mAU)': { role: 'y', of: 'toluene', scale: 10, offset: 5 } },
    target,
  )
  expect([...(series[0]?.y ?? [])]).toEqual([0, 2])
  expect([...(series[0]?.signal ?? [])]).toEqual([5, 25])
  expect(series[0]?.signalUnit).toBe('mAU')
})

test('rows without a number are left out and counted; unsorted rows are sorted', async () => {
  const dataset = await read('time,benzene,sigma_benzene\n3,30,1\n1,10,1\n2,n.a.,1\n4,40,0\n')
  const { series, notes } = makeMeasurements(dataset, guessedUses(dataset), target)
  expect([...(series[0]?.x ?? [])]).toEqual([1, 3])
  expect([...(series[0]?.y ?? [])]).toEqual([10, 30])
  expect(notes.join('\n')).toContain('2 of 4 rows')
  expect(notes.join('\n')).toContain('sorted by "time"')
  expect(notes.join('\n')).toContain('"time" has no unit: taken as s')
})

test('what does not fit is named with its PATH and the nearest name', async () => {
  const dataset = await read('time (s),UV 280.5\n0,1\n1,2\n')
  const attempt = (uses: Parameters<typeof makeMeasurements>[1]) => () => makeMeasurements(dataset, uses, target)
  expect(attempt({ UV: 'y' })).toThrow('data.0.columns.UV: "run.csv" has no column "UV"')
  expect(attempt({ 'UV 280.5': 'y:benzen' })).toThrow('data.0.columns["UV 280.5"].of: the model has no "benzen"')
  expect(attempt({ time: { role: 'x', unit: 'mL' }, 'UV 280.5': 'y:sum' })).toThrow('data.0.columns.time.unit')
  expect(attempt({ 'UV 280.5': { role: 'y', of: 'benzene', unit: 'furlong' } })).toThrow('unknown unit')
  expect(attempt({ 'UV 280.5': { role: 'y', of: 'benzene', scale: 0 } })).toThrow('the scale not 0')
})

test('every curve with its own axis keeps it', async () => {
  const dataset = await read('Time A (s),benzene,Time B (s),toluene\n0,1,0,5\n1,2,2,6\n2,3,4,7\n3,4,,\n')
  const { series } = makeMeasurements(dataset, guessedUses(dataset), target)
  expect(series.map((s) => [s.of, [...s.x]])).toEqual([
    ['benzene', [0, 1, 2, 3]],
    ['toluene', [0, 2, 4]],
  ])
})
