import { expect, test } from 'vitest'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { simulate } from '../../src/experiment/simulate.ts'

const eventsOf = (when: string, to: number, definitions: readonly string[] = []) =>
  simulate(
    parseExperiment({
      isoline: 1,
      problem: { id: 'typed-ode', equations: ["x' = -1e-3*x", ...definitions], initial: { x: 1 }, events: [{ when }] },
      method: { rtol: 1e-9, atol: 1e-12 },
      time: { to, samples: 2 },
    }),
    noInputs,
  ).report.events ?? []

// The solution hardly changes, so that its steps are far longer than the functions' own time. Zeros by hand.
test('an event of the time is found at every swing, however long the steps are', () => {
  const sines = eventsOf('sin(50*t)', 10)
  expect(sines).toHaveLength(Math.floor(500 / Math.PI))
  sines.forEach(({ t }, k) => void expect(Math.abs(t - ((k + 1) * Math.PI) / 50)).toBeLessThan(1e-12))
  // Also behind a name.
  expect(eventsOf('wave', 10, ['wave = sin(rate)', 'rate = 50*t']).map(({ t }) => t)).toEqual(sines.map(({ t }) => t))
  // Two a period, close together, 16 maxima of the sine below 100.
  expect(eventsOf('sin(t) - 0.9999', 100)).toHaveLength(32)
  // A clock: up at the 20 half seconds, down at the 19 whole ones.
  expect(eventsOf('mod(t, 1) - 0.5', 19.75)).toHaveLength(39)
})
