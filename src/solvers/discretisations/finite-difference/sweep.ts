import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import { encodeStencilModule, type StencilModule } from '../../../expression/lower/wasm-stencil.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { mathKernels } from '../../../kernels/math.ts'
import { isSharedMemory, makeModuleCache } from '../../compiled-modules.ts'
import type { GridShape } from './field-lowering.ts'
import { layOut, makeSweepTables, type SweepLayout, type TableValue, tapOffset } from './sweep-memory.ts'
import { planSweep } from './sweep-plan.ts'

/** Expressions of fields computed for all nodes, or those of some slabs of the last axis. */
export interface Sweep {
  /** A number the expressions use: a parameter, `t`, `integral 2`. */
  setScalar(name: string, value: number): void
  /**
   * out ← the values of the expressions, one after another as the state has its unknowns. `state` and `out` must not overlap. Each part
   * is the same to the last bit whichever slabs it is computed with.
   */
  run(state: number, out: number, from?: number, to?: number): void
  readonly slabs: number
}

type Loop = (
  taps: number,
  out: number,
  lines: number,
  rows: number,
  scalars: number,
  rowCount: number,
  count: number,
) => void

interface Compiled {
  readonly module: WebAssembly.Module
  readonly constants: StencilModule['constants']
}

const modules = makeModuleCache<Compiled>(64)

/** Compiles a sweep; takes its memory. */
export function makeSweep(
  kernels: Kernels,
  equations: FieldEquations,
  shape: GridShape,
  spacings: readonly number[],
  outputs: readonly Expression[],
  value: TableValue,
): Sweep {
  const plan = planSweep(equations, shape, outputs)
  const layout = layOut(plan, shape)
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const tables = makeSweepTables(kernels, plan, layout, nodes, value)
  const { graph, places } = plan.stencil
  const inputs = places.map(tables.offsetOf)
  const functions = plan.functions.map(({ name, outputs: list }) => ({
    name,
    tapStride: layout.rowBytes,
    outStride: 8 * layout.counts[0],
    outputs: list.map((one) =>
      one.to === 'out'
        ? { node: one.node, to: 'out' as const, offset: 8 * one.part * nodes }
        : { node: one.node, to: 'taps' as const, offset: tapOffset(layout, one.array, one.shift) },
    ),
  }))
  const shared = isSharedMemory(kernels)
  const { module, constants } = modules({ nodes: graph.nodes, inputs, functions, shared }, () => {
    const made = encodeStencilModule(graph, inputs, functions, tables.constantsOffset, shared)
    return { module: new WebAssembly.Module(made.bytes), constants: made.constants }
  })
  const { exports } = new WebAssembly.Instance(module, {
    env: { memory: kernels.memory },
    math: { ...mathKernels(kernels) },
  })
  // The module was made by us: its functions are of this type.
  const loops = exports as unknown as Readonly<Record<string, Loop | undefined>>
  kernels.view(tables.scalars + tables.constantsOffset, constants.length).set(constants)
  for (const place of places)
    if (place.kind === 'scalar' && place.name.startsWith('weight ')) {
      const [, divisor = 1, ...powers] = place.name.split(' ').map(Number)
      tables.setScalar(
        place.name,
        powers.reduce((all, power, axis) => all / (spacings[axis] ?? 1) ** power, 1) / divisor,
      )
    }
  const memory = kernels.reserve(Math.ceil(layout.bytes / 8))
  return {
    slabs: layout.slabs,
    setScalar: tables.setScalar,
    run: makeDriver(kernels, layout, shape, plan.depths, loops, { ...tables, memory }),
  }
}

interface Addresses {
  readonly memory: number
  readonly lines: number
  readonly rows: number
  readonly scalars: number
  setPlane(slab: number): void
}

/** Runs the loops over blocks of slabs, stage after stage, so that what a stage made is still in the cache for the next. */
function makeDriver(
  kernels: Kernels,
  layout: SweepLayout,
  shape: GridShape,
  depths: readonly number[],
  loops: Readonly<Record<string, Loop | undefined>>,
  { memory, lines, rows, scalars, setPlane }: Addresses,
): Sweep['run'] {
  const { rank, counts, ghosts, slabs, isRound, slabGhosts, block, before, after, rowBytes, slabBytes, arrayBytes } =
    layout
  const { lead } = layout
  const [nx, ny] = counts
  const last = depths.length - 1
  const planeRows = rank === 3 ? ny : 1
  const [gx, gy] = [ghosts[0], rank === 3 ? ghosts[1] : 0]
  const arrayCount = Math.floor((layout.bytes - lead) / arrayBytes)
  const stages = depths.map((_, stage) => ({
    fill: loops[`fill ${stage}`],
    beyond: loops[`beyond ${stage}`],
    ends: [0, 1, 2].map((axis) => [loops[`end ${stage} ${axis} from`], loops[`end ${stage} ${axis} to`]] as const),
  }))
  const done = new Int32Array(last + 1)
  /** First slab of the block at hand. */
  let start = 0
  const call = (
    loop: Loop | undefined,
    slab: number,
    y: number,
    x: number,
    rowCount: number,
    count: number,
    out = 0,
  ): void => {
    if (!loop || rowCount <= 0 || count <= 0) return
    const taps = memory + (slab - start + before) * slabBytes + y * rowBytes + 8 * x
    loop(taps, out, lines + 8 * x, rows + 8 * (rank === 2 ? slab : y), scalars, rowCount, count)
  }
  /** The same over rows `y` and on of several slabs. */
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
  /** Interior of slabs; `out` is the state for the first stage, the results for the last. */
  const fill = (stage: number, from: number, to: number, out: number): void => {
    const loop = stages[stage]?.fill
    for (let slab = from; slab < to; ) {
      const own = ((slab % slabs) + slabs) % slabs
      const most = rank === 3 ? 1 : Math.min(to - slab, slabs - own)
      if (rank === 3) setPlane(slab)
      call(loop, slab, 0, 0, rank === 3 ? ny : most, nx, out + 8 * own * planeRows * nx)
      slab += most
    }
  }
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
      if (!shape.isPeriodic[1]) {
        callSlabs(beyond, low, high, -gy, 0, gy, nx)
        callSlabs(beyond, low, high, ny, 0, gy, nx)
      }
    }
    const wide = planeRows + 2 * gy
    callSlabs(ends[0]?.[0], low, high, -gy, 0, wide, 1)
    callSlabs(ends[0]?.[1], low, high, -gy, nx - 1, wide, 1)
    if (!shape.isPeriodic[0]) {
      callSlabs(beyond, low, high, -gy, -gx, wide, gx)
      callSlabs(beyond, low, high, -gy, nx, wide, gx)
    }
  }
  const advance = (): void => {
    const kept = (before + after) * slabBytes
    const view = kernels.whole()
    for (let array = 0; array < arrayCount; array++) {
      const base = (memory + lead + array * arrayBytes) / 8
      view.copyWithin(base, base + (block * slabBytes) / 8, base + (block * slabBytes + kept) / 8)
    }
  }
  return (state, out, first = 0, end = slabs) => {
    start = first
    const round = isRound && rank > 1
    for (let stage = 0; stage < last; stage++) {
      const begin = first - (depths[stage] ?? 0)
      done[stage] = round ? begin : Math.max(0, begin)
    }
    for (let from = first; from < end; from += block) {
      if (from > first) advance()
      start = from
      const to = Math.min(from + block, end)
      for (let stage = 0; stage < last; stage++) {
        const depth = depths[stage] ?? 0
        const begin = done[stage] ?? 0
        const target = round ? to + depth : Math.min(slabs, to + depth)
        if (target <= begin) continue
        fill(stage, begin, target, state)
        const isBounded = !isRound
        finish(stage, begin, target, isBounded && begin === 0, isBounded && target === slabs)
        done[stage] = target
      }
      fill(last, from, to, out)
    }
  }
}
