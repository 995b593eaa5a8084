import { evaluateOperation, isTruth, type Operation } from './operations.ts'

/** One value of a graph. Operands stand before it; `value` is that of a constant, or the slot of an input. */
export interface GraphNode {
  readonly operation: Operation
  readonly operands: readonly number[]
  readonly value: number
}

/**
 * Expressions as one graph in which equal sub-expressions are one node, named by its place in `nodes`. Operands always stand before
 * their users, so ascending order is an order of evaluation.
 *
 * Rewriting keeps every bit of a finite result, except the sign of a zero, of these alone: an integer power up to 32 is a product
 * (relative error at most (n − 1)·2⁻⁵³, and one rounding more where n is negative), x^(n + ½) is xⁿ·√x, e^x is exp(x). A division
 * by a constant stays one, unless the constant is a power of two.
 */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  constant(value: number): number
  truth(value: boolean): number
  /** Inputs are numbered by their user; a slot is one node. */
  input(slot: number): number
  apply(operation: Operation, ...operands: number[]): number
  /** Undefined where the node is not a constant. */
  constantOf(node: number): number | undefined
}

const mostMultiplied = 32

function keyOf(operation: Operation, operands: readonly number[], value: number): string {
  return `${operation} ${operands.join(' ')} ${Object.is(value, -0) ? '-0' : value}`
}

/** Exact: the reciprocal of a power of two, where it is a normal number. */
function exactReciprocal(value: number): number | undefined {
  const size = Math.abs(value)
  if (!(size >= 2 ** -1022 && size <= 2 ** 1022)) return undefined
  return 2 ** Math.round(Math.log2(size)) === size ? 1 / value : undefined
}

/** An empty graph: equal nodes are one, constants are folded, signs move outwards. */
export function makeGraph(): Graph {
  const nodes: GraphNode[] = []
  const known = new Map<string, number>()

  const intern = (operation: Operation, operands: readonly number[], value = 0): number => {
    const key = keyOf(operation, operands, value)
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, nodes.length)
    return nodes.push({ operation, operands, value }) - 1
  }
  const at = (node: number): GraphNode => {
    const found = nodes[node]
    if (!found) throw new Error(`the graph has no node ${node}`)
    return found
  }
  const constant = (value: number) => intern('constant', [], value)
  const truth = (value: boolean) => intern('truth', [], value ? 1 : 0)
  const constantOf = (node: number) => (at(node).operation === 'constant' ? at(node).value : undefined)
  const truthOf = (node: number) => (at(node).operation === 'truth' ? at(node).value : undefined)
  const inside = (node: number, operation: Operation) =>
    at(node).operation === operation ? at(node).operands[0] : undefined

  const power = (base: number, exponent: number): number => {
    const n = constantOf(exponent)
    if (n === undefined) return constantOf(base) === Math.E ? apply('exp', exponent) : intern('pow', [base, exponent])
    if (n === 0) return constant(1)
    const size = Math.abs(n)
    const whole = Math.floor(size)
    if (size > mostMultiplied || (size !== whole && size !== whole + 0.5)) return intern('pow', [base, exponent])
    let product = size === whole ? undefined : apply('sqrt', base)
    let square = base
    for (let left = whole; left > 0; left = Math.floor(left / 2)) {
      if (left % 2 === 1) product = product === undefined ? square : apply('multiply', product, square)
      if (left > 1) square = apply('multiply', square, square)
    }
    return n > 0 ? (product ?? base) : apply('divide', constant(1), product ?? base)
  }

  const add = (a: number, b: number): number => {
    if (constantOf(a) === 0) return b
    if (constantOf(b) === 0) return a
    const [minusA, minusB] = [inside(a, 'negate'), inside(b, 'negate')]
    if (minusB !== undefined) return apply('subtract', a, minusB)
    if (minusA !== undefined) return apply('subtract', b, minusA)
    return intern('add', a < b ? [a, b] : [b, a])
  }
  const subtract = (a: number, b: number): number => {
    if (constantOf(b) === 0) return a
    if (constantOf(a) === 0) return apply('negate', b)
    const minusB = inside(b, 'negate')
    if (minusB !== undefined) return apply('add', a, minusB)
    // The difference the other way round is the same number with another sign: two bodies have one distance.
    const opposite = known.get(keyOf('subtract', [b, a], 0))
    return opposite === undefined ? intern('subtract', [a, b]) : intern('negate', [opposite])
  }
  const multiply = (a: number, b: number): number => {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      // biome-ignore format: a pair
      if (constantOf(one) === 1) return other
      if (constantOf(one) === -1) return apply('negate', other)
    }
    const [minusA, minusB] = [inside(a, 'negate'), inside(b, 'negate')]
    // Signs go outwards, where sums take them in.
    if (minusA !== undefined && minusB !== undefined) return apply('multiply', minusA, minusB)
    if (minusA !== undefined) return apply('negate', apply('multiply', minusA, b))
    if (minusB !== undefined) return apply('negate', apply('multiply', a, minusB))
    return intern('multiply', a < b ? [a, b] : [b, a])
  }
  const divide = (a: number, b: number): number => {
    const by = constantOf(b)
    const reciprocal = by === undefined ? undefined : exactReciprocal(by)
    const [minusA, minusB] = [inside(a, 'negate'), inside(b, 'negate')]
    if (minusA !== undefined && minusB !== undefined) return apply('divide', minusA, minusB)
    if (minusA !== undefined) return apply('negate', apply('divide', minusA, b))
    if (minusB !== undefined) return apply('negate', apply('divide', a, minusB))
    return reciprocal === undefined ? intern('divide', [a, b]) : apply('multiply', a, constant(reciprocal))
  }
  const negate = (a: number): number => inside(a, 'negate') ?? intern('negate', [a])
  const logical = (operation: 'and' | 'or', a: number, b: number): number => {
    const deciding = operation === 'or' ? 1 : 0
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      // biome-ignore format: a pair
      const value = truthOf(one)
      if (value !== undefined) return value === deciding ? one : other
    }
    return a === b ? a : intern(operation, a < b ? [a, b] : [b, a])
  }
  const choose = (condition: number, a: number, b: number): number => {
    const value = truthOf(condition)
    if (value !== undefined) return value === 1 ? a : b
    if (a === b) return a
    const opposite = inside(condition, 'not')
    return opposite === undefined ? intern('select', [condition, a, b]) : choose(opposite, b, a)
  }

  const apply = (operation: Operation, ...operands: number[]): number => {
    const [a = 0, b = 0, c = 0] = operands
    if (
      operands.length > 0 &&
      operands.every((node) => constantOf(node) !== undefined || truthOf(node) !== undefined)
    ) {
      const value = evaluateOperation(operation, at(a).value, at(b).value, at(c).value)
      // e^2 is the number e², not the rounded e squared.
      if (operation === 'pow' && at(a).value === Math.E) return constant(Math.exp(at(b).value))
      return isTruth(operation) ? truth(value === 1) : constant(value)
    }
    switch (operation) {
      case 'add':
        return add(a, b)
      case 'subtract':
        return subtract(a, b)
      case 'multiply':
        return multiply(a, b)
      case 'divide':
        return divide(a, b)
      case 'negate':
        return negate(a)
      case 'pow':
        return power(a, b)
      case 'and':
      case 'or':
        return logical(operation, a, b)
      case 'not':
        return inside(a, 'not') ?? intern('not', [a])
      case 'select':
        return choose(a, b, c)
      case 'unequal': {
        // A truth value made a number and taken as a condition again.
        const condition = constantOf(b) === 0 ? inside(a, 'number') : undefined
        return condition ?? intern('unequal', [a, b])
      }
      case 'abs':
        return inside(a, 'abs') === undefined ? intern('abs', [inside(a, 'negate') ?? a]) : a
      default:
        return intern(operation, operands)
    }
  }

  return { nodes, constant, truth, input: (slot) => intern('input', [], slot), apply, constantOf }
}
