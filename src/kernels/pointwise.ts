import { type FftKernels, fftKernels } from './fft-pass.ts'
import { gridFamily } from './generated/grid.ts'
import type { Kernels } from './kernels.ts'
import { type VectorKernels, vectorKernels } from './vector.ts'

/**
 * Arithmetic value by value over float64 and complex arrays (interleaved re, im; `count` complex numbers). Pointers are bytes; `out` may be
 * any of the inputs. Besides the loops of the family `grid` here are those of `vector` and `fft` that belong with them.
 */
export interface PointwiseKernels
  extends Pick<VectorKernels, 'copyVector' | 'fillVector' | 'scaleVector' | 'axpy' | 'combine2' | 'multiplyVectors'>,
    Pick<
      FftKernels,
      'complexMultiply' | 'complexConjugateMultiply' | 'complexRealMultiply' | 'complexScale' | 'complexAddScaled'
    > {
  addArrays(n: number, x: number, y: number, out: number): void
  subtractArrays(n: number, x: number, y: number, out: number): void
  divideArrays(n: number, x: number, y: number, out: number): void
  /** out ← x y + z */
  multiplyAddArrays(n: number, x: number, y: number, z: number, out: number): void
  /** out ← a b + c */
  complexMultiplyAdd(a: number, b: number, c: number, out: number, count: number): void
  /** y ← y + s x with one complex number s. */
  complexAxpy(re: number, im: number, x: number, y: number, count: number): void
  /** out ← a / b; no overflow in between while |a| stays below half the largest number. */
  complexDivide(a: number, b: number, out: number, count: number): void
  /** out ← |a|², `count` real numbers. */
  complexSquares(a: number, out: number, count: number): void
}

/** The loops over arrays on one memory. */
export function pointwiseKernels(kernels: Kernels): PointwiseKernels {
  const own = kernels.link(gridFamily) as unknown as PointwiseKernels
  return { ...own, ...vectorKernels(kernels), ...fftKernels(kernels) }
}
