import { describe, expect, test } from 'vitest'
import { type FluxRatio, makeDispersionExponent } from '../../../src/pde/gas-column/flux-ratio.ts'

const at = (peclet: number, ratio: number, re: number, im: number): FluxRatio => {
  const out: FluxRatio = { re: 0, im: 0, slopeRe: 0, slopeIm: 0 }
  makeDispersionExponent(peclet, ratio).evaluate(re, im, out)
  return out
}

describe('the flux-ratio equation', () => {
  // E of G = p̂_L e^{−E}: the Riccati equation in x, integrated from the outlet by SciPy's DOP853 at rtol 1e-12.
  test.each([
    [50, 0.25, 3, 4, 2.0954043547475654, 2.5197228207894486],
    [50, 0.25, 0, 0.3, 0.0008879926030386271, 0.2055486894307294],
    [5, 0.5, 1, 2, 0.7916985084911673, 1.121673861291385],
    [1000, 0.25, 0, 20, 0.21144474575505984, 13.978245246159894],
    [2000, 0.05, 5, 30, 3.554947218906689, 19.953502422716443],
  ])('Pe %d, pressure ratio %d, a = %d + %di', (peclet, ratio, re, im, wantedRe, wantedIm) => {
    const holdUp = (2 * (1 + ratio + ratio * ratio)) / (3 * (1 + ratio))
    const out = at(peclet, ratio, re, im)
    expect(Math.hypot(out.re + re * holdUp - wantedRe, out.im + im * holdUp - wantedIm)).toBeLessThan(3e-9)
  })

  test('towards equal pressures it becomes the closed form of constant velocity (spec 2.3)', () => {
    for (const peclet of [3, 60, 1e4])
      for (const [re, im] of [
        [0.2, 0],
        [0, 1],
        [2, 5],
      ] as const) {
        const [closed, nearly] = [at(peclet, 1, re, im), at(peclet, 1 - 1e-9, re, im)]
        expect(Math.hypot(closed.re - nearly.re, closed.im - nearly.im)).toBeLessThan(2e-8)
      }
  })

  test('series and Newton meet where one hands over to the other', () => {
    for (const ratio of [0.05, 0.25, 0.9]) {
      const [inside, outside] = [at(500, ratio, 0, 500 * 0.02 * (1 - 1e-9)), at(500, ratio, 0, 500 * 0.02 * (1 + 1e-9))]
      // Both sides differ by 2e-8 in a, times the slope of C (below 0.1).
      expect(Math.hypot(inside.re - outside.re, inside.im - outside.im)).toBeLessThan(2e-8)
      expect(Math.hypot(inside.slopeRe - outside.slopeRe, inside.slopeIm - outside.slopeIm)).toBeLessThan(1e-8)
    }
  })

  test('the transfer function is 1 at s = 0: what goes in comes out', () => {
    for (const peclet of [1, 100, 1e7]) for (const ratio of [0.01, 0.5, 1]) expect(at(peclet, ratio, 0, 0).re).toBe(0)
  })
})
