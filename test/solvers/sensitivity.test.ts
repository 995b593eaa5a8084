// Forward sensitivities: against analytic answers, against the complex step, against CVODES.
import { expect, test } from 'vitest'
import { type OdeText, readOdeEquations } from '../../src/expression/ode.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { compileSystem } from '../../src/solvers/compile-system.ts'
import { makeSensitivitySystem } from '../../src/solvers/sensitivity.ts'
import type { Stepper } from '../../src/solvers/stepper.ts'
import { bdf } from '../../src/solvers/steppers/bdf.ts'
import { dop853 } from '../../src/solvers/steppers/dop853.ts'
import { kencarp4Stepper } from '../../src/solvers/steppers/kencarp4-stepper.ts'
import { radau5 } from '../../src/solvers/steppers/radau5.ts'
import { rodas5p } from '../../src/solvers/steppers/rodas5p.ts'
import { tsit5 } from '../../src/solvers/steppers/tsit5.ts'
import { drive } from '../support/drive.ts'

const adaptive: readonly Stepper[] = [tsit5, dop853, radau5, rodas5p, bdf, kencarp4Stepper]

/** State and sensitivities at the times: block 0 the state, then ∂/∂parameter, then ∂/∂initial value. */
function solve(
  stepper: Stepper,
  text: OdeText,
  values: readonly number[],
  initial: readonly number[],
  times: readonly number[],
  { rtol = 1e-8, atol = 1e-10, initialValues = [] as number[] } = {},
) {
  const { equations, errors } = readOdeEquations(text)
  if (!equations) throw new Error(errors.map(({ message }) => message).join('\n'))
  const system = compileSystem(makeKernels(), equations)
  system.setParameters(Float64Array.from(values))
  const augmented = makeSensitivitySystem(system, values.map((_, k) => k), initialValues)
  const start = system.kernels.allocate(augmented.size)
  augmented.initialise(start.pointer, initial)
  const driven = drive(stepper, augmented, system.kernels.view(start.pointer, augmented.size).slice(), times, { rtol, atol })
  const block = (k: number, index: number) => driven.samples[k].slice(index * system.size, (index + 1) * system.size)
  return { block, driven, blocks: augmented.blocks }
} // biome-ignore format: one call a line

type Complex = readonly [number, number]
const plus = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]]
const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
const scaled = (s: number, a: Complex): Complex => [s * a[0], s * a[1]]

/** ∂y/∂parameter `index` by a step of 1e-200 i in it, the equations in complex arithmetic, classical Runge–Kutta of order 4. */
function complexStep(
  rates: (y: readonly Complex[], p: readonly Complex[]) => Complex[],
  initial: readonly number[],
  values: readonly number[],
  index: number,
  end: number,
  steps: number,
): number[] {
  const tiny = 1e-200
  const p = values.map((value, k): Complex => [value, k === index ? tiny : 0])
  const h = end / steps
  let y = initial.map((value): Complex => [value, 0])
  const ahead = (s: number, k: readonly Complex[]) => y.map((value, i) => plus(value, scaled(s, k[i])))
  for (let step = 0; step < steps; step++) {
    const k1 = rates(y, p)
    const k2 = rates(ahead(h / 2, k1), p)
    const k3 = rates(ahead(h / 2, k2), p)
    const k4 = rates(ahead(h, k3), p)
    y = y.map((value, i) => plus(value, scaled(h / 6, plus(plus(k1[i], scaled(2, plus(k2[i], k3[i]))), k4[i]))))
  }
  return y.map((value) => value[1] / tiny)
}

for (const stepper of adaptive) {
  test(`${stepper.id}: logistic growth, every sensitivity in closed form`, () => {
    const [r, capacity, y0, t] = [1.3, 2.5, 0.4, 2]
    const text = { equations: ["y' = r*y*(1 - y/K)"], parameters: ['r', 'K'] }
    const { block } = solve(stepper, text, [r, capacity], [y0], [t], { initialValues: [0] })
    // y = K y0 / D with D = y0 + (K − y0) e^−rt.
    const e = Math.exp(-r * t)
    const d = y0 + (capacity - y0) * e
    expect(block(0, 0)[0]).toBeCloseTo((capacity * y0) / d, 6)
    expect(block(0, 1)[0]).toBeCloseTo((capacity * y0 * t * (capacity - y0) * e) / d ** 2, 6)
    expect(block(0, 2)[0]).toBeCloseTo((y0 * d - capacity * y0 * e) / d ** 2, 6)
    expect(block(0, 3)[0]).toBeCloseTo((capacity * d - capacity * y0 * (1 - e)) / d ** 2, 6)
  })

  test(`${stepper.id}: predator and prey, against the complex step`, () => {
    const text = {
      equations: ["x' = a*x - b*x*y", "y' = -c*y + d*x*y"],
      parameters: ['a', 'b', 'c', 'd'],
    }
    const values = [1.5, 1, 3, 1]
    const rates = ([x, y]: readonly Complex[], [a, b, c, d]: readonly Complex[]) => [
      plus(times(a, x), scaled(-1, times(b, times(x, y)))),
      plus(scaled(-1, times(c, y)), times(d, times(x, y))),
    ]
    const { block } = solve(stepper, text, values, [1, 1], [5], { rtol: 1e-9, atol: 1e-10 })
    for (const [k] of values.entries()) {
      const expected = complexStep(rates, [1, 1], values, k, 5, 5000)
      expected.forEach((value, i) => {
        expect(Math.abs(block(0, k + 1)[i] - value)).toBeLessThan(2e-5 * Math.max(1, Math.abs(value)))
      })
    }
  })
}

/** Rates of Robertson with its constants as parameters, in the order of CVODES' example cvsRoberts_FSA_dns. */
const robertson: OdeText = {
  equations: ["y1' = -k1*y1 + k2*y2*y3", "y2' = k1*y1 - k2*y2*y3 - k3*y2^2", "y3' = k3*y2^2"],
  parameters: ['k1', 'k2', 'k3'],
}

for (const stepper of [radau5, rodas5p, bdf, kencarp4Stepper])
  test(`${stepper.id}: Robertson, against the complex step at 0.4 and against CVODES at 400`, () => {
    const values = [0.04, 1e4, 3e7]
    const { block, driven } = solve(stepper, robertson, values, [1, 0, 0], [0.4, 400], { rtol: 1e-7, atol: 1e-13 })
    const rates = ([a, b, c]: readonly Complex[], [k1, k2, k3]: readonly Complex[]) => {
      const slow = times(k1, a)
      const back = times(k2, times(b, c))
      const fast = times(k3, times(b, b))
      return [plus(back, scaled(-1, slow)), plus(slow, scaled(-1, plus(back, fast))), fast]
    }
    for (const [k, value] of values.entries()) {
      const expected = complexStep(rates, [1, 0, 0], values, k, 0.4, 2000)
      const found = block(0, k + 1)
      // Scaled by the parameter: comparable with the state.
      for (const i of [0, 2]) expect(value * Math.abs(found[i] - expected[i])).toBeLessThan(1e-5)
    }
    // Printed by CVODES' example cvsRoberts_FSA_dns at t = 400 (rtol 1e-4): five digits shown, three or four right.
    const printed = [[-5.9584, 3.5431e-6, 5.9584], [2.2738e-5, -2.2605e-11, -2.2738e-5], [-3.7896e-9, -4.9948e-14, 3.7897e-9]] // biome-ignore format: rows
    for (const [k, row] of printed.entries())
      row.forEach((value, i) => {
        expect(Math.abs(block(1, k + 1)[i] / value - 1)).toBeLessThan(5e-3)
      })
    // One factorisation serves all blocks: no more than a step with as many of a system of three.
    expect(driven.stepping.counts().factorisations).toBeLessThan(4 * (driven.steps + driven.rejected))
  })
