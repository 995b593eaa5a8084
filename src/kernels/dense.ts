import { linearFamily } from './generated/linear.ts'
import type { Kernels } from './kernels.ts'

/**
 * LU of dense matrices with partial pivoting. Pointers are bytes. A matrix is n × n float64 row by row; a complex one has its
 * entries interleaved (re, im), 2n² float64. `pivots` is a block of n float64 that the kernels use as they like.
 * Another library takes their place by giving the same functions: only a pair's own solve reads what its factor wrote.
 */
export interface DenseKernels {
  /**
   * Factors in place: L with a unit diagonal below, U above, the inverses of U's diagonal on it. Returns 0, or 1 + k where column
   * k had no usable pivot: the matrix is singular or not finite.
   */
  factorDense(matrix: number, pivots: number, n: number): number
  /** Solves A x = b with the factors; `rightSide` takes x. */
  solveDense(matrix: number, pivots: number, n: number, rightSide: number): void
  factorDenseComplex(matrix: number, pivots: number, n: number): number
  solveDenseComplex(matrix: number, pivots: number, n: number, rightSide: number): void
}

/** The dense kernels on one memory. */
export function denseKernels(kernels: Kernels): DenseKernels {
  return kernels.link(linearFamily) as unknown as DenseKernels
}
