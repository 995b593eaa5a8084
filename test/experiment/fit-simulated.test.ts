import { expect, test } from 'vitest'
import { fitAtOnce } from '../../src/experiment/fit.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { setPath } from '../../src/experiment/path.ts'
import { curveColumn, simulate } from '../../src/experiment/simulate.ts'
import { gasMigrationExample } from '../../src/pde/gas-migration/example.ts'
import { btexExperiment, btexInK, btexParameters, dataset, noisy, outlets, seconds } from './fit-fixtures.ts'

const clock = () => 0

test('through the finite-volume method: K and kd as through the exact solution, whose data they are', () => {
  const one = btexInK().slice(4)
  const t = seconds(200, 201)
  const measured = noisy(outlets(btexParameters, one, t)[0] ?? t, 0.01, 3)
  const data = { 'a.csv': dataset('a.csv', { t: { unit: 's', values: t }, b: { unit: 'mol/m^3', values: measured } }) }
  const start = [{ ...one[0], K: 0.4 * Number(one[0]?.K), kd: 0.4 * Number(one[0]?.kd) }] as typeof one
  const rest = { data: [{ file: 'a.csv', columns: { t: 'x', b: 'y:benzene' } }], fit: { free: { 'problem.components.0.K': {}, 'problem.components.0.kd': {} } } } // biome-ignore format: record
  const numerical = fitAtOnce(btexExperiment(start, { ...rest, method: { id: 'finite-volume', cells: 200 } }), data, { clock }) // biome-ignore format: one call
  const exact = fitAtOnce(btexExperiment(start, rest), data, { clock })
  for (const path of ['problem.components.0.K', 'problem.components.0.kd']) {
    const [a, b] = [numerical.parameters[path], exact.parameters[path]]
    // The discretisation's own error is far below the noise's.
    expect(Math.abs((a?.value ?? 0) - (b?.value ?? 1))).toBeLessThan(0.05 * (b?.standardError ?? 0))
    expect((a?.standardError ?? 0) / (b?.standardError ?? 1)).toBeCloseTo(1, 2)
  }
})

test.each([85, 50])(
  'a temperature-programmed run from %d °C for 68.5 °C, peaks far apart: the times by which areas pass lead there',
  (start) => {
    const example = parseExperiment({ ...gasMigrationExample, time: { to: 600, samples: 1201 } })
    const curve = simulate(example, {})
    const values = noisy(curveColumn(curve, 'toluene'), 0.01, 3)
    const data = {
      'a.csv': dataset('a.csv', { t: { unit: 's', values: curve.times }, b: { unit: 'mol/m^3', values } }),
    }
    const path = 'problem.components.1.characteristicTemperature'
    const experiment = {
      ...setPath(example, path, `${start} degC`),
      data: [{ file: 'a.csv', columns: { t: 'x', b: 'y:toluene' } }],
      fit: { free: { [path]: {} } },
    }
    const result = fitAtOnce(experiment, data, { clock })
    expect(result.status).toBe('converged')
    const fitted = result.parameters[path]
    expect(fitted?.unit).toBe('K')
    expect(Math.abs((fitted?.value ?? 0) - 341.65)).toBeLessThan(3 * (fitted?.standardError ?? 0))
    expect(result.evaluations).toBeLessThan(100)
  },
)

test.each([0.4, 1.6])('one film thickness for five analytes, from %d times the truth', (factor) => {
  const t = seconds(800, 801)
  const curves = outlets(btexParameters, btexInK(), t)
  const names = btexInK().map((component) => String(component.name))
  const data = {
    'a.csv': dataset('a.csv', {
      t: { unit: 's', values: t },
      ...Object.fromEntries(names.map((name, i) => [name, { unit: 'mol/m^3', values: noisy(curves[i] ?? t, 0.01, 60 + i) }])),
    }),
  } // biome-ignore format: record
  const columns = { t: 'x', ...Object.fromEntries(names.map((name) => [name, `y:${name}`])) }
  const experiment = btexExperiment(btexInK(), { data: [{ file: 'a.csv', columns }], fit: { free: { film: {} } } })
  const result = fitAtOnce(setPath(experiment, 'film', factor * 1e-6), data, { clock })
  const film = result.parameters.film
  expect(Math.abs((film?.value ?? 0) - 1e-6)).toBeLessThan(3 * (film?.standardError ?? 0))
  expect((film?.standardError ?? 1) / 1e-6).toBeLessThan(1e-4)
})

test('tailing injector: its time constant from 0, with K and kd', () => {
  const one = btexInK().slice(4)
  const t = seconds(250, 501)
  const measured = noisy(outlets({ ...btexParameters, injectorTime: 6 }, one, t)[0] ?? t, 0.005, 31)
  const data = { 'a.csv': dataset('a.csv', { t: { unit: 's', values: t }, b: { unit: 'mol/m^3', values: measured } }) }
  const free = { 'problem.components.0.K': {}, 'problem.components.0.kd': {}, injectorTime: {} }
  const experiment = btexExperiment(one, {
    data: [{ file: 'a.csv', columns: { t: 'x', b: 'y:benzene' } }],
    fit: { free },
  })
  const result = fitAtOnce(experiment, data, { clock })
  const tail = result.parameters.injectorTime
  expect(Math.abs((tail?.value ?? 0) - 6)).toBeLessThan(3 * (tail?.standardError ?? 0))
  const K = result.parameters['problem.components.0.K']
  expect(Math.abs((K?.value ?? 0) - Number(one[0]?.K))).toBeLessThan(3 * (K?.standardError ?? 0))
})
