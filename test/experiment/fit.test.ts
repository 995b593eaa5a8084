import { expect, test } from 'vitest'
import { applyFit } from '../../src/experiment/apply-fit.ts'
import { fitAtOnce, fitExperiment } from '../../src/experiment/fit.ts'
import type { FitEvent } from '../../src/experiment/fit-event.ts'
import { btex, btexExperiment, btexInK, btexParameters, dataset, noisy, outlets, seconds } from './fit-fixtures.ts'

const clock = () => 0
const truth = btexInK()
const times = seconds(800, 1601)
const curves = outlets(btexParameters, truth, times)

function measuredBtex(seed: number) {
  return dataset('run.csv', {
    time: { unit: 's', values: times },
    ...Object.fromEntries(btex.map(({ name }, i) => [name, { unit: 'mol/m^3', values: noisy(curves[i] ?? times, 0.01, seed + i) }])), // biome-ignore format: record
  })
}

const columns = { time: 'x', ...Object.fromEntries(btex.map(({ name }) => [name, `y:${name}`])) }

/** Deviation of each K from the truth, in standard errors, and relative. */
function errorsOfK(result: ReturnType<typeof fitAtOnce>) {
  return truth.map((component, i) => {
    const fitted = result.parameters[`problem.components.${i}.K`] ?? result.derived?.[`problem.components.${i}.K`]
    if (!fitted) throw new Error('K is not in the result')
    return Math.abs(fitted.value - Number(component.K)) / fitted.standardError
  })
}

test.each([
  ['60 % too low', [0.4, 0.4, 0.4, 0.4, 0.4]],
  ['60 % too high', [1.6, 1.6, 1.6, 1.6, 1.6]],
  ['60 % off to both sides', [1.6, 0.4, 1.6, 0.4, 1.6]],
])('five analytes with 1 %% noise from a start %s: every K within 3 standard errors', (_, factors) => {
  const experiment = btexExperiment(btexInK(factors), { data: [{ file: 'run.csv', columns }] })
  const result = fitAtOnce(experiment, { 'run.csv': measuredBtex(1) }, { clock })
  expect(result.status).toBe('converged')
  for (const deviation of errorsOfK(result)) expect(deviation).toBeLessThan(3)
  // spec 1.5: K known to 0.004 to 0.02 %, kd to 0.4 to 0.5 %; noise of 1 % of the peak leaves r² near 0.998.
  truth.forEach((component, i) => {
    const { standardError } = result.parameters[`problem.components.${i}.K`] ?? { standardError: Number.NaN }
    expect(standardError / Number(component.K)).toBeGreaterThan(0.00003)
    expect(standardError / Number(component.K)).toBeLessThan(0.0005)
  })
  expect(result.r2).toBeGreaterThan(0.99)
})

test('ka and kd both free: fitted through K, reported with their own errors, correlation flagged, K derived', () => {
  const start = btex.map(({ name, ka, kd, concentration }) => ({ name, ka: 0.4 * ka, kd: 1.6 * kd, concentration }))
  const free = Object.fromEntries(btex.flatMap((_, i) => [[`problem.components.${i}.ka`, {}], [`problem.components.${i}.kd`, {}]])) // biome-ignore format: record
  const experiment = btexExperiment(start, { data: [{ file: 'run.csv', columns }], fit: { free } })
  const result = fitAtOnce(experiment, { 'run.csv': measuredBtex(2) }, { clock })
  for (const deviation of errorsOfK(result)) expect(deviation).toBeLessThan(3)
  expect(result.flagged).toHaveLength(5)
  // spec 1.5: correlation of ka and kd 0.9992 to 0.99995.
  for (const { correlation } of result.flagged) expect(correlation).toBeGreaterThan(0.999)
  btex.forEach(({ ka }, i) => {
    const fitted = result.parameters[`problem.components.${i}.ka`]
    expect(Math.abs((fitted?.value ?? 0) - ka)).toBeLessThan(4 * (fitted?.standardError ?? 0))
    expect((fitted?.standardError ?? 0) / ka).toBeLessThan(0.01)
  })
  // The same data in the other coordinates give the same optimum and the same errors of K.
  const inK = fitAtOnce(btexExperiment(btexInK(), { data: [{ file: 'run.csv', columns }] }), { 'run.csv': measuredBtex(2) }, { clock }) // biome-ignore format: one call
  btex.forEach((_, i) => {
    const a = result.derived?.[`problem.components.${i}.K`]
    const b = inK.parameters[`problem.components.${i}.K`]
    expect((a?.value ?? 0) / (b?.value ?? 1)).toBeCloseTo(1, 7)
    expect((a?.standardError ?? 0) / (b?.standardError ?? 1)).toBeCloseTo(1, 3)
  })
})

test('one summed detector signal in counts, with scale and baseline free: five K from a 60 % wrong start', () => {
  const sum = times.map((_, i) => 3935.4 + 2e8 * curves.reduce((total, curve) => total + (curve[i] ?? 0), 0))
  const data = dataset('fid.csv', { time: { unit: 'min', values: times.map((t) => t / 60) }, signal: { unit: 'counts', values: noisy(sum, 0.002, 5) } }) // biome-ignore format: record
  const fields = { time: 'x', signal: { role: 'y', of: 'sum', scale: 1e8, offset: 0 } } as const
  const rates = btex.flatMap((_, i) => [
    [`problem.components.${i}.K`, {}],
    [`problem.components.${i}.kd`, {}],
  ])
  const free = { ...Object.fromEntries(rates), 'data.0.columns.signal.scale': {}, 'data.0.columns.signal.offset': {} }
  const experiment = btexExperiment(btexInK([0.4, 0.4, 0.4, 0.4, 0.4]), { data: [{ file: 'fid.csv', columns: fields }], fit: { free } }) // biome-ignore format: one call
  const result = fitAtOnce(experiment, { 'fid.csv': data }, { clock })
  for (const deviation of errorsOfK(result)) expect(deviation).toBeLessThan(3)
  const scale = result.parameters['data.0.columns.signal.scale']
  const offset = result.parameters['data.0.columns.signal.offset']
  expect(Math.abs((scale?.value ?? 0) - 2e8)).toBeLessThan(3 * (scale?.standardError ?? 0))
  expect(Math.abs((offset?.value ?? 0) - 3935.4)).toBeLessThan(3 * (offset?.standardError ?? 0))
  expect(scale?.unit).toBe('counts/(mol/m^3)')
  const applied = applyFit(experiment, { 'fid.csv': data }, result)
  expect(applied.problem.components?.[4]?.K).toBe(result.parameters['problem.components.4.K']?.value)
})

test('two runs at two velocities: K shared, the velocity of the second its own by set, kd local', () => {
  const one = truth.slice(4)
  const fast = { ...btexParameters, inletVelocity: 0.6 }
  const t = seconds(300, 601)
  const data = {
    'a.csv': dataset('a.csv', { t: { unit: 's', values: t }, b: { unit: 'mol/m^3', values: noisy(outlets(btexParameters, one, t)[0] ?? t, 0.01, 7) } }),
    'b.csv': dataset('b.csv', { t: { unit: 's', values: t }, b: { unit: 'mol/m^3', values: noisy(outlets(fast, [{ ...one[0], kd: 8 }] as typeof one, t)[0] ?? t, 0.01, 8) } }),
  } // biome-ignore format: records
  const section = { t: 'x', b: 'y:benzene' }
  const experiment = btexExperiment([{ ...truth[4], K: 80, kd: 4 }] as typeof one, {
    data: [
      { file: 'a.csv', columns: section },
      { file: 'b.csv', columns: section, set: { inletVelocity: 0.6 } },
    ],
    fit: { free: { 'problem.components.0.K': {}, 'problem.components.0.kd': { local: true } } },
  })
  const result = fitAtOnce(experiment, data, { clock })
  const expected = [109.2659, 5.299, 8]
  Object.values(result.parameters).forEach(({ value, standardError }, i) => {
    expect(Math.abs(value - (expected[i] ?? 0))).toBeLessThan(3 * standardError)
  })
  expect(Object.keys(result.parameters)).toEqual([
    'problem.components.0.K',
    'data.0.set["problem.components.0.kd"]',
    'data.1.set["problem.components.0.kd"]',
  ])
  const applied = applyFit(experiment, data, result)
  expect(applied.data?.[1]?.set?.['problem.components.0.kd']).toBe(Object.values(result.parameters)[2]?.value)
  expect(applied.data?.[1]?.set?.inletVelocity).toBe(0.6)
})

test('outliers: cauchy and huber keep K, least squares loses it', () => {
  const benzene = noisy(curves[4] ?? times, 0.01, 9)
  const height = Math.max(...benzene)
  // A burst of spikes on the tail of the peak pulls a plain fit to later times.
  const spoiled = benzene.map((v, i) => (times[i]! > 125 && times[i]! < 150 && i % 3 === 0 ? v + height : v))
  const data = dataset('s.csv', { t: { unit: 's', values: times }, y: { unit: 'mol/m^3', values: spoiled } })
  const fitK = (loss: 'linear' | 'huber' | 'cauchy') =>
    fitAtOnce(
      btexExperiment(truth.slice(4), { data: [{ file: 's.csv', columns: { t: 'x', y: 'y:benzene' } }], fit: { free: { 'problem.components.0.K': {}, 'problem.components.0.kd': {} }, loss } }),
      { 's.csv': data },
      { clock },
    ).parameters['problem.components.0.K'] // biome-ignore format: one call
  const off = (loss: 'linear' | 'huber' | 'cauchy') => Math.abs((fitK(loss)?.value ?? 0) / 109.2659 - 1)
  expect(off('linear')).toBeGreaterThan(0.005)
  expect(off('huber')).toBeLessThan(0.001)
  expect(off('cauchy')).toBeLessThan(0.0005)
})

test('events: started, falling costs with values, ended; abort keeps the best so far', async () => {
  const experiment = btexExperiment(btexInK([1.01, 1.01, 1.01, 1.01, 1.01]), { data: [{ file: 'run.csv', columns }] })
  const events: FitEvent[] = []
  const controller = new AbortController()
  for await (const event of fitExperiment(
    experiment,
    { 'run.csv': measuredBtex(3) },
    { clock, signal: controller.signal },
  )) {
    events.push(event)
    if (event.type === 'progress' && event.iteration === 2) controller.abort()
  }
  expect(events[0]?.type).toBe('started')
  const last = events.at(-1)
  expect(last?.type === 'ended' && last.result.status).toBe('stopped')
  const costs = events.flatMap((event) => (event.type === 'progress' ? [event.cost] : []))
  expect(costs.every((cost, i) => i === 0 || cost < (costs[i - 1] ?? 0))).toBe(true)
})

test('what cannot be fitted is refused with the place and the remedy', () => {
  const attempt = (free: Record<string, object>, section: Record<string, string> = columns) =>
    fitAtOnce(btexExperiment(truth, { data: [{ file: 'run.csv', columns: section }], fit: { free } }), { 'run.csv': measuredBtex(1) }, { clock }) // biome-ignore format: one call
  expect(() => attempt({ 'problem.components.0.ka': {} })).toThrow(/ka is not given here but follows from the others/)
  expect(() => attempt({ 'problem.parameters.lenght': {} })).toThrow(/length/)
  expect(() => attempt({ 'time.to': {} })).toThrow(/not a number of the model/)
  expect(() => attempt({ film: { from: 2, to: 1 } })).toThrow(/must be below/)
  expect(() => attempt({ film: {} }, { time: 'x', benzene: 'y:benzol' })).toThrow(/the model has no "benzol".*benzene/)
  expect(() => attempt({ film: {} }, { time: 'x', benzen: 'y:benzene' })).toThrow(/no column "benzen".*benzene/)
})
