import { gridFamily } from './generated/grid.ts'
import type { Kernels } from './kernels.ts'
import { type VectorKernels, vectorKernels } from './vector.ts'

/**
 * Sums, norms and extremes of n float64; the order of additions depends on n alone, so results repeat to the last bit. Values that
 * are not numbers go through. Besides the loops of the family `grid` here are those of `vector`.
 */
export interface ReductionKernels extends Pick<VectorKernels, 'dot' | 'maxNorm' | 'minimumOf' | 'compensatedSum'> {
  maximumOf(n: number, x: number): number
  /** Σ |x_i| */
  oneNorm(n: number, x: number): number
  /** √(Σ x_i²), scaled where squares would overflow or vanish. */
  twoNorm(n: number, x: number): number
  /** Compensated sum over n. */
  mean(n: number, x: number): number
}

/** The reductions on one memory. */
export function reductionKernels(kernels: Kernels): ReductionKernels {
  const own = kernels.link(gridFamily) as unknown as Omit<ReductionKernels, 'mean'>
  const vector = vectorKernels(kernels)
  return { ...own, ...vector, mean: (n, x) => vector.compensatedSum(n, x) / n }
}
