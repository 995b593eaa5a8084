import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { StableStep } from '../../fields/discretised-fields.ts'
import type { Pointer, System } from '../../system.ts'
import type { GridShape } from './field-lowering.ts'

/** Iterations of the power method: the step needs the size of the largest eigenvalue to a tenth. */
const ITERATIONS = 20

/** The step that an explicit method with the interval [−2, 0] of stability may take, by power iteration from a checkerboard. */
export function makeStableStep(
  system: System,
  equations: FieldEquations,
  shape: GridShape,
  spacings: readonly number[],
): (time: number, state: Pointer) => StableStep {
  const { kernels, size } = system
  const vector = vectorKernels(kernels)
  const [mode, moved, base, slope] = [0, 1, 2, 3].map(() => kernels.reserve(size)) as [number, number, number, number]
  const [nx = 1, ny = 1] = shape.counts
  void equations
  return (time, state) => {
    const view = kernels.view(mode, size)
    for (let i = 0; i < size; i++) {
      const parity = (i % nx) + (Math.floor(i / nx) % ny) + Math.floor(i / (nx * ny))
      view[i] = (parity % 2 === 0 ? 1 : -1) * (1 + 0.3 * (((i * 0.6180339887498949) % 1) - 0.5))
    }
    system.rates(time, state, base)
    const small = 1e-7 * Math.max(1e-6, vector.maxNorm(size, state))
    let radius = 0
    for (let k = 0; k < ITERATIONS; k++) {
      const length = vector.maxNorm(size, mode)
      if (!(length > 0)) break
      vector.combine2(size, 1, state, small / length, mode, moved)
      system.rates(time, moved, slope)
      vector.combine2(size, 1 / small, slope, -1 / small, base, mode)
      const next = vector.maxNorm(size, mode)
      if (!Number.isFinite(next)) return { explicit: 0, semiImplicit: 0, reason: 'the rates are not finite here' }
      const isClose = k > 4 && Math.abs(next - radius) < 0.01 * next
      radius = next
      if (isClose) break
    }
    const explicit = radius > 0 ? 2 / radius : Number.POSITIVE_INFINITY
    const finest = Math.min(...spacings)
    return {
      explicit,
      semiImplicit: explicit,
      reason: `the quickest mode on the grid (spacing ${finest.toPrecision(3)}) changes at the rate ${radius.toPrecision(3)}`,
    }
  }
}
