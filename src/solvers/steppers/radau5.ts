import type { Stepper, Stepping, Tolerances } from '../stepper.ts'
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
  id: 'radau5',
  title: 'Radau IIA of order 5',
  order: 5,
  kind: 'implicit',
  isAdaptive: true,
  isStiff: true,
  takesMass: true,
  help: 'For stiff and very stiff systems, oscillating ones too, and for algebraic unknowns; the most dependable at rtol below 1e-5. Large dense systems cost much: three unknowns in one are solved for.',
  reference:
    'E. Hairer and G. Wanner, Solving Ordinary Differential Equations II, 2nd ed., Springer 1996, section IV.8',
  refuse: () => undefined,
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
  const complex = system.kernels.allocate(2 * size).pointer
  const coefficients = system.kernels.allocate(4).pointer
  const { stride } = w
  const newtonBound = Math.max((10 * ROUNDING) / rtol, Math.min(0.03, Math.sqrt(rtol)))

  let time = 0
  let previous = 0
  let tried = 0
  let nextStep = 0
  let oldStep = 0
  let factored = 0
  let acceptedStep = 0
  let acceptedError = 0
  let convergence = 1
  let rate = 1
  let isFirst = true
  let isRejected = false
  let isPending = false
  let hasRates = false
  /** The Jacobian belongs to this very point. */
  let isFresh = false
  let wantsJacobian = true

  const solveNewton = (step: number): { iterations: number } | undefined => {
    const ratio = isFirst || oldStep === 0 ? 0 : step / oldStep
    kernels.radauStart(ratio, polynomial.pointer, state, w.pointer, z.pointer, stages.pointer, stride, size)
    convergence = Math.max(convergence, ROUNDING) ** 0.8
    rate = GOOD_RATE
    let size1 = 0
    let quotientBefore = 0
    for (let iteration = 1; iteration <= MOST; iteration++) {
      base.evaluate(time + C1 * step, stages.pointer, slopes.pointer)
      base.evaluate(time + C2 * step, stages.pointer + stride, slopes.pointer + stride)
      base.evaluate(time + step, stages.pointer + 2 * stride, slopes.pointer + 2 * stride)
      kernels.radauResidual(
        slopes.pointer, w.pointer, stride, mass, GAMMA / step, ALPHA / step, BETA / step, real, complex, size,
      ) // biome-ignore format: as the kernel lists them
      solver.solve(real)
      solver.solveComplex(complex)
      const change = kernels.radauUpdate(
        real, complex, state, w.pointer, z.pointer, stages.pointer, stride, weights, size,
      ) // biome-ignore format: as the kernel lists them
      if (!Number.isFinite(change)) return undefined
      if (iteration > 1 && iteration < MOST) {
        const now = change / size1
        rate = iteration === 2 ? now : Math.sqrt(now * quotientBefore)
        quotientBefore = now
        if (rate >= 0.99) return undefined
        convergence = rate / (1 - rate)
        const left = (convergence * change * rate ** (MOST - 1 - iteration)) / newtonBound
        if (left >= 1) {
          const excess = Math.max(1e-4, Math.min(20, left))
          nextStep = 0.8 * excess ** (-1 / (4 + MOST - 1 - iteration)) * step
          return undefined
        }
      }
      size1 = Math.max(change, ROUNDING)
      if (convergence * change <= newtonBound) return { iterations: iteration }
    }
    return undefined
  }

  /** RADAU5's ESTRAD: (γ/h·M − J)⁻¹ (f(y) + M Σ e z / h), filtered once more after a failure and in the first step. */
  const estimate = (step: number): number => {
    const view = memory()
    for (let k = 0; k < 3; k++) view[coefficients / 8 + k] = (ESTIMATE[k] ?? 0) / step
    // slopes are free now: the first holds M Σ e z / h, the second the state moved by the estimate.
    const part = slopes.pointer
    const moved = slopes.pointer + stride
    kernels.combine(part, 0, mass, coefficients, z.pointer, stride, 3, size)
    view[coefficients / 8] = 1
    kernels.combine(real, rates, 0, coefficients, part, stride, 1, size)
    solver.solve(real)
    let error = base.norm(real)
    if (error >= 1 && (isFirst || isRejected)) {
      kernels.combine(moved, state, 0, coefficients, real, stride, 1, size)
      base.evaluate(time, moved, slopes.pointer + 2 * stride)
      kernels.combine(real, slopes.pointer + 2 * stride, 0, coefficients, part, stride, 1, size)
      solver.solve(real)
      error = base.norm(real)
    }
    return Math.max(error, 1e-10)
  }

  const prepare = (step: number): boolean => {
    if (!hasRates) {
      base.evaluate(time, state, rates)
      base.setWeights(state)
      hasRates = true
    }
    if (wantsJacobian || (isRejected && !isFresh)) {
      solver.linearise(time, state, rates, weights, step)
      isFresh = true
      wantsJacobian = false
      factored = 0
    }
    if (factored === step) return true
    factored = 0
    if (!solver.factor(GAMMA / step) || !solver.factorComplex(ALPHA / step, BETA / step)) return false
    factored = step
    return true
  }

  const fail = (): number => {
    isRejected = true
    return Number.NaN
  }

  const attempt = (step: number): number => {
    if (isPending) isRejected = true
    isPending = true
    tried = step
    nextStep = step / 2
    if (!prepare(step)) return fail()
    const found = solveNewton(step)
    if (!found) return fail()
    const error = estimate(step)
    if (!Number.isFinite(error)) return fail()
    const factor = Math.min(SAFETY, SAFE_COUNT / (found.iterations + 2 * MOST))
    let quotientNow = Math.max(1 / 8, Math.min(5, error ** 0.25 / factor))
    if (error >= 1) {
      nextStep = isFirst ? step / 10 : step / quotientNow
      isRejected = true
      return error
    }
    if (acceptedStep !== 0) {
      // Gustafsson's prediction from the last two errors.
      const predicted = ((acceptedStep / step) * (error ** 2 / acceptedError) ** 0.25) / SAFETY
      quotientNow = Math.max(quotientNow, Math.max(1 / 8, Math.min(5, predicted)))
    }
    nextStep = step / quotientNow
    if (isRejected && Math.abs(nextStep) > Math.abs(step)) nextStep = step
    const change = nextStep / step
    if (rate <= GOOD_RATE && change >= LEAST_CHANGE && change <= MOST_CHANGE) nextStep = step
    triedError = error
    return error
  }
  let triedError = 1

  const vectors = { polynomial }
  return {
    state,
    get time() {
      return time
    },
    get previousTime() {
      return previous
    },
    get nextStep() {
      return nextStep
    },
    start(at) {
      time = at
      previous = at
      isFirst = true
      isRejected = false
      isPending = false
      isFresh = false
      wantsJacobian = true
      oldStep = 0
      factored = 0
      acceptedStep = 0
      convergence = 1
      base.settle(at)
      hasRates = true
    },
    // RADAU5 leaves the first step to its user; its error estimate has order 3.
    firstStep: (direction, longest) => base.firstStep(time, direction, longest, 3),
    attempt,
    accept() {
      const view = memory()
      kernels.radauPolynomial(z.pointer, polynomial.pointer, stride, size)
      view[coefficients / 8] = 1
      kernels.combine(state, state, 0, coefficients, z.pointer + 2 * stride, stride, 1, size)
      previous = time
      time += tried
      oldStep = tried
      acceptedStep = tried
      acceptedError = Math.max(1e-2, triedError)
      isFirst = false
      isRejected = false
      isPending = false
      isFresh = false
      hasRates = false
      wantsJacobian = rate > GOOD_RATE
    },
    interpolate(at, out) {
      const s = (at - time) / oldStep
      const view = memory()
      view[coefficients / 8] = s
      view[coefficients / 8 + 1] = s * (s - (C2 - 1))
      view[coefficients / 8 + 2] = s * (s - (C2 - 1)) * (s - (C1 - 1))
      kernels.combine(out, state, 0, coefficients, polynomial.pointer, stride, 3, size)
    },
    counts: base.counts,
    checkpoint: () =>
      base.checkpoint(vectors, {
        ...base.counts(),
        time,
        previous,
        nextStep,
        oldStep,
        factored,
        acceptedStep,
        acceptedError,
        convergence,
        rate,
        isFirst: isFirst ? 1 : 0,
        wantsJacobian: wantsJacobian ? 1 : 0,
      }),
    restore(checkpoint) {
      const { numbers } = checkpoint
      base.restore(checkpoint, vectors)
      time = numbers.time ?? 0
      previous = numbers.previous ?? 0
      nextStep = numbers.nextStep ?? 0
      oldStep = numbers.oldStep ?? 0
      factored = numbers.factored ?? 0
      acceptedStep = numbers.acceptedStep ?? 0
      acceptedError = numbers.acceptedError ?? 0
      convergence = numbers.convergence ?? 1
      rate = numbers.rate ?? 1
      isFirst = numbers.isFirst === 1
      wantsJacobian = numbers.wantsJacobian === 1
      isRejected = false
      isPending = false
      isFresh = false
      hasRates = false
      if (factored !== 0 && !wantsJacobian) {
        solver.factor(GAMMA / factored)
        solver.factorComplex(ALPHA / factored, BETA / factored)
      }
      base.setCounts(numbers)
    },
  }
}
