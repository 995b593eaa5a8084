import { expect, test } from 'vitest'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { curveColumn, simulate } from '../../src/experiment/simulate.ts'

// Torricelli: h = (1 − t/2)² until the tank is empty at t = 2, then 0.
test.each(['auto', 'tsit5', 'dop853', 'radau5', 'bdf', 'rodas5p'])(
  'a tank runs empty and stays so, by %s',
  (stepper) => {
    const curve = simulate(
      parseExperiment({
        isoline: 1,
        problem: { id: 'typed-ode', equations: ["h' = -sqrt(h)"], initial: { h: 1 } },
        method: { stepper, rtol: 1e-8, nonNegative: ['h'] },
        time: { to: 4, samples: 9 },
      }),
      noInputs,
    )
    curveColumn(curve, 'h').forEach((h, i) => {
      expect(h).toBeGreaterThanOrEqual(0)
      expect(Math.abs(h - Math.max(0, 1 - i / 4) ** 2)).toBeLessThan(1e-6)
    })
  },
)
