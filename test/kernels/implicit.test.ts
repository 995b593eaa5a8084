// The kernels of implicit integrators against plain loops, at even and odd lengths.
import { expect, test } from 'vitest'
import { implicitKernels } from '../../src/kernels/implicit.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import {
  combinationReference,
  errorWeightsReference,
  weightedNormReference,
} from '../../src/kernels/reference/vector.ts'

const noise = (k: number) => 2 * ((k * 0.6180339887498949) % 1) - 1

for (const n of [1, 2, 3, 8, 9]) {
  const kernels = makeKernels()
  const loops = implicitKernels(kernels)
  const padded = (n + 1) & ~1
  const stride = 8 * padded
  const take = (count: number, seed: number) => {
    const { pointer, view } = kernels.allocate(count * padded)
    for (let i = 0; i < view.length; i++) view[i] = noise(seed + i)
    return pointer
  }
  const read = (pointer: number, row = 0) => [...kernels.view(pointer + row * stride, n)]
  const near = (found: readonly number[], expected: readonly number[]) =>
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 13)
    })

  test(`weights and norms of ${n}`, () => {
    const [x, y, atol, out] = [take(1, 1), take(1, 50), take(1, 90), take(1, 0)]
    kernels.view(atol, n).forEach((value, i, all) => {
      all[i] = Math.abs(value)
    })
    const [a, b, t] = [read(x), read(y), read(atol)]
    for (const own of [0, 1]) {
      loops.errorWeights(x, y, 0.1, atol, own, out, n)
      const expected = errorWeightsReference(a, b, 0.1, (i) => t[own ? i : 0])
      read(out).forEach((value, i) => {
        expect(value / expected[i]).toBeCloseTo(1, 14)
      })
    }
    const w = read(out)
    expect(loops.weightedNorm(x, out, n) / weightedNormReference(a, w)).toBeCloseTo(1, 14)
  })

  test(`combinations of ${n}`, () => {
    const [vectors, coefficients, start, mass, out] = [take(3, 2), take(3, 30), take(1, 60), take(1, 80), take(1, 0)]
    const c = kernels.view(coefficients, 3)
    const sum = combinationReference([0, 1, 2].map((k) => read(vectors, k)), [...c])
    loops.combine(out, start, mass, 1.5, coefficients, vectors, stride, 3, n)
    near(read(out), read(start).map((value, i) => value + 1.5 * read(mass)[i] * sum[i]))
    loops.combine(out, 0, 0, 2, coefficients, vectors, stride, 3, n)
    near(read(out), read(start).map((_, i) => 2 * sum[i]))
    loops.addScaled(out, start, -3, mass, n)
    near(read(out), read(start).map((value, i) => value - 3 * read(mass)[i]))
    loops.scaleTo(out, 0.25, start, n)
    near(read(out), read(start).map((value) => value / 4))
    loops.copyTo(out, mass, n)
    expect(read(out)).toEqual(read(mass))
  }) // biome-ignore format: one thought a line

  test(`a Nordsieck array of ${n}: a cubic is predicted exactly, and corrected row by row`, () => {
    const [from, to, state, correction, trial, coefficients] = [take(4, 0), take(4, 5), take(1, 9), take(1, 11), take(1, 13), take(4, 15)]
    // y = p + q t + r t² + s t³ about t = 0 with step h; then at t = 2h for a step twice as long.
    const [h, p, q, r, s] = [0.3, 1.2, -0.7, 0.4, 2.1]
    kernels.view(state, n).fill(p)
    for (const [j, value] of [p, q * h, r * h * h, s * h ** 3].entries()) kernels.view(from + j * stride, n).fill(value)
    loops.nordsieckPredict(from, state, to, stride, 3, 2, correction, n)
    const [t, k] = [2 * h, 2 * h]
    const rows = [p + q * t + r * t * t + s * t ** 3, k * (q + 2 * r * t + 3 * s * t * t), k * k * (r + 3 * s * t), k ** 3 * s]
    for (const [j, value] of rows.entries()) near(read(to, j), read(state).map(() => value))
    near(read(correction), read(state).map(() => 0))
    kernels.view(correction, n).fill(0.5)
    kernels.view(trial, n).fill(7)
    loops.nordsieckCorrect(to, from, stride, 3, coefficients, correction, trial, state, n)
    const l = kernels.view(coefficients, 4)
    for (let j = 1; j < 4; j++) near(read(from, j), read(state).map(() => rows[j] + 0.5 * l[j]))
    expect([...read(from), ...read(state)]).toEqual(new Array(2 * n).fill(7))
  }) // biome-ignore format: one thought a line

  test(`Radau's transformation of ${n} is inverse to the one that solves`, () => {
    const [polynomial, state, w, z, stages, weights] = [take(3, 1), take(1, 20), take(3, 0), take(3, 0), take(3, 0), take(1, 40)]
    loops.radauStart(0.8, polynomial, state, w, z, stages, stride, n)
    const before = [0, 1, 2].map((k) => read(z, k))
    // A change of nothing: w goes back to z through T.
    const [real, complex] = [kernels.allocate(n).pointer, kernels.allocate(2 * n).pointer]
    expect(loops.radauUpdate(real, complex, state, w, z, stages, stride, weights, n)).toBe(0)
    for (const k of [0, 1, 2]) {
      near(read(z, k), before[k])
      near(read(stages, k), read(state).map((value, i) => value + before[k][i]))
    }
    // The polynomial through 0, z₁, z₂, z₃ gives them back at the nodes of the same step.
    const other = take(3, 0)
    loops.radauPolynomial(z, other, stride, n)
    const root = Math.sqrt(6)
    const [c1, c2] = [(4 - root) / 10, (4 + root) / 10]
    for (const [k, node] of [c1, c2, 1].entries()) {
      const s = node - 1
      near(read(z, k), read(z, 2).map((end, i) => end + s * (read(other)[i] + (s - (c2 - 1)) * (read(other, 1)[i] + (s - (c1 - 1)) * read(other, 2)[i]))))
    }
  }) // biome-ignore format: one thought a line
}
