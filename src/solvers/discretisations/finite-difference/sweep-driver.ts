import type { Kernels } from '../../../kernels/kernels.ts'
import type { SweepLayout } from './sweep-memory.ts'

/** A generated loop: pointers in bytes, then rows and points a row; the state last. */
export type Loop = (
  taps: number,
  out: number,
  lines: number,
  rows: number,
  scalars: number,
  rowCount: number,
  count: number,
  source: number,
) => void

/** Where a sweep's memory is. */
export interface SweepAddresses {
  readonly memory: number
  readonly lines: number
  readonly rows: number
  readonly scalars: number
  setPlane(slab: number): void
}

interface Stage {
  readonly fill: Loop | undefined
  readonly direct: Loop | undefined
  readonly beyond: Loop | undefined
  readonly ends: readonly (readonly [Loop | undefined, Loop | undefined])[]
}

/**
 * Runs the loops over blocks of slabs, stage after stage, so that what a stage made is still in the cache for the next. Away from the ends
 * unknowns are read from the state itself; beside them from arrays with margins, which hold no more of the state than that takes.
 */
export function makeDriver(
  kernels: Kernels,
  layout: SweepLayout,
  isPeriodic: readonly boolean[],
  depths: readonly number[],
  loops: Readonly<Record<string, Loop | undefined>>,
  { memory, lines, rows, scalars, setPlane }: SweepAddresses,
): (state: number, out: number, from?: number, to?: number) => void {
  const { rank, counts, ghosts, slabs, isRound, slabGhosts, block, before, after, rowBytes, slabBytes, arrayBytes } =
    layout
  const { lead, direct, sourceLead, endSlabs } = layout
  const [nx, ny] = counts
  const last = depths.length - 1
  const planeRows = rank === 3 ? ny : 1
  const [gx, gy] = [ghosts[0], rank === 3 ? ghosts[1] : 0]
  const arrayCount = Math.floor((layout.bytes - lead) / arrayBytes)
  const stages = depths.map(
    (_, stage): Stage => ({
      fill: loops[`fill ${stage}`],
      direct: direct && loops[`direct ${stage}`],
      beyond: loops[`beyond ${stage}`],
      ends: [0, 1, 2].map((axis) => [loops[`end ${stage} ${axis} from`], loops[`end ${stage} ${axis} to`]] as const),
    }),
  )
  const done = new Int32Array(last + 1)
  /** First slab of the block at hand; the state and the results of the run. */
  let start = 0
  let source = 0
  let target = 0

  /** `own`: the slab in the state, where it is another one. */
  const call = (
    loop: Loop | undefined,
    slab: number,
    y: number,
    x: number,
    rowCount: number,
    count: number,
    own = slab,
  ): void => {
    if (!loop || rowCount <= 0 || count <= 0) return
    const taps = memory + (slab - start + before) * slabBytes + y * rowBytes + 8 * x
    const place = 8 * ((own * planeRows + y) * nx + x)
    const rowTable = rows + 8 * (rank === 2 ? slab : y)
    loop(taps, target + place, lines + 8 * x, rowTable, scalars, rowCount, count, source + place - sourceLead)
  }
  /** The same rows of several slabs. */
  const callSlabs = (
    loop: Loop | undefined,
    from: number,
    to: number,
    y: number,
    x: number,
    rowCount: number,
    count: number,
  ): void => {
    if (!loop) return
    if (rank !== 3) call(loop, from, y, x, to - from, count)
    else
      for (let slab = from; slab < to; slab++) {
        setPlane(slab)
        call(loop, slab, y, x, rowCount, count)
      }
  }

  /** Rows whose stencils meet no end but those of x: their middle from the state, their ends from arrays. */
  const inner = (stage: number, slab: number, y: number, rowCount: number): void => {
    const parts = stages[stage]
    if (!parts || !direct || rowCount <= 0) return
    if (stage === 0) {
      const held = direct.held[0]
      call(parts.fill, slab, y, 0, rowCount, held)
      call(parts.fill, slab, y, nx - held, rowCount, held)
      return
    }
    const margin = direct.margins[0]
    call(parts.fill, slab, y, 0, rowCount, margin)
    call(parts.fill, slab, y, nx - margin, rowCount, margin)
    call(parts.direct, slab, y, margin, rowCount, nx - 2 * margin)
  }
  /** All rows of slabs that stand in the state side by side. */
  const fillRun = (stage: number, slab: number, own: number, count: number): void => {
    const parts = stages[stage]
    if (!parts) return
    const reads = direct && (stage === 0 ? direct.held : parts.direct ? direct.margins : undefined)
    if (rank === 3) {
      setPlane(slab)
      const far = reads && own === slab && own >= reads[2] && own < slabs - reads[2]
      const margin = reads ? Math.min(reads[1], Math.floor(ny / 2)) : 0
      if (!far || ny <= 2 * margin) {
        call(parts.fill, slab, 0, 0, ny, nx, own)
        return
      }
      call(parts.fill, slab, 0, 0, margin, nx)
      inner(stage, slab, margin, ny - 2 * margin)
      call(parts.fill, slab, ny - margin, 0, margin, nx)
      return
    }
    const margin = rank === 2 && reads ? reads[1] : 0
    const from = Math.max(slab, margin)
    const to = Math.min(slab + count, slabs - margin)
    if (!reads || own !== slab || to <= from) {
      call(parts.fill, slab, 0, 0, count, nx, own)
      return
    }
    call(parts.fill, slab, 0, 0, from - slab, nx)
    inner(stage, from, 0, to - from)
    call(parts.fill, to, 0, 0, slab + count - to, nx)
  }
  const fill = (stage: number, from: number, to: number): void => {
    for (let slab = from; slab < to; ) {
      const own = ((slab % slabs) + slabs) % slabs
      const most = rank === 3 ? 1 : Math.min(to - slab, slabs - own)
      fillRun(stage, slab, own, most)
      slab += most
    }
  }
  /** Values on and beyond the ends of slabs `from` to `to`, which reach the first or the last. */
  const finish = (stage: number, from: number, to: number, isFirst: boolean, isLast: boolean): void => {
    const parts = stages[stage]
    if (!parts) return
    const { beyond, ends } = parts
    const low = isFirst ? from - slabGhosts : from
    const high = isLast ? to + slabGhosts : to
    if (isFirst) {
      setPlane(0)
      call(ends[rank - 1]?.[0], 0, 0, 0, planeRows, nx)
      callSlabs(beyond, low, from, 0, 0, planeRows, nx)
    }
    if (isLast) {
      setPlane(slabs - 1)
      call(ends[rank - 1]?.[1], slabs - 1, 0, 0, planeRows, nx)
      callSlabs(beyond, to, high, 0, 0, planeRows, nx)
    }
    if (rank === 3) {
      callSlabs(ends[1]?.[0], low, high, 0, 0, 1, nx)
      callSlabs(ends[1]?.[1], low, high, ny - 1, 0, 1, nx)
      if (!isPeriodic[1]) {
        callSlabs(beyond, low, high, -gy, 0, gy, nx)
        callSlabs(beyond, low, high, ny, 0, gy, nx)
      }
    }
    const wide = planeRows + 2 * gy
    callSlabs(ends[0]?.[0], low, high, -gy, 0, wide, 1)
    callSlabs(ends[0]?.[1], low, high, -gy, nx - 1, wide, 1)
    if (!isPeriodic[0]) {
      callSlabs(beyond, low, high, -gy, -gx, wide, gx)
      callSlabs(beyond, low, high, -gy, nx, wide, gx)
    }
  }
  /** What the next block needs of this one. */
  const advance = (): void => {
    const kept = (before + after) * slabBytes
    const view = kernels.whole()
    for (let array = 0; array < arrayCount; array++) {
      const base = (memory + lead + array * arrayBytes) / 8
      view.copyWithin(base, base + (block * slabBytes) / 8, base + (block * slabBytes + kept) / 8)
    }
  }
  return (state, out, first = 0, end = slabs) => {
    source = state
    target = out
    start = first
    const round = isRound && rank > 1
    for (let stage = 0; stage < last; stage++) {
      const depth = depths[stage] ?? 0
      // What is computed near the last slab reaches beyond it, by a rule that reads several.
      done[stage] = round ? first - depth : Math.max(0, Math.min(first, slabs - endSlabs) - depth)
    }
    for (let from = first; from < end; from += block) {
      if (from > first) advance()
      start = from
      const to = Math.min(from + block, end)
      for (let stage = 0; stage < last; stage++) {
        const depth = depths[stage] ?? 0
        const begin = done[stage] ?? 0
        const wanted = round ? to + depth : Math.min(slabs, Math.max(to, endSlabs) + depth)
        if (wanted <= begin) continue
        fill(stage, begin, wanted)
        finish(stage, begin, wanted, !isRound && begin === 0, !isRound && wanted === slabs)
        done[stage] = wanted
      }
      fill(last, from, to)
    }
  }
}
