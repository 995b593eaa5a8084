import type { Graph } from './graph.ts'
import { signOf } from './lower-expression.ts'
import { isTruth } from './operations.ts'

/** Which nodes use a node, for the part of a graph that stood when it was asked for. */
export interface Dependence {
  /** The nodes that depend on an input, ascending, the input first; empty where the graph has no such input. */
  dependents(slot: number): readonly number[]
}

/** Which nodes of a graph change with an input; found once, asked for every column of a Jacobian. */
export function dependenceOf(graph: Graph): Dependence {
  const count = graph.nodes.length
  const users: number[][] = Array.from({ length: count }, () => [])
  const inputs = new Map<number, number>()
  graph.nodes.forEach((node, id) => {
    if (node.operation === 'input') inputs.set(node.value, id)
    for (const operand of new Set(node.operands)) users[operand]?.push(id)
  })
  const found = new Map<number, readonly number[]>()
  return {
    dependents(slot) {
      const known = found.get(slot)
      if (known) return known
      const start = inputs.get(slot)
      if (start === undefined) return []
      const seen = new Set([start])
      const waiting = [start]
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
        for (const user of users[id] ?? []) {
          if (seen.has(user)) continue
          seen.add(user)
          waiting.push(user)
        }
      const list = [...seen].sort((a, b) => a - b)
      found.set(slot, list)
      return list
    },
  }
}

/**
 * The derivatives of all nodes by one input, as nodes added to the graph: forward differentiation of the graph, so that what the
 * value and its derivatives have in common is computed once. A node that is absent has the derivative zero everywhere.
 * At a corner (abs, min, max, sign, floor, a condition) it is the derivative of the side taken.
 */
export function differentiateGraph(graph: Graph, dependence: Dependence, slot: number): ReadonlyMap<number, number> {
  const derivatives = new Map<number, number>()
  const { apply, constant } = graph
  const multiply = (a: number, b: number) => apply('multiply', a, b)
  const divide = (a: number, b: number) => apply('divide', a, b)
  const one = constant(1)
  const squarePlusOne = (a: number) => apply('add', one, multiply(a, a))
  const oneMinusSquare = (a: number) => multiply(apply('subtract', one, a), apply('add', one, a))

  /** d(node)/d(first operand), for functions of one number. */
  const slope = (id: number, a: number): number | undefined => {
    switch (graph.nodes[id]?.operation) {
      case 'negate':
        return constant(-1)
      case 'abs':
        return signOf(graph, a)
      case 'sqrt':
        return divide(constant(0.5), id)
      case 'exp':
        return id
      case 'log':
        return divide(one, a)
      case 'sin':
        return apply('cos', a)
      case 'cos':
        return apply('negate', apply('sin', a))
      case 'tan':
        return squarePlusOne(id)
      case 'asin':
        return divide(one, apply('sqrt', oneMinusSquare(a)))
      case 'acos':
        return divide(constant(-1), apply('sqrt', oneMinusSquare(a)))
      case 'atan':
        return divide(one, squarePlusOne(a))
      case 'sinh':
        return apply('cosh', a)
      case 'cosh':
        return apply('sinh', a)
      case 'tanh':
        return oneMinusSquare(id)
      case 'erf':
        return multiply(constant(2 / Math.sqrt(Math.PI)), apply('exp', apply('negate', multiply(a, a))))
      default:
        return undefined
    }
  }
  const sum = (a: number | undefined, b: number | undefined): number | undefined =>
    a === undefined ? b : b === undefined ? a : apply('add', a, b)
  const times = (a: number, da: number | undefined): number | undefined =>
    da === undefined ? undefined : multiply(a, da)

  const derivative = (id: number): number | undefined => {
    const node = graph.nodes[id]
    if (!node || isTruth(node.operation)) return undefined
    const [a = 0, b = 0, c = 0] = node.operands
    const [da, db] = [derivatives.get(a), derivatives.get(b)]
    switch (node.operation) {
      case 'add':
        return sum(da, db)
      case 'subtract':
        return sum(da, db === undefined ? undefined : apply('negate', db))
      case 'multiply':
        return a === b && da !== undefined ? multiply(constant(2), multiply(a, da)) : sum(times(b, da), times(a, db))
      case 'divide': {
        const minus = db === undefined ? undefined : apply('negate', divide(multiply(id, db), b))
        return sum(da === undefined ? undefined : divide(da, b), minus)
      }
      case 'min':
      case 'max': {
        const second = node.operation === 'min' ? apply('less', b, a) : apply('less', a, b)
        return apply('select', second, db ?? constant(0), da ?? constant(0))
      }
      case 'select': {
        const [first, second] = [derivatives.get(b), derivatives.get(c)]
        if (first === undefined && second === undefined) return undefined
        return apply('select', a, first ?? constant(0), second ?? constant(0))
      }
      case 'atan2': {
        const norm = apply('add', multiply(a, a), multiply(b, b))
        return sum(
          da === undefined ? undefined : multiply(divide(b, norm), da),
          db === undefined ? undefined : apply('negate', multiply(divide(a, norm), db)),
        )
      }
      case 'pow': {
        const lower = da === undefined ? undefined : apply('pow', a, apply('subtract', b, one))
        const byBase = lower === undefined ? undefined : times(multiply(b, lower), da)
        // 0^b has no slope in a positive b, though log(0) is infinite.
        const logarithm = apply('select', apply('equal', id, constant(0)), constant(0), apply('log', a))
        return sum(byBase, times(multiply(id, logarithm), db))
      }
      default: {
        if (da === undefined) return undefined
        const factor = slope(id, a)
        return factor === undefined ? undefined : multiply(factor, da)
      }
    }
  }

  const [start, ...others] = dependence.dependents(slot)
  if (start === undefined) return derivatives
  derivatives.set(start, one)
  for (const id of others) {
    const found = derivative(id)
    if (found !== undefined) derivatives.set(id, found)
  }
  return derivatives
}
