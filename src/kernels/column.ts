import { columnFamily } from './generated/column.ts'
import type { Kernels } from './kernels.ts'

/** The loops of src/kernels/assembly/column/column.ts: what each does and how its arrays lie is said there. Pointers are bytes. */
export interface ColumnKernels {
  columnStage(
    stage: number,
    w: number,
    s: number,
    t: number,
    p: number,
    stride: number,
    weights: number,
    low: number,
    high: number,
    uptake: number,
    release: number,
    implicit: number,
    out: number,
  ): void
  columnSums(
    stage: number,
    w: number,
    s: number,
    t: number,
    p: number,
    stride: number,
    weights: number,
    low: number,
    high: number,
    out: number,
    film: number,
  ): void
  columnCompetition(
    count: number,
    gas: number,
    film: number,
    p: number,
    extra: number,
    table: number,
    pressure: number,
    vacancy: number,
    low: number,
    high: number,
    implicit: number,
  ): void
  columnSlopes(vacancy: number, out: number, low: number, high: number): void
  columnCurvature(w: number, slopes: number, out: number, low: number, high: number): void
  columnRates(
    scheme: number,
    order: number,
    w: number,
    t: number,
    faces: number,
    low: number,
    high: number,
    cells: number,
    outlet: number,
    inlet: number,
    closure: number,
    speed: number,
    dispersion: number,
    slope: number,
    bend: number,
  ): number
  columnFinish(
    stages: number,
    w: number,
    s: number,
    t: number,
    p: number,
    stride: number,
    weights: number,
    low: number,
    high: number,
    uptake: number,
    release: number,
    implicit: number,
    newW: number,
    newS: number,
    result: number,
  ): void
}

/** The loops of src/kernels/assembly/column/column-band.ts. */
export interface ColumnBandKernels {
  columnBandFactor(matrix: number, factors: number, low: number, high: number, diagonal: number, implicit: number): void
  columnBandSolve(
    factors: number,
    gas: number,
    film: number,
    p: number,
    feed: number,
    inlet: number,
    low: number,
    high: number,
    uptake: number,
    release: number,
    implicit: number,
  ): void
}

/** The column's loops of one instance of the kernels. */
export function columnKernels(kernels: Kernels): ColumnKernels & ColumnBandKernels {
  return kernels.link(columnFamily) as unknown as ColumnKernels & ColumnBandKernels
}
