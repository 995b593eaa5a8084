import { expect, test } from 'vitest'
import { makeFourierFields } from '../../../src/solvers/discretisations/fourier/fourier-fields.ts'
import { cnab2 } from '../../../src/solvers/steppers/cnab2.ts'
import { controlledEtdrk4, etdrk4 } from '../../../src/solvers/steppers/etdrk4.ts'
import { kencarp4Stepper } from '../../../src/solvers/steppers/kencarp4-stepper.ts'
import { sbdf2 } from '../../../src/solvers/steppers/sbdf2.ts'
import {
  largestDifference,
  nodeValues,
  referenceTable,
  referenceText,
  runFields,
  typedProblem,
} from '../../support/spectral.ts'

// Reference data: test/reference/pde; Burgers by Cole–Hopf in 40 digits, the others by Fourier methods of higher precision (see each file).

const basdevant = (points: number) =>
  typedProblem({
    equations: ['u_t = -u*u_x + nu*u_xx'],
    parameters: { nu: 0.01 / Math.PI },
    axes: { x: [-1, 1, points] },
  })

for (const [points, limit] of [
  [1000, 3e-5],
  [1024, 1e-5],
  [2000, 1e-9],
  [2048, 1e-9],
] as const)
  test(`Burgers of Basdevant with ${points} points`, () => {
    const { header, rows } = referenceTable('burgers-basdevant.csv')
    const column = header.indexOf('t=0.5')
    const run = runFields(makeFourierFields, basdevant(points), [(x) => -Math.sin(Math.PI * x)], etdrk4, [0.5], {
      step: 2e-4,
    })
    const common = rows.filter(([x]) => Math.abs(((x! + 1) / 2) * points - Math.round(((x! + 1) / 2) * points)) < 1e-9)
    expect(common.length).toBeGreaterThan(15)
    for (const row of common) {
      const at = Math.round(((row[0]! + 1) / 2) * points) % points
      expect(Math.abs(run.samples[0]![at]! - row[column]!)).toBeLessThan(limit)
    }
    // Written as a derivative: the mean is kept to rounding.
    expect(Math.abs(run.integrals[0]![0]!)).toBeLessThan(1e-15)
  })

test('the steepest slope of Basdevant: 152.00516 at πt = 1.603688', () => {
  const points = 2048
  const run = runFields(
    makeFourierFields,
    basdevant(points),
    [(x) => -Math.sin(Math.PI * x)],
    etdrk4,
    [1.603688 / Math.PI],
    { step: 2e-4 },
  )
  // The derivative of the trigonometric polynomial at x = 0: Σ u_j cot(π(j − j₀)/n) (−1)^(j − j₀) π/L, over all other nodes.
  const values = run.samples[0]!
  let slope = 0
  for (let j = 0; j < points; j++) {
    const d = j - points / 2
    if (d !== 0) slope += ((d % 2 === 0 ? 1 : -1) * values[j]!) / Math.tan((Math.PI * -d) / points)
  }
  expect(Math.abs((Math.PI / 2) * slope)).toBeGreaterThan(152.0052 - 0.0005)
  expect(Math.abs((Math.PI / 2) * slope)).toBeLessThan(152.0052 + 0.0005)
})

const chaos = typedProblem({ equations: ['u_t = -u*u_x - u_xx - u_xxxx'], axes: { x: [0, 32 * Math.PI, 512] } })
const chaosStart = (x: number) => Math.cos(x / 16) * (1 + Math.sin(x / 16))
const chaosValues = (time: number): number[] =>
  JSON.parse(referenceText('kuramoto-sivashinsky.json'))
    .out.find((one: { t: number }) => one.t === time)
    .u.map(Number)
const everySixteenth = (values: Float64Array) => Float64Array.from({ length: 32 }, (_, j) => values[16 * j]!)

test('Kuramoto–Sivashinsky, 512 points, h = 1/64, to t = 100', () => {
  const run = runFields(makeFourierFields, chaos, [chaosStart], etdrk4, [20, 50, 100], { step: 1 / 64 })
  for (const [i, [time, limit]] of (
    [
      [20, 4e-9],
      [50, 2e-7],
      [100, 1e-5],
    ] as const
  ).entries())
    expect(largestDifference(everySixteenth(run.samples[i]!), chaosValues(time))).toBeLessThan(limit)
})

test('order in time on Kuramoto–Sivashinsky is 4', () => {
  const errors = [1 / 16, 1 / 32, 1 / 64].map((step) =>
    largestDifference(
      everySixteenth(runFields(makeFourierFields, chaos, [chaosStart], etdrk4, [1], { step }).samples[0]!),
      chaosValues(1),
    ),
  )
  for (const order of [Math.log2(errors[0]! / errors[1]!), Math.log2(errors[1]! / errors[2]!)]) {
    expect(order).toBeGreaterThan(3.8)
    expect(order).toBeLessThan(4.1)
  }
})

test('step control follows the tolerance, saved times between steps too', () => {
  for (const rtol of [1e-5, 1e-8]) {
    const run = runFields(makeFourierFields, chaos, [chaosStart], controlledEtdrk4, [1, 10], { rtol, atol: rtol })
    for (const [i, time] of [1, 10].entries())
      expect(largestDifference(everySixteenth(run.samples[i]!), chaosValues(time))).toBeLessThan(300 * rtol)
    expect(run.steps).toBeLessThan(600)
  }
})

test('step control sees a force that does not depend on the unknown: u_t = u_xx + cos(20 t) has u = sin(20 t)/20', () => {
  const problem = typedProblem({ equations: ['u_t = u_xx + cos(20*t)'], axes: { x: [0, 1, 16] } })
  const run = runFields(makeFourierFields, problem, [() => 0], controlledEtdrk4, [1], { rtol: 1e-8, atol: 1e-9 })
  expect(Math.abs(run.samples[0]![3]! - Math.sin(20) / 20)).toBeLessThan(1e-7)
})

const bump = (x: number) => Math.exp(-(((x - 1.2) / 0.06) ** 2))
const spots = (points: number) =>
  typedProblem({
    equations: ['u_t = Du*laplacian(u) - u*v^2 + F*(1 - u)', 'v_t = Dv*laplacian(v) + u*v^2 - (F + k)*v'],
    parameters: { Du: 2e-5, Dv: 1e-5, F: 0.04, k: 0.06 },
    axes: { x: [0, 2.5, points] },
  })
const spotsAt = (time: number): number[] => {
  const { u, v } = JSON.parse(referenceText('gray-scott-1d.json')).out.find((one: { t: number }) => one.t === time)
  return [...u, ...v]
}
const every64 = (values: Float64Array, points: number) =>
  Float64Array.from({ length: 128 }, (_, j) => values[(j < 64 ? 0 : points) + ((j % 64) * points) / 64]!)

test('Gray–Scott, 1500 points, to 1e-9', () => {
  const run = runFields(
    makeFourierFields,
    spots(1536),
    [(x) => 1 - 0.6 * bump(x), (x) => 0.35 * bump(x)],
    etdrk4,
    [100],
    { step: 0.125 },
  )
  expect(largestDifference(every64(run.samples[0]!, 1536), spotsAt(100))).toBeLessThan(1e-9)
})

for (const [stepper, step] of [
  [cnab2, 0.05],
  [sbdf2, 0.05],
  [kencarp4Stepper, undefined],
  [controlledEtdrk4, undefined],
] as const)
  test(`${stepper.id} divides by wave numbers: Gray–Scott to 5e-5`, () => {
    const more = step === undefined ? { rtol: 1e-6 } : { step }
    const run = runFields(
      makeFourierFields,
      spots(768),
      [(x) => 1 - 0.6 * bump(x), (x) => 0.35 * bump(x)],
      stepper,
      [100],
      more,
    )
    expect(largestDifference(every64(run.samples[0]!, 768), spotsAt(100))).toBeLessThan(5e-5)
  })

test('Allen–Cahn to 1e-8, by cosines on half of the period', () => {
  const { header, rows } = referenceTable('allen-cahn-periodic.csv')
  const column = header.indexOf('t=0.5')
  // The start has a corner at x = 1 where it is continued: nodes enough that its sampling does not show.
  const problem = typedProblem({
    equations: ['u_t = 1e-4*u_xx + 5*u - 5*u^3'],
    axes: { x: [0, 1, 5121] },
    bounded: ['x'],
    boundary: { x: 'dn(u) = 0' },
  })
  const run = runFields(makeFourierFields, problem, [(x) => x * x * Math.cos(Math.PI * x)], etdrk4, [0.5], {
    step: 1 / 400,
  })
  expect(run.fields.space).toBe('cosine')
  expect(rows.length).toBe(41)
  for (const row of rows)
    expect(Math.abs(run.samples[0]![Math.round(row[0]! * 5120)]! - row[column]!)).toBeLessThan(1e-8)
})

test('two solitons of KdV pass through each other: u = 2 ∂² log(1 + e₁ + e₂ + e₁e₂/9), complex diagonal linear part', () => {
  const exact = (x: number, t: number) => {
    const [e1, e2] = [Math.exp(x - t), Math.exp(0.5 * x - 0.125 * t)]
    const f = 1 + e1 + e2 + (e1 * e2) / 9
    const fx = e1 + 0.5 * e2 + (1.5 * e1 * e2) / 9
    const fxx = e1 + 0.25 * e2 + (2.25 * e1 * e2) / 9
    return 2 * (fxx / f - (fx / f) ** 2)
  }
  const problem = typedProblem({ equations: ['u_t = -6*u*u_x - u_xxx'], axes: { x: [-50, 50, 512] } })
  const run = runFields(makeFourierFields, problem, [(x) => exact(x, -10)], etdrk4, [10], { from: -10, step: 1 / 100 })
  expect(largestDifference(run.samples[0]!, nodeValues(problem, [(x) => exact(x, 10)]))).toBeLessThan(1e-7)
  // Both parts of the diagonal are there.
  expect(run.fields.system.split?.linear).toHaveProperty('imaginary')
})

test('nonlinear Schrödinger as two real unknowns: a moving soliton A sech(A(x − ct)) e^{i(cx + (A² − c²)t/2)}', () => {
  const part = (shift: number) => (x: number, t: number) =>
    (1.2 / Math.cosh(1.2 * (x - t))) * Math.cos(x + ((1.44 - 1) * t) / 2 - shift)
  const [real, imaginary] = [part(0), part(Math.PI / 2)]
  const problem = typedProblem({
    equations: ['a_t = -b_xx/2 - (a^2 + b^2)*b', 'b_t = a_xx/2 + (a^2 + b^2)*a'],
    axes: { x: [-20, 20, 512] },
  })
  const start = [(x: number) => real(x, 0), (x: number) => imaginary(x, 0)]
  const run = runFields(makeFourierFields, problem, start, etdrk4, [0.557, 2], { step: 5e-3 })
  for (const [i, time] of [0.557, 2].entries())
    expect(
      largestDifference(run.samples[i]!, nodeValues(problem, [(x) => real(x, time), (x) => imaginary(x, time)])),
    ).toBeLessThan(5e-9)
  expect(run.fields.system.split?.linear?.kind).toBe('blocks')
})
