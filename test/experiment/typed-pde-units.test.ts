import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { plan } from '../../src/experiment/plan.ts'

const heat = (D: unknown, u: unknown, more: object = {}, time: object = { unit: 's' }) => ({
  isoline: 1,
  problem: {
    id: 'typed-pde',
    equations: ['u_t = D*u_xx'],
    parameters: { D },
    domain: { x: { from: 0, to: '1 m', points: 33 } },
    initial: { u },
    ...more,
  },
  time: { to: 0.1, at: [0, 0.1], ...time },
})

const errorsOf = (document: unknown): string => {
  try {
    plan(parseExperiment(document), noInputs)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return error.errors.map(({ path, column, message }) => `${path}:${column}: ${message}`).join('\n')
  }
  return ''
}

// Source: dimensional analysis: of a diffusivity L²/T, of its flux D ∂u/∂n the unit of u times L/T.
test('a diffusivity in kg is an error with place, column and remedy, with a unit of time and without', () => {
  expect(errorsOf(heat('2 kg', '300 K'))).toMatch(
    /^problem\.equations\.0:7: u_t is in .*, its right side in .*kg.*Correct a unit \(D in kg, x in m, u in K, t in s\)/,
  )
  expect(errorsOf(heat('2 kg', '300 K', {}, {}))).toMatch(
    /^problem\.equations\.0:7: u is in K, its change in time is in .*they differ by more than a time/,
  )
  const flux = { boundary: { 'x+': 'D*dn(u) = D*u' } }
  expect(errorsOf(heat('2 m^2/s', '300 K', flux))).toMatch(/^problem\.boundary\["x\+"\]:\d+: the left side is in/)
})

test('what fits passes, and where a unit is not given nothing is checked', () => {
  expect(errorsOf(heat('2 m^2/s', '300 K'))).toBe('')
  expect(errorsOf(heat('2 m^2/s', '300 K', {}, {}))).toBe('')
  expect(errorsOf(heat('2 kg', 300))).toBe('')
  expect(errorsOf(heat(2, '300 K'))).toBe('')
  // A number in a formula may carry a unit that is not written.
  const bare = { equations: ['u_t = 0.1*u_xx + 3 + exp(-x/0.2)*D*u_xx'], boundary: { 'x-': 'u = 280' } }
  expect(errorsOf(heat('2 m^2/s', '300 K', bare))).toBe('')
})
