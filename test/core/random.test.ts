import { expect, test } from 'vitest'
import { makeRandom } from '../../src/core/random.ts'

test('the same seed gives the same stream, another seed another', () => {
  const draw = (seed: number) => {
    const random = makeRandom(seed)
    return Array.from({ length: 20 }, (_, i) => (i % 2 ? random.uniform() : random.normal()))
  }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

test('uniform and normal have the moments of their distributions', () => {
  const random = makeRandom(1)
  const n = 200_000
  const uniform = Float64Array.from({ length: n }, () => random.uniform())
  const normal = Float64Array.from({ length: n }, () => random.normal())
  const mean = (a: Float64Array, power: number) => a.reduce((sum, x) => sum + x ** power, 0) / a.length
  // Bounds: five standard errors of each sample moment (E x = 1/2, E x² = 1/3; normal: 0, 1, 0, 3).
  expect(Math.abs(mean(uniform, 1) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / n))
  expect(Math.abs(mean(uniform, 2) - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / n))
  expect(Math.abs(mean(normal, 1))).toBeLessThan(5 * Math.sqrt(1 / n))
  expect(Math.abs(mean(normal, 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
  expect(Math.abs(mean(normal, 3))).toBeLessThan(5 * Math.sqrt(15 / n))
  expect(Math.abs(mean(normal, 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n))
  expect(uniform.every((x) => x >= 0 && x < 1)).toBe(true)
})
