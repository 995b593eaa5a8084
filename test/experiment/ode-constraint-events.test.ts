import { expect, test } from 'vitest'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { curveColumn, simulate } from '../../src/experiment/simulate.ts'

test('after an event what is held by 0 = … stands on its equation again', () => {
  const curve = simulate(
    parseExperiment({
      isoline: 1,
      problem: {
        id: 'typed-ode',
        equations: ["x' = -z", '0 = z - s*x', "s' = 0"],
        initial: { x: 1, s: 1 },
        events: [{ when: 't - 1', do: 's = 3' }],
      },
      method: { rtol: 1e-9, atol: 1e-12 },
      time: { to: 2, at: [0, 1, 2] },
    }),
    noInputs,
  )
  // Closed form: x = exp(−t) to t = 1, then exp(−1 − 3 (t − 1)); z = s x, at t = 1 with the new s.
  const z = curveColumn(curve, 'z')
  expect(z[1]).toBeCloseTo(3 * Math.exp(-1), 7)
  expect(curve.report.events?.[0]?.state.z).toBeCloseTo(3 * Math.exp(-1), 7)
  expect(z[2]).toBeCloseTo(3 * Math.exp(-4), 7)
})
