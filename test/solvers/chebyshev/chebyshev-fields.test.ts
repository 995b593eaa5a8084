import { expect, test } from 'vitest'
import { makeChebyshevFields } from '../../../src/solvers/discretisations/chebyshev/chebyshev-fields.ts'
import { refuseChebyshev } from '../../../src/solvers/discretisations/chebyshev/ends.ts'
import { controlledEtdrk4, etdrk4 } from '../../../src/solvers/steppers/etdrk4.ts'
import { kencarp4Stepper } from '../../../src/solvers/steppers/kencarp4-stepper.ts'
import { radau5 } from '../../../src/solvers/steppers/radau5.ts'
import { largestDifference, nodeValues, runFields, typedProblem } from '../../support/spectral.ts'

/** u = e^(−t) (cos x + 2 sin x) solves u_t = u_xx; at 0 −u_x + 2u = 0. */
const decay = (x: number, t: number) => Math.exp(-t) * (Math.cos(x) + 2 * Math.sin(x))
const robin = typedProblem({
  equations: ['u_t = u_xx'],
  axes: { x: [0, 1, 25] },
  bounded: ['x'],
  boundary: { 'x-': 'dn(u) + 2*u = 0', 'x+': 'u = (cos(1) + 2*sin(1))*exp(-t)' },
})

for (const [stepper, more, limit] of [
  [etdrk4, { step: 0.005 }, 1e-9],
  [controlledEtdrk4, { rtol: 1e-9, atol: 1e-12 }, 1e-7],
  [radau5, { rtol: 1e-11, atol: 1e-13 }, 1e-9],
  [kencarp4Stepper, { rtol: 1e-8, atol: 1e-10 }, 1e-7],
] as const)
  test(`${stepper.id}${stepper.isAdaptive ? '' : ', fixed steps'}: heat with a Robin end and a moving value follows the exact solution`, () => {
    const run = runFields(makeChebyshevFields, robin, [(x) => decay(x, 0)], stepper, [0.31, 1], more)
    expect(largestDifference(run.samples[1]!, nodeValues(robin, [(x) => decay(x, 1)]))).toBeLessThan(limit)
    expect(largestDifference(run.samples[0]!, nodeValues(robin, [(x) => decay(x, 0.31)]))).toBeLessThan(10 * limit)
    // ∫ = e^(−t) (sin 1 + 2 − 2 cos 1)
    expect(Math.abs(run.integrals[1]![0]! - Math.exp(-1) * (Math.sin(1) + 2 - 2 * Math.cos(1)))).toBeLessThan(limit)
    expect(run.steps).toBeLessThan(400)
  })

test('a clamped plate decays in its first mode: four conditions, β = 4.730040744862704 (cosh β cos β = 1)', () => {
  const b = 4.730040744862704
  const ratio = (Math.cosh(b) - Math.cos(b)) / (Math.sinh(b) - Math.sin(b))
  const mode = (x: number) => Math.cosh(b * x) - Math.cos(b * x) - ratio * (Math.sinh(b * x) - Math.sin(b * x))
  const problem = typedProblem({
    equations: ['u_t = -u_xxxx'],
    axes: { x: [0, 1, 41] },
    bounded: ['x'],
    boundary: { x: ['u = 0', 'dn(u) = 0'] },
  })
  const run = runFields(makeChebyshevFields, problem, [mode], radau5, [0.002], { rtol: 1e-10, atol: 1e-12 })
  expect(
    largestDifference(run.samples[0]!, nodeValues(problem, [(x) => mode(x) * Math.exp(-(b ** 4) * 0.002)])),
  ).toBeLessThan(1e-9)
})

test('a front of Burgers, u = c − tanh((x − ct)/2ν), moves in through values at both ends; products are differentiated whole', () => {
  const front = (x: number, t: number) => 0.5 - Math.tanh((x - 0.5 * t) / 0.2)
  const problem = typedProblem({
    equations: ['u_t = -dx(u^2/2) + nu*u_xx'],
    parameters: { nu: 0.1 },
    axes: { x: [-1, 1, 81] },
    bounded: ['x'],
    boundary: { x: 'u = 0.5 - tanh((x - 0.5*t)/0.2)' },
  })
  const run = runFields(makeChebyshevFields, problem, [(x) => front(x, 0)], radau5, [0.5], { rtol: 1e-9, atol: 1e-11 })
  expect(largestDifference(run.samples[0]!, nodeValues(problem, [(x) => front(x, 0.5)]))).toBeLessThan(3e-8)
})

test('the wave of a string: cos πt sin πx + ½ cos 3πt sin 3πx (closed form)', () => {
  const string = (x: number, t: number) =>
    Math.cos(Math.PI * t) * Math.sin(Math.PI * x) + 0.5 * Math.cos(3 * Math.PI * t) * Math.sin(3 * Math.PI * x)
  const problem = typedProblem({
    equations: ['u_tt = u_xx'],
    axes: { x: [0, 1, 41] },
    bounded: ['x'],
    boundary: { x: 'u = 0' },
  })
  const run = runFields(makeChebyshevFields, problem, [(x) => string(x, 0), () => 0], radau5, [0.7], {
    rtol: 1e-10,
    atol: 1e-11,
  })
  expect(largestDifference(run.samples[0]!.subarray(0, 41), nodeValues(problem, [(x) => string(x, 0.7)]))).toBeLessThan(
    3e-9,
  )
})

test('the Jacobian of products, divergences and integrals is that of differences', () => {
  const problem = typedProblem({
    equations: ['u_t = u_xx + div((1 + u*v)*grad(u)) - u*integral(v^2)', 'v_t = dx(u^2*v) + u_xxxx*v + sin(v)'],
    axes: { x: [0, 1, 12] },
    bounded: ['x'],
    boundary: { x: { u: ['u = 0', 'laplacian(u) = 0'], v: 'dn(v) + v = 1' } },
  })
  const run = runFields(makeChebyshevFields, problem, [(x) => Math.sin(Math.PI * x), (x) => 1 + x], etdrk4, [0], {
    step: 1,
  })
  const { system } = run.fields
  const { kernels, size } = system
  const [state, moved, rates, out] = [0, 1, 2, 3].map(() => kernels.reserve(size)) as [number, number, number, number]
  const matrix = kernels.reserve(size * size)
  kernels.view(state, size).set(Float64Array.from({ length: size }, (_, i) => Math.sin(1 + i)))
  system.jacobian?.evaluate(0, state, matrix)
  let largest = 0
  for (let i = 0; i < size * size; i++) largest = Math.max(largest, Math.abs(kernels.view(matrix, size * size)[i]!))
  let worst = 0
  for (let j = 0; j < size; j++) {
    const differences = [1, -1].map((sign) => {
      kernels.view(moved, size).set(kernels.view(state, size))
      kernels.view(moved, size)[j]! += sign * 1e-5
      system.rates(0, moved, sign > 0 ? rates : out)
      return kernels.view(sign > 0 ? rates : out, size).slice()
    })
    for (let i = 0; i < size; i++) {
      const slope = (differences[0]![i]! - differences[1]![i]!) / 2e-5
      worst = Math.max(worst, Math.abs(slope - kernels.view(matrix, size * size)[i * size + j]!))
    }
  }
  expect(largest).toBeGreaterThan(100)
  expect(worst / largest).toBeLessThan(1e-8)
})

test('says what it cannot do', () => {
  expect(refuseChebyshev(typedProblem({ equations: ['u_t = u_xx'], axes: { x: [0, 1, 16] } }))).toMatch(/Fourier/)
  expect(refuseChebyshev(robin)).toBeUndefined()
})
