import type { ColumnBandKernels, ColumnKernels } from '../../kernels/column.ts'
import type { ColumnMemory, ComponentPointers } from './column-memory.ts'

/** Entries a row, from 4 cells upstream to 5 downstream: what face values of order 7 and the inlet's polynomial reach. */
const ROW = 10
const BELOW = 4
/** Probes this far apart do not meet in any row. */
const APART = 12

/** Transport of one linear component as a band matrix, solved together with the exchange. */
export interface ColumnBand {
  /** Turns the sums w*, s* of a stage into its gas and its rate of passage into the film `p`. */
  solve(p: number, inlet: number, low: number, high: number, implicit: number): void
  /** Cells beyond the last filled one that a step may fill above `empty` of it. */
  reach(implicit: number, empty: number): number
}

/**
 * Reads the matrix off the transport kernel by probing, so that the solve and the rates cannot differ.
 * @param transport the kernel's rates of `stage`, to `t`, for an inlet value
 * @param end cells of this component
 */
export function makeColumnBand(
  memory: ColumnMemory,
  kernels: ColumnKernels & ColumnBandKernels,
  own: ComponentPointers,
  transport: (inlet: number) => void,
  rate: { readonly uptake: number; readonly release: number; readonly courant: number },
  end: number,
): ColumnBand {
  const { view, index } = memory
  const stage = index(own.stage)
  const t = index(own.t)
  const matrix = index(own.matrix)
  for (let probe = 0; probe < APART; probe++) {
    for (let j = 0; j < end; j++) view[stage + j] = j % APART === probe ? 1 : 0
    transport(0)
    for (let i = 0; i < end; i++)
      for (let d = -BELOW; d < ROW - BELOW; d++) {
        const j = i + d
        if (j >= 0 && j < end && j % APART === probe) view[matrix + ROW * i + d + BELOW] = view[t + i] ?? 0
      }
  }
  view.fill(0, stage, stage + end)
  transport(1)
  view.copyWithin(index(own.feed), t, t + 8)
  view.fill(0, t, t + end)
  const { uptake, release, courant } = rate
  const diagonal = (g: number) => 1 + (g * uptake) / (1 + g * release)
  let factored = 0
  return {
    solve(p, inlet, low, high, g) {
      if (g !== factored) kernels.columnBandFactor(own.matrix, own.factors, 0, end, diagonal(g), g)
      factored = g
      kernels.columnBandSolve(own.factors, own.stage, own.film, p, own.feed, inlet, low, high, uptake, release, g)
    },
    reach(g, empty) {
      const forward = (g * courant) / (diagonal(g) + g * courant)
      return 24 + Math.ceil((1.5 * Math.log(empty)) / Math.log(forward))
    },
  }
}
