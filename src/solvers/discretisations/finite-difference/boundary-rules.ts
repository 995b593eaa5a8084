import { isNumber } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { BoundaryCondition, FieldEquations } from '../../../expression/fields/field-equations.ts'
import type { FieldArrays } from './field-arrays.ts'
import type { FieldLowering, GridShape } from './field-lowering.ts'
import { along, here, type Shift, type StencilGraph } from './stencil-graph.ts'
import { ghostWeights } from './stencil-weights.ts'

/** One end of an axis. */
export interface Side {
  readonly axis: number
  readonly end: 'from' | 'to'
}

/** A value of an array at or beyond an end, relative to the node on the end. */
export interface EndValue {
  readonly array: number
  readonly shift: Shift
  readonly node: number
}

/** The conditions of an unknown, or of its Laplacian, on a side. */
export function conditionsOn(
  equations: FieldEquations,
  side: Side,
  unknown: number,
  of: 'value' | 'laplacian',
): readonly BoundaryCondition[] {
  return equations.boundary.filter(
    (one) =>
      one.side !== 'inside' &&
      one.side.axis === side.axis &&
      one.side.end === side.end &&
      one.unknown === unknown &&
      one.of === of,
  )
}

/** Whether an unknown's values on a side are prescribed: its rate there is 0. */
export function isPrescribed(equations: FieldEquations, side: Side, unknown: number): boolean {
  return conditionsOn(equations, side, unknown, 'value').some(({ kind }) => kind === 'dirichlet')
}

/** Places in a state of all node values where they are prescribed, ascending. */
export function prescribedNodes(
  equations: FieldEquations,
  { counts, isPeriodic }: Pick<GridShape, 'counts' | 'isPeriodic'>,
): Int32Array {
  const nodes = counts.reduce((product, count) => product * count, 1)
  const places = new Set<number>()
  let stride = 1
  counts.forEach((count, axis) => {
    const plane = stride
    stride *= count
    if (isPeriodic[axis]) return
    for (const end of ['from', 'to'] as const)
      equations.unknowns.forEach((_, unknown) => {
        if (!isPrescribed(equations, { axis, end }, unknown)) return
        const first = end === 'from' ? 0 : (count - 1) * plane
        for (let from = first; from < nodes; from += count * plane)
          for (let i = 0; i < plane; i++) places.add(unknown * nodes + from + i)
      })
  })
  return Int32Array.from(places).sort()
}

const number = (value: number): Expression => ({ kind: 'number', value })
const flat = { kind: 'neumann' as const, value: number(0), normal: number(1), rightSide: number(0) }

interface Conditions {
  readonly prescribed: readonly BoundaryCondition[]
  readonly slopes: readonly BoundaryCondition[]
  /** Second and third derivatives along the axis, from conditions on the Laplacian. */
  readonly curvatures: readonly BoundaryCondition[]
}

/**
 * The values of arrays on and beyond an end, `ghosts` of them: the node itself where it is prescribed; beyond it the polynomial through
 * the nearest values that meets the conditions, so that the stencils of inner points hold at the end too.
 */
export function endValues(
  equations: FieldEquations,
  shape: GridShape,
  arrays: FieldArrays,
  lowering: FieldLowering,
  stencil: StencilGraph,
  side: Side,
  ghosts: number,
  stage: number,
): readonly EndValue[] {
  const { graph } = stencil
  const { apply, constant } = graph
  const { axis, end } = side
  const inwards = end === 'from' ? 1 : -1
  const spacing = (power: number) =>
    lowering.weight(
      1,
      shape.counts.map((_, a) => (a === axis ? -power : 0)),
    )
  const expression = (one: BoundaryCondition, part: 'value' | 'normal' | 'rightSide') =>
    lowering.pointOfArrays(one[part], here)
  const values: EndValue[] = []

  const conditionsOf = (array: number): Conditions => {
    const one = arrays.arrays[array]
    const none: Conditions = { prescribed: [], slopes: [], curvatures: [] }
    let unknown: number | undefined
    let of: 'value' | 'laplacian' = 'value'
    if (one?.kind === 'unknown') unknown = one.unknown
    if (one?.kind === 'term') {
      const term = equations.terms[one.term]
      if (term?.kind === 'laplacian' && term.of.kind === 'name') {
        const place = equations.unknowns.indexOf(term.of.name)
        if (place >= 0) [unknown, of] = [place, 'laplacian']
      }
    }
    if (unknown === undefined) return none
    const found = conditionsOn(equations, side, unknown, of)
    // A term of fourth order has two conditions an end: what is left out is a slope of 0.
    const isOpen =
      of === 'laplacian' && found.length === 0 && conditionsOn(equations, side, unknown, 'value').length < 2
    if (isOpen) return { ...none, slopes: [{ side, unknown, of, ...flat }] }
    return {
      prescribed: found.filter(({ kind }) => kind === 'dirichlet'),
      slopes: found.filter(({ kind }) => kind !== 'dirichlet'),
      curvatures:
        of === 'value' && ghosts > 1 && shape.counts.length === 1
          ? conditionsOn(equations, side, unknown, 'laplacian')
          : [],
    }
  }

  arrays.arrays.forEach((one, array) => {
    if (arrays.stageOf[array] !== stage || one.kind === 'expression') return
    const { prescribed, slopes, curvatures } = conditionsOf(array)
    const node = (i: number) => lowering.tap(array, along(axis, i * inwards))
    let edge = node(0)
    const given = prescribed[0]
    if (given) {
      const right = expression(given, 'rightSide')
      edge = isNumber(given.value, 1) ? right : apply('divide', right, expression(given, 'value'))
      values.push({ array, shift: here, node: edge })
    }
    if (ghosts === 0) return
    /** ∂q/∂n = (r − a q)/b. */
    const normalOf = (condition: BoundaryCondition, q: number | undefined): number => {
      let right = expression(condition, 'rightSide')
      if (!isNumber(condition.value, 0) && q !== undefined)
        right = apply('subtract', right, apply('multiply', expression(condition, 'value'), q))
      return isNumber(condition.normal, 1) ? right : apply('divide', right, expression(condition, 'normal'))
    }
    const derivatives: { order: number; node: number }[] = []
    const isCentre = shape.radial !== undefined && end === 'from' && !given
    // Inwards is against the normal: odd derivatives change sign.
    for (const slope of slopes.slice(0, 1)) derivatives.push({ order: 1, node: apply('negate', normalOf(slope, edge)) })
    for (const one of curvatures.slice(0, 1))
      if (one.kind === 'dirichlet') {
        const right = expression(one, 'rightSide')
        const second = isNumber(one.value, 1) ? right : apply('divide', right, expression(one, 'value'))
        derivatives.push({ order: 2, node: second })
      } else if (one.kind === 'neumann') derivatives.push({ order: 3, node: apply('negate', normalOf(one, undefined)) })
    if (isCentre && derivatives.length === 0 && isEven(equations, one))
      derivatives.push({ order: 1, node: constant(0) })
    const count = nodesFor(shape.order, derivatives.length, ghosts)
    const mirrors = derivatives[0]?.order === 1 && graph.constantOf(derivatives[0].node) === 0
    const isMirror = isCentre && mirrors
    const rules = ghostWeights(
      count,
      derivatives.map(({ order }) => order),
      ghosts,
    )
    rules.forEach(({ nodes, derivatives: factors }, j) => {
      let sum: number | undefined
      const add = (factor: number, value: number) => {
        if (factor === 0) return
        const part = apply('multiply', constant(factor), value)
        sum = sum === undefined ? part : apply('add', sum, part)
      }
      if (isMirror) add(1, node(j + 1))
      else {
        nodes.forEach((factor, i) => {
          add(factor, i === 0 ? edge : node(i))
        })
        factors.forEach((factor, m) => {
          const { order = 1, node: value = constant(0) } = derivatives[m] ?? {}
          if (graph.constantOf(value) !== 0) add(factor, apply('multiply', spacing(order), value))
        })
      }
      values.push({ array, shift: along(axis, -(j + 1) * inwards), node: sum ?? constant(0) })
    })
  })
  return values
}

/** Across the centre of a radius a scalar is even, and so is its Laplacian; a derivative need not be. */
function isEven(equations: FieldEquations, array: FieldArrays['arrays'][number]): boolean {
  return array.kind === 'unknown' || (array.kind === 'term' && equations.terms[array.term]?.kind !== 'derivative')
}

/**
 * How many values an end's polynomial goes through. One order is lost beside the end and none in the solution; with one value more the
 * operator of a slope would have an eigenvalue of 8.9/h² in place of 7.4/h² (5.3/h² inside), and explicit steps would be as much shorter.
 */
export function nodesFor(order: number, derivatives: number, ghosts: number): number {
  if (order === 2) return derivatives === 0 ? Math.max(4, ghosts + 2) : ghosts + 1
  return derivatives === 0 ? 6 : Math.max(5 - derivatives, ghosts + 1)
}
