import { describe, expect, test } from 'vitest'
import { makeGoldstein } from '../../../src/kernels/goldstein.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { makeExactGasColumn } from '../../../src/pde/gas-column/exact.ts'
import { exactRefusal } from '../../../src/pde/gas-column/exact-refusal.ts'
import type { GasColumnModel } from '../../../src/pde/gas-column/model.ts'
import {
  btex,
  btexColumn,
  btexDispersion,
  distance,
  equidistant,
  largest,
  plainColumn,
  referenceTable,
} from './columns.ts'

const outlet = (model: GasColumnModel, times: Float64Array, component = 0) => {
  const out = new Float64Array(times.length)
  makeExactGasColumn(model).outlet(component, times, out)
  return out
}

describe('against tables of 40 digits', () => {
  // Spec 7.3: at most 1e-12; tables: J function with 40 digits, claimed error 1e-18.
  test.each([
    ['gc_btex_varvel', true],
    ['gc_btex_constvel', false],
  ] as const)('%s within 1e-12 of each peak', (name, variableVelocity) => {
    const table = referenceTable(name)
    const model = btexColumn({ variableVelocity })
    const columns = Object.keys(table).slice(1)
    expect(columns).toHaveLength(5)
    columns.forEach((column, i) => {
      const wanted = table[column]!
      const ours = outlet(model, table.time_s!, i)
      expect(distance(ours, wanted) / largest(wanted)).toBeLessThan(1e-12)
    })
  })

  // n = F ka L/u = 40, kd = 0.5, L/u = 2 s: α = 1, H = 2, ka = 20; the step is an injection longer than the record.
  test.each([
    ['thomas_linear_pulse15', 15],
    ['thomas_linear_step', 1e6],
  ] as const)('%s', (name, injection) => {
    const table = referenceTable(name)
    const model = plainColumn({ length: 1, inletVelocity: 0.5, radius: 1, film: 0.5, injection }, { ka: 20, kd: 0.5 })
    expect(distance(outlet(model, table.time_s!), table.c_over_c0!)).toBeLessThan(1e-14)
  })

  // Closed-form transfer function, 50 digits: F = (1 − 0.6)/0.6 = α, Pe = 333, Danckwerts at both ends.
  test('lrm_linear_kinetic_pulse: dispersion', () => {
    const table = referenceTable('lrm_linear_kinetic_pulse')
    const model = plainColumn(
      { length: 1, inletVelocity: 0.03333333333333333, radius: 3, film: 1, injection: 10 },
      { ka: 1, kd: 1, dispersion: 1e-4 },
    )
    const [time, wanted] = Object.values(table) as [Float64Array, Float64Array]
    expect(distance(outlet(model, time), wanted)).toBeLessThan(1e-14)
  })
})

describe('limits', () => {
  const times = equidistant(0, 800, 801)

  test('vanishing dispersion: the closed form', () => {
    const plain = btexColumn()
    const spread = btexColumn({}, () => ({ dispersion: 1e-13 }))
    for (let i = 0; i < 5; i++) {
      const wanted = outlet(plain, times, i)
      // First order in D: 2e-6 m²/s changes the peak by 1e-3, so 1e-13 by 5e-11.
      expect(distance(outlet(spread, times, i), wanted) / largest(wanted)).toBeLessThan(1e-10)
    }
  })

  test('vanishing injector time: the rectangle', () => {
    const wanted = outlet(btexColumn(), times, 4)
    expect(distance(outlet(btexColumn({ injectorTime: 1e-9 }), times, 4), wanted) / largest(wanted)).toBeLessThan(1e-9)
  })

  test('outlet pressure up to inlet pressure: constant velocity, with dispersion', () => {
    const equal = btexColumn({ variableVelocity: false }, btexDispersion)
    const nearly = btexColumn({ outletPressure: btex.p0 * (1 - 1e-9) }, btexDispersion)
    const wanted = outlet(equal, times, 4)
    expect(distance(outlet(nearly, times, 4), wanted) / largest(wanted)).toBeLessThan(1e-7)
  })

  test('the effect of diffusion is that of the spec (1.3, form 5): 0.016 % of the benzene peak to 0.13 % of ethylbenzene', () => {
    const change = (i: number) => {
      const t = equidistant(btex.kd[i] === 5.299 ? 100 : 430, btex.kd[i] === 5.299 ? 140 : 470, 2001)
      const plain = largest(outlet(btexColumn(), t, i))
      return 100 * (1 - largest(outlet(btexColumn({}, btexDispersion), t, i)) / plain)
    }
    expect(change(4)).toBeCloseTo(0.016, 3)
    expect(change(2)).toBeCloseTo(0.13, 2)
  })

  test('an analyte that is not retained leaves as it was injected', () => {
    const model = plainColumn({}, { ka: 0, kd: 1 })
    const out = outlet(model, Float64Array.of(9.9, 10, 10.5, 10.999, 11, 12))
    expect([...out]).toEqual([0, 1, 1, 1, 0, 0])
  })
})

describe('one form against another', () => {
  test('tailing injector: the Fourier series equals the positive quadrature', () => {
    const goldstein = makeGoldstein(makeKernels())
    for (const injectorTime of [0.03, 1, 8]) {
      const model = btexColumn({ injectorTime })
      const times = equidistant(60, 260, 401)
      const ours = outlet(model, times, 4)
      const wanted = new Float64Array(times.length)
      const x = model.phaseRatio * (btex.ka[4] ?? 0) * model.holdUp
      goldstein.tailedPulse(times, wanted, { holdUp: model.holdUp, x, kd: btex.kd[4] ?? 0, injection: 4 }, injectorTime)
      for (let i = 0; i < wanted.length; i++) wanted[i] = wanted[i]! * model.pressureRatio
      expect(distance(ours, wanted) / largest(wanted)).toBeLessThan(1e-13)
    }
  })

  test('values do not depend on which other times are asked for', () => {
    for (const model of [btexColumn(), btexColumn({ injectorTime: 2 }), btexColumn({}, btexDispersion)]) {
      const whole = outlet(model, equidistant(0, 800, 1601), 3)
      expect(outlet(model, Float64Array.of(231.5, 240), 3)).toEqual(Float64Array.of(whole[463]!, whole[480]!))
    }
  })
})

test('extreme numbers stay finite, positive and below the inlet', () => {
  const times = equidistant(0, 2000, 51)
  let count = 0
  for (const ka of [0, 1e-9, 1, 1e4, 1e8])
    for (const kd of [1e-6, 1, 1e4, 1e9])
      for (const injection of [1e-6, 4, 1e5])
        for (const injectorTime of [0, 1e-6, 3, 1e4]) {
          const out = outlet(
            btexColumn({ injection, injectorTime }, () => ({ ka, kd })),
            times,
          )
          for (const value of out) {
            expect(value).toBeGreaterThanOrEqual(-1e-14)
            expect(value).toBeLessThanOrEqual(1 + 1e-12)
          }
          count++
        }
  expect(count).toBe(240)
})

test('with dispersion extreme numbers stay finite, positive and below the inlet', () => {
  const times = equidistant(0, 2000, 51)
  for (const dispersion of [1e-9, 1e-5, 1e-2, 0.1])
    for (const [ka, kd] of [
      [579, 5.299],
      [1e4, 1e3],
      [0, 1],
    ] as const)
      for (const outletPressure of [10, 1.013e5, 4e5]) {
        const out = outlet(
          btexColumn({ outletPressure, injection: 20 }, () => ({ ka, kd, dispersion })),
          times,
        )
        for (const value of out) {
          expect(value).toBeGreaterThanOrEqual(-1e-14)
          expect(value).toBeLessThanOrEqual(1 + 1e-12)
        }
      }
})

test('a capacity is refused with the reason and the way out', () => {
  const refused = exactRefusal(btexColumn({}, () => ({ capacity: 1 })))
  expect(refused).toMatch(/Langmuir/)
  expect(refused).toMatch(/finite-volume/)
  expect(exactRefusal(btexColumn())).toBeUndefined()
})
