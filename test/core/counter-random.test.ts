import { expect, test } from 'vitest'
import { fillNormals, fillUniforms, philox } from '../../src/core/counter-random.ts'

test('Philox 4×32-10 gives the known answers of its authors', () => {
  // Random123 1.14, tests/kat_vectors: philox4x32 10.
  const answer = (counter: readonly number[], k0: number, k1: number) => {
    const words = Uint32Array.from(counter)
    philox(words, k0, k1)
    return [...words].map((word) => word.toString(16).padStart(8, '0')).join(' ')
  }
  expect(answer([0, 0, 0, 0], 0, 0)).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8')
  const ones = 0xffffffff
  expect(answer([ones, ones, ones, ones], ones, ones)).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd')
  expect(answer([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], 0xa4093822, 0x299f31d0)).toBe(
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  )
})

test('a number depends on its place alone', () => {
  const long = new Float64Array(101)
  const short = new Float64Array(10)
  for (const fill of [fillNormals, fillUniforms]) {
    fill({ seed: 7, stream: 1, block: 3 }, long)
    fill({ seed: 7, stream: 1, block: 3 }, short)
    expect([...short]).toEqual([...long.subarray(0, 10)])
    for (const other of [
      { seed: 8, stream: 1, block: 3 },
      { seed: 7, stream: 2, block: 3 },
      { seed: 7, stream: 1, block: 4 },
    ]) {
      fill(other, short)
      expect(short[0]).not.toBe(long[0])
    }
  }
})

test('uniform and normal numbers have the moments of their distributions', () => {
  const n = 200_000
  const uniform = new Float64Array(n)
  const normal = new Float64Array(n)
  fillUniforms({ seed: 1, stream: 0, block: 0 }, uniform)
  fillNormals({ seed: 1, stream: 0, block: 0 }, normal)
  const mean = (a: Float64Array, power: number) => a.reduce((sum, x) => sum + x ** power, 0) / a.length
  // Bounds: five standard errors of each sample moment (E x = 1/2, E x² = 1/3; normal: 0, 1, 0, 3).
  expect(Math.abs(mean(uniform, 1) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / n))
  expect(Math.abs(mean(uniform, 2) - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / n))
  expect(Math.abs(mean(normal, 1))).toBeLessThan(5 * Math.sqrt(1 / n))
  expect(Math.abs(mean(normal, 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
  expect(Math.abs(mean(normal, 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n))
  // Neighbours are not correlated.
  const product = normal.reduce((sum, x, i) => sum + x * (normal[i + 1] ?? 0), 0) / n
  expect(Math.abs(product)).toBeLessThan(5 / Math.sqrt(n))
})
