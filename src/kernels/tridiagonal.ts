import { linearFamily } from './generated/linear.ts'
import type { Kernels } from './kernels.ts'

/**
 * Tridiagonal systems by Thomas's algorithm, without exchanges of rows: for dominant diagonals and positive definite matrices
 * (diffusion, splines, compact differences); others go through `bandedKernels` with one diagonal on either side.
 *
 * Row i is below[i] x(i − 1) + diagonal[i] x(i) + above[i] x(i + 1): three arrays of n float64, kept. below[0] and above[n − 1] are
 * the corners of the cyclic ones (to the last and to the first unknown) and are not read otherwise. Factor functions return 0, or
 * 1 + i where row i had no usable pivot. Pointers are bytes; `stride` counts float64.
 */
export interface TridiagonalKernels {
  /** `factors`: `tridiagonalFactors(n)` float64. */
  factorTridiagonal(below: number, diagonal: number, above: number, n: number, factors: number): number
  /** Many right sides of one matrix; value i of system s at s·stride + i. Each takes its solution. Use `systems` = 1 for one. */
  solveTridiagonalRows(factors: number, n: number, rightSides: number, systems: number, stride: number): void
  /** The same with value i of system s at i·stride + s: the fastest. Complex right sides count as two systems. */
  solveTridiagonalColumns(factors: number, n: number, rightSides: number, systems: number, stride: number): void
  /** `factors`: `cyclicFactors(n)` float64. */
  factorCyclic(below: number, diagonal: number, above: number, n: number, factors: number): number
  solveCyclicRows(factors: number, n: number, rightSides: number, systems: number, stride: number): void
  solveCyclicColumns(factors: number, n: number, rightSides: number, systems: number, stride: number): void
  /**
   * Factors and solves many systems with a matrix each: value i of system s at i·systems + s in all five arrays. The matrices stay,
   * `scratch` takes n·systems float64.
   */
  solveTridiagonalEach(
    below: number,
    diagonal: number,
    above: number,
    n: number,
    systems: number,
    rightSides: number,
    scratch: number,
  ): number
}

/** Length of the `factors` of a tridiagonal matrix. */
export function tridiagonalFactors(n: number): number {
  return 3 * n
}

/** Length of the `factors` of a cyclic one. */
export function cyclicFactors(n: number): number {
  return 4 * n
}

/** The tridiagonal kernels on one memory. */
export function tridiagonalKernels(kernels: Kernels): TridiagonalKernels {
  return kernels.link(linearFamily) as unknown as TridiagonalKernels
}
