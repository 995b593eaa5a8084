import type { Expression } from '../expression.ts'
import { constants } from '../functions.ts'
import type { Graph } from './graph.ts'
import { isMathFunction, type Operation } from './operations.ts'

/** The node of a name, or undefined where it is not known. */
export type Scope = (name: string) => number | undefined

/** x where it is 0, NaN or a zero with a sign; else 1 or −1. */
export function signOf(graph: Graph, x: number): number {
  const zero = graph.constant(0)
  const negative = graph.apply('select', graph.apply('less', x, zero), graph.constant(-1), x)
  return graph.apply('select', graph.apply('less', zero, x), graph.constant(1), negative)
}

function heaviside(graph: Graph, x: number): number {
  const zero = graph.constant(0)
  const half = graph.apply('select', graph.apply('equal', x, zero), graph.constant(0.5), graph.constant(Number.NaN))
  const low = graph.apply('select', graph.apply('less', x, zero), zero, half)
  return graph.apply('select', graph.apply('less', zero, x), graph.constant(1), low)
}

const binary: Readonly<Record<string, Operation>> = {
  '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '^': 'pow',
} // biome-ignore format: a table
const comparisons: Readonly<Record<string, { operation: Operation; swapped: boolean }>> = {
  '<': { operation: 'less', swapped: false },
  '>': { operation: 'less', swapped: true },
  '<=': { operation: 'lessOrEqual', swapped: false },
  '>=': { operation: 'lessOrEqual', swapped: true },
  '==': { operation: 'equal', swapped: false },
  '!=': { operation: 'unequal', swapped: false },
}

/**
 * The node of an expression in a graph. `if`, `and` and `or` become selections: both sides are computed, and a NaN of the side not
 * taken goes nowhere.
 * @throws Error for a name or function that is not known: the checker has said so before, with the place.
 */
export function lowerExpression(graph: Graph, expression: Expression, scope: Scope): number {
  const lowerCall = (name: string, list: readonly Expression[]): number => {
    const [first] = list
    if (first === undefined) throw new Error(`${name} has no argument`)
    if (name === 'if' && list[1] && list[2]) {
      return graph.apply('select', lowerTruth(first), lower(list[1]), lower(list[2]))
    }
    const values = list.map(lower)
    const [a = 0, b = 0] = values
    switch (name) {
      case 'min':
      case 'max':
        return values.reduce((left, right) => graph.apply(name, left, right))
      case 'sign':
        return signOf(graph, a)
      case 'heaviside':
        return heaviside(graph, a)
      case 'mod':
        return graph.apply('subtract', a, graph.apply('multiply', b, graph.apply('floor', graph.apply('divide', a, b))))
      case 'sqrt':
      case 'abs':
      case 'floor':
        return graph.apply(name, a)
      default:
        if (!isMathFunction(name)) throw new Error(`"${name}" is not a function of numbers`)
        return graph.apply(name, ...values)
    }
  }

  const lowerTruth = (e: Expression): number => {
    if (e.kind === 'unary' && e.operator === 'not') return graph.apply('not', lowerTruth(e.operand))
    if (e.kind === 'binary') {
      if (e.operator === 'and' || e.operator === 'or')
        return graph.apply(e.operator, lowerTruth(e.left), lowerTruth(e.right))
      const comparison = comparisons[e.operator]
      if (comparison) {
        const [left, right] = [lower(e.left), lower(e.right)]
        return graph.apply(comparison.operation, comparison.swapped ? right : left, comparison.swapped ? left : right)
      }
    }
    return graph.apply('unequal', lower(e), graph.constant(0))
  }

  const lower = (e: Expression): number => {
    switch (e.kind) {
      case 'number':
        return graph.constant(e.value)
      case 'name': {
        const found =
          scope(e.name) ?? (Object.hasOwn(constants, e.name) ? graph.constant(constants[e.name] ?? 0) : undefined)
        if (found === undefined) throw new Error(`"${e.name}" is not known`)
        return found
      }
      case 'call':
        return lowerCall(e.name, e.arguments)
      case 'unary':
        return e.operator === '-' ? graph.apply('negate', lower(e.operand)) : graph.apply('number', lowerTruth(e))
      case 'binary': {
        if (!(e.operator in binary)) return graph.apply('number', lowerTruth(e))
        // A long sum leans to the left: its spine is walked, not recursed.
        const spine: { operation: Operation; right: Expression }[] = []
        let leftmost: Expression = e
        for (;;) {
          const operation: Operation | undefined = leftmost.kind === 'binary' ? binary[leftmost.operator] : undefined
          if (leftmost.kind !== 'binary' || operation === undefined) break
          spine.push({ operation, right: leftmost.right })
          leftmost = leftmost.left
        }
        let value = lower(leftmost)
        for (const { operation, right } of spine.reverse()) value = graph.apply(operation, value, lower(right))
        return value
      }
    }
  }
  return lower(expression)
}
