import { vectorKernels } from '../../kernels/vector.ts'
import { makeArenaView } from '../arena-view.ts'
import type { Stepper, Stepping, Tolerances, Written } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { System } from '../system.ts'

/** The step is this part of the longest that the tolerance allows: no step is tried in vain. */
const SAFETY = 0.97

/** Of the lowest cost at a tolerance: the work of a series grows with the square of its order, the step with tolerance^(1/order). */
const orderOf = (tolerance: number) => Math.max(8, Math.ceil(-0.5 * Math.log(tolerance)) + 1)

/**
 * Follows the solution by its power series, in double-double arithmetic. Steps are chosen before they are taken, from the last two
 * coefficients (À. Jorba, M. Zou, Exp. Math. 14 (2005) 99, section 3); times are float64 and steps their exact differences.
 */
function makeTaylor(system: System, { rtol, atol }: Tolerances): Stepping {
  const { kernels, size, taylor: series } = system
  if (!series) throw new Error('a Taylor series of a system that has none')
  const tolerance = rtol > 0 ? rtol : typeof atol === 'number' ? atol : Math.min(...atol)
  const order = orderOf(tolerance)
  const lengths = series.lengths(order)
  const vector = vectorKernels(kernels)
  const arena = makeArenaView(kernels)
  const take = (length: number) => kernels.reserve(length)
  let state = take(size)
  let low = take(size)
  let other = take(size)
  let otherLow = take(size)
  let coefficients = take(lengths.series)
  let coefficientsBefore = take(lengths.series)
  const work = take(lengths.work)
  const spare = take(size)
  const sum = take(2)
  let expansions = 0
  const now = new Float64Array(12)
  const [TIME, BEFORE, AHEAD, UNIT, UNIT_BEFORE, NATURAL, SIGN, FIRST, FIRST_LOW, LARGEST] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const // biome-ignore format: one thought

  /** Relative change of what the solution keeps since the start, computed in both halves. */
  function watch(): void {
    if (!series?.conserved) return
    series.conserved(state, low, sum)
    const all = arena()
    const change = all[sum / 8] - now[FIRST] + (all[sum / 8 + 1] - now[FIRST_LOW])
    now[LARGEST] = Math.max(now[LARGEST], Math.abs(change / (now[FIRST] || 1)))
  }

  /** How far the coefficient of order k stays within the tolerance, in units of the series. */
  function reachOf(k: number): number {
    const part = series?.coefficient(k, coefficients) ?? 0
    return part === 0 ? Number.POSITIVE_INFINITY : (tolerance / part) ** (1 / k)
  }

  function expand(): void {
    if (!series) return
    const unit = series.unit(state)
    series.expand(order, unit, state, low, coefficients, work)
    expansions++
    now[UNIT] = unit
    const reach = Math.min(reachOf(order - 1), reachOf(order))
    now[NATURAL] = SAFETY * reach * unit
  }

  /** The solution at a float64 time from the beginning of a series; the difference of two times is exact as two halves. */
  function solution(time: number, from: number, unit: number, at: number, out: number, outLow: number): void {
    const difference = time - from
    const part = difference - time
    const rest = time - (difference - part) - (from + part)
    series?.evaluate(order, unit, at, difference / unit, rest / unit, out, outLow)
  }

  const show = () => {
    stepping.time = now[TIME]
    stepping.previousTime = now[BEFORE]
    stepping.state = state
    stepping.candidate = other
    stepping.nextStep = now[SIGN] * now[NATURAL]
  }

  const stepping: Written<Stepping> = {
    state,
    candidate: other,
    // Not numbers, so that the engine makes room for float64 at once.
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    notes() {
      return series.conserved
        ? [
            `Taylor series of order ${order} in double-double arithmetic; at the steps the energy kept to ${now[LARGEST].toPrecision(2)} of itself`,
          ]
        : [`Taylor series of order ${order} in double-double arithmetic`]
    },
    start(time) {
      now[TIME] = time
      now[BEFORE] = time
      kernels.view(low, size).fill(0)
      if (series.conserved) {
        series.conserved(state, low, sum)
        const all = arena()
        now[FIRST] = all[sum / 8]
        now[FIRST_LOW] = all[sum / 8 + 1]
      }
      expand()
      show()
    },
    firstStep(direction, longest) {
      now[SIGN] = direction
      show()
      return direction * Math.min(longest, now[NATURAL])
    },
    attempt(step) {
      const ahead = now[TIME] + step
      now[AHEAD] = ahead
      if (ahead === now[TIME]) return Number.NaN
      solution(ahead, now[TIME], now[UNIT], coefficients, other, otherLow)
      if (vector.firstNonFinite(size, other) >= 0) return Number.NaN
      return (SAFETY * Math.abs(step)) / now[NATURAL]
    },
    accept() {
      now[BEFORE] = now[TIME]
      now[TIME] = now[AHEAD]
      now[UNIT_BEFORE] = now[UNIT]
      let old = state
      state = other
      other = old
      old = low
      low = otherLow
      otherLow = old
      old = coefficients
      coefficients = coefficientsBefore
      coefficientsBefore = old
      watch()
      expand()
      show()
    },
    interpolate(time, out) {
      solution(time, now[BEFORE], now[UNIT_BEFORE], coefficientsBefore, out, spare)
    },
    worst: () => Math.max(0, vector.firstNonFinite(size, other)),
    counts: () => ({ evaluations: expansions * order, jacobians: 0, factorisations: 0, solves: 0 }),
    checkpoint: () => ({
      arrays: { state: kernels.view(state, size).slice(), low: kernels.view(low, size).slice(), stepping: now.slice() },
      numbers: { expansions },
    }),
    restore({ arrays, numbers }) {
      kernels.view(state, size).set(arrays.state)
      kernels.view(low, size).set(arrays.low)
      now.set(arrays.stepping)
      now[BEFORE] = now[TIME]
      expand()
      expansions = numbers.expansions
      show()
    },
  }
  return stepping
}

/** The reference for bodies: what the last digits of other methods are measured with. */
export const taylor: Stepper = {
  ...stepperDescriptions.taylor,
  make: makeTaylor,
}
