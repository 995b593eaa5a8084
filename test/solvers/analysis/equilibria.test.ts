import { expect, test } from 'vitest'
import type { StudyResult } from '../../../src/core/simulation.ts'
import { guessedReach, makeBox } from '../../../src/solvers/analysis/box.ts'
import { makeEquilibriaStudy } from '../../../src/solvers/analysis/equilibria.ts'
import { linearise } from '../../../src/solvers/analysis/linearisation.ts'
import { makeEigenvaluesStudy, makeSteadyStudy } from '../../../src/solvers/analysis/steady.ts'
import { answerOf, typedField } from './typed-field.ts'

const lorenz = ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"]
const classical = { sigma: 10, rho: 28, beta: 8 / 3 }

interface Found {
  readonly state: Readonly<Record<string, number>>
  readonly residual: number
  readonly kind: string
  readonly isStable: boolean
  readonly eigenvalues: readonly (readonly [number, number])[]
}

const listed = (study: StudyResult): readonly Found[] => JSON.parse(JSON.stringify(study.equilibria))

function equilibriaOf(
  lines: readonly string[],
  parameters: Readonly<Record<string, number>>,
  reach: number,
  starts = 100,
) {
  const field = typedField(lines, parameters)
  const size = field.size
  const box = makeBox(new Array(size).fill(-reach), new Array(size).fill(reach))
  return answerOf(makeEquilibriaStudy(field, { box, starts, initial: new Float64Array(size).fill(0.3) }))
}

test('Lorenz at rho = 28: the three equilibria in closed form, with their eigenvalues', () => {
  // Source: x = y = ±√(β(ρ − 1)), z = ρ − 1 and the origin, by hand; Strogatz, Nonlinear Dynamics and Chaos, 9.2.
  const found = listed(equilibriaOf(lorenz, classical, 60))
  const side = Math.sqrt((8 / 3) * 27)
  expect(found.map(({ state }) => state.x)).toHaveLength(3)
  for (const [k, x] of [-side, 0, side].entries()) {
    expect(found[k].state.x).toBeCloseTo(x, 12)
    expect(found[k].state.z).toBeCloseTo(x === 0 ? 0 : 27, 12)
    expect(found[k].residual).toBeLessThan(1e-12)
  }
  expect(found.map(({ kind }) => kind)).toEqual(['saddle-focus', 'saddle', 'saddle-focus'])
  // Of the origin: λ² + (σ + 1) λ + σ(1 − ρ) = 0 and −β.
  const root = Math.sqrt(11 * 11 + 40 * 27)
  expect(found[1].eigenvalues.map(([re]) => re)).toEqual([
    expect.closeTo((-11 + root) / 2, 10),
    expect.closeTo(-8 / 3, 10),
    expect.closeTo((-11 - root) / 2, 10),
  ])
  // Of the rolls: λ³ + (σ + β + 1) λ² + β(σ + ρ) λ + 2βσ(ρ − 1) = 0.
  for (const [re, im] of found[0].eigenvalues) {
    const at = (x: number, y: number): readonly [number, number] => {
      const [sx, sy] = [x * x - y * y, 2 * x * y]
      return [
        sx * x - sy * y + (41 / 3) * sx + (8 / 3) * 38 * x + (16 / 3) * 10 * 27,
        sx * y + sy * x + (41 / 3) * sy + (8 / 3) * 38 * y,
      ]
    }
    expect(Math.hypot(...at(re, im))).toBeLessThan(1e-9)
  }
})

test('a pendulum with friction has all its equilibria in the box and no other', () => {
  // Source: sin x = 0; foci at even, saddles at odd multiples of π.
  const found = listed(equilibriaOf(["x'' = -sin(x) - 0.1*x'"], {}, 10, 200))
  expect(found.map(({ state }) => Math.round((state.x ?? 0) / Math.PI))).toEqual([-3, -2, -1, 0, 1, 2, 3])
  for (const { state } of found) expect(Math.abs(Math.sin(state.x))).toBeLessThan(1e-12)
  expect(found.map(({ kind }) => kind)).toEqual(['saddle', 'stable focus', 'saddle', 'stable focus', 'saddle', 'stable focus', 'saddle']) // biome-ignore format: a list
})

test('all nine equilibria of two uncoupled cubics, also from few starts: deflation finds the rest', () => {
  // Source: x³ = x and y³ = y, by hand.
  const found = listed(equilibriaOf(["x' = x - x^3", "y' = y - y^3"], {}, 2, 3))
  expect(found.map(({ state }) => `${Math.round(state.x)} ${Math.round(state.y)}`)).toHaveLength(9)
  expect(found.filter(({ isStable }) => isStable)).toHaveLength(4)
})

test('what is no equilibrium is not found: a minimum of the rates, a continuum is said to be one', () => {
  expect(listed(equilibriaOf(["x' = 1 + x^2"], {}, 3))).toEqual([])
  // Every state with I = 0 rests.
  const sir = equilibriaOf(["S' = -2*S*I", "I' = 2*S*I - I", "R' = I"], {}, 2)
  expect(sir.isContinuum).toBe(true)
})

test('with a constraint, the eigenvalues are those of the differential unknowns', () => {
  // Source: z = 1 + y² put in by hand gives x' = −x + r(1 + y²), y' = x − y; at x = y = 1/3, r = 0.3: J = [[−1, 0.2], [1, −1]].
  const found = listed(equilibriaOf(["x' = -x + z*r", '0 = z - 1 - y^2', "y' = x - y"], { r: 0.3 }, 2))
  expect(found).toHaveLength(1)
  expect(found[0].state.x).toBeCloseTo(1 / 3, 12)
  expect(found[0].eigenvalues.map(([re]) => re)).toEqual([
    expect.closeTo(-1 + Math.sqrt(0.2), 10),
    expect.closeTo(-1 - Math.sqrt(0.2), 10),
  ])
})

test('kinds in words', () => {
  // Source: eigenvalues by hand; names of Strogatz 5.2 and Kuznetsov 2.2.
  const kindOf = (matrix: number[], n: number) => linearise(Float64Array.from(matrix), n, undefined)?.kind
  expect(kindOf([-2], 1)).toBe('stable node')
  expect(kindOf([0], 1)).toBe('non-hyperbolic (zero eigenvalue)')
  expect(kindOf([0, 1, -1, 0], 2)).toBe('centre (linear)')
  expect(kindOf([0.1, 1, -1, 0.1], 2)).toBe('unstable focus')
  expect(kindOf([-1, 0, 0, 2], 2)).toBe('saddle')
  expect(kindOf([-1, 1, 0, -1, -1, 0, 0, 0, -3], 3)).toBe('stable focus-node')
  expect(kindOf([-1, 1, 0, -1, -1, 0, 0, 0, 3], 3)).toBe('saddle-focus')
  expect(kindOf([0, 1, 0, -1, 0, 0, 0, 0, -3], 3)).toBe('non-hyperbolic (imaginary pair)')
})

test('the steady state reached is the stable one, not the nearest', () => {
  // Source: logistic growth from 0.001 ends at 1, though Newton's method from there ends at 0.
  const field = typedField(["x' = x*(1 - x)"])
  const study = answerOf(makeSteadyStudy(field, Float64Array.of(0.001)))
  expect(study).toMatchObject({
    type: 'steady',
    state: { x: expect.closeTo(1, 12) },
    kind: 'stable node',
    isStable: true,
  })
  expect(study.residual).toBeLessThan(1e-12)
})

test('of a continuum of steady states the one at the end of the solution is found', () => {
  // Source: S∞ = S₀ exp(−R₀ (S₀ + I₀ − S∞)) (Kermack and McKendrick 1927), solved here by iteration.
  let end = 0.1
  for (let i = 0; i < 200; i++) end = 0.99 * Math.exp(-2 * (1 - end))
  const field = typedField(["S' = -2*S*I", "I' = 2*S*I - I", "R' = I"])
  const study = answerOf(makeSteadyStudy(field, Float64Array.of(0.99, 0.01, 0)))
  expect(study.state).toMatchObject({ S: expect.closeTo(end, 8), I: expect.closeTo(0, 12) })
})

test('eigenvalues nearest to a number, with modes', () => {
  // Source: −2 + 2 cos(kπ/9) for the second difference of eight points; the slowest mode is half a sine.
  const n = 8
  const lines = Array.from({ length: n }, (_, i) => `u${i}' = ${i === 0 ? '0' : `u${i - 1}`} - 2*u${i} + ${i === n - 1 ? '0' : `u${i + 1}`}`) // biome-ignore format: one list
  const study = answerOf(makeEigenvaluesStudy(typedField(lines), new Float64Array(n).fill(0.1), { count: 2, near: 0 }))
  expect(study.eigenvalues).toEqual([
    [expect.closeTo(-2 + 2 * Math.cos(Math.PI / 9), 12), 0],
    [expect.closeTo(-2 + 2 * Math.cos((2 * Math.PI) / 9), 12), 0],
  ])
  const modes: [number, number][][] = JSON.parse(JSON.stringify(study.modes))
  const length = Math.sqrt(4.5)
  for (let i = 0; i < n; i++)
    expect(Math.abs(modes[0][i][0])).toBeCloseTo(Math.sin(((i + 1) * Math.PI) / 9) / length, 8)
})

test('no box is guessed where sizes differ by more than a million', () => {
  expect(guessedReach([1, 0], [10, -28])).toBe(56)
  expect(guessedReach([1e-9], [0.01])).toBeUndefined()
})
