// Taken up from a checkpoint, every stiff method goes on bit for bit.
import { expect, test } from 'vitest'
import type { Stepping } from '../../src/solvers/stepper.ts'
import { bdf } from '../../src/solvers/steppers/bdf.ts'
import { cnab2 } from '../../src/solvers/steppers/cnab2.ts'
import { etdrk4 } from '../../src/solvers/steppers/etdrk4.ts'
import { kencarp4Stepper } from '../../src/solvers/steppers/kencarp4-stepper.ts'
import { radau5 } from '../../src/solvers/steppers/radau5.ts'
import { rodas5p } from '../../src/solvers/steppers/rodas5p.ts'
import { sbdf2 } from '../../src/solvers/steppers/sbdf2.ts'
import type { System } from '../../src/solvers/system.ts'
import { densePattern, plainSystem } from '../support/plain-system.ts'
import { oregonator } from '../support/stiff-problems.ts'

/** The Brusselator without diffusion: its linear part is split off. */
function splitSystem(): System {
  const { system } = plainSystem({
    size: 2,
    isAutonomous: true,
    rates: (_, [u, v], out) => out.set([1 + u * u * v - 4 * u, 3 * u - u * u * v]),
    split: {
      stiff: (_, [u], out) => out.set([-4 * u, 3 * u]),
      nonstiff: (_, [u, v], out) => out.set([1 + u * u * v, -u * u * v]),
      stiffJacobian: (_, __, out) => out.set([-4, 0, 3, 0]),
    },
  })
  const linear = { kind: 'sparse' as const, pattern: densePattern(2), values: Float64Array.of(-4, 0, 3, 0) }
  return system.split ? { ...system, split: { ...system.split, linear } } : system
}

function advance(stepping: Stepping, steps: number, first: number, fixed: boolean): number {
  let step = first
  for (let taken = 0; taken < steps; ) {
    const isTaken = stepping.attempt(step) <= 1
    if (isTaken) {
      stepping.accept()
      taken++
    }
    if (!fixed) step = stepping.nextStep
  }
  return step
}

const cases = [
  ...[radau5, rodas5p, bdf, kencarp4Stepper].map((stepper) => ({ stepper, make: () => plainSystem(oregonator).system, initial: oregonator.initial })),
  ...[kencarp4Stepper, cnab2, sbdf2, etdrk4].map((stepper) => ({ stepper, make: splitSystem, initial: [1.5, 3] })),
] // biome-ignore format: a table

for (const [k, { stepper, make, initial }] of cases.entries())
  test(`${stepper.id} goes on bit for bit (${k})`, () => {
    const tolerances = { rtol: 1e-6, atol: 1e-8 }
    const fixed = !stepper.isAdaptive
    for (const before of [1, 7, 60]) {
      const system = make()
      const stepping = stepper.make(system, tolerances)
      system.kernels.view(stepping.state, system.size).set(initial)
      stepping.start(0)
      const step = advance(stepping, before, fixed ? 0.01 : stepping.firstStep(1, 100), fixed)
      const kept = structuredClone(stepping.checkpoint())
      const other = make()
      const later = stepper.make(other, tolerances)
      later.restore(kept)
      const out = system.kernels.allocate(system.size).pointer
      const otherOut = other.kernels.allocate(system.size).pointer
      const middle = (stepping.time + stepping.previousTime) / 2
      stepping.interpolate(middle, out)
      later.interpolate(middle, otherOut)
      expect(other.kernels.view(otherOut, system.size)).toEqual(system.kernels.view(out, system.size))
      advance(stepping, 50, step, fixed)
      advance(later, 50, step, fixed)
      expect(later.time).toBe(stepping.time)
      expect(later.nextStep).toBe(stepping.nextStep)
      expect(other.kernels.view(later.state, system.size)).toEqual(system.kernels.view(stepping.state, system.size))
      expect(later.counts()).toEqual(stepping.counts())
    }
  })
