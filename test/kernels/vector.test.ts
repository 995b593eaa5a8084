import { expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import {
  combinationReference,
  errorWeightsReference,
  weightedNormReference,
} from '../../src/kernels/reference/vector.ts'
import { makeTerms, vectorKernels } from '../../src/kernels/vector.ts'

// Expected values: the plain twins of src/kernels/reference, to rounding; sentinels behind each vector show that nothing else is written.

const sizes = [1, 2, 3, 7, 8, 9, 17, 1000]
const guard = 12345.678

function setUp(n: number, count: number) {
  const kernels = makeKernels()
  const blocks = Array.from({ length: count }, () => kernels.allocate(n + 1))
  const vectors = blocks.map((block, k) => {
    const view = kernels.refresh(block).view
    view.forEach((_, i) => {
      view[i] = i === n ? guard : Math.sin(1 + 3 * i + 7 * k) * 10 ** ((i % 5) - 2)
    })
    return { pointer: block.pointer, view }
  })
  return { kernels, vector: vectorKernels(kernels), vectors }
}

const close = (found: number, wanted: number, scale = Math.abs(wanted)) =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-14 * scale + 1e-300)

test.each(sizes)('combinations of %i values', (n) => {
  const { kernels, vector, vectors } = setUp(n, 8)
  const [a, b, c, d, e, out, y] = vectors
  const terms = makeTerms(
    kernels,
    [0, 1, 2, 3, 4].map((j) => (j === 2 ? 0 : 0.3 * j - 0.7)),
    [a, b, c, d, e].map((v) => v!.pointer),
  )
  const views = vectors.map((v) => kernels.view(v.pointer, n + 1))
  const sums = (factor: number, start?: Float64Array) =>
    combinationReference(views.slice(0, 5), [-0.7, -0.4, 0, 0.2, 0.5], factor, start)
  const size = (i: number) => [0, 1, 3, 4, 6].reduce((total, j) => total + Math.abs(views[j]![i] ?? 0), 0)
  vector.stage(n, terms, 0.25, y!.pointer, out!.pointer)
  for (let i = 0; i < n; i++) close(views[5]![i]!, sums(0.25, views[6])[i]!, size(i))
  expect(views[5]![n]).toBe(guard)
  vector.sumTerms(n, terms, -2, out!.pointer)
  for (let i = 0; i < n; i++) close(views[5]![i]!, sums(-2)[i]!, 2 * size(i))
  expect(views[5]![n]).toBe(guard)
  vector.combine5(n, 1, a!.pointer, 2, b!.pointer, -3, c!.pointer, 4, d!.pointer, 0.5, e!.pointer, out!.pointer)
  for (let i = 0; i < n; i++) {
    const wanted = views[0]![i]! + 2 * views[1]![i]! - 3 * views[2]![i]! + 4 * views[3]![i]! + 0.5 * views[4]![i]!
    close(views[5]![i]!, wanted, 10 * size(i) + 3 * Math.abs(views[2]![i]!))
  }
  expect(views[5]![n]).toBe(guard)
  const before = views[1]!.slice()
  vector.axpy(n, -1.5, a!.pointer, b!.pointer)
  for (let i = 0; i < n; i++) close(views[1]![i]!, before[i]! - 1.5 * views[0]![i]!, size(i) + Math.abs(before[i]!))
  expect(views[1]![n]).toBe(guard)
})

test.each(sizes)('norms of %i values', (n) => {
  const { kernels, vector, vectors } = setUp(n, 5)
  const [x, y, z, atols, other] = vectors.map((v) => ({ pointer: v.pointer, view: kernels.view(v.pointer, n + 1) }))
  for (let i = 0; i < n; i++) atols!.view[i] = 0.1 + (i % 3)
  const values = x!.view.slice(0, n)
  const weights = errorWeightsReference(y!.view.slice(0, n), z!.view, 0.01, (i) => atols!.view[i]!)
  const weighted = weights.map((weight, i) => Math.abs(values[i]! * weight))
  const worst = weighted.indexOf(Math.max(...weighted))
  const wanted = weightedNormReference(values, weights)
  close(vector.weightedNorm(n, x!.pointer, y!.pointer, z!.pointer, 0.01, 0, atols!.pointer), wanted, 10 * wanted)
  const terms = makeTerms(kernels, [-1], [x!.pointer])
  close(vector.errorNorm(n, terms, -1, y!.pointer, z!.pointer, 0.01, 0, atols!.pointer), wanted, 10 * wanted)
  expect(vector.worstOf(n, x!.pointer, y!.pointer, z!.pointer, 0.01, 0, atols!.pointer)).toBe(worst)
  expect(vector.maxNorm(n, x!.pointer)).toBe(Math.max(...[...x!.view.slice(0, n)].map(Math.abs)))
  expect(vector.firstNonFinite(n, x!.pointer)).toBe(-1)
  x!.view[n - 1] = Number.NaN
  expect(vector.firstNonFinite(n, x!.pointer)).toBe(n - 1)
  expect(vector.maxNorm(n, x!.pointer)).toBeNaN()
  expect(vector.weightedNorm(n, x!.pointer, y!.pointer, z!.pointer, 0.01, 1, 0)).toBeNaN()
  x!.view[0] = Number.POSITIVE_INFINITY
  expect(vector.firstNonFinite(n, x!.pointer)).toBe(0)
  expect(other!.view[n]).toBe(guard)
})

test('the compensated sum keeps what a plain sum loses', () => {
  // Exact: 1 + 1e100 + 1 − 1e100 = 2 (Neumaier, ZAMM 54 (1974) 39).
  const { kernels, vector, vectors } = setUp(4, 1)
  kernels.view(vectors[0]!.pointer, 4).set([1, 1e100, 1, -1e100])
  expect(vector.compensatedSum(4, vectors[0]!.pointer)).toBe(2)
})

test('dense weights: powers of θ, and the nested form', () => {
  const { kernels, vector, vectors } = setUp(2, 1)
  const terms = makeTerms(kernels, [1], [vectors[0]!.pointer], true)
  const coefficients = kernels.allocate(4)
  coefficients.view.set([1, 2, 3, 4])
  const weight = () => kernels.view(terms + 24, 1)[0]!
  const t = 0.3
  vector.denseWeights(terms, coefficients.pointer, 4, 0, t)
  close(weight(), t + 2 * t ** 2 + 3 * t ** 3 + 4 * t ** 4)
  vector.denseWeights(terms, coefficients.pointer, 4, 1, t)
  close(weight(), t + 2 * t * (1 - t) + 3 * t * t * (1 - t) + 4 * t * t * (1 - t) ** 2)
})
