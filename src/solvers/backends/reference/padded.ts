import type { Domain } from '../../../core/domain.ts'

/** Places of a grid with margins along every axis: node (x, y, z) of the domain, or one beyond its ends. */
export interface PaddedGrid {
  readonly rank: number
  readonly counts: readonly [number, number, number]
  readonly margins: readonly [number, number, number]
  readonly size: number
  place(at: readonly number[]): number
  /** Calls for every place; `isInner` where it is a node of the domain. */
  each(work: (at: readonly [number, number, number], place: number, isInner: boolean) => void): void
  /** Number of a node of the domain in the state. */
  node(at: readonly number[]): number
}

/** Makes the grid of a domain with margins this wide. */
export function makePaddedGrid(domain: Domain, margins: readonly [number, number, number]): PaddedGrid {
  const counts: [number, number, number] = [0, 1, 2].map((axis) => domain.axes[axis]?.points ?? 1) as [number, number, number] // biome-ignore format: one thought
  const [nx, ny, nz] = counts
  const [gx, gy, gz] = margins
  const [wx, wy] = [nx + 2 * gx, ny + 2 * gy]
  const place = ([x = 0, y = 0, z = 0]: readonly number[]) => ((z + gz) * wy + y + gy) * wx + x + gx
  return {
    rank: domain.axes.length,
    counts,
    margins,
    size: wx * wy * (nz + 2 * gz),
    place,
    node: ([x = 0, y = 0, z = 0]) => (z * ny + y) * nx + x,
    each(work) {
      for (let z = -gz; z < nz + gz; z++)
        for (let y = -gy; y < ny + gy; y++)
          for (let x = -gx; x < nx + gx; x++)
            work([x, y, z], place([x, y, z]), x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz)
    },
  }
}
