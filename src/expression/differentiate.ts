import { add, binary, call, divide, isNumber, multiply, negate, number, one, power, subtract, zero } from './build.ts'
import type { Expression } from './expression.ts'
import { ExpressionError } from './expression-error.ts'
import { functions } from './functions.ts'
import { isConstantName } from './names.ts'
import { simplifyExpression } from './simplify.ts'

/**
 * ∂expression/∂name, simplified; sub-trees are shared with the expression where they recur. Piecewise functions are differentiated
 * piece by piece: comparisons, `sign`, `floor` and `heaviside` have derivative 0, at a jump too.
 * @throws ExpressionError where the name stands in a call that is no function of numbers
 */
export function differentiate(expression: Expression, name: string): Expression {
  return simplifyExpression(derivativeAlong(expression, (other) => (other === name ? one : undefined)))
}

/**
 * The derivative of an expression when each name changes at the rate `rateOf` gives (undefined: not at all): the chain rule with
 * the rates as expressions. Operators that are linear in every argument (`laplacian`, `dot`) pass the derivative through. Sub-trees are shared; `simplifyExpression` shortens what comes out.
 */
export function derivativeAlong(
  expression: Expression,
  rateOf: (name: string) => Expression | undefined,
  isLinearOperator: (name: string) => boolean = () => false,
): Expression {
  const rates = (name: string): Rates<0> | undefined => {
    const rate = rateOf(name)
    return rate && new Map([[0, rate]])
  }
  return gradientOf(expression, rates, isLinearOperator).get(0) ?? zero
}

/** Derivatives by key; what is not there is 0 by structure. */
type Rates<Key> = ReadonlyMap<Key, Expression>

/**
 * Several derivatives at once: each name changes at the rates that `ratesOf` gives by key, and so does the expression. One walk
 * through the tree, work only where something changes: for sparse Jacobians.
 */
export function gradientOf<Key>(
  expression: Expression,
  ratesOf: (name: string) => Rates<Key> | undefined,
  isLinearOperator: (name: string) => boolean = () => false,
): Rates<Key> {
  const still: Rates<Key> = new Map()
  const done = new Map<Expression, Rates<Key>>()
  const gradient = (part: Expression): Rates<Key> => {
    const known = done.get(part)
    if (known) return known
    const found = derive(part)
    done.set(part, found)
    return found
  }
  const derive = (part: Expression): Rates<Key> => {
    switch (part.kind) {
      case 'number':
        return still
      case 'name':
        return ratesOf(part.name) ?? still
      case 'unary':
        return part.operator === '-' ? combine([gradient(part.operand)], ([a]) => a && negate(a)) : still
      case 'binary':
        return combine([gradient(part.left), gradient(part.right)], ([a, b]) => ofBinary(part, a, b))
      case 'call':
        return combine(part.arguments.map(gradient), (rates) => ofCall(part, rates, isLinearOperator))
    }
  }
  return gradient(expression)
}

/** The rule applied for each key that changes anything; zeros are left out. */
function combine<Key>(parts: readonly Rates<Key>[], rule: (rates: readonly Rate[]) => Rate): Rates<Key> {
  const result = new Map<Key, Expression>()
  for (const part of parts)
    for (const key of part.keys()) {
      if (result.has(key)) continue
      const rate = rule(parts.map((other) => other.get(key)))
      if (rate && !isNumber(rate, 0)) result.set(key, rate)
    }
  return result
}

type Binary = Expression & { readonly kind: 'binary' }
type Call = Expression & { readonly kind: 'call' }
type Rate = Expression | undefined

/** A rate of undefined is 0 by structure; no product with it is ever written. */
function sum(a: Rate, b: Rate): Rate {
  return a && b ? add(a, b) : (a ?? b)
}

function difference(a: Rate, b: Rate): Rate {
  return a && b ? subtract(a, b) : (a ?? (b && negate(b)))
}

function times(factor: Expression, rate: Rate): Rate {
  return rate && multiply(factor, rate)
}

function ofBinary(node: Binary, a: Rate, b: Rate): Rate {
  const { operator, left, right } = node
  switch (operator) {
    case '+':
      return sum(a, b)
    case '-':
      return difference(a, b)
    case '*':
      return sum(a && multiply(a, right), times(left, b))
    case '/': {
      if (!b) return a && divide(a, right)
      // (a' − (a/b) b')/b: the quotient itself is shared.
      const top = difference(a, times(node, b))
      return top && divide(top, right)
    }
    case '^':
      return ofPower(node, a, b)
    default:
      return undefined
  }
}

function ofPower(node: Binary, a: Rate, b: Rate): Rate {
  const { left, right } = node
  const byBase = a && multiply(multiply(right, power(left, lessOne(right))), a)
  if (!b) return byBase
  // At base 0 the product 0·log 0 has no value, but a^u stays 0 there for u > 0.
  const bySize = multiply(node, call('log', left))
  const isPositive = (isNumber(left) && left.value > 0) || (left.kind === 'name' && isConstantName(left.name))
  const byExponent = isPositive ? bySize : call('if', binary('==', left, zero), zero, bySize)
  return sum(byBase, times(byExponent, b))
}

function lessOne(exponent: Expression): Expression {
  return subtract(exponent, one)
}

function ofCall(node: Call, rates: readonly Rate[], isLinearOperator: (name: string) => boolean): Rate {
  if (rates.every((rate) => rate === undefined)) return undefined
  const values = node.arguments
  const [u, v] = values
  const [a, b] = rates
  if (isLinearOperator(node.name)) {
    let total: Rate
    rates.forEach((rate, i) => {
      if (rate) total = sum(total, call(node.name, ...values.map((value, j) => (i === j ? rate : value))))
    })
    return total
  }
  if (u === undefined || !Object.hasOwn(functions, node.name))
    throw new ExpressionError(`there is no derivative of ${node.name}(…)`, node.span?.from ?? 0, node.span?.to)
  switch (node.name) {
    case 'if':
      return piecewise(u, rates[1], rates[2])
    case 'min':
    case 'max':
      return ofExtreme(node.name, values, rates)
    case 'mod':
      return v && difference(a, times(call('floor', divide(u, v)), b))
    case 'atan2':
      return v && difference(times(v, a), times(u, b)) && divideRate(difference(times(v, a), times(u, b)), add(power(u, number(2)), power(v, number(2)))) // biome-ignore format: one quotient
    default:
      return a && ofOne(node, u, a)
  }
}

function divideRate(rate: Rate, by: Expression): Rate {
  return rate && divide(rate, by)
}

function piecewise(condition: Expression, yes: Rate, no: Rate): Rate {
  return yes || no ? call('if', condition, yes ?? zero, no ?? zero) : undefined
}

/** min(a, b, c) is a where a ≤ min(b, c), else min(b, c). */
function ofExtreme(name: 'min' | 'max', values: readonly Expression[], rates: readonly Rate[]): Rate {
  const [first, ...others] = values
  if (first === undefined || others.length === 0) return rates[0]
  const rest = call(name, ...others)
  const smaller = binary(name === 'min' ? '<=' : '>=', first, rest)
  return piecewise(smaller, rates[0], ofExtreme(name, others, rates.slice(1)))
}

/** Functions of one argument, f'(u)·a; DLMF 4.20, 4.26, 4.34 and 7.2.1. */
function ofOne(node: Call, u: Expression, a: Expression): Rate {
  const square = power(u, number(2))
  switch (node.name) {
    case 'exp':
      return multiply(node, a)
    case 'log':
      return divide(a, u)
    case 'sqrt':
      return divide(a, multiply(number(2), node))
    case 'abs':
      return multiply(call('sign', u), a)
    case 'sin':
      return multiply(call('cos', u), a)
    case 'cos':
      return negate(multiply(call('sin', u), a))
    case 'tan':
      return multiply(add(one, power(node, number(2))), a)
    case 'asin':
      return divide(a, call('sqrt', subtract(one, square)))
    case 'acos':
      return negate(divide(a, call('sqrt', subtract(one, square))))
    case 'atan':
      return divide(a, add(one, square))
    case 'sinh':
      return multiply(call('cosh', u), a)
    case 'cosh':
      return multiply(call('sinh', u), a)
    case 'tanh':
      return multiply(subtract(one, power(node, number(2))), a)
    case 'erf':
      return multiply(multiply(number(2 / Math.sqrt(Math.PI)), call('exp', negate(square))), a)
    default:
      // sign, floor, heaviside: constant between their jumps.
      return undefined
  }
}
