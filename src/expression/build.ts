import type { BinaryOperator, Expression } from './expression.ts'
import { functions } from './functions.ts'
import { applyOperator } from './operators.ts'
import { sameExpression } from './tree.ts'

/*
 * Nodes that simplify themselves when made. A rule stands here only if the value is the same wherever either side has one, and no
 * point is added to or taken from where the expression is defined (rounding and overflow aside).
 */

export const zero: Expression = { kind: 'number', value: 0 }
export const one: Expression = { kind: 'number', value: 1 }

/** A number as an expression. */
export function number(value: number): Expression {
  return { kind: 'number', value }
}

/** Whether an expression is a number, or this number. */
export function isNumber(expression: Expression, value?: number): expression is Expression & { kind: 'number' } {
  return expression.kind === 'number' && (value === undefined || expression.value === value)
}

/** Functions that have a value for every real argument. */
const everywhere: readonly string[] = [
  'exp', 'abs', 'sign', 'sin', 'cos', 'atan', 'sinh', 'cosh', 'tanh', 'erf', 'floor', 'heaviside', 'min', 'max', 'if', 'atan2',
] // biome-ignore format: a list

/** Whether an expression has a finite value wherever its names have (overflow aside). */
export function isTotal(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
      return Number.isFinite(expression.value)
    case 'name':
      return true
    case 'unary':
      return isTotal(expression.operand)
    case 'call':
      return everywhere.includes(expression.name) && expression.arguments.every(isTotal)
    case 'binary': {
      const { operator, left, right } = expression
      if (operator === '/') return isTotal(left) && isNumber(right) && right.value !== 0
      if (operator === '^') return isTotal(left) && isNumber(right) && Number.isInteger(right.value) && right.value >= 0
      return isTotal(left) && isTotal(right)
    }
  }
}

/** A folded number, where it is finite: what is infinite or has no value stays as it was written. */
function folded(operator: BinaryOperator, a: Expression, b: Expression): Expression | undefined {
  if (!isNumber(a) || !isNumber(b)) return undefined
  const value = applyOperator(operator, a.value, b.value)
  return Number.isFinite(value) ? number(value) : undefined
}

/** −a, simplified. */
export function negate(a: Expression): Expression {
  if (isNumber(a)) return number(a.value === 0 ? 0 : -a.value)
  if (a.kind === 'unary' && a.operator === '-') return a.operand
  if (a.kind === 'binary' && a.operator === '-') return subtract(a.right, a.left)
  if (a.kind === 'binary' && (a.operator === '*' || a.operator === '/') && isNumber(a.left))
    return a.operator === '*' ? multiply(negate(a.left), a.right) : divide(negate(a.left), a.right)
  return { kind: 'unary', operator: '-', operand: a }
}

/** a + b, simplified. */
export function add(a: Expression, b: Expression): Expression {
  if (isNumber(a, 0)) return b
  if (isNumber(b, 0)) return a
  const value = folded('+', a, b)
  if (value) return value
  if (b.kind === 'unary' && b.operator === '-') return subtract(a, b.operand)
  if (a.kind === 'unary' && a.operator === '-') return subtract(b, a.operand)
  if (isNumber(b) && b.value < 0) return subtract(a, number(-b.value))
  if (sameExpression(a, b)) return multiply(number(2), a)
  return { kind: 'binary', operator: '+', left: a, right: b }
}

/** a + b, simplified, or the one that is there. */
export function plus(a: Expression | undefined, b: Expression | undefined): Expression | undefined {
  return a && b ? add(a, b) : (a ?? b)
}

/** a − b, simplified. */
export function subtract(a: Expression, b: Expression): Expression {
  if (isNumber(b, 0)) return a
  if (isNumber(a, 0)) return negate(b)
  const value = folded('-', a, b)
  if (value) return value
  if (b.kind === 'unary' && b.operator === '-') return add(a, b.operand)
  if (isNumber(b) && b.value < 0) return add(a, number(-b.value))
  if (sameExpression(a, b) && isTotal(a)) return zero
  return { kind: 'binary', operator: '-', left: a, right: b }
}

/** a b, simplified. */
export function multiply(a: Expression, b: Expression): Expression {
  if (isNumber(a, 1)) return b
  if (isNumber(b, 1)) return a
  if ((isNumber(a, 0) && isTotal(b)) || (isNumber(b, 0) && isTotal(a))) return zero
  const value = folded('*', a, b)
  if (value) return value
  if (isNumber(b)) return multiply(b, a)
  if (isNumber(a, -1)) return negate(b)
  if (a.kind === 'unary' && a.operator === '-') return negate(multiply(a.operand, b))
  if (b.kind === 'unary' && b.operator === '-') return negate(multiply(a, b.operand))
  if (isNumber(a) && b.kind === 'binary' && b.operator === '*' && isNumber(b.left)) {
    const product = folded('*', a, b.left)
    if (product) return multiply(product, b.right)
  }
  if (!isNumber(a) && a.kind === 'binary' && a.operator === '*' && isNumber(a.left))
    return multiply(a.left, multiply(a.right, b))
  if (b.kind === 'binary' && b.operator === '*' && isNumber(b.left)) return multiply(b.left, multiply(a, b.right))
  const [baseA, powerA] = asPower(a)
  const [baseB, powerB] = asPower(b)
  if (powerA > 0 && powerB > 0 && !isNumber(baseA) && sameExpression(baseA, baseB))
    return power(baseA, number(powerA + powerB))
  return { kind: 'binary', operator: '*', left: a, right: b }
}

/** Base and whole exponent: of `x` they are x and 1. */
function asPower(a: Expression): readonly [Expression, number] {
  if (a.kind === 'binary' && a.operator === '^' && isNumber(a.right) && Number.isInteger(a.right.value))
    return [a.left, a.right.value]
  return [a, 1]
}

/** a / b, simplified. */
export function divide(a: Expression, b: Expression): Expression {
  if (isNumber(b, 1)) return a
  const value = folded('/', a, b)
  if (value) return value
  if (isNumber(b) && b.value < 0) return negate(divide(a, number(-b.value)))
  if (isNumber(a, 0) && isNumber(b) && b.value !== 0) return zero
  if (a.kind === 'unary' && a.operator === '-') return negate(divide(a.operand, b))
  if (b.kind === 'unary' && b.operator === '-') return negate(divide(a, b.operand))
  return { kind: 'binary', operator: '/', left: a, right: b }
}

/** a^b, simplified. */
export function power(a: Expression, b: Expression): Expression {
  if (isNumber(b, 1)) return a
  if (isNumber(b, 0)) return one
  if (a.kind === 'name' && a.name === 'e') return call('exp', b)
  const value = folded('^', a, b)
  if (value) return value
  if (isNumber(b) && Number.isInteger(b.value) && b.value > 0) {
    const [base, inner] = asPower(a)
    // (x^2)^3 is x^6; with a negative exponent outside or inside 1/0 could come or go.
    if (inner > 1) return power(base, number(inner * b.value))
  }
  return { kind: 'binary', operator: '^', left: a, right: b }
}

/** Any binary node. */
export function binary(operator: BinaryOperator, a: Expression, b: Expression): Expression {
  switch (operator) {
    case '+':
      return add(a, b)
    case '-':
      return subtract(a, b)
    case '*':
      return multiply(a, b)
    case '/':
      return divide(a, b)
    case '^':
      return power(a, b)
    default:
      return folded(operator, a, b) ?? { kind: 'binary', operator, left: a, right: b }
  }
}

/** not a, simplified. */
export function not(a: Expression): Expression {
  return isNumber(a) ? number(Number(a.value === 0)) : { kind: 'unary', operator: 'not', operand: a }
}

/** A call, folded where every argument is a number and the value finite. */
export function call(name: string, ...values: readonly Expression[]): Expression {
  const [first, second, third] = values
  if (name === 'if' && first && second && third) {
    if (isNumber(first) && !Number.isNaN(first.value)) return first.value !== 0 ? second : third
    if (sameExpression(second, third) && isTotal(first)) return second
  } else if (name === 'log' && first?.kind === 'name' && first.name === 'e') return one
  else if ((name === 'min' || name === 'max') && first && values.length === 1) return first
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (known && values.length >= known.least && values.length <= known.most && values.every((v) => isNumber(v))) {
    const value = known.apply(values.map((v) => (v.kind === 'number' ? v.value : Number.NaN)))
    if (Number.isFinite(value)) return number(value)
  }
  return { kind: 'call', name, arguments: values }
}
