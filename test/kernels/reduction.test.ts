import { expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { reductionKernels } from '../../src/kernels/reduction.ts'
import { normReference, sumReference } from '../../src/kernels/reference/vector.ts'

function reduced(values: ArrayLike<number>) {
  const kernels = makeKernels()
  const { pointer } = kernels.allocate(values.length + 1)
  const view = kernels.view(pointer, values.length + 1)
  view.set(values)
  // A value behind the last one that would show in every result.
  view[values.length] = 1e200
  return { on: reductionKernels(kernels), n: values.length, x: pointer }
}

const noise = (n: number) => Float64Array.from({ length: n }, (_, i) => Math.sin(12.9898 * i * i) * 10 ** (i % 7))

test.each([1, 2, 3, 4, 5, 8, 9, 1001])('norms and extremes of %i values against the definitions', (n) => {
  const values = noise(n).map((value, i) => value + (i === n - 1 ? 3 : 0))
  const { on, x } = reduced(values)
  expect(on.maximumOf(n, x)).toBe(Math.max(...values))
  expect(on.minimumOf(n, x)).toBe(Math.min(...values))
  expect(on.maxNorm(n, x)).toBe(Math.max(...values.map(Math.abs)))
  expect(Math.abs(on.oneNorm(n, x) / normReference(values, 1) - 1)).toBeLessThan(1e-14)
  expect(Math.abs(on.twoNorm(n, x) / normReference(values, 2) - 1)).toBeLessThan(1e-14)
  const sum = sumReference(n, (i) => values[i] ?? 0)
  expect(Math.abs(on.compensatedSum(n, x) - sum)).toBeLessThanOrEqual(2 ** -52 * Math.abs(sum))
})

test('a sum in which all but the small parts cancel is exact', () => {
  // 1 + 2^60 + 1 − 2^60 … : the sum of the ones, by hand.
  const values = Array.from({ length: 4003 }, (_, i) => (i % 2 === 0 ? 1 : i % 4 === 1 ? 2 ** 60 : -(2 ** 60)))
  const { on, n, x } = reduced(values)
  const large = values.filter((value) => Math.abs(value) > 1).reduce((a, b) => a + b, 0)
  expect(on.compensatedSum(n, x)).toBe(2002 + large)
  expect(on.mean(n, x)).toBe((2002 + large) / 4003)
})

test('a million tenths are summed to the last digit, where a plain sum loses four', () => {
  const { on, n, x } = reduced(new Float64Array(1e6).fill(0.1))
  // 0.1 in binary is 0.1 + 5.55e-18; a million of them 100000.00000000000555: nearest number 1e5.
  expect(on.compensatedSum(n, x)).toBe(1e5)
})

test('the root of squares neither overflows nor vanishes', () => {
  for (const scale of [1e200, 1e-200, 1e300, 1e-320]) {
    const { on, x } = reduced([3 * scale, -4 * scale, 0])
    // 3-4-5; the smallest numbers have few digits.
    expect(Math.abs(on.twoNorm(3, x) / scale / 5 - 1)).toBeLessThan(scale < 1e-300 ? 1e-2 : 1e-15)
  }
  const infinite = reduced([1, -Infinity, 2])
  expect(infinite.on.twoNorm(3, infinite.x)).toBe(Infinity)
  const nothing = reduced([0, 0, 0])
  expect(nothing.on.twoNorm(3, nothing.x)).toBe(0)
})

test('a value that is not a number goes through, wherever it stands', () => {
  for (let place = 0; place < 6; place++) {
    const { on, n, x } = reduced([1, 2, 3, 4, 5, 6].with(place, Number.NaN))
    for (const f of [on.maximumOf, on.minimumOf, on.oneNorm, on.twoNorm, on.compensatedSum, on.mean, on.maxNorm])
      expect(f(n, x)).toBeNaN()
  }
  const { on, n, x } = reduced([1, Infinity, 2, 3, 4])
  expect(on.compensatedSum(n, x)).toBe(Infinity)
})
