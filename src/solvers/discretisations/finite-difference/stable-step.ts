import type { Kernels } from '../../../kernels/kernels.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { StableStep } from '../../fields/discretised-fields.ts'
import type { Pointer } from '../../system.ts'
import type { FieldTangent } from './field-jacobian.ts'
import type { GridShape } from './field-lowering.ts'

/** Iterations of the power method: the step needs the size of the largest eigenvalue to a few hundredths. */
const MOST = 40

interface Linear {
  stiff(time: number, state: Pointer, out: Pointer): void
  /** A vector of the size of the state that nothing else uses meanwhile. */
  readonly work: Pointer
}

/** Estimates the size of the largest eigenvalue of ∂f/∂y at a state of all unknowns, of what is left of it without a linear part. */
export type Radius = (time: number, all: Pointer, without?: Linear) => number

/** Power iteration with exact products, begun from a checkerboard, which is near the quickest mode of every even operator. */
export function makeRadius(
  kernels: Kernels,
  tangent: FieldTangent,
  {
    shape,
    unknowns,
    evolving,
  }: { readonly shape: GridShape; readonly unknowns: number; readonly evolving: readonly number[] },
): Radius {
  const vector = vectorKernels(kernels)
  const [nx = 1, ny = 1] = shape.counts
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const [whole, size] = [nodes * unknowns, nodes * evolving.length]
  const { work } = tangent
  const [mode, out] = [work + 8 * whole, work + 16 * whole]
  const own = evolving.length === unknowns ? mode : kernels.reserve(size)
  return (time, all, without) => {
    vector.copyVector(whole, all, work)
    if (own !== mode) vector.fillVector(whole, 0, mode)
    const view = kernels.view(own, size)
    for (let from = 0, row = 0; from < size; from += nx, row++) {
      let sign = ((row % ny) + Math.floor(row / ny)) % 2 === 0 ? 1 : -1
      for (let i = from; i < from + nx; i++, sign = -sign) {
        const golden = i * 0.6180339887498949
        view[i] = sign * (1 + 0.2 * (golden - Math.floor(golden) - 0.5))
      }
    }
    let radius = 0
    let length = Math.sqrt(vector.dot(size, own, own))
    for (let k = 0; k < MOST; k++) {
      vector.scaleVector(size, 1 / length, own)
      if (own !== mode)
        evolving.forEach((unknown, slot) => {
          vector.copyVector(nodes, own + 8 * slot * nodes, mode + 8 * unknown * nodes)
        })
      tangent.multiply(time)
      if (without) {
        without.stiff(time, own, without.work)
        vector.axpy(size, -1, without.work, out)
      }
      length = Math.sqrt(vector.dot(size, out, out))
      if (!(length > 0)) return Number.isNaN(length) ? Number.NaN : radius
      const isClose = k > 2 && Math.abs(length - radius) < 0.005 * length
      radius = length
      if (isClose) break
      vector.copyVector(size, out, own)
    }
    return radius
  }
}

/** Share of the bound that power iteration from below may have missed. */
const CAUTION = 1.05

/** The step that an explicit method with the interval [−2, 0] of stability may take. */
export function makeStableStep(
  radiusAt: (time: number, state: Pointer) => number,
  restRadius: ((time: number, state: Pointer) => number) | undefined,
  spacings: readonly number[],
): (time: number, state: Pointer) => StableStep {
  return (time, state) => {
    const radius = radiusAt(time, state)
    if (!Number.isFinite(radius)) return { explicit: 0, semiImplicit: 0, reason: 'the rates are not finite here' }
    const stepOf = (value: number) => (value > 0 ? 2 / (CAUTION * value) : Number.POSITIVE_INFINITY)
    const explicit = stepOf(radius)
    const finest = Math.min(...spacings)
    let semiImplicit: number | undefined
    return {
      explicit,
      // As much work again, and seldom wanted: found when asked for, which is at once.
      get semiImplicit() {
        semiImplicit ??= restRadius ? stepOf(restRadius(time, state)) : explicit
        return semiImplicit
      },
      reason: `the quickest mode on the grid (spacing ${Number(finest.toPrecision(3))}) changes at the rate ${Number(radius.toPrecision(3))}`,
    }
  }
}
