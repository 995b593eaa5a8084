import { expect, test } from 'vitest'
import { parseExperiment } from '../../../src/experiment/parse.ts'
import { sweepPoints } from '../../../src/experiment/sweep.ts'
import { keyOf, toggleSweep, withSampling } from '../../../src/views/sweep/sweep-section.ts'

const experiment = parseExperiment({
  isoline: 1,
  problem: {
    id: 'typed-ode',
    equations: ["x' = -a*x + b"],
    parameters: { a: { value: 1, from: 0, to: 5 }, b: 4 },
    initial: { x: 1 },
  },
})

test('"sweep this" takes the range of the parameter, else from half to twice its value; again takes it away', () => {
  const swept = toggleSweep(toggleSweep(experiment, 'problem.parameters.a'), 'problem.parameters.b')
  expect(swept.sweep?.over).toEqual({
    'problem.parameters.a': { from: 0, to: 5, samples: 11 },
    'problem.parameters.b': { from: 2, to: 8, samples: 11 },
  })
  const none = toggleSweep(toggleSweep(swept, 'problem.parameters.a'), 'problem.parameters.b')
  expect('sweep' in none).toBe(false)
})

test('a tolerance is swept by the decades of its slider: eleven from 1e-12 to 1e-2', () => {
  const swept = toggleSweep({ ...experiment, method: { rtol: 1e-6 } }, 'method.rtol')
  expect(swept.sweep?.over['method.rtol']).toEqual({ from: 1e-12, to: 0.01, samples: 11, spacing: 'log' })
})

test('the short name of a parameter and its PATH are one key', () => {
  const short = parseExperiment({ ...experiment, sweep: { over: { a: { from: 0, to: 1 } } } })
  expect(keyOf(short.sweep, 'problem.parameters.a')).toBe('a')
  expect('sweep' in toggleSweep(short, 'problem.parameters.a')).toBe(false)
})

test('every way of sampling is a section that can be run', () => {
  const grid = toggleSweep(experiment, 'problem.parameters.a')
  const latin = withSampling(grid, 'latin')
  expect(sweepPoints(parseExperiment(latin)).rows).toHaveLength(100)
  expect(sweepPoints(parseExperiment(withSampling(latin, 'grid'))).rows).toHaveLength(11)
})
