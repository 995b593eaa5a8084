import { linearFamily } from './generated/linear.ts'
import type { Kernels } from './kernels.ts'

/**
 * Householder's QR of a rows × columns matrix, rows ≥ columns ≥ 1, row by row in memory, in panels of 32 columns. Pointers are bytes.
 * `factors`: a block of `qrFactors(columns)` float64 that belongs to the factored matrix.
 */
export interface QrKernels {
  /** Factors in place: R in the upper triangle, the reflectors below. Returns 0, or 1 + k where column k is not finite. */
  factorQr(matrix: number, rows: number, columns: number, factors: number): number
  /** `vector` (rows) ← Qᵀ vector when `isTransposed`, else Q vector. Q is rows × rows, orthogonal. */
  applyQr(matrix: number, rows: number, columns: number, factors: number, vector: number, isTransposed: boolean): void
  /**
   * Minimises ‖A x − b‖: the first `columns` of `rightSide` (rows) take x, the rest a vector whose norm is the residual's. Returns
   * 0, or 1 + k where column k depends on those before it (to rounding: |R(k, k)| ≤ rows · ε · max |R(j, j)|).
   */
  solveLeastSquares(matrix: number, rows: number, columns: number, factors: number, rightSide: number): number
}

/** Length of the `factors` block. */
export function qrFactors(columns: number): number {
  return 1024 * Math.ceil(columns / 32) + 32 * columns + 1024 + 32
}

/** The QR kernels on one memory. */
export function qrKernels(kernels: Kernels): QrKernels {
  return kernels.link(linearFamily) as unknown as QrKernels
}
