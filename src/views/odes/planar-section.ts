import { makeGraph } from '../../expression/lower/graph.ts'
import { lowerExpression } from '../../expression/lower/lower-expression.ts'
import { evaluateOperation } from '../../expression/lower/operations.ts'
import { neededNodes } from '../../expression/lower/schedule.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import type { PlanarRates } from '../plots/planar-field.ts'

/** Where a plane cuts the space of states: the two unknowns that vary, the values of everything else. */
export interface Section {
  readonly x: string
  readonly y: string
  /** Values of all unknowns, in the order of the equations; those of x and y play no part. */
  readonly state: ArrayLike<number>
  readonly parameters: ArrayLike<number>
  readonly time: number
}

/**
 * The rates of two unknowns as functions of these two alone, everything else standing still; undefined where x or y is none of the
 * unknowns. Fixed values are folded into the graph, so that what is left is a few operations a place.
 */
export function planarSection(equations: OdeEquations, section: Section): PlanarRates | undefined {
  const { unknowns, rates, parameters, definitions } = equations
  const [atX, atY] = [unknowns.indexOf(section.x), unknowns.indexOf(section.y)]
  const [rateX, rateY] = [rates[atX], rates[atY]]
  if (atX === atY || !rateX || !rateY || equations.algebraic[atX] || equations.algebraic[atY]) return undefined
  const graph = makeGraph()
  const known = new Map<string, number>([['t', graph.constant(section.time)]])
  parameters.forEach((name, i) => {
    known.set(name, graph.constant(section.parameters[i] ?? Number.NaN))
  })
  unknowns.forEach((name, i) => {
    known.set(name, graph.constant(section.state[i] ?? Number.NaN))
  })
  known.set(section.x, graph.input(0))
  known.set(section.y, graph.input(1))
  for (const { name, value } of definitions)
    known.set(
      name,
      lowerExpression(graph, value, (inner) => known.get(inner)),
    )
  const scope = (name: string) => known.get(name)
  const [outX, outY] = [lowerExpression(graph, rateX, scope), lowerExpression(graph, rateY, scope)]
  const needed = neededNodes(graph, [outX, outY], () => false)
  const values = new Float64Array(graph.nodes.length)
  const steps = needed.flatMap((id) => {
    const node = graph.nodes[id]
    if (!node) return []
    if (node.operation === 'constant' || node.operation === 'truth') {
      values[id] = node.value
      return []
    }
    const [a = 0, b = 0, c = 0] = node.operands
    return [{ id, operation: node.operation, slot: node.value, a, b, c }]
  })
  return (x, y, out) => {
    for (const { id, operation, slot, a, b, c } of steps)
      values[id] =
        operation === 'input'
          ? slot === 0
            ? x
            : y
          : evaluateOperation(operation, values[a] ?? 0, values[b] ?? 0, values[c] ?? 0)
    out[0] = values[outX] ?? Number.NaN
    out[1] = values[outY] ?? Number.NaN
  }
}
