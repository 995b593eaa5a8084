import { describe, expect, test } from 'vitest'
import { type GasDerivative, makeExactGasColumn } from '../../../src/pde/gas-column/exact.ts'
import type { GasColumnModel } from '../../../src/pde/gas-column/model.ts'
import { btexColumn, btexDispersion, distance, equidistant, largest, plainColumn } from './columns.ts'

/** Central differences of fourth order of the outlet: the oracle. */
function difference(
  model: GasColumnModel,
  component: number,
  quantity: GasDerivative,
  times: Float64Array,
): Float64Array {
  const moved = (factor: number): GasColumnModel => {
    if (quantity === 'injection' || quantity === 'injectorTime')
      return { ...model, [quantity]: model[quantity] * factor }
    if (quantity === 'holdUp') return { ...model, holdUp: model.holdUp * factor }
    return {
      ...model,
      components: model.components.map((c, i) => (i === component ? { ...c, [quantity]: c[quantity] * factor } : c)),
    }
  }
  const start =
    quantity === 'injection' || quantity === 'injectorTime' || quantity === 'holdUp'
      ? model[quantity]
      : (model.components[component]?.[quantity] ?? Number.NaN)
  const step = 2e-5
  const sum = new Float64Array(times.length)
  const value = new Float64Array(times.length)
  for (const [n, weight] of [
    [-2, 1 / 12],
    [-1, -2 / 3],
    [1, 2 / 3],
    [2, -1 / 12],
  ] as const) {
    makeExactGasColumn(moved(1 + n * step)).outlet(component, times, value)
    for (let i = 0; i < times.length; i++) sum[i] = (sum[i] ?? 0) + (weight / (step * start)) * (value[i] ?? 0)
  }
  return sum
}

const times = equidistant(60, 260, 201)

describe('analytic derivatives against central differences (spec 7.3: 1e-6)', () => {
  test.each([
    ['closed form', btexColumn(), ['ka', 'kd', 'concentration', 'injection', 'holdUp']],
    ['constant velocity', btexColumn({ variableVelocity: false }), ['ka', 'kd', 'injection']],
    ['tailing', btexColumn({ injectorTime: 2 }), ['ka', 'kd', 'concentration', 'injection', 'injectorTime', 'holdUp']],
    [
      'dispersion and tailing',
      btexColumn({ injectorTime: 2 }, btexDispersion),
      ['ka', 'kd', 'concentration', 'injection', 'injectorTime', 'dispersion'],
    ],
    [
      'strong dispersion, constant velocity',
      btexColumn({ variableVelocity: false }, () => ({ dispersion: 1e-3 })),
      ['ka', 'kd', 'dispersion'],
    ],
    ['strong dispersion', btexColumn({}, () => ({ dispersion: 5e-2 })), ['ka', 'kd', 'dispersion']],
    [
      'dispersion, long injection',
      btexColumn({ injection: 400 }, () => ({ dispersion: 1e-4 })),
      ['ka', 'kd', 'injectorTime', 'dispersion'],
    ],
    [
      'weak retention, tailing',
      plainColumn({ injection: 5, injectorTime: 3, length: 5 }, { ka: 2, kd: 0.7 }),
      ['ka', 'kd', 'injection', 'injectorTime', 'holdUp'],
    ],
  ] as const)('%s', (_, model, quantities) => {
    const component = model.components.length - 1
    const exact = makeExactGasColumn(model)
    expect(exact.derivativesOf(component)).toEqual(expect.arrayContaining([...quantities]))
    for (const quantity of quantities) {
      if (quantity === ('injectorTime' as GasDerivative) && model.injectorTime === 0) continue
      const [out, ours, alone] = [1, 2, 3].map(() => new Float64Array(times.length)) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ]
      exact.outletWithDerivatives(component, times, out, { [quantity]: ours })
      exact.outlet(component, times, alone)
      expect(out).toEqual(alone)
      const wanted = difference(model, component, quantity, times)
      expect(distance(ours, wanted) / largest(wanted), quantity).toBeLessThan(1e-6)
    }
  })

  test('at vanishing injector time and dispersion: one-sided differences', () => {
    const exact = makeExactGasColumn(btexColumn())
    const [out, byTime, byDispersion] = [1, 2, 3].map(() => new Float64Array(times.length)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    exact.outletWithDerivatives(4, times, out, { injectorTime: byTime, dispersion: byDispersion })
    const slope = (change: GasColumnModel, step: number) => {
      const value = new Float64Array(times.length)
      makeExactGasColumn(change).outlet(4, times, value)
      return value.map((v, i) => (v - (out[i] ?? 0)) / step)
    }
    // First-order differences: good to the step over its natural scale (s; 2e-2 m²/s).
    expect(distance(byTime, slope(btexColumn({ injectorTime: 1e-5 }), 1e-5)) / largest(byTime)).toBeLessThan(1e-4)
    expect(
      distance(
        byDispersion,
        slope(
          btexColumn({}, () => ({ dispersion: 1e-7 })),
          1e-7,
        ),
      ) / largest(byDispersion),
    ).toBeLessThan(1e-4)
  })

  test('a derivative that does not exist is refused by name', () => {
    const exact = makeExactGasColumn(plainColumn({}, { ka: 1, kd: 1 }))
    expect(() =>
      exact.outletWithDerivatives(0, times, new Float64Array(201), { dispersion: new Float64Array(201) }),
    ).toThrow(/dispersion/)
  })
})
