import type { Stepper, Stepping, Tolerances, Written } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { System } from '../system.ts'
import { makeImplicitBase } from './implicit-base.ts'

// Constants of the program RADAU5 (Hairer and Wanner, Solving ODEs II, IV.8), under its names where it has one.
const ROOT6 = Math.sqrt(6)
const C1 = (4 - ROOT6) / 10
const C2 = (4 + ROOT6) / 10
/** DD1–DD3: the error estimate's weights of z. */
const ESTIMATE = [-(13 + 7 * ROOT6) / 3, (-13 + 7 * ROOT6) / 3, -1 / 3] as const
/** The eigenvalues of the inverse of the Runge–Kutta matrix: one real, a pair alpha ± i·beta. */
const NINE = 9 ** (1 / 3)
const EIGHTY_ONE = 81 ** (1 / 3)
const U1 = (6 + EIGHTY_ONE - NINE) / 30
const ALPHA0 = (12 - EIGHTY_ONE + NINE) / 60
const BETA0 = ((EIGHTY_ONE + NINE) * Math.sqrt(3)) / 60
const GAMMA = 1 / U1
const ALPHA = ALPHA0 / (ALPHA0 ** 2 + BETA0 ** 2)
const BETA = BETA0 / (ALPHA0 ** 2 + BETA0 ** 2)
/** NIT: Newton iterations at most. */
const MOST = 7
/** THET: below this convergence rate the Jacobian stays. */
const GOOD_RATE = 1e-3
/** QUOT1, QUOT2: a step that would change less stays, with its factors. */
const LEAST_CHANGE = 1
const MOST_CHANGE = 1.2
const SAFETY = 0.9
const SAFE_COUNT = SAFETY * (1 + 2 * MOST)
const ROUNDING = 1e-16

/** Radau IIA of order 5. */
export const radau5: Stepper = {
  ...stepperDescriptions.radau5,
  make: makeRadau,
}

function makeRadau(system: System, tolerances: Tolerances): Stepping {
  // The error estimate has order 3 where the solution has order 5: RADAU5 asks of it what gives about the tolerance in the solution.
  const rtol = 0.1 * tolerances.rtol ** (2 / 3)
  const quotient = rtol / tolerances.rtol
  const atol =
    typeof tolerances.atol === 'number' ? tolerances.atol * quotient : tolerances.atol.map((value) => value * quotient)
  const base = makeImplicitBase(system, { rtol, atol }, { isComplex: true })
  const { kernels, solver, size, state, rates, weights, mass, memory } = base
  const w = base.take(3)
  const z = base.take(3)
  const stages = base.take(3)
  const slopes = base.take(3)
  const polynomial = base.take(3)
  const real = base.take(1).pointer
  const complex = system.kernels.reserve(2 * size)
  const coefficients = system.kernels.reserve(4)
  const [estimateRow] = base.table([ESTIMATE])
  const { stride } = w
  /** The last stage is the end of the step. */
  const candidate = stages.pointer + 2 * stride
  const newtonBound = Math.max((10 * ROUNDING) / rtol, Math.min(0.03, Math.sqrt(rtol)))

  // Numbers that change lie in an array: a captured variable would be boxed anew with every write.
  const now = new Float64Array(17)
  const [
    TIME,
    PREVIOUS,
    TRIED,
    NEXT_STEP,
    OLD_STEP,
    FACTORED,
    ACCEPTED_STEP,
    ACCEPTED_ERROR,
    TRIED_ERROR,
    CONVERGENCE,
    RATE,
    IS_FIRST,
    WANTS_JACOBIAN,
    IS_REJECTED,
    IS_PENDING,
    HAS_RATES,
    IS_FRESH,
  ] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const

  /** Simplified Newton in transformed variables: the iterations it took, 0 where it did not converge. */
  const solveNewton = (step: number): number => {
    const ratio = now[IS_FIRST] === 1 || now[OLD_STEP] === 0 ? 0 : step / now[OLD_STEP]
    kernels.radauStart(ratio, polynomial.pointer, state, w.pointer, z.pointer, stages.pointer, stride, size)
    now[CONVERGENCE] = Math.max(now[CONVERGENCE], ROUNDING) ** 0.8
    now[RATE] = GOOD_RATE
    let size1 = 0
    let quotientBefore = 0
    for (let iteration = 1; iteration <= MOST; iteration++) {
      base.evaluate(now[TIME] + C1 * step, stages.pointer, slopes.pointer)
      base.evaluate(now[TIME] + C2 * step, stages.pointer + stride, slopes.pointer + stride)
      base.evaluate(now[TIME] + step, stages.pointer + 2 * stride, slopes.pointer + 2 * stride)
      kernels.radauResidual(
        slopes.pointer, w.pointer, stride, mass, GAMMA / step, ALPHA / step, BETA / step, real, complex, size,
      ) // biome-ignore format: as the kernel lists them
      solver.solve(real)
      solver.solveComplex(complex)
      const change = kernels.radauUpdate(
        real, complex, state, w.pointer, z.pointer, stages.pointer, stride, weights, size,
      ) // biome-ignore format: as the kernel lists them
      if (!Number.isFinite(change)) return 0
      if (iteration > 1 && iteration < MOST) {
        const quotient = change / size1
        now[RATE] = iteration === 2 ? quotient : Math.sqrt(quotient * quotientBefore)
        quotientBefore = quotient
        if (now[RATE] >= 0.99) return 0
        now[CONVERGENCE] = now[RATE] / (1 - now[RATE])
        const left = (now[CONVERGENCE] * change * now[RATE] ** (MOST - 1 - iteration)) / newtonBound
        if (left >= 1) {
          const excess = Math.max(1e-4, Math.min(20, left))
          now[NEXT_STEP] = 0.8 * excess ** (-1 / (4 + MOST - 1 - iteration)) * step
          return 0
        }
      }
      size1 = Math.max(change, ROUNDING)
      if (now[CONVERGENCE] * change <= newtonBound) return iteration
    }
    return 0
  }

  /** RADAU5's ESTRAD: (γ/h·M − J)⁻¹ (f(y) + M Σ e z / h), filtered once more after a failure and in the first step. */
  const estimate = (step: number): number => {
    // slopes are free now: the first holds M Σ e z / h, the second the state moved by the estimate.
    const part = slopes.pointer
    const moved = slopes.pointer + stride
    kernels.combine(part, 0, mass, 1 / step, estimateRow, z.pointer, stride, 3, size)
    kernels.addScaled(real, rates, 1, part, size)
    solver.solve(real)
    let error = base.norm(real)
    if (error >= 1 && (now[IS_FIRST] === 1 || now[IS_REJECTED] === 1)) {
      kernels.addScaled(moved, state, 1, real, size)
      base.evaluate(now[TIME], moved, slopes.pointer + 2 * stride)
      kernels.addScaled(real, slopes.pointer + 2 * stride, 1, part, size)
      solver.solve(real)
      error = base.norm(real)
    }
    return Math.max(error, 1e-10)
  }

  const prepare = (step: number): boolean => {
    if (now[HAS_RATES] === 0) {
      base.evaluate(now[TIME], state, rates)
      base.setWeights(state)
      now[HAS_RATES] = 1
    }
    if (now[WANTS_JACOBIAN] === 1 || (now[IS_REJECTED] === 1 && now[IS_FRESH] === 0)) {
      solver.linearise(now[TIME], state, rates, weights, step)
      now[IS_FRESH] = 1
      now[WANTS_JACOBIAN] = 0
      now[FACTORED] = 0
    }
    if (now[FACTORED] === step) return true
    now[FACTORED] = 0
    if (!solver.factor(GAMMA / step) || !solver.factorComplex(ALPHA / step, BETA / step)) return false
    now[FACTORED] = step
    return true
  }

  const fail = (): number => {
    now[IS_REJECTED] = 1
    return Number.NaN
  }

  const attempt = (step: number): number => {
    if (now[IS_PENDING] === 1) now[IS_REJECTED] = 1
    now[IS_PENDING] = 1
    now[TRIED] = step
    now[NEXT_STEP] = step / 2
    if (!prepare(step)) return fail()
    const iterations = solveNewton(step)
    if (iterations === 0) return fail()
    const error = estimate(step)
    if (!Number.isFinite(error)) return fail()
    const factor = Math.min(SAFETY, SAFE_COUNT / (iterations + 2 * MOST))
    let quotientNow = Math.max(1 / 8, Math.min(5, error ** 0.25 / factor))
    if (error >= 1) {
      now[NEXT_STEP] = now[IS_FIRST] === 1 ? step / 10 : step / quotientNow
      now[IS_REJECTED] = 1
      return error
    }
    if (now[ACCEPTED_STEP] !== 0) {
      // Gustafsson's prediction from the last two errors.
      const predicted = ((now[ACCEPTED_STEP] / step) * (error ** 2 / now[ACCEPTED_ERROR]) ** 0.25) / SAFETY
      quotientNow = Math.max(quotientNow, Math.max(1 / 8, Math.min(5, predicted)))
    }
    now[NEXT_STEP] = step / quotientNow
    if (now[IS_REJECTED] === 1 && Math.abs(now[NEXT_STEP]) > Math.abs(step)) now[NEXT_STEP] = step
    const change = now[NEXT_STEP] / step
    if (now[RATE] <= GOOD_RATE && change >= LEAST_CHANGE && change <= MOST_CHANGE) now[NEXT_STEP] = step
    now[TRIED_ERROR] = error
    return error
  }

  const show = () => {
    stepping.time = now[TIME]
    stepping.previousTime = now[PREVIOUS]
    stepping.nextStep = now[NEXT_STEP]
  }

  const stepping: Written<Stepping> = {
    state,
    // Not numbers, so that the engine makes room for float64 at once.
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    start(at) {
      now[TIME] = at
      now[PREVIOUS] = at
      now[IS_FIRST] = 1
      now[IS_REJECTED] = 0
      now[IS_PENDING] = 0
      now[IS_FRESH] = 0
      now[WANTS_JACOBIAN] = 1
      now[OLD_STEP] = 0
      now[FACTORED] = 0
      now[ACCEPTED_STEP] = 0
      now[CONVERGENCE] = 1
      base.settle(at)
      now[HAS_RATES] = 1
      show()
    },
    // RADAU5 leaves the first step to its user; its error estimate has order 3.
    firstStep: (direction, longest) => base.firstStep(now[TIME], direction, longest, 3),
    attempt(step) {
      const error = attempt(step)
      stepping.nextStep = now[NEXT_STEP]
      return error
    },
    accept() {
      kernels.radauPolynomial(z.pointer, polynomial.pointer, stride, size)
      kernels.copyTo(state, candidate, size)
      now[PREVIOUS] = now[TIME]
      now[TIME] += now[TRIED]
      now[OLD_STEP] = now[TRIED]
      now[ACCEPTED_STEP] = now[TRIED]
      now[ACCEPTED_ERROR] = Math.max(1e-2, now[TRIED_ERROR])
      now[IS_FIRST] = 0
      now[IS_REJECTED] = 0
      now[IS_PENDING] = 0
      now[IS_FRESH] = 0
      now[HAS_RATES] = 0
      now[WANTS_JACOBIAN] = now[RATE] > GOOD_RATE ? 1 : 0
      show()
    },
    interpolate(at, out) {
      const s = (at - now[TIME]) / now[OLD_STEP]
      const view = memory()
      view[coefficients / 8] = s
      view[coefficients / 8 + 1] = s * (s - (C2 - 1))
      view[coefficients / 8 + 2] = s * (s - (C2 - 1)) * (s - (C1 - 1))
      kernels.combine(out, state, 0, 1, coefficients, polynomial.pointer, stride, 3, size)
    },
    counts: base.counts,
    candidate,
    worst: () => base.worst(real),
    checkpoint: () => base.checkpoint({ polynomial }, now),
    restore(checkpoint) {
      base.restore(checkpoint, { polynomial }, now, () => {
        if (now[FACTORED] === 0) return
        solver.factor(GAMMA / now[FACTORED])
        solver.factorComplex(ALPHA / now[FACTORED], BETA / now[FACTORED])
      })
      now[HAS_RATES] = 0
      show()
    },
  }
  return stepping
}
