import { dot, factorSmall, norm, solveSmall } from '../../kernels/small-dense.ts'
import type { VectorField } from './vector-field.ts'

/** A zero of the rates. */
export interface Root {
  readonly state: Float64Array
  /** Largest size of a rate there. */
  readonly residual: number
  readonly iterations: number
}

/** Relative size of the last correction at which a root counts as found. */
const converged = 1e-11

/** The largest |value|; NaN where one is not a number. */
export function largestOf(values: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < values.length; i++)
    largest = Number.isNaN(values[i]) ? Number.NaN : Math.max(largest, Math.abs(values[i]))
  return largest
}

const isFiniteAll = (values: Float64Array) => values.every(Number.isFinite)

/** Largest correction in units of `scale` and of the state itself. */
function correctionOf(step: Float64Array, state: Float64Array, scale: Float64Array): number {
  let largest = 0
  for (let i = 0; i < step.length; i++)
    largest = Math.max(largest, Math.abs(step[i]) / Math.max(Math.abs(state[i]), 1e-3 * scale[i]))
  return largest
}

/** The step −J⁻¹ f; that of Levenberg and Marquardt, which stays bounded, where J is singular to rounding. */
function newtonStep(field: VectorField, state: Float64Array, rates: Float64Array, scale: Float64Array) {
  const n = field.size
  const jacobian = field.jacobian(state)
  if (!isFiniteAll(jacobian)) return undefined
  const factors = factorSmall(jacobian, n)
  if (factors.sign !== 0 && factors.least > 1e-13 * factors.most) return { jacobian, step: solveSmall(factors, rates).map((x) => -x) } // biome-ignore format: record
  // (JᵀJ + λ I) d = −Jᵀ f in the scaled unknowns.
  const normal = new Float64Array(n * n)
  const right = new Float64Array(n)
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) {
      right[i] -= jacobian[k * n + i] * scale[i] * rates[k]
      for (let j = 0; j < n; j++) normal[i * n + j] += jacobian[k * n + i] * scale[i] * jacobian[k * n + j] * scale[j]
    }
  let trace = 0
  for (let i = 0; i < n; i++) trace += normal[i * n + i]
  for (let i = 0; i < n; i++) normal[i * n + i] += 1e-13 * (trace || 1)
  return { jacobian, step: solveSmall(factorSmall(normal, n), right).map((x, i) => x * scale[i]) }
}

/** Whether the rates are zero as far as the Jacobian can tell: where it is singular a correction of zero says nothing. */
function isAtRest(rates: Float64Array, jacobian: Float64Array, scale: Float64Array): boolean {
  const n = rates.length
  for (let i = 0; i < n; i++) {
    let reach = 0
    for (let j = 0; j < n; j++) reach += Math.abs(jacobian[i * n + j]) * scale[j]
    if (!(Math.abs(rates[i]) <= 1e-6 * reach)) return false
  }
  return true
}

/** Roots that are not to be found again: Farrell, Birkisson and Funke, SIAM J. Sci. Comput. 37 (2015) A2026. */
export type Deflation = readonly Float64Array[]

/**
 * Factor by which deflation changes Newton's step d: f is multiplied by m = Π (1/|y − r|² + 1), whose step is
 * d / (1 − ∇m·d / m) (Sherman and Morrison).
 */
function deflatedPart(state: Float64Array, step: Float64Array, roots: Deflation, scale: Float64Array): number {
  let slope = 0
  for (const root of roots) {
    let square = 0
    let along = 0
    for (let i = 0; i < state.length; i++) {
      const distance = (state[i] - root[i]) / scale[i]
      square += distance * distance
      along += (distance * step[i]) / scale[i]
    }
    if (square === 0) return 1
    // ∇(1/s + 1)·d / (1/s + 1) with s = |y − r|².
    slope += (-2 * along) / (square * (1 + square))
  }
  return 1 / (1 - slope)
}

/**
 * Newton's method with a line search on |f|² (Deuflhard, Newton Methods for Nonlinear Problems, 3.3); undefined where it does not
 * converge.
 * @param scale typical size of each unknown
 */
export function findRoot(
  field: VectorField,
  start: ArrayLike<number>,
  scale: Float64Array,
  options: { readonly most?: number; readonly deflation?: Deflation } = {},
): Root | undefined {
  const { most = 60, deflation = [] } = options
  const state = Float64Array.from(start)
  const trial = new Float64Array(field.size)
  let small = 0
  for (let iterations = 0; iterations < most; iterations++) {
    const rates = field.rates(state).slice()
    if (!isFiniteAll(rates)) return undefined
    const residual = largestOf(rates)
    if (residual === 0) return { state, residual, iterations }
    const made = newtonStep(field, state, rates, scale)
    if (!made || !isFiniteAll(made.step)) return undefined
    const { step } = made
    const size = correctionOf(step, state, scale)
    if (size <= converged) {
      if (!isAtRest(rates, made.jacobian, scale)) return undefined
      for (let i = 0; i < state.length; i++) trial[i] = state[i] + step[i]
      const polished = largestOf(field.rates(trial))
      if (polished <= residual) state.set(trial)
      return { state, residual: Math.min(residual, polished), iterations }
    }
    let part = 1
    if (deflation.length > 0) {
      const factor = deflatedPart(state, step, deflation, scale)
      part = Number.isFinite(factor) ? Math.min(20, Math.max(-20, factor)) : 1
      for (let i = 0; i < state.length; i++) state[i] += part * step[i]
      continue
    }
    // A step that lessens |f| in the metric of the Jacobian itself: the simplified correction (natural monotonicity) would cost a solve.
    const before = dot(rates, rates)
    for (; ; part /= 2) {
      for (let i = 0; i < state.length; i++) trial[i] = state[i] + part * step[i]
      const after = field.rates(trial)
      const square = dot(after, after)
      if (square <= (1 - 2e-4 * part) * before) break
      if (part < 1e-4) {
        // Rounding alone: |f| cannot fall any more.
        if (size >= 1e-6 || !isAtRest(rates, made.jacobian, scale)) return undefined
        if (++small > 1) return { state, residual, iterations }
        break
      }
    }
    state.set(trial)
  }
  return undefined
}

/**
 * Pseudo-transient continuation (Kelley and Keyes, SIAM J. Numer. Anal. 35 (1998) 508): implicit Euler steps whose length grows as the rates fall
 * (switched evolution relaxation), at first short enough to follow the solution itself. It ends where the solution would settle,
 * keeps linear conserved quantities, and becomes Newton's method.
 */
export function* followTransient(
  field: VectorField,
  start: ArrayLike<number>,
  scale: Float64Array,
  most = 2000,
): Generator<number, Root | undefined> {
  const n = field.size
  const { mass } = field.system
  let state = Float64Array.from(start)
  let rates = field.rates(state).slice()
  if (!isFiniteAll(rates)) return undefined
  const scaled = (values: Float64Array) => norm(values.map((value, i) => value / scale[i]))
  let speed = scaled(rates)
  if (speed === 0) return { state, residual: 0, iterations: 0 }
  let length = 0.02 / speed
  for (let iterations = 0; iterations < most; iterations++) {
    if (iterations % 20 === 19) yield iterations / most
    const matrix = field.jacobian(state)
    if (!isFiniteAll(matrix)) return undefined
    for (let k = 0; k < n * n; k++) matrix[k] = -matrix[k]
    for (let i = 0; i < n; i++) matrix[i * n + i] += (mass?.[i] ?? 1) / length
    const step = solveSmall(factorSmall(matrix, n), rates)
    const next = state.map((value, i) => value + step[i])
    const after = field.rates(next).slice()
    if (!isFiniteAll(after) || !isFiniteAll(step)) {
      length /= 10
      if (length * speed < 1e-14) return undefined
      continue
    }
    const correction = correctionOf(step, state, scale)
    const faster = scaled(after)
    // A long step that made the rates much larger has left the way.
    if (faster > 10 * speed && correction > 0.1) {
      length /= 4
      if (length * speed < 1e-14) return undefined
      continue
    }
    state = next
    rates = after
    if (faster === 0 || correction <= converged)
      return { state, residual: largestOf(rates), iterations: iterations + 1 }
    const growth = Math.min(2, Math.max(0.2, (1.2 * speed) / faster))
    length = Math.min(1e30, length * growth)
    speed = faster
  }
  return undefined
}
