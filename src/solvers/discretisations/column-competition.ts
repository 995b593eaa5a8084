import type { ColumnKernels } from '../../kernels/column.ts'
import type { ColumnMemory } from './column-memory.ts'

/** The exchange of components that share the film, cell by cell. */
export interface Competition {
  /** Divides the column where the windows of the components begin and end: each part is solved for those that are there. */
  setSegments(): void
  /** Turns the sums w*, s* of stage `index` into its gas and its rates of passage; `diagonal` 0 takes the state as it is. */
  exchange(index: number, diagonal: number): void
}

/** @param rates α ka and kd (1/s), and the part of the film that a component fills at the feed's concentration, a unit of s */
export function makeCompetition(
  memory: ColumnMemory,
  kernels: ColumnKernels,
  rates: readonly { readonly uptake: number; readonly release: number; readonly load: number }[],
  windows: readonly { readonly low: number; readonly high: number }[],
): Competition {
  const { view, index, components, stride, size } = memory
  const [first] = components
  // Rows of four: A, B, load, then the component's offset in bytes as a whole number.
  const rows = view.subarray(index(memory.table), index(memory.table) + 4 * windows.length * (2 * windows.length + 1))
  const words = new Uint32Array(rows.buffer, rows.byteOffset, 2 * rows.length)
  let segments: { low: number; high: number; count: number; table: number }[] = []
  let covered = { low: 0, high: 0 }
  return {
    setSegments() {
      const edges = [...new Set(windows.flatMap(({ low, high }) => (high > low ? [low, high] : [])))].sort(
        (a, b) => a - b,
      )
      let row = 0
      segments = []
      // Where nobody is, the film is free.
      const vacancy = index(memory.vacancy)
      covered = { low: edges[0] ?? 0, high: edges[edges.length - 1] ?? 0 }
      view.fill(1, vacancy, vacancy + covered.low)
      view.fill(1, vacancy + covered.high, vacancy + memory.cells + 1)
      for (let k = 0; k + 1 < edges.length; k++) {
        const [low = 0, high = 0] = [edges[k], edges[k + 1]]
        const start = row
        windows.forEach((window, c) => {
          const rate = rates[c]
          if (!rate || window.low > low || window.high < high) return
          rows.set([rate.uptake, rate.release, rate.load], 4 * row)
          words[8 * row + 6] = c * size
          row++
        })
        if (row === start) view.fill(1, vacancy + low, vacancy + high)
        else segments.push({ low, high, count: row - start, table: memory.table + 32 * start })
      }
    },
    exchange(stage, diagonal) {
      if (!first) return
      const solve = (extra: number) => {
        for (const { low, high, count, table } of segments)
          kernels.columnCompetition(count, first.stage, first.film, first.p + stage * stride, extra, table, memory.pressure, memory.vacancy, low, high, diagonal) // biome-ignore format: as the kernel lists them
      }
      solve(0)
      // The stage's transport rates come later: their place holds what the mean of the product has beyond that of the means.
      kernels.columnSlopes(memory.vacancy, memory.faces, covered.low, covered.high)
      windows.forEach(({ low, high }, c) => {
        const own = components[c]
        if (own && high > low) kernels.columnCurvature(own.stage, memory.faces, own.t + stage * stride, low, high)
      })
      solve(first.t + stage * stride)
    },
  }
}
