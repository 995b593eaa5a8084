import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { experimentScript } from '../../src/experiment/python-script.ts'
import { simulate } from '../../src/experiment/simulate.ts'
import { pythonWith } from '../support/python.ts'

const python = pythonWith('scipy')

const cases: readonly (readonly [title: string, experiment: Readonly<Record<string, unknown>>, tolerance: number])[] = [
  [
    'a smooth system with a definition, an observed output and names that Python reserves',
    {
      problem: {
        id: 'typed-ode',
        equations: ["x' = lambda*(y - x)", "y'' = -s*y - x", 's = if(x > 0, 1 + x^2, abs(x)) + 0.1*cos(t)'],
        parameters: { lambda: 0.7 },
        initial: { x: 1, y: '2*lambda', "y'": 0 },
      },
      method: { stepper: 'dop853', rtol: 1e-10, atol: 1e-12 },
      time: { to: 5, samples: 21 },
      observe: { r: 'sqrt(x^2 + y^2) + min(x, s)' },
    },
    1e-7,
  ],
  [
    'a stiff system with its Jacobian',
    {
      problem: {
        id: 'typed-ode',
        equations: ["A' = -k1*A + k3*B*C", "B' = k1*A - k3*B*C - k2*B^2", "C' = k2*B^2"],
        parameters: { k1: 0.04, k2: 3e7, k3: 1e4 },
        initial: { A: 1, B: 0, C: 0 },
      },
      method: { stepper: 'radau5', rtol: 1e-8, atol: 1e-13 },
      time: { at: [0.4, 40, 4e3, 4e5] },
    },
    1e-6,
  ],
  [
    'events: recorded, assigned with restarts, and the one that ends the run',
    {
      problem: {
        id: 'typed-ode',
        equations: ["y'' = -g", "n' = 0"],
        parameters: { g: 9.81 },
        initial: { y: 10, "y'": 0, n: 0 },
        events: [
          { when: 'y', do: ['y = 0', "y' = -0.8*y'", 'n = n + 1'] },
          { when: "y'", direction: 'down', do: 'record' },
          { when: 't - 5.55 + 0*y', do: 'stop' },
        ],
      },
      method: { stepper: 'tsit5', rtol: 1e-10, atol: 1e-12 },
      time: { to: 6, samples: 61 },
    },
    1e-7,
  ],
]

test.skipIf(!python).each(cases)('the script of %s gives our numbers', (_, document, tolerance) => {
  // Source: SciPy, from the script that Isoline writes.
  const experiment = parseExperiment({ isoline: 1, ...document })
  const script = experimentScript(experiment, noInputs)
  const printed = execFileSync(python ?? '', ['-'], { input: script, encoding: 'utf8' })
    .trim()
    .split('\n')
  const rows = printed
    .slice(1)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split(',').map(Number))
  const curve = simulate(experiment, noInputs)
  const width = curve.scalars.length
  expect(printed[0]?.split(',')).toEqual(['t', ...curve.scalars.map(({ name }) => name)])
  expect(rows.length).toBe(curve.times.length)
  rows.forEach(([t, ...values], row) => {
    expect(t).toBeCloseTo(curve.times[row] ?? Number.NaN, 12)
    values.forEach((value, i) => {
      const own = curve.values[row * width + i] ?? Number.NaN
      const scale = Math.max(1e-9, ...rows.map((other) => Math.abs(other[i + 1] ?? 0)))
      expect(Math.abs(value - own) / scale, `${curve.scalars[i]?.name} at ${t}`).toBeLessThan(tolerance)
    })
  })
  const told = printed.filter((line) => line.startsWith('# event'))
  expect(told.length).toBe(curve.report.events?.length ?? 0)
  told.forEach((line, i) => {
    const [, index, time] = /event (\d+) at t = ([^:]+):/.exec(line) ?? []
    expect(Number(index)).toBe(curve.report.events?.[i]?.event)
    expect(Number(time)).toBeCloseTo(curve.report.events?.[i]?.t ?? Number.NaN, 6)
  })
})
