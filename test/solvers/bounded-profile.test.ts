import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linspace } from '../../src/core/field.ts'
import { boundedProfile } from '../../src/solvers/discretisations/bounded-profile.ts'
import { makeColumnFiniteVolume } from '../../src/solvers/discretisations/column-finite-volume.ts'
import { btexCase, finish } from './column-cases.ts'

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

test('a profile within its bounds is returned as it is', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
      expect([...boundedProfile(Float64Array.from(values), 1)]).toEqual(values)
    }),
  )
})

test('ringing around a band is mixed away, the sum kept, and cells far from it untouched', () => {
  // A band of four cells after the fashion of a seventh-order scheme, and a smooth peak apart from it.
  const band = [0, 0.02, -0.09, 0.04, 0.3, 1.08, 0.95, 1.1, 0.4, -0.12, 0.05, -0.02, 0, 0]
  const peak = Array.from({ length: 40 }, (_, i) => 0.5 * Math.exp(-(((i - 20) / 5) ** 2)))
  const values = Float64Array.from([...band, ...peak])
  const shown = boundedProfile(values, 1)
  expect(sum(shown)).toBeCloseTo(sum(values), 13)
  expect(Math.min(...shown)).toBeGreaterThanOrEqual(-1.1e-3)
  expect(Math.max(...shown)).toBeLessThanOrEqual(1 + 1.1e-3)
  expect(shown.slice(20)).toEqual(values.slice(20))
})

test('the frames just after the injection show nothing negative and nothing above the feed', () => {
  const { transport } = btexCase('gc_btex_varvel')
  for (const span of [1, 12]) {
    const { frames } = finish(makeColumnFiniteVolume(transport, { cells: 300 }, linspace(0, span, 101), true))
    for (const { fields } of frames.slice(1)) {
      for (const [i, { values }] of fields.entries()) {
        // Twice the slack: w and p̂ have their largest values in different cells.
        expect(Math.min(...values)).toBeGreaterThanOrEqual(-2e-3 * Math.max(...values))
        const { concentration } = transport.components[Math.floor(i / 2)] ?? { concentration: 0 }
        // Nowhere above the feed.
        if (i % 2 === 0) expect(Math.max(...values)).toBeLessThanOrEqual(1.002 * concentration)
      }
    }
  }
})
