import {
  add,
  binary,
  call,
  divide,
  isNumber,
  isTotal,
  multiply,
  negate,
  not,
  number,
  power,
  subtract,
} from './build.ts'
import type { Expression } from './expression.ts'
import { hashExpression, sameExpression } from './tree.ts'

/**
 * The same function, shorter: numbers folded, 0 and 1 and signs taken away, equal terms of a sum and equal factors of a product put
 * together. No rule changes where the expression is defined; what has no finite value (`1/0`) stays as written. Numbers are rounded
 * in another order than as typed, and a zero may lose its sign. Simplifying twice changes nothing more; equal parts come out as one tree.
 */
export function simplifyExpression(expression: Expression): Expression {
  let before = expression
  for (let pass = 0; pass < 20; pass++) {
    const after = simplifyOnce(before, new Map())
    if (sameExpression(before, after)) return pass === 0 ? after : before
    before = after
  }
  return before
}

type Done = Map<Expression, Expression>

function simplifyOnce(expression: Expression, done: Done): Expression {
  const known = done.get(expression)
  if (known) return known
  const result = rebuild(expression, done)
  done.set(expression, result)
  return result
}

function rebuild(expression: Expression, done: Done): Expression {
  switch (expression.kind) {
    case 'number':
      return expression.span === undefined ? expression : number(expression.value)
    case 'name':
      return expression.span === undefined ? expression : { kind: 'name', name: expression.name }
    case 'call':
      return call(expression.name, ...expression.arguments.map((part) => simplifyOnce(part, done)))
    case 'unary':
      if (expression.operator === 'not') return not(simplifyOnce(expression.operand, done))
      return isSum(expression.operand) ? collectSum(expression, done) : negate(simplifyOnce(expression.operand, done))
    case 'binary':
      if (isSum(expression)) return collectSum(expression, done)
      if (expression.operator === '*') return collectProduct(expression, done)
      return binary(expression.operator, simplifyOnce(expression.left, done), simplifyOnce(expression.right, done))
  }
}

function isSum(expression: Expression): boolean {
  return expression.kind === 'binary' && (expression.operator === '+' || expression.operator === '-')
}

/** Number in front, and what is left: of -2*x they are -2 and x. */
function coefficientOf(term: Expression): readonly [number, Expression | undefined] {
  if (isNumber(term) && Number.isFinite(term.value)) return [term.value, undefined]
  if (term.kind === 'unary' && term.operator === '-') {
    const [value, rest] = coefficientOf(term.operand)
    return [-value, rest]
  }
  if (term.kind === 'binary' && term.operator === '*' && isNumber(term.left) && Number.isFinite(term.left.value))
    return [term.left.value, term.right]
  if (term.kind === 'binary' && term.operator === '/' && !isNumber(term.left)) {
    const [value, rest] = coefficientOf(term.left)
    if (rest !== undefined && value !== 1) return [value, divide(rest, term.right)]
  }
  return [1, term]
}

interface Part {
  readonly base: Expression
  /** Coefficient of a term, exponent of a factor. */
  count: number
  /** Of how many it was put together. */
  merged: number
}

/** Adds to the part of equal base, or appends. */
function gather(parts: Part[], places: Map<number, number[]>, base: Expression, count: number): void {
  const hash = hashExpression(base)
  const bucket = places.get(hash)
  const found = bucket?.map((i) => parts[i]).find((part) => part !== undefined && sameExpression(part.base, base))
  if (found) {
    found.count += count
    found.merged++
    return
  }
  if (bucket) bucket.push(parts.length)
  else places.set(hash, [parts.length])
  parts.push({ base, count, merged: 1 })
}

function collectSum(expression: Expression, done: Done): Expression {
  const parts: Part[] = []
  const places = new Map<number, number[]>()
  let constant = 0
  const visit = (part: Expression, sign: number): void => {
    if (part.kind === 'binary' && (part.operator === '+' || part.operator === '-')) {
      visit(part.left, sign)
      visit(part.right, part.operator === '+' ? sign : -sign)
    } else if (part.kind === 'unary' && part.operator === '-') visit(part.operand, -sign)
    else {
      const simple = simplifyOnce(part, done)
      if (simple !== part && (isSum(simple) || (simple.kind === 'unary' && simple.operator === '-'))) {
        visit(simple, sign)
        return
      }
      const [value, rest] = coefficientOf(simple)
      if (rest === undefined) constant += sign * value
      else gather(parts, places, rest, sign * value)
    }
  }
  visit(expression, 1)
  // A term that cancels may go only where it had a value everywhere.
  const terms = parts.filter((part) => part.count !== 0 || !isTotal(part.base))
  const front = constant > 0 ? -1 : terms.findIndex((part) => part.count > 0)
  if (front > 0) terms.unshift(...terms.splice(front, 1))
  let sum: Expression = number(0)
  terms.forEach((part, i) => {
    const size = multiply(number(Math.abs(part.count)), part.base)
    if (i === 0) sum = part.count < 0 ? (constant > 0 ? subtract(number(constant), size) : negate(size)) : size
    else sum = part.count < 0 ? subtract(sum, size) : add(sum, size)
  })
  const isPlaced = constant > 0 && (terms[0]?.count ?? 0) < 0
  return isPlaced ? sum : add(sum, number(constant))
}

function collectProduct(expression: Expression, done: Done): Expression {
  const parts: Part[] = []
  const places = new Map<number, number[]>()
  let coefficient = 1
  const visit = (part: Expression): void => {
    if (part.kind === 'binary' && part.operator === '*') {
      visit(part.left)
      visit(part.right)
      return
    }
    const simple = simplifyOnce(part, done)
    if (simple !== part && simple.kind === 'binary' && simple.operator === '*') {
      visit(simple)
      return
    }
    const [value, rest] = coefficientOf(simple)
    const product = coefficient * value
    if (Number.isFinite(product)) coefficient = product
    else gather(parts, places, number(value), 1)
    if (rest === undefined) return
    if (rest.kind === 'binary' && rest.operator === '*') {
      visit(rest)
      return
    }
    if (rest.kind === 'binary' && rest.operator === '^' && isNumber(rest.right)) {
      const exponent = rest.right.value
      if (Number.isInteger(exponent) && exponent > 0) {
        gather(parts, places, rest.left, exponent)
        return
      }
    }
    gather(parts, places, rest, 1)
  }
  visit(expression)
  const front = number(coefficient)
  let product: Expression | undefined
  for (const part of parts) {
    const factor = power(part.base, number(part.count))
    product = product === undefined ? factor : { kind: 'binary', operator: '*', left: product, right: factor }
  }
  if (product === undefined) return front
  return coefficient < 0 ? negate(multiply(number(-coefficient), product)) : multiply(front, product)
}
