import { expect, test } from 'vitest'
import { coverage } from '../experiment/fit-repeats.ts'

// spec/chromatography 7.3, the case as it stands there: 5 × 1601 points, 1 % noise, 500 repeats, pooled over parameters.
test('95 % intervals cover 93 to 97 % of 500 repeats of the BTEX fit', () => {
  const found = coverage(1601, 500, 77)
  expect(found.converged).toBe(1)
  expect(found.coverage).toBeGreaterThan(0.93)
  expect(found.coverage).toBeLessThan(0.97)
}, 900_000)
