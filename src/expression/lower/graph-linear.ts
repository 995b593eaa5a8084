import type { Graph } from './graph.ts'

/** A value as Σ coefficient·input + rest, where coefficients depend on parameters alone. */
export interface LinearSum {
  /** Coefficients by the slot of the input. */
  readonly coefficients: ReadonlyMap<number, number>
  /** Absent where it is zero. */
  readonly rest?: number
}

/**
 * Splits a value into what is linear in the inputs that `isUnknown` names, with coefficients for which `isConstant` holds, and the rest.
 * Sums and constant factors are gone through; products of unknowns are not multiplied out.
 */
export function splitLinear(
  graph: Graph,
  node: number,
  isUnknown: (slot: number) => boolean,
  isConstant: (node: number) => boolean,
): LinearSum {
  const { apply } = graph
  const map = ({ coefficients, rest }: LinearSum, change: (node: number) => number): LinearSum => ({
    coefficients: new Map([...coefficients].map(([slot, value]) => [slot, change(value)])),
    ...(rest === undefined ? {} : { rest: change(rest) }),
  })
  const combine = (a: LinearSum, b: LinearSum): LinearSum => {
    const coefficients = new Map(a.coefficients)
    for (const [slot, value] of b.coefficients) {
      const other = coefficients.get(slot)
      coefficients.set(slot, other === undefined ? value : apply('add', other, value))
    }
    const rest = a.rest === undefined ? b.rest : b.rest === undefined ? a.rest : apply('add', a.rest, b.rest)
    return { coefficients, ...(rest === undefined ? {} : { rest }) }
  }
  const split = (id: number): LinearSum => {
    const { operation, operands, value } = graph.nodes[id] ?? { operation: 'constant', operands: [], value: 0 }
    const [a = 0, b = 0] = operands
    if (operation === 'input' && isUnknown(value)) return { coefficients: new Map([[value, graph.constant(1)]]) }
    if (operation === 'add') return combine(split(a), split(b))
    if (operation === 'subtract')
      return combine(
        split(a),
        map(split(b), (x) => apply('negate', x)),
      )
    if (operation === 'negate') return map(split(a), (x) => apply('negate', x))
    if (operation === 'multiply' && isConstant(a)) return map(split(b), (x) => apply('multiply', a, x))
    if (operation === 'multiply' && isConstant(b)) return map(split(a), (x) => apply('multiply', b, x))
    if (operation === 'divide' && isConstant(b)) return map(split(a), (x) => apply('divide', x, b))
    return { coefficients: new Map(), rest: id }
  }
  return split(node)
}
