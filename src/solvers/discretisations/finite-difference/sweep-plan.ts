import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import { neededNodes } from '../../../expression/lower/schedule.ts'
import { type EndValue, endValues, nodesFor } from './boundary-rules.ts'
import { type FieldArrays, findFieldArrays } from './field-arrays.ts'
import { type GridShape, makeFieldLowering } from './field-lowering.ts'
import { along, here, makeStencilGraph, replaced, type StencilGraph, withFactorsJoined } from './stencil-graph.ts'

/** A value stored by a function of a sweep. */
export type PlannedOutput =
  | ({ readonly to: 'taps' } & EndValue)
  | { readonly to: 'out'; readonly part: number; readonly node: number }

/** A loop to be made; which points it runs over is the sweep's matter. */
export interface PlannedFunction {
  readonly name: string
  readonly outputs: readonly PlannedOutput[]
}

/**
 * How some expressions of fields are computed for all nodes: stage 0 takes the state in, each further stage fills arrays from those
 * before, the last writes the results. Functions: `fill S`, `end S AXIS from`, `end S AXIS to`, `beyond S` (expressions where taps
 * reach beyond an end), and `direct S`: as `fill S`, but unknowns are read from the state.
 */
export interface SweepPlan {
  readonly stencil: StencilGraph
  readonly arrays: FieldArrays
  readonly functions: readonly PlannedFunction[]
  /** Values beyond each end of an axis. */
  readonly ghosts: readonly [number, number, number]
  /** Slabs of the last axis that each stage needs beyond those wanted, results at the end: 0. */
  readonly depths: readonly number[]
  /** Nodes that a rule of an end reads. */
  readonly endNodes: number
}

/** Plans a sweep. */
export function planSweep(equations: FieldEquations, shape: GridShape, outputs: readonly Expression[]): SweepPlan {
  const rank = shape.counts.length
  const stencil = makeStencilGraph()
  const { graph, places } = stencil
  const arrays = findFieldArrays(
    equations,
    outputs,
    shape.isPeriodic.every((one) => one),
  )
  const lowering = makeFieldLowering(equations, shape, arrays, stencil)
  const last = arrays.stages
  const functions: PlannedFunction[] = []

  const joined = (node: number) => withFactorsJoined(stencil, node)
  const fills: PlannedOutput[][] = []
  for (let stage = 0; stage <= last; stage++) {
    const list: PlannedOutput[] = []
    for (let array = 0; array < arrays.arrays.length; array++) {
      const one = arrays.arrays[array]
      if (!one || arrays.stageOf[array] !== stage) continue
      let node: number
      if (one.kind === 'unknown') node = stencil.at({ kind: 'source', part: one.unknown, shift: here })
      else if (one.kind === 'term') node = lowering.point({ kind: 'name', name: `#${one.term}` }, stage)
      else node = joined(lowering.point(one.expression, stage))
      list.push({ to: 'taps', array, shift: here, node })
    }
    if (stage === last)
      outputs.forEach((output, part) => {
        list.push({ to: 'out', part, node: joined(lowering.point(output, stage)) })
      })
    fills.push(list)
    functions.push({ name: `fill ${stage}`, outputs: list })
  }

  // How far each stage reaches into those before.
  const ghosts: [number, number, number] = [0, 0, 0]
  const depths = new Array<number>(last + 1).fill(0)
  for (let stage = last; stage >= 0; stage--)
    for (const id of neededNodes(
      graph,
      (fills[stage] ?? []).map(({ node }) => node),
      () => false,
    )) {
      const node = graph.nodes[id]
      const place = node?.operation === 'input' ? places[node.value] : undefined
      if (place?.kind !== 'tap') continue
      place.shift.forEach((by, axis) => {
        ghosts[axis] = Math.max(ghosts[axis] ?? 0, Math.abs(by))
      })
      const from = arrays.stageOf[place.array] ?? 0
      if (rank > 1)
        depths[from] = Math.max(depths[from] ?? 0, (depths[stage] ?? 0) + Math.abs(place.shift[rank - 1] ?? 0))
    }

  for (let stage = 1; stage <= last; stage++) {
    const made = direct(stencil, arrays, stage, fills[stage] ?? [])
    if (made) functions.push(made)
  }

  let endNodes = 1
  for (let stage = 0; stage < last; stage++) {
    for (let axis = 0; axis < rank; axis++) {
      const count = ghosts[axis] ?? 0
      const periodic = shape.isPeriodic[axis] ?? false
      if (!periodic) endNodes = Math.max(endNodes, nodesFor(shape.order, 0, count))
      // Along the last axis the sweep itself goes round.
      if (periodic && rank > 1 && axis === rank - 1) continue
      for (const end of ['from', 'to'] as const) {
        const values = periodic
          ? wrapped(arrays, lowering.tap, stage, axis, end, count, shape.counts[axis] ?? 1)
          : endValues(equations, shape, arrays, lowering, stencil, { axis, end }, count, stage)
        if (values.length > 0)
          functions.push({
            name: `end ${stage} ${axis} ${end}`,
            outputs: values.map((value) => ({ to: 'taps', ...value })),
          })
      }
    }
    const beyond: PlannedOutput[] = []
    arrays.arrays.forEach((one, array) => {
      if (one.kind !== 'expression' || arrays.stageOf[array] !== stage) return
      beyond.push({ to: 'taps', array, shift: here, node: lowering.pointOfArrays(one.expression) })
    })
    if (beyond.length > 0 && !shape.isPeriodic.every((one) => one))
      functions.push({ name: `beyond ${stage}`, outputs: beyond })
  }
  return { stencil, arrays, functions, ghosts, depths, endNodes }
}

/** The loop of a stage that reads unknowns where they stand; undefined where no unknown is read. */
function direct(
  stencil: StencilGraph,
  arrays: FieldArrays,
  stage: number,
  fill: readonly PlannedOutput[],
): PlannedFunction | undefined {
  let readsState = false
  const outputs = fill.map((output) => ({
    ...output,
    node: replaced(stencil, output.node, (place) => {
      const one = place.kind === 'tap' ? arrays.arrays[place.array] : undefined
      if (place.kind !== 'tap' || one?.kind !== 'unknown') return place
      readsState = true
      return { kind: 'source', part: one.unknown, shift: place.shift }
    }),
  }))
  return readsState ? { name: `direct ${stage}`, outputs } : undefined
}

/** Beyond an end of a ring stands what is at its other end. */
function wrapped(
  arrays: FieldArrays,
  tap: (array: number, shift: readonly [number, number, number]) => number,
  stage: number,
  axis: number,
  end: 'from' | 'to',
  ghosts: number,
  count: number,
): readonly EndValue[] {
  const values: EndValue[] = []
  arrays.arrays.forEach((_, array) => {
    if (arrays.stageOf[array] !== stage) return
    const outwards = end === 'from' ? -1 : 1
    for (let j = 1; j <= ghosts; j++)
      values.push({
        array,
        shift: along(axis, j * outwards),
        node: tap(array, along(axis, j * outwards - outwards * count)),
      })
  })
  return values
}
