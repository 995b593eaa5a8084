// Algebraic unknowns of index 1 through every method that takes a mass matrix.
import { expect, test } from 'vitest'
import { bdf } from '../../src/solvers/steppers/bdf.ts'
import { kencarp4Stepper } from '../../src/solvers/steppers/kencarp4-stepper.ts'
import { radau5 } from '../../src/solvers/steppers/radau5.ts'
import { rodas5p } from '../../src/solvers/steppers/rodas5p.ts'
import { drive } from '../support/drive.ts'
import { type PlainProblem, plainSystem } from '../support/plain-system.ts'
import { robertsonConstrained } from '../support/stiff-problems.ts'
import { stiffReferences } from '../support/stiff-references.ts'

/**
 * The pendulum of length 1 with g = 1, index reduced to 1: x' = u, y' = v, u' = −λ x, v' = −λ y − 1,
 * 0 = u² + v² − λ (x² + y²) − y (the constraint differentiated twice).
 */
const pendulum: PlainProblem = {
  size: 5,
  isAutonomous: true,
  mass: Float64Array.of(1, 1, 1, 1, 0),
  rates(_, [x, y, u, v, force], out) {
    out[0] = u
    out[1] = v
    out[2] = -force * x
    out[3] = -force * y - 1
    out[4] = u * u + v * v - force * (x * x + y * y) - y
  },
}

for (const stepper of [radau5, rodas5p, bdf, kencarp4Stepper]) {
  test(`${stepper.id}: Robertson with the conservation law as a constraint`, () => {
    const { system } = plainSystem(robertsonConstrained)
    const reference = stiffReferences.robertson.reference.filter(({ t }) => t <= 4e10)
    const times = reference.map(({ t }) => t)
    const { samples } = drive(stepper, system, [1, 0, 0], times, { rtol: 1e-7, atol: 1e-14 })
    for (const [k, { y }] of reference.entries()) {
      expect(Math.abs(samples[k][0] / Number(y[0]) - 1)).toBeLessThan(1e-4)
      expect(samples[k][0] + samples[k][1] + samples[k][2]).toBeCloseTo(1, 8)
    }
  })

  test(`${stepper.id}: a pendulum by its tension, from an inconsistent one`, () => {
    const { system } = plainSystem(pendulum)
    // From rest at the side the first bottom is passed at K(1/√2) = 1.8540746773013719 (Abramowitz and Stegun 17.3), with speed √2.
    const { state, samples } = drive(stepper, system, [1, 0, 0, 0, 7], [1e-6, 1.8540746773013719], { rtol: 1e-8, atol: 1e-9 })
    // At the side λ = 0: the wrong guess 7 was put right before the first step.
    expect(Math.abs(samples[0][4])).toBeLessThan(1e-5)
    expect(Math.abs(state[0])).toBeLessThan(1e-6)
    expect(state[1]).toBeCloseTo(-1, 6)
    expect(state[2]).toBeCloseTo(-Math.SQRT2, 6)
    expect(state[4]).toBeCloseTo(3, 5)
  }) // biome-ignore format: a sentence
}
