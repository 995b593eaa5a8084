import type { Kernels } from './kernels.ts'

/** An axis of a level: its nodes, their distance and what lies at the ends. */
export interface LevelAxis {
  readonly nodes: number
  readonly spacing: number
  readonly isPeriodic: boolean
  /** Values on the boundary are given: the node there is no unknown. */
  readonly isFixed: readonly [boolean, boolean]
}

/** One grid of a multigrid in memory; axes are x, y, z. Pointers are those of node (0, 0, 0). */
export interface Level {
  readonly axes: readonly [LevelAxis, LevelAxis, LevelAxis]
  readonly record: number
  /** Float64 from row to row and from plane to plane. */
  readonly stride: number
  readonly plane: number
  readonly u: number
  readonly f: number
  readonly r: number
  /** Faces towards the next node in x, y, z and their sum less k; absent where the coefficients are constant. */
  readonly faces: readonly [number, number, number, number] | undefined
  /** The way to the next coarser level. */
  down: Transfer | undefined
}

/** Tables between a level and the next coarser one, for x, y, z. */
export interface Transfer {
  readonly restriction: readonly [number, number, number]
  /** With weights that sum to 1, for coefficients. */
  readonly mean: readonly [number, number, number]
  /** The same weights as lists: those of each coarse node, by axis. */
  readonly shares: readonly (readonly (readonly Share[])[])[]
  readonly interpolation: readonly [number, number, number]
  readonly isNested: boolean
}

/** A fine node's part in a coarse one. */
export interface Share {
  readonly node: number
  readonly weight: number
}

/** The unknowns of an axis: from, to (exclusive). */
export const unknownsOf = ({ nodes, isFixed }: LevelAxis): [number, number] => [
  isFixed[0] ? 1 : 0,
  nodes - (isFixed[1] ? 1 : 0),
]

export const intervalsOf = ({ nodes, isPeriodic }: LevelAxis) => (isPeriodic ? nodes : nodes - 1)

/** An axis with about half as many intervals, over the same length. */
export function coarser(axis: LevelAxis): LevelAxis {
  const intervals = intervalsOf(axis)
  const half = Math.ceil(intervals / 2)
  return { ...axis, nodes: axis.isPeriodic ? half : half + 1, spacing: (axis.spacing * intervals) / half }
}

/**
 * Which axes are halved for the next level: those that couple at least half as strongly as the strongest, so that coarser grids become
 * equally fine in all directions; none where nothing is left to halve.
 */
export function axesToHalve(axes: readonly LevelAxis[], rank: number): boolean[] {
  const strength = axes.map(({ spacing }, a) => (a < rank ? 1 / spacing ** 2 : 0))
  const can = axes.map((axis, a) => a < rank && intervalsOf(axis) >= 4)
  const strongest = Math.max(0, ...strength.filter((_, a) => can[a]))
  return can.map((possible, a) => possible && (strength[a] ?? 0) >= 0.5 * strongest)
}

/** Takes the memory of a level and writes its record (src/kernels/assembly/grid/relax.ts). */
export function makeLevel(kernels: Kernels, axes: Level['axes'], rank: number, varies: boolean): Level {
  const [x, y, z] = axes
  const even = 2 * Math.ceil((x.nodes + 2) / 2)
  // Rows a power of two apart would fall into the same lines of a cache.
  const stride = even % 64 === 0 ? even + 8 : even
  const plane = stride * y.nodes
  const field = () => kernels.allocate(plane * z.nodes + 4).pointer + 16
  const [u, f, r] = [field(), field(), field()]
  const unused = 0
  const faces = varies
    ? ([field(), rank > 1 ? field() : unused, rank > 2 ? field() : unused, field()] as const)
    : undefined
  const { pointer: record } = kernels.allocate(16)
  const words = new Int32Array(kernels.memory.buffer, record, 24)
  words.set([x.nodes, y.nodes, z.nodes, rank, 8 * stride, 8 * plane])
  words.set([...unknownsOf(x), ...unknownsOf(y), ...unknownsOf(z)], 6)
  words.set([...axes.map(({ isPeriodic }) => (isPeriodic ? 1 : 0)), varies ? 1 : 0], 12)
  words.set([u, f, r, ...(faces ?? [0, 0, 0, 0])], 16)
  return { axes, record, stride, plane, u, f, r, faces, down: undefined }
}

/** Tables of linear interpolation from `coarse` and of its transpose, weighted by the part of the axis each node stands for. */
function makeAxisTables(kernels: Kernels, fine: LevelAxis, coarse: LevelAxis) {
  const [n, N] = [intervalsOf(fine), intervalsOf(coarse)]
  const isSame = fine.nodes === coarse.nodes
  const up = Array.from({ length: fine.nodes }, (_, i) => {
    if (isSame) return { nodes: [i, i], weights: [1, 0] }
    // Position in coarse intervals, in whole numbers: i N / n.
    const at = Math.floor((i * N) / n)
    const part = (i * N - at * n) / n
    return { nodes: [at, part === 0 ? at : coarse.isPeriodic ? (at + 1) % N : at + 1], weights: [1 - part, part] }
  })
  const share = (axis: LevelAxis, i: number) => axis.spacing * (!axis.isPeriodic && (i === 0 || i === axis.nodes - 1) && axis.nodes > 1 ? 0.5 : 1) // biome-ignore format: one thought
  const down = Array.from({ length: coarse.nodes }, (): Share[] => [])
  up.forEach(({ nodes, weights }, i) => {
    nodes.forEach((J, side) => {
      const weight = ((weights[side] ?? 0) * share(fine, i)) / share(coarse, J)
      if (weight > 0) down[J]?.push({ node: i, weight })
    })
  })
  const shares = down.map((entries) => {
    const sum = entries.reduce((total, { weight }) => total + weight, 0)
    return entries.map(({ node, weight }) => ({ node, weight: weight / sum }))
  })
  const writeDown = (lists: readonly (readonly Share[])[]) => {
    const { pointer } = kernels.allocate(6 * coarse.nodes)
    const data = new DataView(kernels.memory.buffer, pointer)
    lists.forEach((entries, J) => {
      for (let k = 0; k < 4; k++) {
        const entry = entries[k]
        data.setInt32(48 * J + 4 * k, (entry ?? entries[0])?.node ?? 0, true)
        data.setFloat64(48 * J + 16 + 8 * k, entry?.weight ?? 0, true)
      }
    })
    return pointer
  }
  const { pointer: interpolation } = kernels.allocate(3 * fine.nodes)
  const data = new DataView(kernels.memory.buffer, interpolation)
  up.forEach(({ nodes, weights }, i) => {
    for (const k of [0, 1]) {
      data.setInt32(24 * i + 4 * k, nodes[k] ?? 0, true)
      data.setFloat64(24 * i + 8 + 8 * k, weights[k] ?? 0, true)
    }
  })
  return { restriction: writeDown(down), mean: writeDown(shares), interpolation, shares, isNested: n === 2 * N }
}

/** The tables between two levels. */
export function makeTransfer(kernels: Kernels, fine: Level, coarse: Level): Transfer {
  const [x, y, z] = [0, 1, 2].map((a) => makeAxisTables(kernels, fine.axes[a]!, coarse.axes[a]!))
  if (!x || !y || !z) throw new Error('a level has three axes')
  return {
    restriction: [x.restriction, y.restriction, z.restriction],
    mean: [x.mean, y.mean, z.mean],
    interpolation: [x.interpolation, y.interpolation, z.interpolation],
    shares: [x.shares, y.shares, z.shares],
    isNested: x.isNested,
  }
}

/** The values on fixed ends of the next coarser level: those of the level itself, linear between its nodes. */
export function restrictBoundary(kernels: Kernels, fine: Level, coarse: Level): void {
  const from = kernels.view(fine.u, fine.plane * fine.axes[2].nodes)
  const to = kernels.view(coarse.u, coarse.plane * coarse.axes[2].nodes)
  /** A coarse node's place among the fine ones, along an axis. */
  const places = coarse.axes.map((axis, a) => {
    const other = fine.axes[a]!
    const ratio = intervalsOf(axis) > 0 ? intervalsOf(other) / intervalsOf(axis) : 1
    return Array.from({ length: axis.nodes }, (_, J) => {
      const first = Math.floor(J * ratio + 1e-9)
      const part = Math.max(0, J * ratio - first)
      return [
        { at: first, weight: 1 - part },
        { at: (first + 1) % other.nodes, weight: part },
      ].filter(({ weight }) => weight > 1e-9)
    })
  })
  coarse.axes.forEach(({ nodes, isFixed }, a) => {
    for (const end of [0, 1]) {
      if (!isFixed[end]) continue
      const only = end === 0 ? 0 : nodes - 1
      const [xs, ys, zs] = places.map((list, b) => [...list.entries()].filter(([J]) => b !== a || J === only))
      for (const [K, kz] of zs ?? [])
        for (const [J, jy] of ys ?? [])
          for (const [I, ix] of xs ?? []) {
            let sum = 0
            for (const z of kz)
              for (const y of jy)
                for (const x of ix)
                  sum += x.weight * y.weight * z.weight * from[x.at + y.at * fine.stride + z.at * fine.plane]!
            to[I + J * coarse.stride + K * coarse.plane] = sum
          }
    }
  })
}

/** Writes constants into the record. */
export function writeConstants(
  kernels: Kernels,
  level: Level,
  rank: number,
  coefficient: number,
  reaction: number,
): void {
  const w = level.axes.map(({ spacing }, a) => (a < rank ? coefficient / spacing ** 2 : 0))
  const sum = w.reduce((a, b) => a + b, 0)
  kernels.view(level.record + 96, 4).set([...w, 2 * sum - reaction])
}
