import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  btex,
  btexExperiment,
  btexInK,
  btexParameters,
  noisy,
  outlets,
  seconds,
} from '../../experiment/fit-fixtures.ts'
import { call } from './call.ts'

let folder = ''
const times = seconds(800, 801)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoline-fit-'))
  const curves = outlets(btexParameters, btexInK(), times).map((curve, i) => noisy(curve, 0.01, 40 + i))
  const head = ['time (min)', ...btex.map(({ name }) => `${name} (mol/m^3)`)].join(',')
  const rows = Array.from(times, (t, i) => [t / 60, ...curves.map((curve) => curve[i])].join(','))
  writeFileSync(join(folder, 'run.csv'), `${[head, ...rows].join('\n')}\n`)
  const start = btex.map(({ name, ka, kd, concentration }) => ({ name, ka: 0.4 * ka, kd, concentration }))
  writeFileSync(join(folder, 'btex.isoline.json'), JSON.stringify(btexExperiment(start)))
  // The header as it stands in the file names the column too.
  const own = { 'time (min)': 'x', benzene: 'y:benzene' }
  const free = { 'problem.components.4.ka': { from: 100, to: 5000 }, 'problem.components.4.kd': {} }
  writeFileSync(
    join(folder, 'own.isoline.json'),
    JSON.stringify(btexExperiment(start, { data: [{ file: 'run.csv', columns: own }], fit: { free } })),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a file without data and --data CSV: columns by their names, K and kd free, the document of the contract', async () => {
  const { status, json, stderr } = await call(folder, [
    'fit',
    'btex.isoline.json',
    '--data',
    'run.csv',
    '--out',
    'out',
    '--json',
  ])
  expect(status).toBe(0)
  expect(json.status).toBe('converged')
  btex.forEach(({ ka, kd }, i) => {
    const K = json.parameters[`problem.components.${i}.K`]
    expect(Object.keys(K)).toEqual(expect.arrayContaining(['value', 'standardError', 'interval95', 'unit']))
    expect(Math.abs(K.value - ka / kd)).toBeLessThan(3 * K.standardError)
    expect(K.interval95[0]).toBeLessThan(K.value)
    expect(K.interval95[1]).toBeGreaterThan(K.value)
    expect(json.parameters[`problem.components.${i}.kd`].unit).toBe('1/s')
  })
  expect(json.correlation).toHaveLength(10)
  expect(json.r2).toBeGreaterThan(0.99)
  expect(json.residualStd).toBeGreaterThan(0)
  expect(json.evaluations).toBeGreaterThan(3)
  expect(json.seconds).toBeGreaterThan(0)
  expect(stderr).toMatch(/K and kd of .*benzene.* are fitted/)
  // The folder: the same document, curves row by row, and an experiment that starts where the fit ended.
  expect(JSON.parse(readFileSync(join(folder, 'out', 'fit.json'), 'utf8')).parameters).toEqual(json.parameters)
  const curves = readFileSync(join(folder, 'out', 'fit-curves.csv'), 'utf8')
    .trim()
    .split('\n')
  expect(curves[0]).toBe('dataset,column,of,unit,x,measured,model,residual,bandLow,bandHigh')
  expect(curves).toHaveLength(1 + 5 * 801)
  const again = await call(folder, ['fit', join('out', 'experiment.json'), '--json'])
  expect(again.status).toBe(0)
  expect(again.json.parameters['problem.components.0.K'].value / json.parameters['problem.components.0.K'].value).toBeCloseTo(1, 6) // biome-ignore format: one thought
})

test('a file with its own data and fit sections: what it names is fitted, bounds kept', async () => {
  const { status, json } = await call(folder, ['fit', 'own.isoline.json', '--json'])
  expect(status).toBe(0)
  expect(Object.keys(json.parameters)).toEqual(['problem.components.4.ka', 'problem.components.4.kd'])
  const { value, standardError } = json.parameters['problem.components.4.ka']
  expect(Math.abs(value - 579)).toBeLessThan(3 * standardError)
})

test('mistakes are exit status 2 with their place', async () => {
  const set = ['--set', 'data.0.columns.benzene=y:benzol']
  const wrong = await call(folder, ['fit', 'own.isoline.json', ...set, '--json'])
  expect(wrong.status).toBe(2)
  expect(wrong.json.errors[0].path).toBe('data.0.columns.benzene.of')
  const none = await call(folder, ['fit', 'btex.isoline.json', '--json'])
  expect(none.status).toBe(2)
  expect(none.json.errors[0].message).toMatch(/nothing to fit to/)
})
