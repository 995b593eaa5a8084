import { type Graph, makeGraph } from '../../../expression/lower/graph.ts'
import { neededNodes } from '../../../expression/lower/schedule.ts'

/** A place relative to the point in question, in nodes along x, y, z. */
export type Shift = readonly [number, number, number]
export const here: Shift = [0, 0, 0]

/** A shift along one axis. */
export function along(axis: number, by: number): Shift {
  return [axis === 0 ? by : 0, axis === 1 ? by : 0, axis === 2 ? by : 0]
}

export function shifted([x, y, z]: Shift, axis: number, by: number): Shift {
  const [dx, dy, dz] = along(axis, by)
  return [x + dx, y + dy, z + dz]
}

/** What an input of the graph is, before it has an address. */
export type StencilPlace =
  | { readonly kind: 'tap'; readonly array: number; readonly shift: Shift }
  /** An unknown of the state itself, which has no margins. */
  | { readonly kind: 'source'; readonly part: number; readonly shift: Shift }
  /** A table along x, along the rows (y), or of planes (z): a coordinate, a weight. */
  | { readonly kind: 'table'; readonly axis: number; readonly name: string; readonly shift: number }
  /** A number of the call. */
  | { readonly kind: 'scalar'; readonly name: string }

/** A graph whose inputs are places; equal places are one input. */
export interface StencilGraph {
  readonly graph: Graph
  readonly places: readonly StencilPlace[]
  at(place: StencilPlace): number
}

/** An empty graph. */
export function makeStencilGraph(): StencilGraph {
  const graph = makeGraph()
  const places: StencilPlace[] = []
  const slots = new Map<string, number>()
  return {
    graph,
    places,
    at(place) {
      const key = JSON.stringify(place)
      let slot = slots.get(key)
      if (slot === undefined) {
        slot = places.push(place) - 1
        slots.set(key, slot)
      }
      return graph.input(slot)
    },
  }
}

/** The same value of other places: the nodes rebuilt with each input's place changed. */
export function replaced(stencil: StencilGraph, node: number, change: (place: StencilPlace) => StencilPlace): number {
  return rebuilt(stencil, node, change, (operation, ...operands) => stencil.graph.apply(operation, ...operands))
}

/**
 * The same value with factors that are the same for all points put together, D·(w·Σ) as (D·w)·Σ: one product a point less, and one
 * rounding at another place.
 */
export function withFactorsJoined(stencil: StencilGraph, node: number): number {
  const { graph, places } = stencil
  const steady = new Map<number, boolean>()
  const isSteady = (id: number): boolean => {
    const known = steady.get(id)
    if (known !== undefined) return known
    const one = graph.nodes[id]
    const place = one?.operation === 'input' ? places[one.value] : undefined
    const found = place ? place.kind === 'scalar' : (one?.operands.every(isSteady) ?? true)
    steady.set(id, found)
    return found
  }
  const apply: Graph['apply'] = (operation, ...operands) => {
    const [a = 0, b = 0] = operands
    if (operation !== 'multiply' || isSteady(a) === isSteady(b)) return graph.apply(operation, ...operands)
    const [factor, rest] = isSteady(a) ? [a, b] : [b, a]
    const inner = graph.nodes[rest]
    const [c = 0, d = 0] = inner?.operands ?? []
    if (inner?.operation !== 'multiply' || isSteady(c) === isSteady(d)) return graph.apply(operation, a, b)
    const [second, value] = isSteady(c) ? [c, d] : [d, c]
    return graph.apply('multiply', graph.apply('multiply', factor, second), value)
  }
  return rebuilt(stencil, node, (place) => place, apply)
}

function rebuilt(
  stencil: StencilGraph,
  node: number,
  change: (place: StencilPlace) => StencilPlace,
  apply: Graph['apply'],
): number {
  const { graph, places } = stencil
  const made = new Map<number, number>()
  const rebuild = (id: number): number => {
    const known = made.get(id)
    if (known !== undefined) return known
    const one = graph.nodes[id]
    const place = one?.operation === 'input' ? places[one.value] : undefined
    let result = id
    if (place) result = stencil.at(change(place))
    else if (one && one.operands.length > 0) result = apply(one.operation, ...one.operands.map(rebuild))
    made.set(id, result)
    return result
  }
  // Operands stand before their users: in this order nothing is deep.
  for (const id of neededNodes(graph, [node], () => false)) rebuild(id)
  return rebuild(node)
}
