import type { Graph } from './graph.ts'
import { neededNodes, type Output } from './schedule.ts'

/** Fewer quotients are left as they are: then a product with the reciprocal gains nothing. */
const fewest = 3

/**
 * Outputs in which quotients that have one divisor in common, three or more, are products with its reciprocal: a division costs
 * several times a product (Pleiades: half the time). Each such quotient is rounded twice instead of once, a relative error of at most
 * 2⁻⁵² instead of 2⁻⁵³; a divisor below 2⁻¹⁰²⁴, whose reciprocal overflows, gives an infinite or undefined quotient.
 */
export function shareReciprocals(graph: Graph, outputs: readonly Output[]): readonly Output[] {
  const needed = neededNodes(
    graph,
    outputs.map(({ node }) => node),
    () => false,
  )
  const uses = new Map<number, number>()
  for (const id of needed) {
    const { operation, operands } = graph.nodes[id] ?? { operation: 'constant', operands: [] }
    const divisor = operation === 'divide' ? operands[1] : undefined
    if (divisor !== undefined && graph.constantOf(divisor) === undefined)
      uses.set(divisor, (uses.get(divisor) ?? 0) + 1)
  }
  const isShared = (id: number) => (uses.get(id) ?? 0) >= fewest
  if (![...uses.keys()].some(isShared)) return outputs
  const one = graph.constant(1)
  const made = new Map<number, number>()
  const of = (id: number) => made.get(id) ?? id
  for (const id of needed) {
    const { operation, operands } = graph.nodes[id] ?? { operation: 'constant', operands: [] }
    const [dividend = 0, divisor = 0] = operands
    if (operation === 'divide' && isShared(divisor))
      made.set(id, graph.apply('multiply', of(dividend), graph.apply('divide', one, of(divisor))))
    else if (operands.some((operand) => made.has(operand))) made.set(id, graph.apply(operation, ...operands.map(of)))
  }
  return outputs.map(({ node, index }) => ({ node: of(node), index }))
}
