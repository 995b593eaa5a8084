import { type Graph, makeGraph } from '../../../expression/lower/graph.ts'

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
  /** The state, or whatever stands in rows without a margin. */
  | { readonly kind: 'source'; readonly part: number }
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
