import { implicitFamily } from './generated/implicit.ts'
import type { Kernels } from './kernels.ts'

/** Stages of exponential methods: see assembly/implicit/exponential.ts. Pointers are bytes. */
export interface ExponentialKernels {
  /** out ← e x + q y */
  exponentialStage(n: number, e: number, q: number, x: number, y: number, out: number): void
  /** out ← e a + q (2 nb − n0) */
  exponentialThird(n: number, e: number, q: number, a: number, nb: number, n0: number, out: number): void
  /** out ← e x + f n0 + g (na + nb) + k nc; e, f, g, k lie `stride` bytes apart. */
  exponentialEnd(
    n: number,
    e: number,
    stride: number,
    x: number,
    n0: number,
    na: number,
    nb: number,
    nc: number,
    out: number,
  ): void
  exponentialStageComplex: ExponentialKernels['exponentialStage']
  exponentialThirdComplex: ExponentialKernels['exponentialThird']
  exponentialEndComplex: ExponentialKernels['exponentialEnd']
  /** out ← Σ_j table_ij x_j for fields of `count` numbers, or added to out, which is none of the x. */
  exponentialBlocks(
    fields: number,
    count: number,
    complex: number,
    table: number,
    x: number,
    out: number,
    adds: number,
  ): void
  lengthOf(n: number, x: number): number
}

/** The loops of exponential methods on one memory. */
export function exponentialKernels(kernels: Kernels): ExponentialKernels {
  return kernels.link(implicitFamily) as unknown as ExponentialKernels
}
