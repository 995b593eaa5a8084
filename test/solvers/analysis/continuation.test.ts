import { expect, test } from 'vitest'
import { makeBox } from '../../../src/solvers/analysis/box.ts'
import { makeContinuationStudy } from '../../../src/solvers/analysis/continuation.ts'
import { answerOf, typedField } from './typed-field.ts'

interface Special {
  readonly kind: string
  readonly name: string
  readonly parameter: number
  readonly state: Readonly<Record<string, number>>
  readonly frequency?: number
  readonly firstLyapunov?: number
}

interface Branch {
  readonly parameter: readonly number[]
  readonly states: Readonly<Record<string, readonly number[]>>
  readonly isStable: readonly boolean[]
  readonly begins: string
  readonly ends: string
}

function continued(
  lines: readonly string[],
  parameters: Readonly<Record<string, number>>,
  name: string,
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number],
): { readonly branches: readonly Branch[]; readonly specials: readonly Special[] } {
  const field = typedField(lines, parameters)
  const box = makeBox(new Array(field.size).fill(low), new Array(field.size).fill(high))
  const parameter = Object.keys(parameters).indexOf(name)
  const initial = new Float64Array(field.size).fill(0.1)
  const study = answerOf(makeContinuationStudy(field, { parameter, name, from, to, box, starts: 40, initial }))
  return JSON.parse(JSON.stringify(study))
}

const lorenz = ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"]

test('Lorenz over rho: pitchfork at 1, subcritical Hopf points at 470/19', () => {
  // Source: rho = σ(σ + β + 3)/(σ − β − 1) = 470/19, ω² = β(σ + ρ); Strogatz 9.2 and exercise 9.2.1; subcritical: Marsden and McCracken 1976.
  const { branches, specials } = continued(lorenz, { sigma: 10, rho: 0.5, beta: 8 / 3 }, 'rho', [0, 40], [-60, 60])
  expect(branches).toHaveLength(2)
  expect(specials.map(({ name }) => name)).toEqual(['pitchfork', 'Hopf, subcritical', 'Hopf, subcritical'])
  expect(specials[0].parameter).toBeCloseTo(1, 8)
  for (const hopf of specials.slice(1)) {
    expect(hopf.parameter).toBeCloseTo(470 / 19, 8)
    expect(hopf.frequency).toBeCloseTo(Math.sqrt((8 / 3) * (10 + 470 / 19)), 7)
    expect(hopf.firstLyapunov).toBeGreaterThan(0)
  }
  // Points lie on the branch: z = ρ − 1.
  const roll = branches[1]
  for (const [i, rho] of roll.parameter.entries()) expect(roll.states.z[i]).toBeCloseTo(rho - 1, 7)
})

test('Brusselator over B: a supercritical Hopf point at 1 + A² with ω = A', () => {
  // Source: trace B − 1 − A² and determinant A² of the Jacobian at (A, B/A), by hand.
  for (const A of [1, 1.5]) {
    const { specials, branches } = continued(
      ["x' = A + x^2*y - (B + 1)*x", "y' = B*x - x^2*y"], { A, B: 1 }, 'B', [0.3, 5], [0, 6]) // biome-ignore format: one call
    expect(branches).toHaveLength(1)
    expect(specials).toMatchObject([{ name: 'Hopf, supercritical' }])
    expect(specials[0].parameter).toBeCloseTo(1 + A * A, 8)
    expect(specials[0].frequency).toBeCloseTo(A, 8)
    const { parameter, isStable } = branches[0]
    parameter.forEach((B, i) => {
      if (Math.abs(B - 1 - A * A) > 1e-6) expect(isStable[i]).toBe(B < 1 + A * A)
    })
  }
})

test('the first Lyapunov coefficient of the normal form is twice its cubic term', () => {
  // Source: z' = (m + i) z + s z|z|², z = x + iy: with ⟨q, q⟩ = 1 the coefficient is 2s (Kuznetsov (3.20), (5.62)).
  for (const s of [-1, 0.25]) {
    const { specials } = continued(
      ["x' = m*x - y + s*x*(x^2 + y^2)", "y' = x + m*y + s*y*(x^2 + y^2)"], { m: -0.5, s }, 'm', [-1, 1], [-4, 4]) // biome-ignore format: one call
    const hopf = specials.filter(({ kind }) => kind === 'hopf')
    expect(hopf).toHaveLength(1)
    expect(hopf[0].firstLyapunov).toBeCloseTo(2 * s, 6)
    expect(hopf[0].name).toBe(s < 0 ? 'Hopf, supercritical' : 'Hopf, subcritical')
  }
})

test('the fold of the normal form, of the cusp and of the subcritical pitchfork at their places', () => {
  // Source: r + x² = 0 at r = 0; h = ±2 (r/3)^1.5 at r = 1; r = −1/4 at x² = 1/2; all by hand (Strogatz 3.1, 3.6, 3.4).
  const fold = continued(["x' = r + x^2"], { r: -1 }, 'r', [-2, 1], [-4, 4])
  expect(fold.branches).toHaveLength(1)
  expect(fold.specials).toMatchObject([{ name: 'fold', parameter: expect.closeTo(0, 9), state: { x: expect.closeTo(0, 6) } }]) // biome-ignore format: record
  const cusp = continued(["x' = h + r*x - x^3"], { h: 0, r: 1 }, 'h', [-2, 2], [-4, 4])
  expect(cusp.specials.map(({ kind }) => kind)).toEqual(['fold', 'fold'])
  expect(cusp.specials[0].parameter).toBeCloseTo(-2 / Math.sqrt(27), 9)
  expect(cusp.specials[1].parameter).toBeCloseTo(2 / Math.sqrt(27), 9)
  const turning = continued(["x' = r*x + x^3 - x^5"], { r: 0.5 }, 'r', [-1, 1], [-4, 4])
  expect(turning.specials.map(({ name }) => name)).toEqual(['fold', 'fold', 'pitchfork'])
  for (const special of turning.specials.slice(0, 2)) {
    expect(special.parameter).toBeCloseTo(-0.25, 9)
    expect(Math.abs(special.state.x)).toBeCloseTo(Math.SQRT1_2, 6)
  }
  expect(turning.specials[2].parameter).toBeCloseTo(0, 8)
})

test('a transcritical crossing, both branches followed; a closed curve of equilibria has two folds', () => {
  // Source: x = 0 and x = r exchange stability at r = 0 (Strogatz 3.2); r² + x² = 1 is a circle.
  const crossing = continued(["x' = r*x - x^2"], { r: 0.7 }, 'r', [-1, 1], [-4, 4])
  expect(crossing.branches).toHaveLength(2)
  expect(crossing.specials).toMatchObject([{ name: 'transcritical', parameter: expect.closeTo(0, 8) }])
  const circle = continued(["x' = r^2 + x^2 - 1"], { r: 0 }, 'r', [-2, 2], [-4, 4])
  expect(circle.branches).toHaveLength(1)
  expect(circle.branches[0].ends).toBe('closed')
  expect(circle.specials.map(({ parameter }) => parameter)).toEqual([expect.closeTo(-1, 9), expect.closeTo(1, 9)])
})

test('a branch that a start misses is reached through the crossing', () => {
  // Source: by hand; at r = −1 and r = 0 only x = 0 is an equilibrium, and the box leaves ±√r at 0.5 and 1 out.
  const { branches, specials } = continued(["x' = r*x - 100*x^3"], { r: -1 }, 'r', [-1, 1], [-0.02, 0.02])
  expect(specials.filter(({ name }) => name === 'pitchfork')).toHaveLength(1)
  expect(branches).toHaveLength(2)
})

test('Lorenz 1984 over F: folds and Hopf point found again from the Jacobian', () => {
  // Source: at a fold det J = 0, at a Hopf point J has the eigenvalues ±iω: checked on the symbolic Jacobian. System of Lorenz, Tellus 36A (1984) 98.
  const lines = ["x' = -y^2 - z^2 - a*x + a*F", "y' = x*y - b*x*z - y + G", "z' = b*x*y + x*z - z"]
  const parameters = { a: 0.25, b: 4, F: 6, G: 1 }
  const { specials } = continued(lines, parameters, 'F', [0, 10], [-20, 20])
  expect(specials.map(({ kind }) => kind)).toEqual(['fold', 'hopf', 'fold'])
  for (const { kind, parameter, state, frequency } of specials) {
    const field = typedField(lines, { ...parameters, F: parameter })
    const m = field.jacobian([state.x, state.y, state.z])
    const minor = (i: number, j: number, k: number, l: number) => m[i] * m[j] - m[k] * m[l]
    const determinant = m[0] * minor(4, 8, 5, 7) - m[1] * minor(3, 8, 5, 6) + m[2] * minor(3, 7, 4, 6)
    const trace = m[0] + m[4] + m[8]
    const second = minor(0, 4, 1, 3) + minor(0, 8, 2, 6) + minor(4, 8, 5, 7)
    if (kind === 'fold') expect(Math.abs(determinant)).toBeLessThan(1e-7)
    else {
      // λ³ − T λ² + S λ − D has ±iω where S = ω² and D = T S.
      expect(second).toBeCloseTo((frequency ?? 0) ** 2, 6)
      expect(determinant).toBeCloseTo(trace * second, 6)
    }
  }
})
