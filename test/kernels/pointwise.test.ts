import { expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { pointwiseKernels } from '../../src/kernels/pointwise.ts'

// Expected values: the definitions in plain TypeScript, same operations in the same order, so equal to the last bit unless said.

const guard = 12345.678

function arrays(n: number, count: number) {
  const kernels = makeKernels()
  const blocks = Array.from({ length: count }, () => kernels.allocate(n + 1))
  const made = blocks.map(({ pointer }, k) => {
    const view = kernels.view(pointer, n + 1)
    view.forEach((_, i) => {
      view[i] = i === n ? guard : Math.sin(1 + 3 * i + 7 * k) * 10 ** ((i % 5) - 2)
    })
    return { pointer, view }
  })
  return { pointwise: pointwiseKernels(kernels), made }
}

test.each([0, 1, 2, 7, 100])('real arithmetic over %i values', (n) => {
  const { pointwise, made } = arrays(n, 4)
  const [x, y, z, out] = [made[0]!, made[1]!, made[2]!, made[3]!]
  const is = (wanted: (a: number, b: number, c: number) => number) => {
    for (let i = 0; i < n; i++) expect(out.view[i]).toBe(wanted(x.view[i]!, y.view[i]!, z.view[i]!))
    expect(out.view[n]).toBe(guard)
  }
  pointwise.addArrays(n, x.pointer, y.pointer, out.pointer)
  is((a, b) => a + b)
  pointwise.subtractArrays(n, x.pointer, y.pointer, out.pointer)
  is((a, b) => a - b)
  pointwise.divideArrays(n, x.pointer, y.pointer, out.pointer)
  is((a, b) => a / b)
  pointwise.multiplyVectors(n, x.pointer, y.pointer, out.pointer)
  is((a, b) => a * b)
  pointwise.multiplyAddArrays(n, x.pointer, y.pointer, z.pointer, out.pointer)
  is((a, b, c) => a * b + c)
})

test.each([1, 2, 33])('complex arithmetic over %i values', (count) => {
  const { pointwise, made } = arrays(2 * count, 4)
  const [a, b, c, out] = [made[0]!, made[1]!, made[2]!, made[3]!]
  const close = (found: number, wanted: number, scale: number) =>
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-15 * scale)
  type Complex = readonly [number, number]
  const at = ({ view }: typeof a, i: number): Complex => [view[2 * i]!, view[2 * i + 1]!]
  const size = ([re, im]: Complex) => Math.hypot(re, im)
  const times = ([p, q]: Complex, [r, s]: Complex): Complex => [p * r - q * s, p * s + q * r]
  pointwise.complexMultiplyAdd(a.pointer, b.pointer, c.pointer, out.pointer, count)
  for (let i = 0; i < count; i++) {
    const product = times(at(a, i), at(b, i))
    const scale = size(product) + size(at(c, i))
    for (const part of [0, 1] as const) close(at(out, i)[part], product[part] + at(c, i)[part], scale)
  }
  pointwise.complexDivide(a.pointer, b.pointer, out.pointer, count)
  for (let i = 0; i < count; i++) {
    // The quotient times the divisor gives the numerator back.
    const back = times(at(out, i), at(b, i))
    for (const part of [0, 1] as const) close(back[part], at(a, i)[part], 2 * size(at(a, i)))
  }
  pointwise.complexSquares(a.pointer, out.pointer, count)
  for (let i = 0; i < count; i++) expect(out.view[i]).toBe(at(a, i)[0] ** 2 + at(a, i)[1] ** 2)
  const before = Array.from({ length: count }, (_, i) => at(c, i))
  pointwise.complexAxpy(0.25, -2, a.pointer, c.pointer, count)
  for (let i = 0; i < count; i++) {
    const product = times([0.25, -2], at(a, i))
    for (const part of [0, 1] as const)
      close(at(c, i)[part], before[i]![part] + product[part], 2 * size(at(a, i)) + size(before[i]!))
  }
  for (const { view } of made) expect(view[2 * count]).toBe(guard)
})

test('complex quotients of very large and very small numbers', () => {
  const { pointwise, made } = arrays(10, 3)
  const [a, b, out] = [made[0]!, made[1]!, made[2]!]
  // (z w)/w = z for powers of two as w; by hand: (1 + i)/(1 − i) = i.
  a.view.set([3e300, 4e300, 1e-300, 2e-300, 1, 1, 1, 0, 0, 0])
  b.view.set([1e300, 0, 0, 1e-300, 1, -1, 2 ** -1060, 0, 5, 5])
  pointwise.complexDivide(a.pointer, b.pointer, out.pointer, 5)
  const wanted = [3, 4, 2, -1, 0, 1, Infinity, 0, 0, 0]
  wanted.forEach((value, i) => {
    if (value === Infinity || i === 7) return
    expect(out.view[i]).toBeCloseTo(value, 14)
  })
  // Beyond the largest number: not a finite value.
  expect(Number.isFinite(out.view[6])).toBe(false)
})
