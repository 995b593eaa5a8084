import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { runFields } from '../support/typed-pde.ts'

const fisher = (method: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  isoline: 1,
  title: 'Fisher',
  problem: {
    id: 'typed-pde',
    equations: ['u_t = D*laplacian(u) + u*(1 - u)'],
    parameters: { D: 0.01 },
    domain: { x: { from: 0, to: 2, points: 41 } },
    boundary: { x: 'u = 0.2' },
    initial: { u: '0.2 + 0.1*sin(pi*x/2)' },
    ...more,
  },
  method: { space: 'finite-difference', stepper: 'rk4', step: 0.01, ...method },
  time: { to: 1, samples: 3 },
})

// One scheme and one method in time, written twice: rounding alone is between the runs.
test('a run on the backend reference is that on wasm but for rounding, and its outcome says what ran', () => {
  const [wasm, plain] = ['wasm', 'reference'].map((backend) => runFields(fisher({ backend })))
  expect(plain.plan.backend).toBe('reference')
  expect(plain.plan.compute).toMatchObject({ executor: 'plain', precision: 'f64' })
  expect(wasm.plan.compute.executor).toBe('wasm')
  const [a, b] = [wasm, plain].map((run) => run.field('u', 1))
  expect(Math.max(...a)).toBeGreaterThan(0.3)
  a.forEach((value, i) => {
    expect(Math.abs(value - b[i])).toBeLessThan(1e-12)
  })
})

test('a backend that cannot serve what is named says so', () => {
  const said = (document: unknown) => {
    try {
      runFields(document)
      return ''
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return error.errors.map(({ path, message }) => `${path}: ${message}`).join('\n')
    }
  }
  expect(said(fisher({ backend: 'reference', stepper: 'etdrk4' }))).toMatch(/method\.backend.*explicit methods/)
  expect(said(fisher({ backend: 'reference', space: 'chebyshev' }))).toMatch(/method\.backend.*finite differences/)
  expect(said(fisher({ backend: 'gpu' }))).toMatch(/method\.backend.*there is no GPU here/)
  expect(said(fisher({ backend: 'graphics' }))).toMatch(/method\.backend: there is no backend/)
})
