import { expect, test } from 'vitest'
import { listNumberPaths } from '../../src/experiment/number-paths.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { sweepPoints } from '../../src/experiment/sweep.ts'
import { gasColumn } from './samples.ts'

const swept = (sweep: unknown, more: Record<string, unknown> = {}) => parseExperiment(gasColumn({ sweep, ...more }))

test('PATHs name what is given, in the declared unit, and nothing else', () => {
  const experiment = parseExperiment(
    gasColumn({
      data: [{ file: 'm.csv', columns: { t: 'x', 'UV 280': { role: 'y', of: 'benzene', scale: '3/2', unit: 'mAU' } } }],
    }),
  )
  const paths = listNumberPaths(experiment)
  const names = paths.map((p) => p.path)
  expect(names).toContain('problem.components.0.ka')
  expect(names).not.toContain('problem.components.0.K')
  expect(names).toContain('problem.components.1.K')
  expect(names).not.toContain('problem.parameters.injectorTime')
  expect(names).not.toContain('problem.components.0.name')
  expect(paths.find((p) => p.path === 'data.0.columns["UV 280"].scale')?.value).toBe(1.5)
  expect(paths.find((p) => p.path === 'problem.parameters.length')).toMatchObject({ value: 20, unit: 'm' })
})

test('a grid: the product, ends exact, the last PATH fastest; log spacing is geometric', () => {
  const { paths, rows } = sweepPoints(
    swept({
      over: {
        length: { from: '10 m', to: 20, samples: 2 },
        injection: { from: 1, to: 100, samples: 3, spacing: 'log' },
      },
    }),
  )
  expect(paths).toEqual(['problem.parameters.length', 'problem.parameters.injection'])
  expect(rows.map((row) => row[0])).toEqual([10, 10, 10, 20, 20, 20])
  expect(rows[1]?.[1]).toBeCloseTo(10, 12)
  expect(rows[2]?.[1]).toBe(100)
})

test('Latin hypercube: every stratum of every PATH once; the seed gives the same points', () => {
  const section = {
    over: { length: { from: 10, to: 20 }, injection: { from: 1, to: 1000, spacing: 'log' } },
    sampling: 'latin',
    samples: 50,
  }
  const { rows } = sweepPoints(swept(section, { seed: 3 }))
  const strata = (column: readonly number[]) => column.map((f) => Math.floor(f * 50)).sort((a, b) => a - b)
  const all = Array.from({ length: 50 }, (_, i) => i)
  expect(strata(rows.map((row) => ((row[0] ?? 0) - 10) / 10))).toEqual(all)
  expect(strata(rows.map((row) => Math.log(row[1] ?? 1) / Math.log(1000)))).toEqual(all)
  expect(sweepPoints(swept(section, { seed: 3 })).rows).toEqual(rows)
  expect(sweepPoints(swept(section, { seed: 4 })).rows).not.toEqual(rows)
  const random = sweepPoints(swept({ ...section, sampling: 'random' })).rows
  expect(random).toHaveLength(50)
  expect(
    random.every(([length = 0, injection = 0]) => length >= 10 && length <= 20 && injection >= 1 && injection <= 1000),
  ).toBe(true)
})

test('a sweep goes over method options, the time span, the seed, defaults and bare numbers as well', () => {
  const points = (over: unknown) => sweepPoints(swept({ over })).axes.map(({ path, unit }) => [path, unit])
  expect(points({ 'method.rtol': { values: [1e-6] }, 'time.to': { values: ['10 min'] }, seed: { values: [1, 2] } })).toEqual([
    ['method.rtol', '1'],
    ['time.to', 's'],
    ['seed', '1'],
  ]) // biome-ignore format: one expectation
  // Not given, with a default.
  expect(points({ injectorTime: { values: [0, 1] } })).toEqual([['problem.parameters.injectorTime', 's']])
  // Counts are whole: 100, 400/3, 500/3, 200 become 100, 133, 167, 200.
  const cells = sweepPoints(swept({ over: { 'method.cells': { from: 100, to: 200, samples: 4 } } }))
  expect(cells.rows.map(([n]) => n)).toEqual([100, 133, 167, 200])
  const bodies = parseExperiment({
    isoline: 1,
    problem: {
      id: 'n-body',
      initial: { masses: [1, 2], positions: [[0, 0], [1, 0]], velocities: [[0, 0], [0, 1]] }, // biome-ignore format: two bodies
    },
    sweep: { over: { 'problem.initial.masses.1': { from: 1, to: 3, samples: 3 } } },
  })
  expect(sweepPoints(bodies).rows).toEqual([[1], [2], [3]])
})

test('a PATH in brackets and one with dots are the same; naming a number twice is refused', () => {
  const over = { length: { values: [10] }, 'problem["parameters"].length': { values: [20] } }
  expect(() => sweepPoints(swept({ over }))).toThrow(/problem\.parameters\.length twice/)
  expect(() => sweepPoints(swept({ over: { lenght: { values: [10] } } }))).toThrow(
    /did you mean "problem\.parameters\.length"/,
  )
})
