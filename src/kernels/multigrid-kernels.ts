import { gridFamily } from './generated/grid.ts'
import type { Kernels } from './kernels.ts'

/** The loops of a multigrid; `level` is a record made by multigrid-level.ts, pointers those of node (0, 0, 0). */
export interface MultigridKernels {
  /** A sweep of red–black Gauss–Seidel that begins with the colour `first`. */
  relax(level: number, first: number): void
  /** r ← f − A u; Σ r². */
  residual(level: number): number
  restrictTo(
    fineLevel: number,
    fine: number,
    coarseLevel: number,
    coarse: number,
    x: number,
    y: number,
    z: number,
    isNested: boolean,
    isForAllNodes: boolean,
    row: number,
  ): void
  interpolateFrom(
    fineLevel: number,
    fine: number,
    coarseLevel: number,
    coarse: number,
    x: number,
    y: number,
    z: number,
    isNested: boolean,
    row: number,
  ): void
  copyBox(
    from: number,
    fromRow: number,
    fromPlane: number,
    to: number,
    toRow: number,
    toPlane: number,
    nx: number,
    ny: number,
    nz: number,
  ): void
  changeUnknowns(level: number, x: number, a: number, b: number): void
  addUnknowns(level: number, x: number, y: number): void
  meanOfNodes(level: number, x: number): number
}

/** The loops on one memory. */
export function multigridKernels(kernels: Kernels): MultigridKernels {
  return kernels.link(gridFamily) as unknown as MultigridKernels
}
