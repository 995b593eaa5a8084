import { expect, test } from 'vitest'
import { fftKernels, makeFft } from '../../src/kernels/fft.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'

const kernels = makeKernels()
const loops = fftKernels(kernels)
const placed = (values: readonly number[]) => {
  const block = kernels.allocate(values.length)
  block.view.set(values)
  return block
}
// Small whole numbers: every product below is exact and done by hand.
const a = placed([1, 2, -3, 4, 0, -5])
const b = placed([2, -1, 5, 3, 7, 2])
const r = placed([2, -3, 4])
const out = kernels.allocate(6)

test('products of complex numbers, by hand', () => {
  loops.complexMultiply(a.pointer, b.pointer, out.pointer, 3)
  expect([...out.view]).toEqual([4, 3, -27, 11, 10, -35])
  loops.complexConjugateMultiply(a.pointer, b.pointer, out.pointer, 3)
  expect([...out.view]).toEqual([0, -5, -3, -29, -10, 35])
  loops.complexRealMultiply(r.pointer, b.pointer, out.pointer, 3)
  expect([...out.view]).toEqual([4, -2, -15, -9, 28, 8])
  loops.complexDerivative(r.pointer, b.pointer, out.pointer, 3)
  expect([...out.view]).toEqual([2, 4, 9, -15, -8, 28])
  loops.complexScale(2, 3, b.pointer, out.pointer, 3)
  expect([...out.view]).toEqual([7, 4, 1, 21, 8, 25])
  loops.complexAddScaled(a.pointer, 2, b.pointer, out.pointer, 3)
  expect([...out.view]).toEqual([5, 0, 7, 10, 14, -1])
})

test('out may be an input', () => {
  const x = placed([1, 2, -3, 4, 0, -5])
  loops.complexMultiply(x.pointer, b.pointer, x.pointer, 3)
  expect([...x.view]).toEqual([4, 3, -27, 11, 10, -35])
})

test('the derivative of sin 3x through the spectrum is 3 cos 3x', () => {
  const n = 48
  const plan = makeFft(kernels, [n], { real: true })
  const wave = kernels.allocate(n)
  const spectrum = kernels.allocate(plan.spectrumLength)
  const wanted = Float64Array.from({ length: n }, (_, j) => 3 * Math.cos((6 * Math.PI * j) / n))
  const numbers = placed(Array.from({ length: n / 2 + 1 }, (_, k) => k))
  const values = kernels.refresh(wave).view
  for (let j = 0; j < n; j++) values[j] = Math.sin((6 * Math.PI * j) / n)
  plan.forward(wave.pointer, spectrum.pointer)
  loops.complexDerivative(numbers.pointer, spectrum.pointer, spectrum.pointer, n / 2 + 1)
  plan.inverse(spectrum.pointer, wave.pointer)
  // Rounding, 1e-16 a number, times wave numbers up to 24, over 25 of them.
  expect(Math.max(...values.map((value, j) => Math.abs(value - (wanted[j] ?? 0))))).toBeLessThan(1e-13)
})
