import type { Kernels } from '../../../kernels/kernels.ts'
import type { StencilPlace } from './stencil-graph.ts'
import type { SweepPlan } from './sweep-plan.ts'

/** Bytes of the arrays of a block at most, about: what a second cache holds beside other things. */
const CACHE = 384 * 1024

/**
 * Where the arrays of a sweep lie. Slabs are rows in two dimensions and planes in three; a block of them stands in memory at a time, those
 * that the next block needs again are moved. Every array has a margin beyond each end.
 */
export interface SweepLayout {
  readonly rank: number
  readonly counts: readonly [number, number, number]
  readonly ghosts: readonly [number, number, number]
  /** Slabs in all; whether they go round. */
  readonly slabs: number
  readonly isRound: boolean
  readonly slabGhosts: number
  /** Slabs of a block, and those kept before and after. */
  readonly block: number
  readonly before: number
  readonly after: number
  /** Slabs that a rule of an end reads. */
  readonly endSlabs: number
  readonly left: number
  readonly rowBytes: number
  readonly slabBytes: number
  readonly arrayBytes: number
  readonly lead: number
  readonly bytes: number
  /** Bytes by which pointers into the state stand before the point: offsets are never negative. */
  readonly sourceLead: number
  /** Where stencils may read the state itself; undefined where the grid is too small for that to gain. */
  readonly direct?: DirectRegion
}

/** Points whose stencils meet no end. */
export interface DirectRegion {
  /** From each end of the axes: that many nodes do. */
  readonly margins: readonly [number, number, number]
  /** From each end: nodes that the arrays must hold for those. */
  readonly held: readonly [number, number, number]
}

/** Bytes that every memory has before its first block: a pointer into the state may be set back by as many. */
const FREE = 512 * 1024
/** In shorter rows what is done at their ends costs more than a copy of the row. */
const SHORT = 48

function directRegion(
  { counts, isPeriodic }: { readonly counts: readonly number[]; readonly isPeriodic: readonly boolean[] },
  ghosts: readonly [number, number, number],
  endNodes: number,
): DirectRegion {
  const margins: [number, number, number] = [0, 0, 0]
  const held: [number, number, number] = [0, 0, 0]
  counts.forEach((_, axis) => {
    // A prescribed node is read from the arrays: the state does not know it.
    const margin = (ghosts[axis] ?? 0) + (isPeriodic[axis] ? 0 : 1)
    margins[axis] = axis === 0 ? even(margin) : margin
    held[axis] = even(Math.max((margins[axis] ?? 0) + (ghosts[axis] ?? 0), isPeriodic[axis] ? 0 : endNodes))
  })
  return { margins, held }
}

const even = (n: number): number => n + (n % 2)

/** Lays the arrays of a plan out. */
export function layOut(
  plan: SweepPlan,
  shape: { readonly counts: readonly number[]; readonly isPeriodic: readonly boolean[] },
): SweepLayout {
  const rank = shape.counts.length
  const [nx = 1, ny = 1, nz = 1] = shape.counts
  const { ghosts, depths, endNodes, arrays } = plan
  const left = even(ghosts[0])
  let rowBytes = 8 * even(left + nx + ghosts[0])
  // Rows a multiple of 4 KiB apart share the places of the first cache.
  if (rowBytes % 4096 < 64 && rowBytes >= 4096) rowBytes += 64
  const slabBytes = rowBytes * (rank === 3 ? ny + 2 * ghosts[1] : 1)
  const slabs = rank === 3 ? nz : rank === 2 ? ny : 1
  const isRound = rank === 1 || (shape.isPeriodic[rank - 1] ?? false)
  const slabGhosts = isRound || rank === 1 ? 0 : ghosts[rank === 3 ? 2 : 1]
  const depth = Math.max(0, ...depths)
  const reads = isRound ? 0 : endNodes
  const before = rank === 1 ? 0 : Math.max(2 * depth, reads + depth, slabGhosts + depth)
  const after = rank === 1 ? 0 : depth + slabGhosts
  const wanted = Math.floor(CACHE / (slabBytes * arrays.arrays.length))
  const block = Math.min(slabs, Math.max(reads, 4, wanted - before - after))
  const arrayBytes = (before + block + after) * slabBytes + 192
  const lead = (1 + Math.max(depth, slabGhosts, reads)) * slabBytes
  const sourceLead = 8 * ((ghosts[2] * ny + ghosts[1]) * nx + ghosts[0])
  const direct = directRegion(shape, ghosts, endNodes)
  const isLong = nx >= Math.max(SHORT, 4 * direct.held[0])
  return {
    ...(isLong && sourceLead < FREE ? { direct } : {}),
    sourceLead,
    endSlabs: rank === 1 ? 0 : reads,
    ...{
      rank,
      counts: [nx, ny, nz],
      ghosts,
      slabs,
      isRound,
      slabGhosts,
      block,
      before,
      after,
      left,
      rowBytes,
      slabBytes,
    },
    ...{ arrayBytes, lead, bytes: lead + arrayBytes * arrays.arrays.length + slabBytes },
  }
}

/** Numbers that a sweep reads: tables along axes and scalars, each with an address. */
export interface SweepTables {
  readonly lines: number
  readonly rows: number
  readonly scalars: number
  /** Bytes from the pointers of a call. */
  offsetOf(place: StencilPlace): {
    readonly kind: 'tap' | 'source' | 'line' | 'row' | 'scalar'
    readonly offset: number
  }
  readonly constantsOffset: number
  /** Sets a number of the call where the code reads it. */
  setScalar(name: string, value: number): void
  /** The plane at hand. */
  setPlane(slab: number): void
}

/** Values of a table along an axis at a node; nodes beyond the ends are asked for too. */
export type TableValue = (axis: number, name: string, node: number) => number

const MOST_CONSTANTS = 512

/** Takes the memory of the tables of a plan and fills them. */
export function makeSweepTables(
  kernels: Kernels,
  plan: SweepPlan,
  layout: SweepLayout,
  nodes: number,
  value: TableValue,
): SweepTables {
  const { rank, counts, ghosts, left, before, after, slabs, isRound } = layout
  const places = plan.stencil.places
  const names = (axis: number) => [
    ...new Set(places.flatMap((place) => (place.kind === 'table' && place.axis === axis ? [place.name] : []))),
  ]
  const margin = left + 4
  const lineLength = even(counts[0] + 2 * margin)
  const rowMargin = (rank === 2 ? Math.max(before, after) : ghosts[1]) + 4
  const rowLength = even(counts[1] + 2 * rowMargin)
  const [lineNames, rowNames] = [names(0), names(1)]
  const planeInputs = places.flatMap((place) => (place.kind === 'table' && place.axis === 2 ? [place] : []))
  const scalarNames = [
    ...new Set(places.flatMap((place) => (place.kind === 'scalar' ? [place.name] : []))),
    ...planeInputs.map(({ name, shift }) => `plane ${name} ${shift}`),
  ]
  const lines = kernels.reserve(Math.max(1, lineLength * lineNames.length))
  const rows = kernels.reserve(Math.max(1, rowLength * rowNames.length))
  const scalars = kernels.reserve(scalarNames.length + MOST_CONSTANTS)
  const wrap = (node: number) => (rank === 2 && isRound ? ((node % slabs) + slabs) % slabs : node)
  lineNames.forEach((name, k) => {
    const view = kernels.view(lines + 8 * k * lineLength, lineLength)
    for (let i = 0; i < lineLength; i++) view[i] = value(0, name, i - margin)
  })
  rowNames.forEach((name, k) => {
    const view = kernels.view(rows + 8 * k * rowLength, rowLength)
    for (let i = 0; i < rowLength; i++) view[i] = value(1, name, wrap(i - rowMargin))
  })
  const slots = new Map(scalarNames.map((name, slot) => [name, slot]))
  const slotOf = (name: string) => 8 * (slots.get(name) ?? 0)
  const setScalar = (name: string, number: number) => {
    const slot = slots.get(name)
    if (slot !== undefined) kernels.whole()[scalars / 8 + slot] = number
  }
  return {
    lines,
    rows,
    scalars,
    constantsOffset: 8 * scalarNames.length,
    setScalar,
    setPlane(slab) {
      for (const { name, shift } of planeInputs) {
        const node = isRound ? (((slab + shift) % slabs) + slabs) % slabs : slab + shift
        setScalar(`plane ${name} ${shift}`, value(2, name, node))
      }
    },
    offsetOf(place) {
      switch (place.kind) {
        case 'tap':
          return { kind: 'tap', offset: tapOffset(layout, place.array, place.shift) }
        case 'source':
          return {
            kind: 'source',
            offset: layout.sourceLead + 8 * (place.part * nodes + rowOffset(layout, place.shift)),
          }
        case 'scalar':
          return { kind: 'scalar', offset: slotOf(place.name) }
        case 'table':
          if (place.axis === 0)
            return { kind: 'line', offset: 8 * (lineNames.indexOf(place.name) * lineLength + margin + place.shift) }
          if (place.axis === 1)
            return { kind: 'row', offset: 8 * (rowNames.indexOf(place.name) * rowLength + rowMargin + place.shift) }
          return { kind: 'scalar', offset: slotOf(`plane ${place.name} ${place.shift}`) }
      }
    },
  }
}

/** Values from a node to one near it, in rows without margins. */
function rowOffset({ counts }: SweepLayout, [dx, dy, dz]: readonly [number, number, number]): number {
  return (dz * counts[1] + dy) * counts[0] + dx
}

/** Bytes from the pointer of a point to a value of an array near it. */
export function tapOffset(layout: SweepLayout, array: number, [dx, dy, dz]: readonly [number, number, number]): number {
  const { rank, lead, arrayBytes, rowBytes, slabBytes, left, ghosts } = layout
  const slab = rank === 3 ? dz : dy
  const row = rank === 3 ? (ghosts[1] + dy) * rowBytes : 0
  return lead + array * arrayBytes + slab * slabBytes + row + 8 * (left + dx)
}
