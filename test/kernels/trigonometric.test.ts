import { describe, expect, test } from 'vitest'
import { makeRandom } from '../../src/core/random.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { referenceTrigonometric } from '../../src/kernels/reference/fft.ts'
import { makeTrigonometric, type TrigonometricKind } from '../../src/kernels/trigonometric.ts'

const count = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1)

function noise(length: number, seed: number): Float64Array {
  const random = makeRandom(seed)
  return Float64Array.from({ length }, () => random.normal())
}

/** ‖a − b‖ / ‖b‖. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [top, bottom] = [0, 0]
  for (let i = 0; i < b.length; i++) {
    top += ((a[i] ?? Number.NaN) - (b[i] ?? 0)) ** 2
    bottom += (b[i] ?? 0) ** 2
  }
  return Math.sqrt(top / bottom)
}

function transformOf(shape: readonly number[], kinds: readonly (TrigonometricKind | undefined)[]) {
  const kernels = makeKernels()
  const plan = makeTrigonometric(kernels, shape, kinds)
  const [a, b] = [kernels.allocate(count(shape)), kernels.allocate(count(shape))]
  const [x, y] = [kernels.refresh(a), kernels.refresh(b)]
  const through = (run: (from: number, to: number) => void) => (values: Float64Array) => {
    x.view.set(values)
    run(a.pointer, b.pointer)
    return y.view.slice()
  }
  return { plan, kernels, forward: through(plan.forward), inverse: through(plan.inverse) }
}

const all = ['cosine-1', 'cosine-2', 'cosine-3', 'sine-1', 'sine-2', 'sine-3'] as const
const bound = (points: number) => 1e-15 * Math.max(1, Math.log2(points))

describe.each(all)('%s', (kind) => {
  test.each([
    2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 20, 31, 32, 33, 63, 64, 65, 100, 101, 127, 128, 129, 240, 256, 257,
  ])('a line of %d against the sum that defines it, and back', (n) => {
    const { forward, inverse } = transformOf([n], [kind])
    const x = noise(n, n)
    const wanted = referenceTrigonometric(x, [n], [kind])
    // The period is up to twice the length.
    expect(distance(forward(x), wanted)).toBeLessThan(bound(4 * n))
    expect(distance(inverse(wanted), x)).toBeLessThan(bound(4 * n))
  })

  test('along either axis of 7 × 12, in place', () => {
    for (const kinds of [
      [kind, undefined],
      [undefined, kind],
    ]) {
      const { plan, kernels } = transformOf([7, 12], kinds)
      const block = kernels.allocate(84)
      const x = noise(84, 1)
      block.view.set(x)
      plan.forward(block.pointer, block.pointer)
      expect(distance(block.view, referenceTrigonometric(x, [7, 12], kinds))).toBeLessThan(bound(84))
      plan.inverse(block.pointer, block.pointer)
      expect(distance(block.view, x)).toBeLessThan(bound(84))
    }
  })
})

test('different kinds on the axes of 6 × 9 × 10', () => {
  const shape = [6, 9, 10]
  const kinds = ['sine-1', 'cosine-2', 'cosine-1'] as const
  const { forward, inverse } = transformOf(shape, kinds)
  const x = noise(count(shape), 4)
  const wanted = referenceTrigonometric(x, shape, kinds)
  expect(distance(forward(x), wanted)).toBeLessThan(bound(count(shape)))
  expect(distance(inverse(wanted), x)).toBeLessThan(bound(count(shape)))
})

test('one point where the kind allows it', () => {
  // By hand from the definitions: DCT-II and DST-I, II of one number double it, kinds III leave it.
  for (const [kind, factor] of [['cosine-2', 2], ['cosine-3', 1], ['sine-1', 2], ['sine-2', 2], ['sine-3', 1]] as const)
    expect([...transformOf([1], [kind]).forward(Float64Array.of(3))].map((v) => v / 3)[0]).toBeCloseTo(factor, 14)
}) // biome-ignore format: a table

test('lengths and kinds that make no sense are named', () => {
  expect(() => makeTrigonometric(makeKernels(), [1], ['cosine-1'])).toThrow('axis 0 has 1 points')
  expect(() => makeTrigonometric(makeKernels(), [4, 4], ['cosine-1'])).toThrow('of the 2')
})
