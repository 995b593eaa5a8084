import type { VectorKernels } from '../../kernels/vector.ts'
import type { Pointer } from '../system.ts'

/**
 * Cubic Hermite interpolation: out ← the cubic with values and slopes of both ends, at θ of the step. Error O(h⁴).
 * Written about both ends, so that the values there are exact.
 */
export function hermite(
  vector: VectorKernels,
  n: number,
  theta: number,
  step: number,
  from: Pointer,
  fromSlope: Pointer,
  to: Pointer,
  toSlope: Pointer,
  out: Pointer,
): void {
  const rest = 1 - theta
  const toWeight = theta * theta * (3 - 2 * theta)
  vector.combine5(
    n,
    1 - toWeight,
    from,
    toWeight,
    to,
    step * theta * rest * rest,
    fromSlope,
    -step * theta * theta * rest,
    toSlope,
    0,
    from,
    out,
  )
}
