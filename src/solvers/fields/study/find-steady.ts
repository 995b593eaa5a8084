import { RunFailure } from '../../../core/errors.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { Pointer } from '../../system.ts'
import type { FieldSolver } from './linear-solver.ts'
import type { RestingSystem } from './resting-system.ts'

/** How a state of rest was found. */
export interface SteadyFound {
  readonly iterations: number
  readonly evaluations: number
  /** The largest rate that is left. */
  readonly residual: number
  readonly method: string
}

/** Steps after which the way is given up. */
const MOST_STEPS = 800
/** Relative size of a correction at which a state counts as at rest, beside rounding. */
const CONVERGED = 1e-12

/**
 * Follows M y' = f(y) from a state to one of rest: linearly implicit Euler steps that grow as the residual falls (pseudo-transient
 * continuation: C. T. Kelley, D. E. Keyes, SIAM J. Numer. Anal. 35 (1998) 508), until they are steps of Newton's method. A step that
 * goes against the rates has jumped over a growing mode, and one whose residual is not small beside the rates is inaccurate: both are
 * taken again, shorter. Yields the part done, roughly.
 * @throws RunFailure where it does not come to rest
 */
export function* findSteady(resting: RestingSystem, solver: FieldSolver, time: number, state: Pointer, names: string): Generator<number, SteadyFound> {
  const { system, mass } = resting
  const { kernels, size } = system
  const vector = vectorKernels(kernels)
  const take = () => kernels.reserve(size)
  const [rates, step, trial, after] = [take(), take(), take(), take()]
  system.rates(time, state, rates)
  let residual = vector.maxNorm(size, rates)
  const first = residual
  if (!Number.isFinite(residual)) throw new RunFailure(`The rates of ${names} have no finite value at the initial state. Give initial values where they have, under problem.initial.`) // biome-ignore format: one sentence
  const least = Math.max(vector.maxNorm(size, state), 1e-3)
  // A fifth of the size at first, where rates are large; what decays slowly is not waited for.
  let length = residual > 0 ? (0.2 * least) / residual : 1
  let evaluations = 1
  let quiet = 0
  let previous = Number.POSITIVE_INFINITY
  for (let iteration = 1; iteration <= MOST_STEPS; iteration++) {
    yield Math.min(0.99, iteration / 100)
    solver.linearise(time, state)
    evaluations++
    const norm = Math.max(vector.maxNorm(size, state), least)
    for (let attempt = 0; ; attempt++) {
      if (attempt > 40) throw new RunFailure(`No steady state of ${names} was found: the way from the initial state comes to a place from which it cannot go on, with a residual of ${residual.toPrecision(3)} (${first.toPrecision(3)} at the start). Does the solution blow up or oscillate? Begin nearer to rest with problem.initial.`) // biome-ignore format: one sentence
      vector.copyVector(size, rates, step)
      if (!solver.factor(1 / length) || !solver.solve(step)) {
        length /= 4
        continue
      }
      const change = vector.maxNorm(size, step)
      const isAgainst = change > 1e-9 * norm && movesAgainst(kernels.whole(), step, rates, mass)
      vector.combine2(size, 1, state, 1, step, trial)
      system.rates(time, trial, after)
      evaluations++
      const left = defect(kernels.whole(), step, after, mass, 1 / length)
      const next = vector.maxNorm(size, after)
      const isSmall = change <= 1e-8 * norm
      const isGood = Number.isFinite(next) && (isSmall || (!isAgainst && left <= 0.3 * Math.max(residual, next))) // biome-ignore format: one thought
      if (!isGood) {
        length /= 4
        continue
      }
      vector.copyVector(size, trial, state)
      vector.copyVector(size, after, rates)
      const relative = change / norm
      const isStill = relative < CONVERGED || (relative < 1e-8 && relative >= previous / 2)
      quiet = isStill ? quiet + 1 : 0
      previous = relative
      // Long steps as the residual falls; never shorter, as what grows is watched by the sign.
      const growth = next > 0 ? Math.min(1000, Math.max(2, residual / next)) : 10
      length *= isSmall ? 10 : growth
      if (length > 1e14 * (norm / Math.max(first, 1e-300))) length = 1e14 * (norm / Math.max(first, 1e-300))
      residual = next
      break
    }
    if (quiet >= 2 || residual === 0)
      return { iterations: iteration, evaluations, residual, method: 'pseudo-transient continuation' }
  }
  throw new RunFailure(`No steady state of ${names} was found in ${MOST_STEPS} steps: a residual of ${residual.toPrecision(3)} is left (${first.toPrecision(3)} at the start). Begin nearer to rest with problem.initial, or look at the run in time: it may oscillate.`) // biome-ignore format: one sentence
} // biome-ignore format: signature

/** Whether a step goes against the rates of what moves. */
function movesAgainst(view: Float64Array, step: Pointer, rates: Pointer, mass: Float64Array): boolean {
  const [s, f] = [step / 8, rates / 8]
  let sum = 0
  for (let i = 0; i < mass.length; i++) sum += (mass[i] ?? 0) * view[s + i] * view[f + i]
  return sum < 0
}

/** Largest entry of M step/length − f(after): what an implicit step leaves. */
function defect(view: Float64Array, step: Pointer, after: Pointer, mass: Float64Array, inverse: number): number {
  const [s, f] = [step / 8, after / 8]
  let largest = 0
  for (let i = 0; i < mass.length; i++) {
    const one = Math.abs((mass[i] ?? 0) * inverse * view[s + i] - view[f + i])
    if (!(one <= largest)) largest = one
  }
  return largest
}
