import { expect, test } from 'vitest'
import { coverage } from './fit-repeats.ts'

// spec/chromatography 7.3: 95 % intervals cover 93–97 % over 500 repeats, pooled over parameters, fixed seed; here at a quarter of the
// points so that it takes seconds. test/verify has the full case. Binomial error of 5000 independent intervals: 0.3 %.
test('95 % intervals of K and kd cover 93 to 97 % of 500 repeats from 60 % wrong starts, 5 × 401 points, 1 % noise', () => {
  const found = coverage(401, 500, 1000)
  expect(found.converged).toBe(1)
  expect(found.coverage).toBeGreaterThan(0.93)
  expect(found.coverage).toBeLessThan(0.97)
}, 240_000)
