import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { makeExactGasColumn } from '../../../src/pde/gas-column/exact.ts'
import { makeGasColumnModel } from '../../../src/pde/gas-column/model.ts'
import { gasColumnScipyScript } from '../../../src/pde/gas-column/scipy-script.ts'
import type { ParameterValues, ProblemValues } from '../../../src/pde/problem.ts'
import { pythonWith } from '../../support/python.ts'
import { largest } from './columns.ts'

const python = pythonWith('numpy', 'scipy')
if (!python) console.warn('SKIPPED: the SciPy script of the gas column; install python3-scipy to run it')

const column = (
  parameters: ParameterValues,
  component: ParameterValues = {},
  names: readonly string[] = ['benzene', 'toluene', 'ethylbenzene'],
): ProblemValues => ({
  parameters: {
    length: 20,
    radius: 9e-5,
    film: 1e-6,
    inletPressure: 4.01e5,
    outletPressure: 1.013e5,
    inletVelocity: 0.41,
    injection: 4,
    injectorTime: 0,
    variableVelocity: true,
    ...parameters,
  },
  components: names.map((name, i) => ({
    name,
    ka: [579, 2953, 9203][i] ?? 1,
    kd: [5.299, 11.502, 16.94][i] ?? 1,
    concentration: 2.732e-6,
    dispersion: 0,
    ...component,
  })),
})

function runScript(values: ProblemValues, samples: number, to = 800): { head: string[]; rows: number[][] } {
  const script = gasColumnScipyScript(values, { from: 0, to, samples })
  const done = spawnSync(python ?? '', ['-'], { input: script, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
  const [head, ...rows] = done.stdout.trim().split('\n')
  return { head: (head ?? '').split(','), rows: rows.map((row) => row.split(',').map(Number)) }
}

describe.skipIf(!python)('the SciPy script prints the same chromatogram', () => {
  test.each([
    ['variable velocity', column({})],
    ['constant velocity', column({ variableVelocity: false })],
    ['tailing injector', column({ injectorTime: 2.5 })],
    ['quick injector, long injection', column({ injectorTime: 0.05, injection: 90 })],
    ['dispersion, variable velocity', column({}, { dispersion: 2.9e-6 })],
    ['strong dispersion, tailing', column({ injectorTime: 2 }, { dispersion: 2e-3 })],
    ['dispersion, constant velocity', column({ variableVelocity: false }, { dispersion: 2.9e-6 })],
    ['a name with quotes', column({}, {}, ['2,4-"xylenol" \\'])],
  ] as const)('%s: within 1e-8 of each peak', (_, values) => {
    const { head, rows } = runScript(values, 401)
    const model = makeGasColumnModel(values)
    const exact = makeExactGasColumn(model)
    const times = Float64Array.from(rows, (row) => row[0] ?? Number.NaN)
    expect(times).toHaveLength(401)
    if (model.components.length > 1) expect(head).toEqual(['t', ...model.components.map((c) => c.name)])
    model.components.forEach((_component, i) => {
      const ours = new Float64Array(times.length)
      exact.outlet(i, times, ours)
      const worst = rows.reduce((m, row, k) => Math.max(m, Math.abs((row[i + 1] ?? Number.NaN) - (ours[k] ?? 0))), 0)
      expect(worst / largest(ours)).toBeLessThan(1e-8)
    })
  })

  test('competitive Langmuir far from saturation: the linear column, to the accuracy of its 400 cells', {
    timeout: 240_000,
  }, () => {
    const values = column({ length: 2 }, { capacity: 1e6 }, ['benzene', 'toluene'])
    const { rows } = runScript(values, 61, 60)
    const exact = makeExactGasColumn({ ...makeGasColumnModel(values), competitive: false })
    const times = Float64Array.from(rows, (row) => row[0] ?? Number.NaN)
    for (const i of [0, 1]) {
      const ours = new Float64Array(times.length)
      exact.outlet(i, times, ours)
      const worst = rows.reduce((m, row, k) => Math.max(m, Math.abs((row[i + 1] ?? Number.NaN) - (ours[k] ?? 0))), 0)
      expect(worst / largest(ours)).toBeLessThan(5e-3)
    }
  })
})

test('times can be given one by one', () => {
  expect(gasColumnScipyScript(column({}), { at: [0, 1.5, 30] })).toContain('times = np.array([0, 1.5, 30])')
})
