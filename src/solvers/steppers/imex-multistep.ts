import { implicitKernels } from '../../kernels/implicit.ts'
import { vectorKernels } from '../../kernels/vector.ts'
import { makeArenaView } from '../arena-view.ts'
import { makeStiffSolver } from '../linear/stiff-solver.ts'
import type { Stepping, Written } from '../stepper.ts'
import type { Pointer, System } from '../system.ts'
import { hermite } from './hermite.ts'

/**
 * A two-step method for y' = S(t, y) + N(t, y), S solved for (linearly where it is not linear), N extrapolated. With δ = y₁ − y₀, the
 * last change d, h the step and ω the ratio to the step before: (g − J) δ = Σ coefficients · [S(t₀, y₀), S(t₁, y₀), N₀, N₋₁, d].
 */
export interface ImexMultistep {
  shift(ratio: number): number
  coefficients(ratio: number, step: number, out: Float64Array): void
}

/** Crank–Nicolson with Adams–Bashforth 2: twice the formula, over h. */
export const crankNicolson: ImexMultistep = {
  shift: () => 2,
  coefficients(ratio, _, out) {
    out[0] = 1
    out[1] = 1
    out[2] = 2 + ratio
    out[3] = -ratio
    out[4] = 0
  },
}

/** Backward differences of order 2 with N extrapolated: Wang and Ruuth, J. Comput. Math. 26 (2008) 838. */
export const backwardDifferences: ImexMultistep = {
  shift: (ratio) => (1 + 2 * ratio) / (1 + ratio),
  coefficients(ratio, step, out) {
    out[0] = 0
    out[1] = 1
    out[2] = 1 + ratio
    out[3] = -ratio
    out[4] = (ratio * ratio) / (1 + ratio) / step
  },
}

/** Puts the method to work; it starts itself with an IMEX Euler step, extrapolated from whole and half steps. */
export function makeImexMultistep(method: ImexMultistep, system: System): Stepping {
  const { split } = system
  if (!split) throw new Error('a multistep method for split systems was given one that is not split')
  const { kernels, size } = system
  const memory = makeArenaView(kernels)
  const vector = vectorKernels(kernels)
  const { combine, addScaled } = implicitKernels(kernels)
  const solver = makeStiffSolver(system, split)
  const padded = (size + 1) & ~1
  const stride = 8 * padded
  // S(t₀, y₀), S(t₁, y₀), N₀, N₋₁, d: in the order of the coefficients.
  const terms = kernels.reserve(5 * padded)
  const [here, ahead, now0, before0, change] = [0, 1, 2, 3, 4].map((k) => terms + k * stride)
  const take = () => kernels.reserve(padded)
  const [state, candidate, previousState, whole, startSlope, endSlope] = [
    take(),
    take(),
    take(),
    take(),
    take(),
    take(),
  ]
  const coefficients = kernels.reserve(6)

  // Numbers that change lie in an array: a captured variable would be boxed anew with every write.
  const now = new Float64Array(6)
  const [TIME, PREVIOUS, TRIED, OLD_STEP, FACTORED, HAS_SLOPES] = [0, 1, 2, 3, 4, 5] as const
  const row = new Float64Array(5)
  let evaluations = 0

  const stiff = (time: number, y: Pointer, out: Pointer) => {
    evaluations++
    split.stiff(time, y, out)
  }
  const nonstiff = (time: number, y: Pointer, out: Pointer) => split.nonstiff(time, y, out)
  const setUp = (time: number, g: number): boolean => {
    solver.linearise(time, state)
    if (solver.isConstant && now[FACTORED] === g) return true
    now[FACTORED] = g
    return solver.factor(g)
  }

  /** out ← one IMEX Euler step from y: (1/h − J) δ = S(t + h, y) + N(t, y). */
  const euler = (time: number, step: number, y: Pointer, out: Pointer): boolean => {
    stiff(time + step, y, ahead)
    nonstiff(time, y, now0)
    if (!setUp(time, 1 / step)) return false
    addScaled(whole, ahead, 1, now0, size)
    solver.solve(whole)
    addScaled(out, y, 1, whole, size)
    return true
  }

  const firstAttempt = (step: number): boolean => {
    const time = now[TIME]
    if (!euler(time, step, state, previousState)) return false
    if (!euler(time, step / 2, state, candidate)) return false
    if (!euler(time + step / 2, step / 2, candidate, candidate)) return false
    // Twice the halves less the whole: local error h³.
    addScaled(whole, candidate, -1, previousState, size)
    addScaled(candidate, candidate, 1, whole, size)
    nonstiff(time, state, now0)
    return true
  }

  const furtherAttempt = (step: number): boolean => {
    const ratio = step / now[OLD_STEP]
    method.coefficients(ratio, step, row)
    if (row[0] !== 0) stiff(now[TIME], state, here)
    stiff(now[TIME] + step, state, ahead)
    nonstiff(now[TIME], state, now0)
    if (!setUp(now[TIME], method.shift(ratio) / step)) return false
    memory().set(row, coefficients / 8)
    const first = row[0] === 0 ? 1 : 0
    combine(whole, 0, 0, 1, coefficients + 8 * first, terms + first * stride, stride, 5 - first, size)
    solver.solve(whole)
    addScaled(candidate, state, 1, whole, size)
    return true
  }

  const show = () => {
    stepping.time = now[TIME]
    stepping.previousTime = now[PREVIOUS]
    stepping.nextStep = now[TRIED]
  }

  const stepping: Written<Stepping> = {
    state,
    candidate,
    // Not numbers, so that the engine makes room for float64 at once.
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    start(time) {
      now.fill(0)
      now[TIME] = time
      now[PREVIOUS] = time
      solver.forget()
      show()
    },
    firstStep: (direction, longest) => direction * Math.min(longest, Math.abs(longest) / 1000),
    attempt(step) {
      now[TRIED] = step
      stepping.nextStep = step
      const isDone = now[OLD_STEP] === 0 ? firstAttempt(step) : furtherAttempt(step)
      return isDone && vector.firstNonFinite(size, candidate) < 0 ? 0 : Number.NaN
    },
    accept() {
      const view = memory()
      addScaled(change, candidate, -1, state, size)
      view.copyWithin(before0 / 8, now0 / 8, now0 / 8 + size)
      view.copyWithin(previousState / 8, state / 8, state / 8 + size)
      view.copyWithin(state / 8, candidate / 8, candidate / 8 + size)
      now[OLD_STEP] = now[TRIED]
      now[PREVIOUS] = now[TIME]
      now[TIME] += now[TRIED]
      now[HAS_SLOPES] = 0
      show()
    },
    interpolate(time, out) {
      const step = now[TIME] - now[PREVIOUS]
      if (now[HAS_SLOPES] === 0) {
        system.rates(now[PREVIOUS], previousState, startSlope)
        system.rates(now[TIME], state, endSlope)
        now[HAS_SLOPES] = 1
      }
      const theta = (time - now[PREVIOUS]) / step
      hermite(vector, size, theta, step, previousState, startSlope, state, endSlope, out)
    },
    counts: () => ({ ...solver.counts, evaluations }),
    checkpoint: () => ({
      arrays: {
        now: now.slice(),
        state: kernels.view(state, size).slice(),
        previousState: kernels.view(previousState, size).slice(),
        terms: kernels.view(terms, 5 * padded).slice(),
      },
      numbers: { ...solver.counts, evaluations },
    }),
    restore({ arrays, numbers }) {
      const view = memory()
      view.set(arrays.state, state / 8)
      view.set(arrays.previousState, previousState / 8)
      view.set(arrays.terms, terms / 8)
      now.set(arrays.now)
      now[HAS_SLOPES] = 0
      evaluations = numbers.evaluations
      const kept = now[FACTORED]
      now[FACTORED] = 0
      if (kept !== 0) setUp(now[TIME], kept)
      show()
      Object.assign(solver.counts, {
        jacobians: numbers.jacobians,
        factorisations: numbers.factorisations,
        solves: numbers.solves,
      })
    },
  }
  return stepping
}
