import { type Kernels, makeKernels } from '../../src/kernels/kernels.ts'
import type { Pointer, SparsityPattern, System } from '../../src/solvers/system.ts'

/** f(t, y) written to `out`. */
export type PlainRates = (time: number, state: Float64Array, out: Float64Array) => void

/** A problem as plain functions on arrays. */
export interface PlainProblem {
  readonly size: number
  readonly rates: PlainRates
  /** Dense, row after row: ∂f_i/∂y_j at i·size + j. Absent: the system has none, and steppers take differences. */
  readonly jacobian?: PlainRates
  readonly timeDerivative?: PlainRates
  readonly isAutonomous?: boolean
  readonly mass?: Float64Array
  readonly separable?: { readonly positions: number; readonly drift: PlainRates; readonly kick: PlainRates }
  readonly split?: { readonly nonstiff: PlainRates; readonly stiff: PlainRates; readonly stiffJacobian: PlainRates }
  readonly spectralRadius?: (time: number, state: Float64Array) => number
}

/** Views of one length by pointer, renewed when the memory has moved: calls do not allocate. */
function makeViews(kernels: Kernels, length: number) {
  const views = new Map<Pointer, Float64Array>()
  return (pointer: Pointer): Float64Array => {
    const found = views.get(pointer)
    if (found && found.buffer === kernels.memory.buffer) return found
    const made = kernels.view(pointer, length)
    views.set(pointer, made)
    return made
  }
}

/** Every place of a dense matrix, rows compressed. */
export function densePattern(size: number): SparsityPattern {
  return {
    rowStarts: Int32Array.from({ length: size + 1 }, (_, row) => row * size),
    columns: Int32Array.from({ length: size * size }, (_, place) => place % size),
  }
}

/** A `System` made of plain TypeScript functions, with a memory of its own unless given one; counts its evaluations. */
export function plainSystem(problem: PlainProblem, kernels: Kernels = makeKernels()) {
  const { size } = problem
  const counts = { rates: 0, jacobians: 0 }
  const vector = makeViews(kernels, size)
  const matrix = makeViews(kernels, size * size)
  const onVectors = (rates: PlainRates) => (time: number, state: Pointer, out: Pointer) =>
    rates(time, vector(state), vector(out))
  const denseJacobian = (jacobian: PlainRates) => ({
    pattern: densePattern(size),
    evaluate(time: number, state: Pointer, out: Pointer) {
      counts.jacobians++
      jacobian(time, vector(state), matrix(out))
    },
  })
  const { rates, jacobian, timeDerivative, isAutonomous, mass, separable, split, spectralRadius } = problem
  const system: System = {
    kernels,
    size,
    rates(time, state, out) {
      counts.rates++
      rates(time, vector(state), vector(out))
    },
    ...(jacobian ? { jacobian: denseJacobian(jacobian) } : {}),
    ...(timeDerivative ? { timeDerivative: onVectors(timeDerivative) } : {}),
    ...(isAutonomous === undefined ? {} : { isAutonomous }),
    ...(mass ? { mass } : {}),
    ...(separable
      ? {
          separable: {
            positions: separable.positions,
            drift: onVectors(separable.drift),
            kick: onVectors(separable.kick),
          },
        }
      : {}),
    ...(split
      ? {
          split: {
            nonstiff: onVectors(split.nonstiff),
            stiff: onVectors(split.stiff),
            stiffJacobian: denseJacobian(split.stiffJacobian),
          },
        }
      : {}),
    ...(spectralRadius
      ? { spectralRadius: (time: number, state: Pointer) => spectralRadius(time, vector(state)) }
      : {}),
  }
  return { system, counts }
}
