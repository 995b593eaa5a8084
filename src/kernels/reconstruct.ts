import { gridFamily } from './generated/grid.ts'
import type { Kernels } from './kernels.ts'

/** What stands beyond an end of a line: `padLines`. */
export const lineEnd = { periodic: 0, even: 1, odd: 2, given: 3, open: 4 } as const

/**
 * Values at faces from point values along one axis, and what their differences do to rates. Pointers are bytes. Lines are padded by three
 * values at each end: rows of (n + 6)·inner float64, `inner` values side by side; blocks have room for one float64 more. `step` and
 * `plane` are the distances of values along the axis and of rows in the array that is not padded.
 */
export interface ReconstructKernels {
  padLines(
    source: number,
    target: number,
    n: number,
    inner: number,
    rows: number,
    step: number,
    plane: number,
    from: number,
    to: number,
    fromSlope: number,
    toSlope: number,
    spacing: number,
  ): void
  /** faces ← local Lax–Friedrichs fluxes, WENO5-Z (order 5) or TVD (order 2); `stride` is inner·8 bytes. */
  fluxFaces(order: number, u: number, f: number, speed: number, faces: number, count: number, stride: number): void
  /** The same where `speed` has the sign of the flux's derivative: from upwind alone where it has one sign nearby. */
  upwindFluxFaces: ReconstructKernels['fluxFaces']
  /** left, right ← values at the faces as seen from either side. */
  valueFaces(order: number, u: number, left: number, right: number, count: number, stride: number): void
  /** out ← out − scale · difference of faces. */
  subtractDifferences(
    faces: number,
    out: number,
    n: number,
    inner: number,
    rows: number,
    step: number,
    plane: number,
    scale: number,
  ): void
  /** out ← out − scale · speed · difference of the values from upwind. */
  subtractUpwind(
    speed: number,
    left: number,
    right: number,
    out: number,
    n: number,
    inner: number,
    rows: number,
    step: number,
    plane: number,
    scale: number,
  ): void
}

/** The reconstruction on one memory. */
export function reconstructKernels(kernels: Kernels): ReconstructKernels {
  return kernels.link(gridFamily) as unknown as ReconstructKernels
}
