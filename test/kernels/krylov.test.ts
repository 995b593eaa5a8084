import { describe, expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { makeConjugateGradients, makeGmres } from '../../src/kernels/krylov.ts'
import type { CsrPattern } from '../../src/kernels/ordering.ts'
import { fullMatrix } from '../../src/kernels/reference/sparse.ts'
import { csrKernels, diagonalEntries, placeIntegers } from '../../src/kernels/sparse.ts'
import { placed, poisson, randomNumbers, randomPattern, residual } from '../support/matrices.ts'

const kernels = makeKernels()
const csr = csrKernels(kernels)

/** The matrix as an operator, and its ILU(0). */
function operators({ pattern, values }: { pattern: CsrPattern; values: Float64Array }) {
  const n = pattern.rowStarts.length - 1
  const [starts, columns] = [placeIntegers(kernels, pattern.rowStarts), placeIntegers(kernels, pattern.columns)]
  const diagonals = placeIntegers(kernels, diagonalEntries(pattern))
  const [a, ilu] = [placed(kernels, values).pointer, placed(kernels, values).pointer]
  expect(csr.factorIlu(starts, columns, diagonals, ilu, n, kernels.allocate(n).pointer)).toBe(0)
  return {
    multiply: (x: number, out: number) => csr.csrMultiply(starts, columns, a, n, x, out),
    precondition: (x: number, out: number) => csr.solveIlu(starts, columns, diagonals, ilu, n, x, out),
  }
}

/** Poisson with upwind convection: not symmetric. */
function convection(m: number) {
  const { pattern, values } = poisson(m)
  const moved = values.map((value, k) => {
    const row = pattern.rowStarts.findLastIndex((start) => start <= k)
    const column = pattern.columns[k] ?? 0
    return value + (column === row ? 1.5 : column === row - 1 ? -1.5 : 0)
  })
  return { pattern, values: moved }
}

describe('GMRES', () => {
  test.each([
    { side: 'right', restart: 30, isPreconditioned: false, most: 130 },
    { side: 'right', restart: 30, isPreconditioned: true, most: 25 },
    { side: 'left', restart: 30, isPreconditioned: true, most: 25 },
    { side: 'right', restart: 5, isPreconditioned: true, most: 50 },
  ] as const)('convection and diffusion: $side, restart $restart, ILU $isPreconditioned', (one) => {
    const matrix = convection(20)
    const n = 400
    const { multiply, precondition } = operators(matrix)
    const exact = randomNumbers(n, 1)
    const [right, x] = [kernels.allocate(n).pointer, kernels.allocate(n).pointer]
    multiply(placed(kernels, exact).pointer, right)
    const b = kernels.view(right, n).slice()
    const gmres = makeGmres(kernels, { size: n, restart: one.restart, side: one.side })
    const options = {
      relative: 1e-12,
      mostIterations: 400,
      ...(one.isPreconditioned ? { preconditioner: precondition } : {}),
    }
    expect(gmres.solve(multiply, right, x, options)).toBe(true)
    expect(gmres.iterations).toBeLessThan(one.most)
    const full = fullMatrix(matrix.pattern, matrix.values)
    // 1e-12 of ‖b‖ (left: of ‖M⁻¹b‖) in units of ε (‖A‖ ‖x‖ + ‖b‖).
    expect(residual(full, kernels.view(x, n), b)).toBeLessThan(1e5)
    for (const [i, value] of exact.entries()) expect(Math.abs((kernels.view(x, n)[i] ?? 0) - value)).toBeLessThan(1e-9)
    const mark = kernels.mark()
    // Started at the answer it sees that there is nothing to do.
    expect(gmres.solve(multiply, right, x, { ...options, relative: 1e-9 })).toBe(true)
    expect(gmres.iterations).toBe(1)
    expect(kernels.mark()).toBe(mark)
  })

  test('without restart it ends after n steps, and the residual it reports is the true one', () => {
    const n = 24
    const pattern = randomPattern(n, 0.2, 8)
    const values = randomNumbers(pattern.columns.length, 9)
    for (const k of diagonalEntries(pattern)) values[k] = 3
    const { multiply } = operators({ pattern, values })
    const b = randomNumbers(n, 2)
    const [right, x] = [placed(kernels, b).pointer, kernels.allocate(n).pointer]
    const gmres = makeGmres(kernels, { size: n, restart: n })
    gmres.solve(multiply, right, x, { relative: 1e-3, mostIterations: n })
    const full = fullMatrix(pattern, values)
    const rest = Array.from(b, (value, i) =>
      kernels.view(x, n).reduce((sum, xj, j) => sum - (full[i * n + j] ?? 0) * xj, value),
    )
    expect(Math.hypot(...rest)).toBeCloseTo(gmres.residual, 12)
    expect(gmres.residual).toBeLessThan(1e-3 * Math.hypot(...b))
    expect(gmres.solve(multiply, right, x, { relative: 1e-13, mostIterations: 3 * n })).toBe(true)
  })

  test('an exact answer found early, a zero right side, one unknown, and what is not finite', () => {
    const size = 6
    const scale = (factor: number) => (x: number, out: number) => {
      kernels.view(out, size).set(kernels.view(x, size).map((value) => value * factor))
    }
    const gmres = makeGmres(kernels, { size })
    const [b, x] = [placed(kernels, [1, 2, 3, 4, 5, 6]).pointer, kernels.allocate(size).pointer]
    const options = { relative: 1e-14, mostIterations: 20 }
    expect(gmres.solve(scale(4), b, x, options)).toBe(true)
    expect(gmres.iterations).toBe(1)
    expect(kernels.view(x, size)[5]).toBeCloseTo(1.5, 14)
    const zero = kernels.allocate(size).pointer
    kernels.view(x, size).fill(0)
    expect(gmres.solve(scale(4), zero, x, options)).toBe(true)
    expect(gmres.iterations).toBe(0)
    expect(gmres.solve(scale(Number.NaN), b, x, options)).toBe(false)
    // The zero matrix: no progress is possible.
    kernels.view(x, size).fill(0)
    expect(gmres.solve(scale(0), b, x, options)).toBe(false)
    expect([...kernels.view(x, size)]).toEqual([0, 0, 0, 0, 0, 0])
  })
})

describe('conjugate gradients', () => {
  test.each([
    { isPreconditioned: false, most: 290 },
    { isPreconditioned: true, most: 60 },
  ])('Poisson on 31 × 31 points, ILU $isPreconditioned', ({ isPreconditioned, most }) => {
    const m = 31
    const matrix = poisson(m)
    const { multiply, precondition } = operators(matrix)
    const n = m * m
    const exact = randomNumbers(n, 3)
    const [wanted, b, x] = [placed(kernels, exact).pointer, kernels.allocate(n).pointer, kernels.allocate(n).pointer]
    multiply(wanted, b)
    const solver = makeConjugateGradients(kernels, { size: n })
    const options = {
      relative: 1e-12,
      mostIterations: 300,
      ...(isPreconditioned ? { preconditioner: precondition } : {}),
    }
    expect(solver.solve(multiply, b, x, options)).toBe(true)
    // Condition cot²(π/64) = 415: at most ½ √415 ln(2e12) = 289 steps (Saad, 6.11.3); ILU(0) makes it several times smaller.
    expect(solver.iterations).toBeLessThan(most)
    for (const [i, value] of exact.entries()) expect(Math.abs((kernels.view(x, n)[i] ?? 0) - value)).toBeLessThan(1e-9)
  })

  test('two steps for two eigenvalues; a matrix that is not definite is refused', () => {
    const multiply = (x: number, out: number) => {
      const [a = 0, b = 0, c = 0] = kernels.view(x, 3)
      kernels.view(out, 3).set([2 * a, 5 * b, 5 * c])
    }
    const solver = makeConjugateGradients(kernels, { size: 3 })
    const [b, x] = [placed(kernels, [2, 10, 15]).pointer, kernels.allocate(3).pointer]
    expect(solver.solve(multiply, b, x, { relative: 1e-14, mostIterations: 5 })).toBe(true)
    expect(solver.iterations).toBe(2)
    expect(kernels.view(x, 3)[2]).toBeCloseTo(3, 13)
    const turn = (from: number, out: number) => {
      const [a = 0, c = 0, d = 0] = kernels.view(from, 3)
      kernels.view(out, 3).set([-a, c, d])
    }
    kernels.view(x, 3).fill(0)
    expect(solver.solve(turn, placed(kernels, [1, 0, 0]).pointer, x, { relative: 1e-9, mostIterations: 5 })).toBe(false)
  })
})
