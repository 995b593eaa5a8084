import { linearFamily } from './generated/linear.ts'
import type { Kernels } from './kernels.ts'

/**
 * Block-tridiagonal systems by Thomas's algorithm with dense blocks; rows are exchanged within a block only, so the blocks on the
 * diagonal must not be close to singular (one-dimensional diffusion and reaction). Others go through `bandedKernels`.
 *
 * `matrix`: a block row is three size × size blocks, each row by row, [A | B | C]: A x(i − 1) + B x(i) + C x(i + 1); 3·size² float64
 * a block row. The first A and the last C are the corners of the cyclic ones and are not read otherwise. Factoring happens in place.
 * `pivots`: blocks·size float64. Factor functions return 0, or 1 + the number of the unknown without a usable pivot.
 */
export interface BlockTridiagonalKernels {
  factorBlockTridiagonal(matrix: number, pivots: number, blocks: number, size: number): number
  /** `rightSide`, blocks·size float64, takes the solution. */
  solveBlockTridiagonal(matrix: number, pivots: number, blocks: number, size: number, rightSide: number): void
  /** `border` takes (blocks − 1)·size² float64, which the solve needs. */
  factorBlockCyclic(matrix: number, pivots: number, blocks: number, size: number, border: number): number
  solveBlockCyclic(
    matrix: number,
    pivots: number,
    blocks: number,
    size: number,
    border: number,
    rightSide: number,
  ): void
}

/** The block-tridiagonal kernels on one memory. */
export function blockTridiagonalKernels(kernels: Kernels): BlockTridiagonalKernels {
  return kernels.link(linearFamily) as unknown as BlockTridiagonalKernels
}
