// The tables of the implicit methods against the equations they must fulfil.
import { expect, test } from 'vitest'
import { kencarp4 } from '../../src/solvers/steppers/kencarp4.ts'
import { kencarp4Dense } from '../../src/solvers/steppers/kencarp4-stepper.ts'
import { makeBdfCoefficients, setBdfCoefficients } from '../../src/solvers/steppers/nordsieck.ts'
import { rodas5pTableau } from '../../src/solvers/steppers/rodas5p.ts'

type Matrix = number[][]
const square = (rows: readonly (readonly number[])[], s: number): Matrix =>
  Array.from({ length: s }, (_, i) => Array.from({ length: s }, (_, j) => rows[i]?.[j] ?? 0))
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)))
const apply = (a: Matrix, x: readonly number[]) => a.map((row) => row.reduce((sum, value, k) => sum + value * x[k], 0))
const times = (...vectors: readonly (readonly number[])[]) =>
  vectors[0].map((_, i) => vectors.reduce((all, vector) => all * vector[i], 1))

/** Inverse of a lower triangular matrix. */
function inverse(matrix: Matrix): Matrix {
  const s = matrix.length
  const out = square([], s)
  for (let j = 0; j < s; j++)
    for (let i = j; i < s; i++) {
      let sum = i === j ? 1 : 0
      for (let k = j; k < i; k++) sum -= matrix[i][k] * out[k][j]
      out[i][j] = sum / matrix[i][i]
    }
  return out
}

/**
 * Rodas5P in Hairer's form: (I − hγJ) k_i = h f(y + Σ α_ij k_j) + hJ Σ γ_ij k_j with α = A Γ and Γ⁻¹ = (1/γ) I − C, where A and C are
 * the tables for u = Γ k. Hairer and Wanner, Solving ODEs II, IV.7, (7.25).
 */
function rosenbrock() {
  const s = 8
  const { gamma, states, couplings } = rodas5pTableau
  const c = square(couplings, s)
  const inverted = c.map((row, i) => row.map((value, j) => (i === j ? 1 / gamma : 0) - value))
  const big = inverse(inverted)
  const alpha = product(square(states, s), big)
  const last = [...states[7], 1]
  const weights = last.map((_, j) => big.reduce((sum, row, i) => sum + last[i] * row[j], 0))
  const embedded = last.map((_, j) => big.reduce((sum, row, i) => sum + (i === 7 ? 0 : last[i]) * row[j], 0))
  const ones = new Array<number>(s).fill(1)
  // β = α + γ_ij: with the diagonal, as the order conditions of Table 7.1 are for the transformed β.
  const beta = alpha.map((row, i) => row.map((value, j) => value + big[i][j]))
  return { gamma, alpha, beta, weights, embedded, nodes: apply(alpha, ones), ones, big }
}

/** Order conditions of Rosenbrock methods: trees whose nodes with one branch take β, others α; Hairer and Wanner II, IV.7, Theorem 7.4. */
function conditions(b: readonly number[], method: ReturnType<typeof rosenbrock>, order: number): number[] {
  const { alpha, beta, nodes: a, ones } = method
  const sum = (x: readonly number[]) => b.reduce((all, weight, i) => all + weight * x[i], 0)
  const B = (x: readonly number[]) => apply(beta, x)
  const A = (x: readonly number[]) => apply(alpha, x)
  const b1 = B(ones)
  const trees: [number, number, number][] = [
    [1, sum(ones), 1],
    [2, sum(b1), 1 / 2],
    [3, sum(times(a, a)), 1 / 3],
    [3, sum(B(b1)), 1 / 6],
    [4, sum(times(a, a, a)), 1 / 4],
    [4, sum(times(a, A(b1))), 1 / 8],
    [4, sum(B(times(a, a))), 1 / 12],
    [4, sum(B(B(b1))), 1 / 24],
    [5, sum(times(a, a, a, a)), 1 / 5],
    [5, sum(times(a, a, A(b1))), 1 / 10],
    [5, sum(times(A(b1), A(b1))), 1 / 20],
    [5, sum(times(a, A(times(a, a)))), 1 / 15],
    [5, sum(times(a, A(B(b1)))), 1 / 30],
    [5, sum(B(times(a, a, a))), 1 / 20],
    [5, sum(B(times(a, A(b1)))), 1 / 40],
    [5, sum(B(B(times(a, a)))), 1 / 60],
    [5, sum(B(B(B(b1)))), 1 / 120],
  ]
  return trees.filter(([of]) => of <= order).map(([, value, exact]) => value - exact)
}

test('Rodas5P fulfils the seventeen conditions of order 5, its embedded solution those of order 4 and not more', () => {
  const method = rosenbrock()
  for (const defect of conditions(method.weights, method, 5)) expect(Math.abs(defect)).toBeLessThan(1e-12)
  for (const defect of conditions(method.embedded, method, 4)) expect(Math.abs(defect)).toBeLessThan(1e-12)
  expect(Math.max(...conditions(method.embedded, method, 5).map(Math.abs))).toBeGreaterThan(1e-5)
})

test('Rodas5P: nodes and time weights are the row sums, both ends stiffly accurate', () => {
  const { nodes, big, ones, beta, weights, embedded } = rosenbrock()
  const rowSums = apply(big, ones)
  rodas5pTableau.nodes.forEach((node, i) => {
    expect(nodes[i]).toBeCloseTo(node, 12)
    expect(rowSums[i]).toBeCloseTo(rodas5pTableau.times[i], 12)
  })
  // R(∞) = 0: the weights are the last row of β, those of the embedded method the row before.
  weights.forEach((weight, j) => {
    expect(beta[7][j]).toBeCloseTo(weight, 11)
    expect(beta[6][j]).toBeCloseTo(embedded[j], 11)
  })
})

test('Rodas5P: the dense output fulfils the conditions of order 4 all along the step', () => {
  const method = rosenbrock()
  const last = [...rodas5pTableau.states[7], 1]
  for (const theta of [0.2, 0.5, 0.9]) {
    const bump = theta * (1 - theta)
    const inTerms = last.map((value, j) => theta * value + bump * (rodas5pTableau.dense[0][j] + theta * (rodas5pTableau.dense[1][j] + theta * rodas5pTableau.dense[2][j])))
    const b = last.map((_, j) => method.big.reduce((sum, row, i) => sum + inTerms[i] * row[j], 0))
    const exact = [1, 1 / 2, 1 / 3, 1 / 6, 1 / 4, 1 / 8, 1 / 12, 1 / 24]
    const order = [1, 2, 3, 3, 4, 4, 4, 4]
    conditions(b, method, 4).forEach((defect, k) => {
      expect(Math.abs(defect + exact[k] - exact[k] * theta ** order[k])).toBeLessThan(1e-10)
    })
  }
}) // biome-ignore format: a formula

test('KenCarp4: the dense output ends at the solution and fulfils the conditions of order 3 of both tables and between them', () => {
  const s = 6
  const implicit = square(kencarp4.implicit, s).map((row, i) => row.map((value, j) => (i === j && i > 0 ? kencarp4.gamma : value)))
  const explicit = square(kencarp4.explicit, s)
  for (const theta of [0.3, 0.7, 1]) {
    const b = kencarp4.weights.map((_, i) => kencarp4Dense.reduce((sum, row, m) => sum + row[i] * theta ** (m + 1), 0))
    const sum = (x: readonly number[]) => b.reduce((all, weight, i) => all + weight * x[i], 0)
    if (theta === 1) kencarp4.weights.forEach((weight, i) => {
      expect(b[i]).toBeCloseTo(weight, 11)
    })
    expect(sum(kencarp4.nodes.map(() => 1))).toBeCloseTo(theta, 11)
    expect(sum(kencarp4.nodes)).toBeCloseTo(theta ** 2 / 2, 11)
    expect(sum(kencarp4.nodes.map((c) => c * c))).toBeCloseTo(theta ** 3 / 3, 11)
    for (const table of [implicit, explicit]) expect(sum(apply(table, kencarp4.nodes))).toBeCloseTo(theta ** 3 / 6, 10)
  }
}) // biome-ignore format: a formula

test('BDF on equal steps has the coefficients of Gear', () => {
  // C. W. Gear, Numerical Initial Value Problems in Ordinary Differential Equations, 1971, table 11.1, with l₀ = 1.
  const known = [[1, 1], [1, 3 / 2, 1 / 2], [1, 11 / 6, 1, 1 / 6], [1, 25 / 12, 35 / 24, 5 / 12, 1 / 24], [1, 137 / 60, 15 / 8, 17 / 24, 1 / 8, 1 / 120]] // biome-ignore format: rows
  const past = new Float64Array(8).fill(0.25)
  const method = makeBdfCoefficients()
  for (const [k, row] of known.entries()) {
    setBdfCoefficients(method, k + 1, 0.25, past, true)
    row.forEach((value, j) => {
      expect(method.rows[j]).toBeCloseTo(value, 13)
    })
    // The constants of the error test in LSODE (2, 4.5, 7.333, 10.42, 13.7, inverted): (q + 1) l₁.
    expect(method.now).toBeCloseTo(1 / ((k + 2) * row[1]), 13)
  }
})
