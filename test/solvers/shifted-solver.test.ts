// Jacobians by coloured differences and systems with g·M − J, whatever the pattern and the solver chosen for it.
import { expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { makeBandedFactorisation, makeDenseFactorisation } from '../../src/solvers/linear/direct.ts'
import type { Factorisation } from '../../src/solvers/linear/factorisation.ts'
import { makeShiftedSolver } from '../../src/solvers/linear/make-shifted-solver.ts'
import { bandOf, columnColours, patternOf, reverseCuthillMcKee } from '../../src/solvers/linear/pattern.ts'
import { makeKrylovFactorisation, makeSparseFactorisation } from '../../src/solvers/linear/sparse-solver.ts'
import { detectSparsity } from '../../src/solvers/linear/sparsity.ts'
import type { SparsityPattern } from '../../src/solvers/system.ts'
import { plainSystem } from '../support/plain-system.ts'
import { brusselatorLine, hires } from '../support/stiff-problems.ts'

/** Five points of a square grid of `side` cells. */
function gridPattern(side: number): SparsityPattern {
  const rows: number[][] = []
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const near = [[x - 1, y], [x + 1, y], [x, y - 1], [x, y + 1]] // biome-ignore format: pairs
      rows.push(near.filter(([a, b]) => a >= 0 && b >= 0 && a < side && b < side).map(([a, b]) => b * side + a))
    }
  return patternOf(rows)
}

/** A number between −1 and 1 that looks random and is always the same. */
const noise = (k: number) => 2 * ((k * 0.6180339887498949) % 1) - 1

test('columns of one colour share no row; a band of five takes five colours', () => {
  for (const pattern of [gridPattern(9), patternOf(Array.from({ length: 40 }, (_, i) => [i - 2, i - 1, i + 1, i + 2].filter((j) => j >= 0 && j < 40)))]) {
    const { colours, count } = columnColours(pattern)
    for (let i = 0; i + 1 < pattern.rowStarts.length; i++) {
      const row = [...pattern.columns.subarray(pattern.rowStarts[i], pattern.rowStarts[i + 1])].map((j) => colours[j])
      expect(new Set(row).size).toBe(row.length)
    }
    expect(count).toBeLessThanOrEqual(8)
    if (colours.length === 40) expect(count).toBe(5)
  }
}) // biome-ignore format: a long list

test('reverse Cuthill–McKee finds the band of a line whose cells were shuffled', () => {
  const size = 60
  const shuffled = Array.from({ length: size }, (_, i) => (i * 23) % size)
  const rows = Array.from({ length: size }, () => [] as number[])
  for (let i = 0; i + 1 < size; i++) {
    rows[shuffled[i]].push(shuffled[i + 1])
    rows[shuffled[i + 1]].push(shuffled[i])
  }
  const pattern = patternOf(rows)
  expect(bandOf(pattern, reverseCuthillMcKee(pattern))).toEqual({ lower: 1, upper: 1 })
})

test('the pattern of the Brusselator is found by probing, its Jacobian by coloured differences equals the formula', () => {
  const cells = 30
  const problem = brusselatorLine(cells)
  const { system, counts } = plainSystem(problem)
  const pattern = detectSparsity(system)
  expect(
    bandOf(
      pattern,
      Int32Array.from({ length: 2 * cells }, (_, i) => i),
    ),
  ).toEqual({ lower: 2, upper: 2 })
  const solver = makeShiftedSolver(system)
  expect(solver.kind).toBe('banded')
  const [state, rates, weights] = [0, 1, 2].map(() => system.kernels.allocate(system.size))
  for (const block of [state, rates, weights]) system.kernels.refresh(block)
  const y = system.kernels.view(state.pointer, system.size)
  y.set(problem.initial)
  system.kernels.view(weights.pointer, system.size).set(Array.from(y, (value) => 1 / (1e-6 + 1e-6 * Math.abs(value))))
  system.rates(0, state.pointer, rates.pointer)
  const before = counts.rates
  solver.linearise(0, state.pointer, rates.pointer, weights.pointer, 1e-3)
  // Three points with two unknowns each, of which three columns meet in a row: far fewer than 60.
  expect(counts.rates - before).toBeLessThanOrEqual(6)
  const values = solver.jacobian()
  const diffusion = (cells + 1) ** 2 / 50
  for (let i = 0; i < 2 * cells; i++)
    for (let k = pattern.rowStarts[i]; k < pattern.rowStarts[i + 1]; k++) {
      const j = pattern.columns[k]
      const cell = i >> 1
      const [u, v] = [y[2 * cell], y[2 * cell + 1]]
      let exact = Math.abs(i - j) === 2 ? diffusion : 0
      if (i % 2 === 0 && j === i) exact = 2 * u * v - 4 - 2 * diffusion
      if (i % 2 === 0 && j === i + 1) exact = u * u
      if (i % 2 === 1 && j === i) exact = -u * u - 2 * diffusion
      if (i % 2 === 1 && j === i - 1) exact = 3 - 2 * u * v
      expect(Math.abs(values[k] - exact)).toBeLessThan(1e-5 * diffusion)
    }
})

test('differences at zero concentrations are taken to the side where they stay positive, and are right', () => {
  const { system } = plainSystem({
    ...hires,
    rates(time, state, out) {
      for (const value of state) expect(value).toBeGreaterThanOrEqual(0)
      hires.rates(time, state, out)
    },
  })
  const solver = makeShiftedSolver(system)
  const [state, rates, weights] = [0, 1, 2].map(() => system.kernels.allocate(8).pointer)
  system.kernels.view(state, 8).set(hires.initial)
  system.kernels.view(weights, 8).set(hires.initial.map((value) => 1 / (1e-8 + 1e-4 * value)))
  system.rates(0, state, rates)
  solver.linearise(0, state, rates, weights, 1e-3)
  const values = solver.jacobian()
  expect(values[0]).toBeCloseTo(-1.71, 6)
  expect(values[5 * 8 + 5]).toBeCloseTo(-280 * 0.0057 - 0.43, 5)
  expect(values[5 * 8 + 7]).toBeCloseTo(0, 5)
})

const shapes: readonly { readonly name: string; readonly pattern: SparsityPattern }[] = [
  { name: 'grid', pattern: gridPattern(12) },
  { name: 'one-sided', pattern: patternOf(Array.from({ length: 50 }, (_, i) => [i + 1, i + 3].filter((j) => j < 50))) },
]
type Make = (
  kernels: ReturnType<typeof makeKernels>,
  options: { pattern: SparsityPattern; mass: Float64Array; isComplex: true },
) => Factorisation
const ways: Readonly<Record<string, Make>> = {
  dense: makeDenseFactorisation,
  banded: (kernels, options) => makeBandedFactorisation(kernels, options, Int32Array.from(options.mass, (_, i) => i)),
  'banded, reordered': (kernels, options) => makeBandedFactorisation(kernels, options, reverseCuthillMcKee(options.pattern)),
  sparse: makeSparseFactorisation,
  krylov: (kernels, options) => makeKrylovFactorisation(kernels, options, 1e-13),
} // biome-ignore format: a table

for (const { name, pattern } of shapes)
  for (const [way, make] of Object.entries(ways))
    test(`${way}: solutions of real and complex systems on the ${name} pattern put back into them`, () => {
      const kernels = makeKernels()
      const n = pattern.rowStarts.length - 1
      const mass = Float64Array.from({ length: n }, (_, i) => (i % 7 === 3 ? 0 : 1 + (i % 3)))
      const one = make(kernels, { pattern, mass, isComplex: true })
      const values = kernels.allocate(pattern.columns.length).pointer
      const right = kernels.allocate(2 * n).pointer
      const j = kernels.view(values, pattern.columns.length)
      for (let i = 0; i < n; i++)
        for (let k = pattern.rowStarts[i]; k < pattern.rowStarts[i + 1]; k++)
          j[k] = pattern.columns[k] === i ? -6 + noise(k) : noise(3 * k + 1)
      for (const [re, im] of [[2.5, 0], [0.7, 0], [1.2, 3.1]] as const) {
        const isComplex = im !== 0
        const b = Float64Array.from({ length: 2 * n }, (_, i) => noise(i + 5))
        kernels.view(right, 2 * n).set(b)
        expect(isComplex ? one.factorComplex(values, re, im) : one.factor(values, re)).toBe(true)
        if (isComplex) one.solveComplex(right)
        else one.solve(right)
        const x = kernels.view(right, 2 * n)
        const now = kernels.view(values, pattern.columns.length)
        const [step, part] = isComplex ? [2, 1] : [1, 0]
        for (let i = 0; i < n; i++) {
          let [sr, si] = [re * mass[i] * x[step * i] - im * mass[i] * x[step * i + part], isComplex ? re * mass[i] * x[2 * i + 1] + im * mass[i] * x[2 * i] : 0]
          for (let k = pattern.rowStarts[i]; k < pattern.rowStarts[i + 1]; k++) {
            sr -= now[k] * x[step * pattern.columns[k]]
            if (isComplex) si -= now[k] * x[2 * pattern.columns[k] + 1]
          }
          expect(sr).toBeCloseTo(b[step * i], 10)
          if (isComplex) expect(si).toBeCloseTo(b[2 * i + 1], 10)
        }
      }
    }) // biome-ignore format: sums a line each

test('an iteration that does not converge goes over to elimination, and says so in what is kept of it', () => {
  // A ring that turns: eigenvalues all round the origin, for which GMRES needs as many steps as there are unknowns.
  const n = 600
  const pattern = patternOf(Array.from({ length: n }, (_, i) => [(i + 1) % n, (i * 7 + 3) % n]))
  const kernels = makeKernels()
  const mass = new Float64Array(n).fill(1)
  const options = { pattern, mass, isComplex: true } as const
  const one = makeKrylovFactorisation(kernels, options, 1e-10, () => makeSparseFactorisation(kernels, options))
  const values = kernels.allocate(pattern.columns.length).pointer
  const right = kernels.allocate(2 * n).pointer
  const fill = () => {
    const j = kernels.view(values, pattern.columns.length)
    for (let k = 0; k < j.length; k++) j[k] = 1 + noise(k) / 4
    for (let i = 0; i < n; i++)
      for (let k = pattern.rowStarts[i]; k < pattern.rowStarts[i + 1]; k++) if (pattern.columns[k] === i) j[k] = 0
  }
  fill()
  kernels.view(right, n).fill(1)
  expect(one.factor(values, 1e-3)).toBe(true)
  one.solve(right)
  expect(one.hasFallenBack).toBe(true)
  const x = kernels.view(right, n)
  const j = kernels.view(values, pattern.columns.length)
  for (let i = 0; i < n; i++) {
    let sum = 1e-3 * x[i]
    for (let k = pattern.rowStarts[i]; k < pattern.rowStarts[i + 1]; k++) sum -= j[k] * x[pattern.columns[k]]
    expect(sum).toBeCloseTo(1, 8)
  }
})
