import { dot, type Factors, factorSmall, norm, solveSmall, unit } from '../../kernels/small-dense.ts'
import type { Box } from './box.ts'
import { type Linearisation, linearise } from './linearisation.ts'
import type { VectorField } from './vector-field.ts'

/**
 * The equilibria f(y, p) = 0 as curves in the space of z: the unknowns, then the parameter, each divided by its typical size, so that lengths and
 * angles mean something (Keller, in Applications of Bifurcation Theory, 1977; Seydel, Practical Bifurcation and Stability Analysis, 4).
 */
export interface EquilibriumCurve {
  readonly field: VectorField
  readonly size: number
  readonly scale: Float64Array
  place(state: ArrayLike<number>, parameter: number): Float64Array
  stateOf(place: ArrayLike<number>): Float64Array
  parameterOf(place: ArrayLike<number>): number
  /** [∂f/∂y, ∂f/∂p] in the scaled variables, size × (size + 1). */
  derivative(place: ArrayLike<number>): Float64Array
  /** The zero of f on the plane through `guess` across `tangent`, and the iterations it took. */
  correct(guess: Float64Array, tangent: Float64Array): { readonly place: Float64Array; readonly iterations: number } | undefined // biome-ignore format: one signature
  /** The unit tangent on the side of `along`. */
  tangent(place: ArrayLike<number>, along: Float64Array): Float64Array
  /** Factors of the derivative bordered by a row: singular where two branches cross. */
  bordered(place: ArrayLike<number>, row: ArrayLike<number>): Factors
  linearise(place: ArrayLike<number>): Linearisation | undefined
}

/** Corrections below this part of the scaled variables end Newton's iteration. */
const converged = 1e-12
const MOST_ITERATIONS = 12

/** The curves of one parameter; `range` is its typical size. */
export function makeEquilibriumCurve(field: VectorField, index: number, box: Box, range: number): EquilibriumCurve {
  const { size } = field
  const scale = Float64Array.from({ length: size + 1 }, (_, i) => (i < size ? box.scale[i] : range))
  const state = new Float64Array(size)

  function enter(place: ArrayLike<number>): Float64Array {
    for (let i = 0; i < size; i++) state[i] = place[i] * scale[i]
    field.setParameter(index, place[size] * scale[size])
    return state
  }

  function derivative(place: ArrayLike<number>): Float64Array {
    const jacobian = field.jacobian(enter(place))
    const slope = field.parameterDerivative(index, state)
    const out = new Float64Array(size * (size + 1))
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) out[i * (size + 1) + j] = jacobian[i * size + j] * scale[j]
      out[i * (size + 1) + size] = slope[i] * scale[size]
    }
    return out
  }

  function bordered(place: ArrayLike<number>, row: ArrayLike<number>): Factors {
    const matrix = new Float64Array((size + 1) ** 2)
    matrix.set(derivative(place))
    matrix.set(Float64Array.from(row), size * (size + 1))
    return factorSmall(matrix, size + 1)
  }

  return {
    field,
    size,
    scale,
    place: (values, parameter) => Float64Array.from(scale, (s, i) => (i < size ? values[i] : parameter) / s),
    stateOf: (place) => Float64Array.from({ length: size }, (_, i) => place[i] * scale[i]),
    parameterOf: (place) => place[size] * scale[size],
    derivative,
    correct(guess, tangent) {
      const place = guess.slice()
      const right = new Float64Array(size + 1)
      let before = Number.POSITIVE_INFINITY
      for (let iterations = 1; iterations <= MOST_ITERATIONS; iterations++) {
        right.set(field.rates(enter(place)))
        right[size] = dot(tangent, place) - dot(tangent, guess)
        const step = solveSmall(bordered(place, tangent), right)
        const length = norm(step)
        // No convergence: the correction must shrink.
        if (!(length < 2 * before) || length > 0.5) return undefined
        for (let i = 0; i <= size; i++) place[i] -= step[i]
        if (length <= converged * (1 + norm(place)) || (length < 1e-9 && length > 0.5 * before)) return { place, iterations } // biome-ignore format: one condition
        before = length
      }
      return undefined
    },
    tangent(place, along) {
      const right = new Float64Array(size + 1)
      right[size] = 1
      return unit(solveSmall(bordered(place, along), right))
    },
    bordered,
    linearise: (place) => linearise(field.jacobian(enter(place)), size, field.system.mass),
  }
}
