import { linearFamily } from './generated/linear.ts'
import type { Kernels } from './kernels.ts'

/** Cholesky's factors of symmetric positive definite matrices, n × n row by row; the strict upper triangle is neither read nor written. */
export interface CholeskyKernels {
  /** Factors in place: L with the inverses of its diagonal. Returns 0, or 1 + i where the matrix is not positive definite from row i on. */
  factorCholesky(matrix: number, n: number): number
  /** Solves A x = b with the factors; `rightSide` takes x. */
  solveCholesky(matrix: number, n: number, rightSide: number): void
}

/** Cholesky's kernels on one memory. */
export function choleskyKernels(kernels: Kernels): CholeskyKernels {
  return kernels.link(linearFamily) as unknown as CholeskyKernels
}
