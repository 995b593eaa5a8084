import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeGoldstein } from '../../src/kernels/goldstein.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'

const goldstein = makeGoldstein(makeKernels())

/** −∂J/∂x = e^{−x−y}I0(2√(xy)) through the kernel's own `edge`. */
function bessel(x: number, y: number): number {
  const [byX, byY] = [new Float64Array(1), new Float64Array(1)]
  goldstein.edge(Float64Array.of(y), byX, byY, x, 1, 0)
  return -(byX[0] ?? Number.NaN)
}

describe('Goldstein J', () => {
  // P(Poisson(x) ≤ Poisson(y)) summed with mpmath at 60 digits.
  test.each([
    [0.5, 0.3, 0.6879777890548997],
    [5, 2, 0.1685689135301314],
    [2, 5, 0.9139344776002126],
    [40, 25, 0.03512344938573338],
    [100, 120, 0.9167583070880602],
    [439.6, 500, 0.976583004148148],
    [7734.7, 7700, 0.39154994274915156],
    [9000, 10000, 0.9999999999998077],
    [10000, 9500, 0.00017358904718587558],
  ])('J(%d, %d) against 60-digit sums', (x, y, wanted) => {
    expect(Math.abs(goldstein.j(x, y) - wanted)).toBeLessThan(2e-14)
    // The small ones keep their relative precision too; √x and √y are rounded, which costs √x·1e-16 a width.
    expect(Math.abs(goldstein.j(x, y) / wanted - 1)).toBeLessThan(2e-13)
  })

  test('J(x, y) + J(y, x) = 1 + e^{−x−y} I0(2√(xy)) up to 1e4 (spec 1.3, form 1)', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e4, noNaN: true }),
        fc.double({ min: 0, max: 1e4, noNaN: true }),
        (x, y) => Math.abs(goldstein.j(x, y) + goldstein.j(y, x) - 1 - bessel(x, y)) < 1e-12,
      ),
      { numRuns: 2000, seed: 11 },
    )
  })

  test('the identity near the diagonal, where both are about ½', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (x, shift) => {
          const y = Math.max(0, x + shift * Math.sqrt(x))
          return Math.abs(goldstein.j(x, y) + goldstein.j(y, x) - 1 - bessel(x, y)) < 1e-12
        },
      ),
      { numRuns: 2000, seed: 12 },
    )
  })

  test('J(x, 0) = e^{−x}, J(0, y) = 1, J rises with y and falls with x', () => {
    expect(goldstein.j(3, 0)).toBeCloseTo(Math.exp(-3), 16)
    expect(goldstein.j(0, 3)).toBe(1)
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (x, y, more) =>
          goldstein.j(x, y + more) >= goldstein.j(x, y) - 2e-15 &&
          goldstein.j(x + more, y) <= goldstein.j(x, y) + 2e-15,
      ),
      { numRuns: 1000, seed: 13 },
    )
  })

  test('stays within [0, 1] and finite at extreme arguments', () => {
    for (const x of [0, 1e-300, 1e-12, 1, 1e4, 1e8, 1e14])
      for (const y of [0, 1e-300, 1e-12, 1, 1e4, 1e8, 1e14]) {
        const value = goldstein.j(x, y)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1 + 1e-15)
      }
  })
})

describe('pulses', () => {
  const times = Float64Array.from({ length: 400 }, (_, i) => 0.5 * i)

  test('are differences of J', () => {
    const parameters = { holdUp: 7, x: 30, kd: 0.5, injection: 25 }
    const out = new Float64Array(times.length)
    goldstein.pulse(times, out, parameters)
    times.forEach((t, i) => {
      const j = (from: number) => (t >= from ? goldstein.j(30, 0.5 * (t - from)) : 0)
      expect(Math.abs((out[i] ?? Number.NaN) - (j(7) - j(32)))).toBeLessThan(3e-15)
    })
  })

  test('a slow injector: equal to the convolution done by a fine trapezium rule', () => {
    const parameters = { holdUp: 7, x: 3, kd: 0.4, injection: 5 }
    const out = new Float64Array(1)
    for (const [t, tau] of [
      [9, 2],
      [14, 0.5],
      [30, 4],
      [25, 0.05],
    ] as const) {
      goldstein.tailedPulse(Float64Array.of(t), out, parameters, tau)
      // ∫ λ e^{−λ s} pulse(t − s) ds, Simpson between the jumps at s = t − 12 and t − 7.
      const jumps = [0, t - 12, t - 7].filter((s) => s >= 0)
      let sum = 0
      jumps.slice(1).forEach((to, k) => {
        const from = jumps[k] ?? 0
        const n = 20000
        const h = (to - from) / n
        const at = Float64Array.from({ length: n + 1 }, (_, i) => t - from - h * i)
        // Just inside the jumps.
        at[0] = t - from - 1e-13
        at[n] = t - to + 1e-13
        const values = new Float64Array(n + 1)
        goldstein.pulse(at, values, parameters)
        values.forEach((value, i) => {
          const weight = i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2
          sum += ((weight * h) / 3) * value * (Math.exp(-(from + h * i) / tau) / tau)
        })
      })
      expect(Math.abs((out[0] ?? Number.NaN) / sum - 1)).toBeLessThan(1e-8)
    }
  })

  test('times in any number and order', () => {
    const many = Float64Array.from({ length: 5000 }, (_, i) => 200 * ((i * 0.618) % 1))
    const out = new Float64Array(many.length)
    const one = new Float64Array(1)
    const parameters = { holdUp: 7, x: 30, kd: 0.5, injection: 25 }
    goldstein.pulse(many, out, parameters)
    for (const i of [0, 2047, 2048, 4999]) {
      goldstein.pulse(many.subarray(i, i + 1), one, parameters)
      expect(out[i]).toBe(one[0])
    }
  })
})
