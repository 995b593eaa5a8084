import { expect, test } from 'vitest'
import { RunFailure } from '../../src/core/errors.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { simulate } from '../../src/experiment/simulate.ts'

const run = (seed: number) =>
  simulate(
    parseExperiment({
      isoline: 1,
      problem: { id: 'n-body', parameters: {}, initial: { random: { bodies: 3 } } },
      seed,
    }),
    noInputs,
  ).report

// docs/methods/n-body.md states these figures.
test('of fifty draws of three bodies at rest all but a collision keep what is conserved, at the default settings', () => {
  const energies: number[] = []
  const failures: number[] = []
  for (let seed = 1; seed <= 50; seed++) {
    try {
      const { metrics, invariants } = run(seed)
      energies.push(metrics.energyError ?? Number.NaN)
      expect(invariants.momentum?.last, `seed ${seed}`).toBeLessThan(1e-14)
      expect(Math.abs(invariants.angularMomentum?.last ?? Number.NaN), `seed ${seed}`).toBeLessThan(1e-13)
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error
      expect(error.message).toMatch(/^Bodies \d and \d meet/)
      failures.push(seed)
    }
  }
  // Two bodies that start close together and fall to within 6e-12 of each other, in a time below the last digit of t.
  expect(failures).toEqual([42])
  energies.sort((a, b) => a - b)
  expect(energies[24]).toBeLessThan(1e-13)
  expect(energies[44]).toBeLessThan(1e-11)
  expect(energies.at(-1)).toBeLessThan(1e-9)
}, 600_000)
