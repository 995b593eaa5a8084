import { expect, test } from 'vitest'
import { RunFailure } from '../../src/core/errors.ts'
import { runFields } from '../support/typed-pde.ts'

const onLine = (problem: object, rest: object = {}) => ({
  isoline: 1,
  problem: { id: 'typed-pde', domain: { x: { from: 0, to: 1, points: 33 } }, ...problem },
  time: { to: 2, at: [0, 2] },
  ...rest,
})

test('u_t = u², u(0) = 1 is 1/(1 − t), infinite at t = 1: told as that, with what to look at', () => {
  const said = (): string => {
    try {
      runFields(onLine({ equations: ['u_t = u^2'], initial: { u: 1 } }))
    } catch (error) {
      if (error instanceof RunFailure) return error.message
      throw error
    }
    return ''
  }
  const message = said()
  expect(Number(/beyond t = ([\d.]+)/.exec(message)?.[1])).toBeCloseTo(1, 2)
  expect(message).toMatch(
    /may become infinite at about that time, and no tolerance leads beyond\. Look at the terms of u/,
  )
  expect(message).not.toMatch(/smaller tolerance/)
})

// Exact: heat with closed ends keeps ∫u, 0 for the cosine; rounding leaves some 1e-17 of it.
test('a conserved quantity that is 0 but for rounding has an absolute drift, others a relative one', () => {
  const { report } = runFields(
    onLine(
      {
        equations: ['u_t = 0.1*u_xx', 'v_t = 0.1*v_xx'],
        initial: { u: 'cos(pi*x) + 1e-17', v: '3 + cos(pi*x)' },
        boundary: {},
        invariants: { zero: 'integral(u)', three: 'integral(v)', momentum: 'integral(u*(v - 3)_x - (v - 3)*u_x)' },
      },
      { method: { space: 'finite-difference' } },
    ),
  )
  const { zero, three, momentum } = report.invariants
  expect(zero?.first).toBe(0)
  expect(Math.abs(zero?.drift ?? 1)).toBeLessThan(1e-12)
  expect(three?.first).toBeCloseTo(3, 12)
  expect(three?.drift).toBeCloseTo(((three?.last ?? 0) - 3) / 3, 12)
  expect(momentum?.first).toBe(0)
  expect(Math.abs(momentum?.drift ?? 1)).toBeLessThan(1e-10)
})
