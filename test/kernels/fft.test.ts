import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeRandom } from '../../src/core/random.ts'
import { type FftOptions, makeFft } from '../../src/kernels/fft.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { referenceFft } from '../../src/kernels/reference/fft.ts'

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

/** A transform as functions of arrays. */
function transformOf(shape: readonly number[], options: FftOptions = {}) {
  const kernels = makeKernels()
  const plan = makeFft(kernels, shape, options)
  const a = kernels.allocate(plan.valueLength)
  const b = kernels.allocate(plan.spectrumLength)
  const [values, spectrum] = [kernels.refresh(a), kernels.refresh(b)]
  return {
    plan,
    forward(x: Float64Array) {
      values.view.set(x)
      plan.forward(a.pointer, b.pointer)
      return spectrum.view.slice()
    },
    inverse(x: Float64Array) {
      spectrum.view.set(x)
      plan.inverse(b.pointer, a.pointer)
      return values.view.slice()
    },
  }
}

const withZeros = (x: Float64Array) =>
  Float64Array.from({ length: 2 * x.length }, (_, i) => (i % 2 ? 0 : (x[i / 2] ?? 0)))

/** The half of a full spectrum that a real transform keeps: of the axis `halved`, k ≤ n/2. */
function halfOf(full: Float64Array, shape: readonly number[], halved: number): Float64Array {
  const length = shape[halved] ?? 1
  const inner = count(shape.slice(halved + 1))
  const kept: number[] = []
  for (let i = 0; i < full.length / 2; i++) {
    if (Math.floor(i / inner) % length <= length / 2) kept.push(full[2 * i] ?? 0, full[2 * i + 1] ?? 0)
  }
  return Float64Array.from(kept)
}

/** The bound of the issue: 1e-15·log2 N in the root mean square, relative. */
const bound = (points: number) => 1e-15 * Math.max(1, Math.log2(points))

const lengths = [
  ...Array.from({ length: 33 }, (_, i) => i + 1),
  ...[36, 40, 45, 48, 49, 60, 64, 75, 77, 96, 97, 100, 101, 120, 121, 125, 128, 143, 144, 180, 225, 243, 250, 256, 257],
  ...[320, 360, 405, 480, 509, 512, 625, 640, 729, 768, 800, 1000, 1013, 1024],
]

describe('against sums by the definition', () => {
  test.each(lengths)('a complex line of %d', (n) => {
    const { forward, inverse } = transformOf([n])
    const x = noise(2 * n, n)
    expect(distance(forward(x), referenceFft(x, [n]))).toBeLessThan(bound(n))
    expect(distance(inverse(x), referenceFft(x, [n], true))).toBeLessThan(bound(n))
  })

  test.each(lengths)('a real line of %d', (n) => {
    const { forward, inverse, plan } = transformOf([n], { real: true })
    expect(plan.spectrumShape).toEqual([Math.floor(n / 2) + 1])
    const x = noise(n, n)
    const wanted = halfOf(referenceFft(withZeros(x), [n]), [n], 0)
    expect(distance(forward(x), wanted)).toBeLessThan(bound(n))
    expect(distance(inverse(wanted), x)).toBeLessThan(bound(n))
  })

  const shapes = [
    ...[[1, 1], [1, 8], [8, 1], [2, 2], [3, 5], [4, 6], [5, 16], [16, 16], [7, 11], [30, 12], [17, 64], [64, 13], [33, 31]],
    ...[[2, 3, 4], [4, 4, 4], [5, 6, 7], [8, 9, 10], [1, 5, 1], [3, 16, 2], [2, 3, 2, 4]],
  ] // biome-ignore format: a table
  test.each(shapes)('complex and real arrays of %d × %d × …', (...shape) => {
    const sizes = shape.filter((n) => n !== undefined)
    const N = count(sizes)
    const complex = transformOf(sizes)
    const x = noise(2 * N, N)
    expect(distance(complex.forward(x), referenceFft(x, sizes))).toBeLessThan(bound(N))
    expect(distance(complex.inverse(x), referenceFft(x, sizes, true))).toBeLessThan(bound(N))
    const real = transformOf(sizes, { real: true })
    const r = noise(N, N)
    const wanted = halfOf(referenceFft(withZeros(r), sizes), sizes, sizes.length - 1)
    expect(distance(real.forward(r), wanted)).toBeLessThan(bound(N))
    expect(distance(real.inverse(wanted), r)).toBeLessThan(bound(N))
  })

  test.each([[[0]], [[1]], [[2]], [[0, 2]], [[2, 0]], [[1, 0]], [[2, 1]]])('over the axes %j of 6 × 8 × 10', (axes) => {
    const shape = [6, 8, 10]
    const N = count(shape)
    const complex = transformOf(shape, { axes })
    const x = noise(2 * N, 3)
    expect(distance(complex.forward(x), referenceFft(x, shape, false, axes))).toBeLessThan(bound(N))
    expect(distance(complex.inverse(x), referenceFft(x, shape, true, axes))).toBeLessThan(bound(N))
    const real = transformOf(shape, { axes, real: true })
    const r = noise(N, 4)
    const wanted = halfOf(referenceFft(withZeros(r), shape, false, axes), shape, axes.at(-1) ?? 0)
    expect(distance(real.forward(r), wanted)).toBeLessThan(bound(N))
    expect(distance(real.inverse(wanted), r)).toBeLessThan(bound(N))
  })
})

describe('properties, for any length', () => {
  const anyLength = fc.integer({ min: 1, max: 700 })
  const check = (holds: (n: number, seed: number) => boolean) =>
    fc.assert(fc.property(anyLength, fc.integer({ min: 1, max: 1e6 }), holds), { numRuns: 60, seed: 5 })

  test('there and back; Parseval: Σ|X|² = n Σ|x|²', () => {
    check((n, seed) => {
      const { forward, inverse } = transformOf([n])
      const x = noise(2 * n, seed)
      const X = forward(x)
      const power = (y: Float64Array) => y.reduce((total, value) => total + value * value, 0)
      return distance(inverse(X), x) < 2 * bound(n) && Math.abs(power(X) / (n * power(x)) - 1) < 2 * bound(n)
    })
  })

  test('a shift by s multiplies X[k] by e^{−2πi ks/n}', () => {
    check((n, seed) => {
      const { forward } = transformOf([n])
      const x = noise(2 * n, seed)
      const s = seed % n
      const shifted = Float64Array.from(x, (_, i) => x[(i - 2 * s + 2 * n) % (2 * n)] ?? 0)
      const wanted = forward(x)
      for (let k = 0; k < n; k++) {
        const angle = (-2 * Math.PI * ((k * s) % n)) / n
        const [re, im] = [wanted[2 * k] ?? 0, wanted[2 * k + 1] ?? 0]
        wanted[2 * k] = re * Math.cos(angle) - im * Math.sin(angle)
        wanted[2 * k + 1] = re * Math.sin(angle) + im * Math.cos(angle)
      }
      return distance(forward(shifted), wanted) < 2 * bound(n)
    })
  })

  test('linear: the transform of a + 2b', () => {
    check((n, seed) => {
      const { forward } = transformOf([n])
      const [a, b] = [noise(2 * n, seed), noise(2 * n, seed + 1)]
      const [A, B] = [forward(a), forward(b)]
      return (
        distance(
          forward(a.map((v, i) => v + 2 * (b[i] ?? 0))),
          A.map((v, i) => v + 2 * (B[i] ?? 0)),
        ) <
        2 * bound(n)
      )
    })
  })
})

describe('long lines and large arrays, by waves whose transform is known', () => {
  /** Three waves e^{2πi kj/n}: the transform is n times their amplitudes at k. */
  test.each([4096, 6000, 15625, 65536, 59049, 100003])('a line of %d', (n) => {
    const { forward, inverse } = transformOf([n])
    const waves = [1, 7, n - 5]
    const x = new Float64Array(2 * n)
    const wanted = new Float64Array(2 * n)
    for (const [i, k] of waves.entries()) {
      wanted[2 * k] = n * (i + 1)
      for (let j = 0; j < n; j++) {
        const angle = (2 * Math.PI * ((k * j) % n)) / n
        x[2 * j] = (x[2 * j] ?? 0) + (i + 1) * Math.cos(angle)
        x[2 * j + 1] = (x[2 * j + 1] ?? 0) + (i + 1) * Math.sin(angle)
      }
    }
    expect(distance(forward(x), wanted)).toBeLessThan(bound(n))
    expect(distance(inverse(wanted), x)).toBeLessThan(bound(n))
  })

  test.each([
    [256, 256],
    [1024, 128],
    [300, 500],
    [64, 64, 64],
  ])('there and back, real, %d × %d …', (...shape) => {
    const { forward, inverse } = transformOf(shape, { real: true })
    const x = noise(count(shape), 9)
    expect(distance(inverse(forward(x)), x)).toBeLessThan(bound(count(shape)))
  })
})

test('a complex transform in place, and nothing taken from the arena after the plan', () => {
  for (const shape of [[64], [37], [12, 10], [4, 6, 5]]) {
    const kernels = makeKernels()
    const plan = makeFft(kernels, shape)
    const block = kernels.allocate(plan.valueLength)
    const x = noise(plan.valueLength, 2)
    block.view.set(x)
    const end = kernels.mark()
    plan.forward(block.pointer, block.pointer)
    expect(distance(block.view, referenceFft(x, shape))).toBeLessThan(bound(count(shape)))
    plan.inverse(block.pointer, block.pointer)
    expect(distance(block.view, x)).toBeLessThan(bound(count(shape)))
    expect(kernels.mark()).toBe(end)
  }
})

test('a shape or axes that make no sense are named', () => {
  const kernels = makeKernels()
  expect(() => makeFft(kernels, [4, 0])).toThrow('[4, 0]')
  expect(() => makeFft(kernels, [2.5])).toThrow('[2.5]')
  expect(() => makeFft(kernels, [4, 4], { axes: [2] })).toThrow('[2]')
  expect(() => makeFft(kernels, [4, 4], { axes: [1, 1] })).toThrow('[1, 1]')
})
