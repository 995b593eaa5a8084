import { linearFamily } from './generated/linear.ts'
import type { Kernels } from './kernels.ts'

/**
 * LU of band matrices with partial pivoting, in O(n·lower·(lower + upper)). Pointers are bytes. Entry (i, j),
 * −lower ≤ j − i ≤ upper, lies at float64 i·width + (j − i + lower) with width = `bandWidth(lower, upper)`; the last `lower` of a row
 * are room for fill and need no values. Complex entries are interleaved (re, im): twice as many float64. `pivots` is a block of n
 * float64 that the kernels use as they like.
 */
export interface BandedKernels {
  /** Factors in place. Returns 0, or 1 + k where column k had no usable pivot: the matrix is singular or not finite. */
  factorBanded(matrix: number, pivots: number, n: number, lower: number, upper: number): number
  /** Solves A x = b with the factors; `rightSide` takes x. */
  solveBanded(matrix: number, pivots: number, n: number, lower: number, upper: number, rightSide: number): void
  factorBandedComplex(matrix: number, pivots: number, n: number, lower: number, upper: number): number
  solveBandedComplex(matrix: number, pivots: number, n: number, lower: number, upper: number, rightSide: number): void
}

/** Entries of a stored row: the band and the room for fill. */
export function bandWidth(lower: number, upper: number): number {
  return 2 * lower + upper + 1
}

/** The banded kernels on one memory. */
export function bandedKernels(kernels: Kernels): BandedKernels {
  return kernels.link(linearFamily) as unknown as BandedKernels
}
