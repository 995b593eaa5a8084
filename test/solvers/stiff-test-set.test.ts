// The stiff test set against end values computed in 113-bit arithmetic (test/reference/ode/stiff-end-values.json: seven-stage Radau
// IIA of order 13 at two tolerances, only agreeing digits kept; checked there against the published ones of the IVP test set).
import { expect, test } from 'vitest'
import type { Stepper } from '../../src/solvers/stepper.ts'
import { bdf } from '../../src/solvers/steppers/bdf.ts'
import { kencarp4Stepper } from '../../src/solvers/steppers/kencarp4-stepper.ts'
import { radau5 } from '../../src/solvers/steppers/radau5.ts'
import { rodas5p } from '../../src/solvers/steppers/rodas5p.ts'
import { drive } from '../support/drive.ts'
import { plainSystem } from '../support/plain-system.ts'
import {
  brusselatorLine, brusselatorSquare, hires, oregonator, robertson, type StiffProblem, vanDerPol1e6,vanDerPol1000, 
} from '../support/stiff-problems.ts' // biome-ignore format: one list
import { type Reference, squareReference, stiffReferences } from '../support/stiff-references.ts'

/** Relative root mean square at the end; the smallest value of any unknown after any step is looked at by the caller. */
function endError(
  stepper: Stepper,
  problem: StiffProblem,
  reference: readonly Reference[],
  rtol: number,
  atol: number,
) {
  const { system } = plainSystem(problem)
  const times = reference.map(({ t }) => t)
  const driven = drive(stepper, system, problem.initial, times, { rtol, atol })
  const last = reference[reference.length - 1]
  const index = last.index ?? last.y.map((_, i) => i)
  const parts = index.map((place, k) => driven.state[place] / Number(last.y[k]) - 1)
  return { error: Math.sqrt(parts.reduce((sum, part) => sum + part * part, 0) / parts.length), driven }
}

// Absolute tolerances as in the test set: below the smallest value that matters.
const problems = {
  vdp1000: { problem: vanDerPol1000, atol: (rtol: number) => 1e-3 * rtol },
  vdp1e6: { problem: vanDerPol1e6, atol: (rtol: number) => 1e-3 * rtol },
  robertson: { problem: robertson, atol: (rtol: number) => 1e-8 * rtol },
  hires: { problem: hires, atol: (rtol: number) => 1e-4 * rtol },
  orego: { problem: oregonator, atol: (rtol: number) => 1e-3 * rtol },
} as const

for (const [name, { problem, atol }] of Object.entries(problems)) {
  const reference = stiffReferences[name as keyof typeof problems].reference
  test(`Radau stays within ten tolerances on ${name} (within a hundred on HIRES)`, () => {
    for (const rtol of [1e-3, 1e-5, 1e-7]) {
      const { error } = endError(radau5, problem, reference, rtol, atol(rtol))
      expect(error).toBeLessThan((problem === hires ? 100 : 10) * rtol)
    }
  })
  test(`Rodas5P and KenCarp4 solve ${name}`, () => {
    expect(endError(rodas5p, problem, reference, 1e-5, atol(1e-5)).error).toBeLessThan(1e-4)
    expect(endError(kencarp4Stepper, problem, reference, 1e-5, atol(1e-5)).error).toBeLessThan(3e-3)
  })
  test(`BDF on ${name} is as near as CVODE at the same tolerance`, () => {
    // CVODE's BDF 6.x at 1e-6 and 1e-9: its errors, times 5 (another machine's rounding changes the path through the fast phases).
    const known = { vdp1000: [1.3e-5, 4.5e-8], vdp1e6: [2e-4, 5e-7], robertson: [1.7e-3, 5.2e-7], hires: [7.9e-6, 3.5e-8], orego: [9.7e-6, 1.6e-7] } // biome-ignore format: a table
    for (const [k, rtol] of [1e-6, 1e-9].entries()) {
      const { error } = endError(bdf, problem, reference, rtol, atol(rtol))
      expect(error).toBeLessThan(5 * known[name as keyof typeof known][k])
    }
  })
}

test('Brusselator on a line of 500 points, banded by detection', () => {
  const problem = brusselatorLine(500)
  const reference = stiffReferences.bruss1d.reference
  for (const stepper of [radau5, bdf, rodas5p, kencarp4Stepper]) {
    const { error, driven } = endError(stepper, problem, reference, 1e-5, 1e-9)
    expect(error).toBeLessThan(1e-3)
    // A pattern found: far fewer evaluations than one a column.
    expect(driven.stepping.counts().evaluations).toBeLessThan(
      8 * driven.steps + 40 * driven.stepping.counts().jacobians + 400,
    )
  }
})

test('Robertson stays positive to 1e11 with Radau at every tolerance to 1e-3, its mass at one', () => {
  for (const rtol of [1e-3, 1e-4, 1e-6, 1e-8]) {
    const { system } = plainSystem(robertson)
    const times = Array.from({ length: 60 }, (_, i) => 10 ** (-4 + i / 4)).concat(1e11)
    const { samples } = drive(radau5, system, robertson.initial, times, { rtol, atol: 1e-8 * rtol })
    for (const sample of samples) {
      expect(Math.min(...sample)).toBeGreaterThanOrEqual(0)
      expect(sample[0] + sample[1] + sample[2]).toBeCloseTo(1, 10)
    }
  }
})

test('Brusselator on a square, 2048 unknowns: GMRES with incomplete LU, from a pattern found by probing', () => {
  // Sixteen points of test/reference/ode/brusselator-2d-32.json, which says how they were computed; differences of 4e-11 there.
  const side = 32
  const problem = brusselatorSquare(side)
  const known = squareReference.out.find(({ N, t }) => N === side && t === 1.1)
  if (!known) throw new Error('the reference has no values at t = 1.1')
  const { system } = plainSystem(problem)
  const { state } = drive(bdf, system, problem.initial, [1.1], { rtol: 1e-5, atol: 1e-5 })
  for (const [x, y, u, v] of known.points) {
    const place = 2 * (Number(y) * side * side + Number(x) * side)
    expect(Math.abs(state[place] / Number(u) - 1)).toBeLessThan(300e-5)
    expect(Math.abs(state[place + 1] / Number(v) - 1)).toBeLessThan(300e-5)
  }
})
