import type { Kernels } from './kernels.ts'
import { type Level, unknownsOf } from './multigrid-level.ts'
import { makeSparseLu } from './sparse.ts'

/** The direct solver of the coarsest level. */
export interface Bottom {
  /** Factors the level's matrix as it is now. False where it is singular or not finite. */
  factor(): boolean
  /** u ← u + A⁻¹ r. */
  solve(): void
}

/**
 * A sparse direct solver for the unknowns of a level. `isSingular`: constants are in the null space; the first unknown's change is then
 * zero instead of its equation, which holds where the right side has mean 0.
 */
export function makeBottom(kernels: Kernels, level: Level, rank: number, isSingular: () => boolean): Bottom {
  const ranges = level.axes.map(unknownsOf)
  const counts = ranges.map(([from, to]) => to - from)
  const steps = [1, level.stride, level.plane]
  const positions: number[][] = []
  const [[x0, x1], [y0, y1], [z0, z1]] = [ranges[0]!, ranges[1]!, ranges[2]!]
  for (let z = z0; z < z1; z++) for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) positions.push([x, y, z])
  const offsets = positions.map((p) => p.reduce((sum, i, a) => sum + i * (steps[a] ?? 0), 0))
  const numberOf = (p: readonly number[]) => p.reduceRight((sum, i, a) => sum * counts[a]! + i - ranges[a]![0], 0)
  /** The neighbours of a node: their position and where the face between lies. */
  const around = positions.map((p, m) =>
    level.axes.slice(0, rank).flatMap(({ nodes, isPeriodic }, a) => {
      const i = p[a]!
      const at = offsets[m]!
      const step = steps[a]!
      const moved = (to: number, face: number) => ({ axis: a, to: p.with(a, to), face: at + (face - i) * step })
      const before = i > 0 ? i - 1 : isPeriodic ? nodes - 1 : 1
      const after = i < nodes - 1 ? i + 1 : isPeriodic ? 0 : i - 1
      return [
        moved(before, i === 0 && !isPeriodic ? 0 : before),
        moved(after, i === nodes - 1 && !isPeriodic ? i - 1 : i),
      ]
    }),
  )
  const isUnknown = (p: readonly number[]) => p.every((i, a) => i >= ranges[a]![0] && i < ranges[a]![1])
  const patterns = around.map((list, m) =>
    [...new Set([m, ...list.filter(({ to }) => isUnknown(to)).map(({ to }) => numberOf(to))])].sort((a, b) => a - b),
  )
  const rowStarts = Int32Array.from([0, ...patterns.map((row) => row.length)])
  for (let m = 1; m < rowStarts.length; m++) rowStarts[m]! += rowStarts[m - 1]!
  const lu = makeSparseLu(kernels, { rowStarts, columns: Int32Array.from(patterns.flat()) })
  const values = kernels.allocate(rowStarts.at(-1)!)
  const side = kernels.allocate(positions.length)
  return {
    factor() {
      const { view } = kernels.refresh(values)
      view.fill(0)
      const constants = kernels.view(level.record + 96, 4)
      const length = level.plane * level.axes[2].nodes
      const faces = level.faces?.map((pointer) => (pointer ? kernels.view(pointer, length) : undefined))
      patterns.forEach((row, m) => {
        const entry = (column: number) => rowStarts[m]! + row.indexOf(column)
        if (m === 0 && isSingular()) {
          view[entry(0)] = 1
          return
        }
        view[entry(m)]! -= faces ? faces[3]![offsets[m]!]! : constants[3]!
        for (const { axis, to, face } of around[m]!)
          if (isUnknown(to)) view[entry(numberOf(to))]! += faces ? faces[axis]![face]! : constants[axis]!
      })
      return lu.factor(values.pointer) === 0
    },
    solve() {
      const length = level.plane * level.axes[2].nodes
      const [u, r] = [kernels.view(level.u, length), kernels.view(level.r, length)]
      const { view } = kernels.refresh(side)
      offsets.forEach((at, m) => {
        view[m] = r[at] ?? 0
      })
      if (isSingular()) view[0] = 0
      lu.solve(side.pointer)
      offsets.forEach((at, m) => {
        u[at] = (u[at] ?? 0) + (view[m] ?? 0)
      })
    },
  }
}
