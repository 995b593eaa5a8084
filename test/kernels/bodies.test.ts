import { expect, test } from 'vitest'
import { makeRandom } from '../../src/core/random.ts'
import { bodiesKernels } from '../../src/kernels/bodies.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { accelerationsReference } from '../../src/kernels/reference/bodies.ts'

const cases = [2, 3].flatMap((dimension) =>
  [2, 3, 4, 7, 16].flatMap((n) => [0, 0.3].map((softening) => [dimension, n, softening] as const)),
)

test.each(cases)(
  'forces in %i dimensions of %i bodies, softening %f, are those of the plain loop',
  (dimension, n, softening) => {
    // Source: the law itself, summed the other way; rounding of some 1e-16 a term.
    const kernels = makeKernels()
    const loops = bodiesKernels(kernels)
    const random = makeRandom(n)
    const masses = kernels.allocate(n)
    const state = kernels.allocate(2 * dimension * n)
    const out = kernels.allocate(2 * dimension * n)
    masses.view.set(Float64Array.from({ length: n }, () => random.uniform()))
    state.view.set(Float64Array.from({ length: 2 * dimension * n }, () => random.normal()))
    const gravity = 1.7
    loops.bodiesRates(n, dimension, gravity, softening ** 2, masses.pointer, state.pointer, out.pointer)
    const size = dimension * n
    expect([...out.view.slice(0, size)]).toEqual([...state.view.slice(size)])
    const wanted = accelerationsReference(dimension, gravity, softening ** 2, masses.view, state.view.slice(0, size))
    const largest = Math.max(...wanted.map(Math.abs))
    wanted.forEach((value, i) => void expect(Math.abs((out.view[size + i] ?? 0) - value) / largest).toBeLessThan(1e-14))
  },
)

test('the Jacobian is the derivative of the rates', () => {
  // Source: central differences of the rates themselves, error of order h² = 1e-10 times third derivatives of order 10.
  const [n, dimension, square] = [3, 3, 0.04]
  const kernels = makeKernels()
  const loops = bodiesKernels(kernels)
  const size = n * dimension
  const masses = kernels.allocate(n)
  const state = kernels.allocate(2 * size)
  const [low, high] = [kernels.allocate(2 * size), kernels.allocate(2 * size)]
  const slopes = kernels.allocate(2 * size + size * (size + 1))
  const random = makeRandom(5)
  masses.view.set([1, 2, 3])
  state.view.set(Float64Array.from({ length: 2 * size }, () => random.normal()))
  loops.bodiesJacobian(n, dimension, 1, square, masses.pointer, state.pointer, slopes.pointer)
  for (let column = 0; column < size; column++) {
    const at = state.view[column] ?? 0
    const h = 1e-5
    state.view[column] = at + h
    loops.bodiesRates(n, dimension, 1, square, masses.pointer, state.pointer, high.pointer)
    state.view[column] = at - h
    loops.bodiesRates(n, dimension, 1, square, masses.pointer, state.pointer, low.pointer)
    state.view[column] = at
    for (let row = 0; row < size; row++) {
      const wanted = ((high.view[size + row] ?? 0) - (low.view[size + row] ?? 0)) / (2 * h)
      expect(slopes.view[2 * size + row * (size + 1) + column]).toBeCloseTo(wanted, 7)
    }
  }
})

test('the energy of two bodies on a circle', () => {
  // Source: masses 1 at distance 2 with speed 1/2 each: kinetic 2·(1/2)·(1/4) = 1/4, potential −1/2.
  const kernels = makeKernels()
  const masses = kernels.allocate(2)
  const state = kernels.allocate(8)
  masses.view.set([1, 1])
  state.view.set([-1, 1, 0, 0, 0, 0, -0.5, 0.5])
  expect(bodiesKernels(kernels).bodiesEnergy(2, 2, 1, 0, masses.pointer, state.pointer)).toBe(-0.25)
})
