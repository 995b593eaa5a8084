import { expect, test } from 'vitest'
import { readMeasurements } from '../../src/data/read/catalogue.ts'
import { applyFit } from '../../src/experiment/apply-fit.ts'
import type { DataSection, Experiment } from '../../src/experiment/experiment.ts'
import { fitAtOnce } from '../../src/experiment/fit.ts'
import { measuredColumns, readMeasured, toModel } from '../../src/experiment/measured.ts'
import { simulate } from '../../src/experiment/simulate.ts'
import { fitFigure } from '../../src/views/fit/fit-figure.ts'
import { chromatogramFigure } from '../../src/views/plots/chromatogram.ts'
import type { Figure, Mark } from '../../src/views/plots/figure.ts'
import { measuredOf } from '../../src/views/report/from-run.ts'
import { btexExperiment, btexInK, btexParameters, dataset, outlets, seconds } from './fit-fixtures.ts'

const scalars = [
  { name: 'benzene', unit: 'mol/m^3' },
  { name: 'toluene', unit: 'mol/m^3' },
]
const read = (text: string) => readMeasurements({ name: 'run.csv', bytes: new TextEncoder().encode(text) })
const withColumns = (columns: DataSection['columns']): Experiment =>
  btexExperiment(btexInK(), { data: [{ file: 'run.csv', columns }] })
const measure = async (text: string, columns: DataSection['columns']) =>
  readMeasured(withColumns(columns), { 'run.csv': await read(text) }, scalars)

test('units are converted: minutes to seconds, mol/L is 1000 mol/m³, sigma goes along', async () => {
  const text = 'Time (min),benzene (mol/L),err\n0.5,0.001,0.0001\n1,0.002,0.0002\n'
  const { columns, errors } = await measure(text, { Time: 'x', benzene: 'y:benzene', err: 'sigma:benzene' })
  expect(errors).toEqual([])
  const [column] = columns
  if (!column) throw new Error('nothing was measured')
  expect([...column.x]).toEqual([30, 60])
  const { y, sigma } = toModel(column)
  expect(y[0]).toBeCloseTo(1, 12)
  expect(y[1]).toBeCloseTo(2, 12)
  expect(sigma?.[1]).toBeCloseTo(0.2, 12)
})

test('scale and offset are the detector’s response, signal = scale·model + offset, offset in the unit of the column', async () => {
  const { columns } = await measure('t/s,UV (mAU),err\n0,5,1\n1,25,2\n', {
    t: 'x',
    'UV (mAU)': { role: 'y', of: 'toluene', scale: -10, offset: '0.005 AU' },
    err: 'sigma:toluene',
  })
  const [column] = columns
  if (!column) throw new Error('nothing was measured')
  expect([...column.y]).toEqual([5, 25])
  expect(column.unit).toBe('mAU')
  expect(column.isCalibrated).toBe(false)
  // (5 − 5)/(−10), (25 − 5)/(−10); σ/|−10|.
  expect([...toModel(column).y].map(Math.abs)).toEqual([0, 2])
  expect(toModel(column).y[1]).toBe(-2)
  expect([...(toModel(column).sigma ?? [])]).toEqual([0.1, 0.2])
})

test('of the axis the same is said: what the file holds is scale·time + offset', async () => {
  // A clock that was started 0.5 min before the injection.
  const { columns } = await measure('time (min),benzene\n0.5,1\n1.5,2\n', {
    time: { role: 'x', offset: 0.5 },
    benzene: 'y:benzene',
  })
  expect([...(columns[0]?.x ?? [])]).toEqual([0, 60])
})

test('rows without a number, without a positive sigma or before time 0 are left out and counted; the others are sorted', async () => {
  const text = 'time,benzene,sigma_benzene\n3,30,1\n-1,5,1\n1,10,1\n2,n.a.,1\n4,40,0\n'
  const { columns, notes } = await measure(text, { time: 'x', benzene: 'y:benzene', sigma_benzene: 'sigma:benzene' })
  expect([...(columns[0]?.x ?? [])]).toEqual([1, 3])
  expect([...(columns[0]?.y ?? [])]).toEqual([10, 30])
  expect(notes).toContain('"benzene": 2 of 5 rows have no number or no positive sigma and are left out.')
  expect(notes).toContain('"benzene": 1 rows lie before time 0 and are left out.')
  expect(notes.join('\n')).toContain(
    '"time" names no unit and is taken as seconds, but ends at 4 where the model runs to 800 s',
  )
})

test('what does not fit is named with its PATH and the nearest name; what fits is there all the same', async () => {
  const text = 'time (s),UV 280.5,toluene\n0,1,2\n1,2,3\n'
  const why = async (columns: DataSection['columns']) => {
    const found = await measure(text, { toluene: 'y:toluene', ...columns })
    return { text: found.errors.map((e) => `${e.path}: ${e.message}`).join('\n'), count: found.columns.length }
  }
  expect((await why({ time: 'x', UV: 'y' })).text).toContain('data.0.columns.UV: "run.csv" has no column "UV"')
  const named = await why({ time: 'x', 'UV 280.5': 'y:benzen' })
  expect(named.text).toContain('data.0.columns["UV 280.5"].of: the model has no "benzen"')
  expect(named.count).toBe(1)
  expect((await why({ time: { role: 'x', unit: 'mL' } })).text).toContain('data.0.columns.time.unit')
  expect((await why({ 'UV 280.5': { role: 'y', of: 'benzene', unit: 'furlong' } })).text).toContain('unknown unit')
  expect((await why({ 'UV 280.5': { role: 'y', of: 'benzene', scale: 0 } })).text).toContain('a scale of 0')
  const mixed = await why({ 'UV 280.5': 'sigma:toluene', toluene: { role: 'y', of: 'toluene', unit: 'mmol/L' } })
  expect(mixed.text).toBe('')
  const other = await why({ 'UV 280.5': { role: 'sigma', of: 'toluene', unit: 'K' } })
  expect(other.text).toContain('data.0.columns["UV 280.5"].unit: K is of another kind')
  expect(() => measuredColumns(withColumns({ UV: 'y' }), {}, scalars)).toThrow('was not read')
})

test('every table of a file is used, each with its own axis', async () => {
  const text = 'Time A (s),benzene,Time B (s),toluene\n0,1,0,5\n1,2,2,6\n2,3,4,7\n3,4,,\n'
  const { columns, errors } = await measure(text, { 'Time A': 'x', benzene: 'y:benzene', 'Time B (s)': 'x', toluene: 'y:toluene' }) // biome-ignore format: one call
  expect(errors).toEqual([])
  expect(columns.map((column) => [column.of, [...column.x]])).toEqual([
    ['benzene', [0, 1, 2, 3]],
    ['toluene', [0, 2, 4]],
  ])
  // An axis that nobody names is the reader's.
  expect((await measure(text, { toluene: 'y:toluene' })).columns[0]?.x).toEqual(Float64Array.of(0, 2, 4))
})

const times = seconds(800, 401)
const offBenzene = btexInK().map((component, i) =>
  i === 4 ? { ...component, K: Number(component.K) * 1.02 } : component,
)
/** A detector that answers with 0.8 of the concentration over a baseline of 1e-7, and one of its own kind with 3e9 mV/(mol/m³) and 12 mV. */
const responses = {
  'mmol/m^3': { scale: 0.8, offset: 1e-4, factor: 1000 },
  mV: { scale: 3e9, offset: 12, factor: 1 },
} as const

for (const [unit, { scale, offset, factor }] of Object.entries(responses))
  test(`a fit with free scale and offset of a signal in ${unit} draws its points on the fitted curve, on screen and in a report`, () => {
    const [, , , , truth = times] = outlets(btexParameters, btexInK(), times)
    const signal = truth.map((value) => scale * factor * value + offset)
    const inputs = { 'run.csv': dataset('run.csv', { time: { unit: 's', values: times }, signal: { unit, values: signal } }) } // biome-ignore format: record
    const given = btexExperiment(offBenzene, {
      time: { to: 800, samples: 401 },
      data: [{ file: 'run.csv', columns: { time: 'x', signal: { role: 'y', of: 'benzene', scale: 1, offset: 0 } } }],
      fit: {
        free: {
          'problem.components.4.K': {},
          'data.0.columns.signal.scale': {},
          'data.0.columns.signal.offset': {},
        },
      },
    })
    const result = fitAtOnce(given, inputs, { clock: () => 0 })
    expect(result.status).toBe('converged')
    expect((result.parameters['data.0.columns.signal.scale']?.value ?? 0) / scale).toBeCloseTo(1, 6)
    const [series] = result.series
    expect((series?.scale ?? 0) / scale).toBeCloseTo(1, 6)

    const fitted = applyFit(given, inputs, result)
    const curve = simulate(fitted, inputs)
    const run = { name: 'exact', scalars: curve.scalars, samples: { times: curve.times, values: curve.values } }
    const measured = measuredOf(fitted, inputs, curve.scalars)
    const alone = pointsAndCurve(chromatogramFigure({ title: '', runs: [run], measured }))
    const report = pointsAndCurve(chromatogramFigure({ title: '', runs: [run], measured, fitted: result.series }))
    const panel = pointsAndCurve(fitFigure(result))
    for (const { distance, height, points } of [alone, report, panel]) {
      expect(points).toBe(401)
      // The data are the model's own: what is left is the fit's tolerance.
      expect(distance / height).toBeLessThan(1e-6)
    }
  })

const isOf = (type: Mark['type']) => (mark: Mark) => mark.type === type

/** The largest distance between the points of a figure and the line named benzene of their panel, both at the same times. */
function pointsAndCurve(figure: Figure) {
  const panel = figure.panels.find((each) => each.marks.some(isOf('points')) && each.marks.some(isOf('line')))
  const points = panel?.marks.find((mark) => mark.type === 'points')
  const line = panel?.marks.find((mark) => mark.type === 'line' && mark.label.startsWith('benzene'))
  if (points?.type !== 'points' || line?.type !== 'line') throw new Error('points or curve are missing')
  const at = new Map(Array.from(line.x, (x, i) => [x, line.y[i] ?? Number.NaN]))
  const distances = Array.from(points.y, (y, i) => Math.abs(y - (at.get(points.x[i] ?? -1) ?? Number.NaN)))
  const height = Math.max(...Array.from(line.y)) - Math.min(...Array.from(line.y))
  return { points: points.y.length, distance: Math.max(...distances), height }
}
