import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import { neededNodes } from '../../../expression/lower/schedule.ts'
import { patternOf } from '../../linear/pattern.ts'
import type { SparsityPattern } from '../../system.ts'
import type { GridShape } from './field-lowering.ts'
import type { StencilPlace } from './stencil-graph.ts'
import { type PlannedFunction, planSweep, type SweepPlan } from './sweep-plan.ts'

type Point = [number, number, number]

/** What a value depends on: places in a state, as one number each. */
type Dependence = ReadonlySet<number>
const nothing: Dependence = new Set()

/** An axis of a grid small enough to look at every node, which has every kind of node that the large one has. */
interface SmallAxis {
  readonly count: number
  /** Nodes from an end whose stencils feel it. */
  readonly edge: number
  readonly isPeriodic: boolean
}

/**
 * Which values of the state each rate depends on, by structure: found on a small grid, where the loops of the sweep are followed with
 * sets in place of numbers, and carried over to the large one.
 */
export function fieldPattern(equations: FieldEquations, shape: GridShape): SparsityPattern {
  const whole = planSweep(equations, shape, equations.rates)
  const reach = Math.max(1, ...whole.ghosts) * Math.max(1, whole.arrays.stages)
  const edge = reach + 1
  const least = 2 * (edge + Math.max(reach, whole.endNodes)) + 1
  const axes = shape.counts.map(
    (count, axis): SmallAxis => ({
      count: Math.min(count, least),
      edge,
      isPeriodic: shape.isPeriodic[axis] ?? false,
    }),
  )
  const small: GridShape = { ...shape, counts: axes.map(({ count }) => count) }
  const rows = follow(equations, small, planSweep(equations, small, equations.rates))
  return enlarged(rows, axes, shape, equations.unknowns.length)
}

/** Follows a sweep with sets; the result is a set a rate and node. */
function follow(equations: FieldEquations, shape: GridShape, plan: SweepPlan): readonly Dependence[] {
  const rank = shape.counts.length
  const [nx = 1, ny = 1, nz = 1] = shape.counts
  const nodes = nx * ny * nz
  const last = rank - 1
  const isRound = rank > 1 && (shape.isPeriodic[last] ?? false)
  const { graph, places } = plan.stencil
  const values = plan.arrays.arrays.map(() => new Map<string, Dependence>())
  const rates = new Array<Dependence>(nodes * equations.rates.length).fill(nothing)
  const counts: Point = [nx, ny, nz]
  const around = (p: Point): Point => {
    if (!isRound) return p
    const q: Point = [...p]
    q[last] = (((q[last] ?? 0) % (counts[last] ?? 1)) + (counts[last] ?? 1)) % (counts[last] ?? 1)
    return q
  }
  const plus = (p: Point, shift: readonly number[]): Point => [p[0] + (shift[0] ?? 0), p[1] + (shift[1] ?? 0), p[2] + (shift[2] ?? 0)] // biome-ignore format: one thought
  const prepared = new Map<string, readonly { inputs: readonly StencilPlace[]; output: PlannedFunction['outputs'][number] }[]>() // biome-ignore format: one map
  for (const { name, outputs } of plan.functions.filter((one) => !one.name.startsWith('direct')))
    prepared.set(
      name,
      outputs.map((output) => ({
        output,
        inputs: neededNodes(graph, [output.node], () => false).flatMap((id) => {
          const node = graph.nodes[id]
          const place = node?.operation === 'input' ? places[node.value] : undefined
          return place && (place.kind === 'tap' || place.kind === 'source') ? [place] : []
        }),
      })),
    )
  const run = (name: string, from: Point, to: Point): void => {
    const list = prepared.get(name)
    if (!list) return
    for (let z = from[2]; z < to[2]; z++)
      for (let y = from[1]; y < to[1]; y++)
        for (let x = from[0]; x < to[0]; x++) {
          const p: Point = [x, y, z]
          const found = list.map(({ inputs }) => {
            const sets = inputs.map((place): Dependence => {
              if (place.kind === 'source') return new Set([place.part * nodes + (z * ny + y) * nx + x])
              if (place.kind !== 'tap') return nothing
              return values[place.array]?.get(around(plus(p, place.shift)).join()) ?? nothing
            })
            if (sets.length === 1) return sets[0] ?? nothing
            const all = new Set<number>()
            for (const set of sets) for (const one of set) all.add(one)
            return all
          })
          list.forEach(({ output }, i) => {
            if (output.to === 'out') rates[output.part * nodes + (z * ny + y) * nx + x] = found[i] ?? nothing
            else values[output.array]?.set(plus(p, output.shift).join(), found[i] ?? nothing)
          })
        }
  }
  const { ghosts } = plan
  const stages = plan.arrays.stages
  for (let stage = 0; stage < stages; stage++) {
    run(`fill ${stage}`, [0, 0, 0], counts)
    // From the last axis to the first, as the sweep does: each end with the margins of those before.
    const low: Point = [0, 0, 0]
    const high: Point = [...counts]
    for (let axis = last; axis >= 0; axis--) {
      if (axis === last && isRound) continue
      for (const end of ['from', 'to'] as const) {
        const at = end === 'from' ? 0 : (counts[axis] ?? 1) - 1
        const [a, b]: [Point, Point] = [[...low], [...high]]
        a[axis] = at
        b[axis] = at + 1
        run(`end ${stage} ${axis} ${end}`, a, b)
        if (shape.isPeriodic[axis]) continue
        a[axis] = end === 'from' ? -(ghosts[axis] ?? 0) : (counts[axis] ?? 1)
        b[axis] = end === 'from' ? 0 : (counts[axis] ?? 1) + (ghosts[axis] ?? 0)
        run(`beyond ${stage}`, a, b)
      }
      low[axis] = -(ghosts[axis] ?? 0)
      high[axis] = (counts[axis] ?? 1) + (ghosts[axis] ?? 0)
    }
  }
  run(`fill ${stages}`, [0, 0, 0], counts)
  return rates
}

/** The pattern of the large grid. */
function enlarged(
  rows: readonly Dependence[],
  axes: readonly SmallAxis[],
  shape: GridShape,
  unknowns: number,
): SparsityPattern {
  const sizes = [0, 1, 2].map((axis) => axes[axis]?.count ?? 1)
  const large = [0, 1, 2].map((axis) => shape.counts[axis] ?? 1)
  const [sx = 1, sy = 1, sz = 1] = sizes
  const [nx = 1, ny = 1, nz = 1] = large
  const smallNodes = sx * sy * sz
  const nodes = nx * ny * nz
  /** The node of the small axis like this one. */
  const alike = (axis: number, i: number): number => {
    const one = axes[axis]
    const count = large[axis] ?? 1
    if (!one || one.count === count) return i
    if (!one.isPeriodic && i < one.edge) return i
    if (!one.isPeriodic && i >= count - one.edge) return one.count - (count - i)
    return Math.floor(one.count / 2)
  }
  /** From a place of the small axis to the large one, seen from node i and its like. */
  const carried = (axis: number, i: number, like: number, place: number): number => {
    const one = axes[axis]
    const count = large[axis] ?? 1
    if (!one || one.count === count) return place
    if (!one.isPeriodic && i < one.edge) return place
    if (!one.isPeriodic && i >= count - one.edge) return count - (one.count - place)
    return (((i + place - like) % count) + count) % count
  }
  const decoded = rows.map((set) =>
    [...set].map((value) => {
      const node = value % smallNodes
      return [
        Math.floor(value / smallNodes),
        node % sx,
        Math.floor(node / sx) % sy,
        Math.floor(node / (sx * sy)),
      ] as const
    }),
  )
  const result: number[][] = []
  for (let k = 0; k < unknowns; k++)
    for (let z = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++) {
          const [ax, ay, az] = [alike(0, x), alike(1, y), alike(2, z)]
          const list = decoded[k * smallNodes + (az * sy + ay) * sx + ax] ?? []
          result.push(
            list.map(
              ([unknown, px, py, pz]) =>
                unknown * nodes + (carried(2, z, az, pz) * ny + carried(1, y, ay, py)) * nx + carried(0, x, ax, px),
            ),
          )
        }
  return patternOf(result)
}
