// Each stiff method shows its order at fixed steps on problems with known solutions, and its dense output the order it states.
import { expect, test } from 'vitest'
import { bdf } from '../../src/solvers/steppers/bdf.ts'
import { cnab2 } from '../../src/solvers/steppers/cnab2.ts'
import { etdrk4 } from '../../src/solvers/steppers/etdrk4.ts'
import { kencarp4Stepper } from '../../src/solvers/steppers/kencarp4-stepper.ts'
import { radau5 } from '../../src/solvers/steppers/radau5.ts'
import { rodas5p } from '../../src/solvers/steppers/rodas5p.ts'
import { sbdf2 } from '../../src/solvers/steppers/sbdf2.ts'
import type { LinearPart, System } from '../../src/solvers/system.ts'
import { drive } from '../support/drive.ts'
import { densePattern, type PlainProblem, plainSystem } from '../support/plain-system.ts'

interface Known {
  readonly problem: PlainProblem
  readonly linear?: LinearPart
  /** Solves (I − shift·L) x = b in place. */
  readonly solveShifted?: (shift: number, b: Float64Array) => void
  readonly exact: (time: number) => number[]
}

/** y' = (cos t) y, split with −2 y as its stiff part where asked: y = exp(sin t), exp(sin t − 2 t). */
const drivenGrowth: Known = {
  problem: {
    size: 1,
    rates: (t, [y], out) => {
      out[0] = Math.cos(t) * y
    },
  },
  exact: (t) => [Math.exp(Math.sin(t))],
}

/** Kaps' problem with ε = 1: y = (e^−2t, e^−t). Dekker and Verwer (1984), example 3.2.3. */
const kaps: Known = {
  problem: {
    size: 2,
    isAutonomous: true,
    rates: (_, [a, b], out) => {
      out[0] = -3 * a + b * b
      out[1] = a - b - b * b
    },
    jacobian: (_, [, b], out) => out.set([-3, 2 * b, 1, -1 - 2 * b]),
  },
  exact: (t) => [Math.exp(-2 * t), Math.exp(-t)],
}

const splitGrowth: Known = {
  problem: {
    size: 1,
    rates: (t, [y], out) => {
      out[0] = (Math.cos(t) - 2) * y
    },
    split: {
      stiff: (_, [y], out) => {
        out[0] = -2 * y
      },
      nonstiff: (t, [y], out) => {
        out[0] = Math.cos(t) * y
      },
      stiffJacobian: (_, __, out) => out.set([-2]),
    },
  },
  linear: { kind: 'diagonal', real: Float64Array.of(-2) },
  exact: (t) => [Math.exp(Math.sin(t) - 2 * t)],
}

const splitKaps: Known = {
  problem: {
    size: 2,
    isAutonomous: true,
    rates: kaps.problem.rates,
    split: {
      stiff: (_, [a, b], out) => {
        out[0] = -3 * a
        out[1] = a - b
      },
      nonstiff: (_, [, b], out) => {
        out[0] = b * b
        out[1] = -b * b
      },
      stiffJacobian: (_, __, out) => out.set([-3, 0, 1, -1]),
    },
  },
  linear: { kind: 'sparse', pattern: densePattern(2), values: Float64Array.of(-3, 0, 1, -1) },
  exact: kaps.exact,
}

/** The same with a linear solver of the problem's own and nothing else to solve with. */
const ownSolver: Known = {
  problem: splitKaps.problem,
  solveShifted(shift, b) {
    b[0] /= 1 + 3 * shift
    b[1] = (b[1] + shift * b[0]) / (1 + shift)
  },
  exact: kaps.exact,
}

/** z' = (−1 + 5i) z + z²/2, one complex unknown as two real ones: Bernoulli's equation, 1/z is linear. */
const spiral: Known = {
  problem: {
    size: 2,
    isAutonomous: true,
    rates: (_, [x, y], out) => {
      out[0] = -x - 5 * y + (x * x - y * y) / 2
      out[1] = 5 * x - y + x * y
    },
    split: {
      stiff: (_, [x, y], out) => {
        out[0] = -x - 5 * y
        out[1] = 5 * x - y
      },
      nonstiff: (_, [x, y], out) => {
        out[0] = (x * x - y * y) / 2
        out[1] = x * y
      },
      stiffJacobian: (_, __, out) => out.set([-1, -5, 5, -1]),
    },
  },
  linear: { kind: 'diagonal', real: Float64Array.of(-1), imaginary: Float64Array.of(5) },
  exact(t) {
    // With w = 1/z: w' = −λ w − 1/2, w = (1 + 1/(2λ)) e^(−λt) − 1/(2λ), λ = −1 + 5i, z(0) = 1.
    const [hr, hi] = [-1 / 52, -5 / 52]
    const [er, ei] = [Math.exp(t) * Math.cos(5 * t), -Math.exp(t) * Math.sin(5 * t)]
    const wr = (1 + hr) * er - hi * ei - hr
    const wi = (1 + hr) * ei + hi * er - hi
    const size = wr * wr + wi * wi
    return [wr / size, -wi / size]
  },
}

function systemOf({ problem, linear, solveShifted }: Known): System {
  const { system } = plainSystem(problem)
  const { split, kernels, size } = system
  if (!split) return system
  const own = solveShifted && {
    solveShifted: (shift: number, b: number) => solveShifted(shift, kernels.view(b, size)),
  }
  return { ...system, split: { ...split, ...(linear ? { linear } : {}), ...own } }
}

/** Largest error at the end, and between steps, for a fixed number of steps over [0, 1]. */
function errors(stepper: typeof radau5, known: Known, steps: number) {
  const between = Array.from({ length: 200 }, (_, i) => (i + 0.5) / 200)
  const driven = drive(stepper, systemOf(known), known.exact(0), [...between, 1], { rtol: 1e-13, atol: 1e-13 }, { step: 1 / steps })
  const off = (state: Float64Array, t: number) => Math.max(...known.exact(t).map((value, i) => Math.abs(value - state[i])))
  return { end: off(driven.state, 1), between: Math.max(...between.map((t, i) => off(driven.samples[i], t))) }
} // biome-ignore format: two thoughts

const cases = [
  { stepper: radau5, known: { drivenGrowth, kaps }, order: 5, dense: 4, steps: 8 },
  { stepper: rodas5p, known: { drivenGrowth, kaps }, order: 5, dense: 4, steps: 12 },
  { stepper: kencarp4Stepper, known: { drivenGrowth, kaps, splitGrowth, splitKaps, ownSolver, spiral }, order: 4, dense: 4, steps: 16 },
  { stepper: cnab2, known: { splitGrowth, splitKaps, ownSolver, spiral }, order: 2, dense: 2, steps: 40 },
  { stepper: sbdf2, known: { splitGrowth, splitKaps, ownSolver, spiral }, order: 2, dense: 2, steps: 40 },
  { stepper: etdrk4, known: { splitGrowth, splitKaps, spiral }, order: 4, dense: 4, steps: 16 },
] // biome-ignore format: a table

for (const { stepper, known, order, dense, steps } of cases)
  for (const [name, one] of Object.entries(known))
    test(`${stepper.id} has order ${order} on ${name}, its dense output error of order ${dense}`, () => {
      const coarse = errors(stepper, one, steps)
      const fine = errors(stepper, one, 2 * steps)
      expect(Math.log2(coarse.end / fine.end)).toBeGreaterThan(order - 0.35)
      expect(Math.log2(coarse.between / fine.between)).toBeGreaterThan(dense - 0.5)
      // Rounding is not what is measured.
      expect(fine.end).toBeGreaterThan(1e-13)
    })

test('BDF follows its tolerance over six orders of magnitude, between steps too', () => {
  for (const known of [drivenGrowth, kaps])
    for (const rtol of [1e-3, 1e-5, 1e-7, 1e-9]) {
      const times = [0.3, 0.7, 1.3, 2]
      const driven = drive(bdf, systemOf(known), known.exact(0), times, { rtol, atol: rtol })
      for (const [k, time] of times.entries())
        known.exact(time).forEach((value, i) => {
          expect(Math.abs(driven.samples[k][i] - value)).toBeLessThan(400 * rtol)
        })
    }
})
