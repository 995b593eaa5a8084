import { add, binary, call, divide, multiply, negate, not, number, power, subtract } from '../build.ts'
import type { Expression } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import { isConstantName } from '../names.ts'
import { derivativeName, highestDerivative, operatorName, ordersOf, timeDerivative } from './field-names.ts'
import type { FieldValue, FieldVector, TermTable } from './field-terms.ts'

/** What names and operators mean where an expression stands. */
export interface Meaning {
  readonly axes: readonly string[]
  readonly table: TermTable
  /** Value of a name that stands as it is written; undefined where it is not known. */
  valueOf(name: string, place: Expression): FieldValue | undefined
  /** The time derivative of a name. */
  timeDerivativeOf(name: string, order: number, place: Expression): FieldValue
  /** A function of the user, its arguments put in; undefined where there is none. */
  apply(name: string, values: readonly FieldValue[], place: Expression): FieldValue | undefined
  /** The outward normal derivative, where there is a side. */
  readonly normal?: (of: Expression, place: Expression) => Expression
  /** What `flux` is, on a side. */
  readonly special?: (node: Expression & { readonly kind: 'call' }) => Expression | undefined
}

type Call = Expression & { readonly kind: 'call' }

function fail(message: string, place: Expression, length?: number): never {
  const from = place.span?.from ?? 0
  throw new ExpressionError(message, from, length === undefined ? place.span?.to : from + length)
}

/**
 * The value of a typed expression over unknowns and terms; terms it needs go into the table.
 * @throws ExpressionError where vectors and scalars do not fit, or a derivative cannot be taken
 */
export function elaborate(expression: Expression, meaning: Meaning): FieldValue {
  switch (expression.kind) {
    case 'number':
      return number(expression.value)
    case 'name':
      return ofName(expression, meaning)
    case 'unary': {
      const operand = elaborate(expression.operand, meaning)
      if (expression.operator === 'not') return not(scalar(operand, expression.operand))
      return mapComponents(operand, negate)
    }
    case 'binary':
      return ofBinary(expression, meaning)
    case 'call':
      return ofCall(expression, meaning)
  }
}

/** The same, where only a scalar can stand. */
export function elaborateScalar(expression: Expression, meaning: Meaning): Expression {
  return scalar(elaborate(expression, meaning), expression)
}

function scalar(value: FieldValue, place: Expression): Expression {
  if (value.kind !== 'vector') return value
  return fail('a vector stands where a number should; take its div, its dot with another, or name one component', place)
}

function mapComponents(value: FieldValue, change: (component: Expression) => Expression): FieldValue {
  return value.kind === 'vector' ? { kind: 'vector', components: value.components.map(change) } : change(value)
}

function ofName(expression: Expression & { readonly kind: 'name' }, meaning: Meaning): FieldValue {
  const { name } = expression
  if (isConstantName(name)) return { kind: 'name', name }
  const value = meaning.valueOf(name, expression)
  if (value !== undefined) return value
  const across = /^(.+)_n$/.exec(name)?.[1]
  if (across !== undefined && meaning.normal) {
    const inner = ofName({ ...expression, name: across }, meaning)
    return meaning.normal(scalar(inner, expression), expression)
  }
  const read = derivativeName(name)
  if (read === undefined) return fail(`"${name}" is not known here`, expression)
  const base: Expression = { kind: 'name', name: read.base, ...(expression.span ? { span: expression.span } : {}) }
  const inTime = read.time > 0 ? meaning.timeDerivativeOf(read.base, read.time, expression) : ofName(base, meaning)
  return derive(inTime, read.letters, expression, meaning)
}

function derive(value: FieldValue, letters: string, place: Expression, meaning: Meaning): FieldValue {
  if (letters === '') return value
  if (letters.length > highestDerivative)
    return fail(
      `derivatives up to order ${highestDerivative} are typed by letters; put one into another: dxx(…)`,
      place,
    )
  const missing = [...letters].find((letter) => !meaning.axes.includes(letter))
  if (missing !== undefined) return fail(missingAxis(missing, meaning.axes), place)
  const orders = ordersOf(letters, meaning.axes)
  return mapComponents(value, (component) => meaning.table.derivative(component, orders))
}

/** Why there is no derivative along an axis. */
export function missingAxis(letter: string, axes: readonly string[]): string {
  return `there is no axis ${letter} here: the domain has ${axes.join(', ')}`
}

function ofBinary(expression: Expression & { readonly kind: 'binary' }, meaning: Meaning): FieldValue {
  const { operator, left, right } = expression
  const [a, b] = [elaborate(left, meaning), elaborate(right, meaning)]
  // |v|² of a vector needs no root.
  if (operator === '^' && left.kind === 'call' && left.name === 'abs' && a.kind === 'call' && a.name === 'sqrt')
    if (a.arguments[0] && b.kind === 'number' && b.value % 2 === 0) return power(a.arguments[0], number(b.value / 2))
  if (a.kind !== 'vector' && b.kind !== 'vector') return binary(operator, a, b)
  if (a.kind === 'vector' && b.kind === 'vector') {
    if (operator === '+' || operator === '-') {
      const join = operator === '+' ? add : subtract
      return { kind: 'vector', components: pairs(a, b, expression).map(([x, y]) => join(x, y)) }
    }
    if (operator === '*') return product(a, b, expression)
    return fail(`two vectors cannot be joined by "${operator}"`, expression)
  }
  if (operator === '*')
    return a.kind === 'vector'
      ? mapComponents(a, (x) => multiply(x, scalar(b, right)))
      : mapComponents(b, (x) => multiply(a, x))
  if (operator === '/' && a.kind === 'vector') return mapComponents(a, (x) => divide(x, scalar(b, right)))
  if (operator === '^' && a.kind === 'vector' && b.kind === 'number' && b.value % 2 === 0)
    return power(product(a, a, expression), number(b.value / 2))
  if (operator === '+' || operator === '-')
    return fail(`a vector and a number cannot be ${operator === '+' ? 'added' : 'subtracted'}`, expression)
  return fail(`"${operator}" is for numbers, and a vector stands beside it`, expression)
}

function pairs(a: FieldVector, b: FieldVector, place: Expression): readonly (readonly [Expression, Expression])[] {
  if (a.components.length !== b.components.length)
    return fail(`a vector of ${a.components.length} stands beside one of ${b.components.length} components`, place)
  return a.components.flatMap((x, i) => (b.components[i] ? [[x, b.components[i]] as const] : []))
}

function product(a: FieldVector, b: FieldVector, place: Expression): Expression {
  return pairs(a, b, place)
    .map(([x, y]) => multiply(x, y))
    .reduce((sum, part) => add(sum, part))
}

function ofCall(node: Call, meaning: Meaning): FieldValue {
  const special = meaning.special?.(node)
  if (special) return special
  const time = timeDerivative(node)
  if (time) return meaning.timeDerivativeOf(time.name, time.order, node)
  const values = node.arguments.map((argument) => elaborate(argument, meaning))
  const [first] = values
  const own = meaning.apply(node.name, values, node)
  if (own !== undefined) return own
  if (first === undefined) return fail(`${node.name} takes an argument`, node)
  if (node.name === 'dn') {
    if (!meaning.normal)
      return fail('dn(…) is the derivative across a side and stands in conditions of a boundary', node)
    return meaning.normal(scalar(first, node), node)
  }
  const letters = /^d([xyzrt]+)$/.exec(node.name)?.[1]
  if (letters !== undefined) {
    if (letters.includes('t'))
      return fail('a derivative by the time stands alone on the left: u_t = …', node, node.name.length)
    return derive(first, letters, node, meaning)
  }
  const operator = operatorName(node.name)
  if (operator !== undefined) return ofOperator(node, operator, values, meaning)
  if (node.name === 'abs' && first.kind === 'vector') return call('sqrt', product(first, first, node))
  return call(node.name, ...values.map((value, i) => scalar(value, node.arguments[i] ?? node)))
}

function ofOperator(node: Call, operator: string, values: readonly FieldValue[], meaning: Meaning): FieldValue {
  const { axes, table } = meaning
  const [first, second] = values
  if (first === undefined) return fail(`${node.name} takes an argument`, node)
  const unit = (axis: number) => axes.map((_, i) => Number(i === axis))
  const gradient = (of: Expression) => axes.map((_, i) => table.derivative(of, unit(i)))
  switch (operator) {
    case 'vector':
      return ofLiteral(node, values)
    case 'laplacian':
      return mapComponents(first, table.laplacian)
    case 'biharmonic':
      return mapComponents(first, (of) => table.laplacian(table.laplacian(of)))
    case 'grad':
      return { kind: 'vector', components: gradient(scalar(first, node)) }
    case 'div':
      return table.divergence(spatial(first, node, axes))
    case 'curl':
      return curl(node, first, meaning)
    case 'dot':
      if (first.kind !== 'vector' || second?.kind !== 'vector')
        return fail('dot takes two vectors: grad(u), [a, b]', node)
      return product(first, second, node)
    case 'advect': {
      // (v·∇)u
      const along = spatial(first, node, axes)
      const by = (of: Expression) =>
        gradient(of)
          .map((slope, i) => multiply(along[i] ?? slope, slope))
          .reduce((sum, part) => add(sum, part))
      return second ? mapComponents(second, by) : fail('advect takes a velocity and a field', node)
    }
    case 'integral':
      return mapComponents(first, table.integral)
    case 'mean':
      return mapComponents(first, (of) => divide(table.integral(of), table.integral(number(1))))
    default:
      return ofDiff(node, first, meaning)
  }
}

/** diff(u, x, x), or diff(u, x, 2). */
function ofDiff(node: Call, first: FieldValue, meaning: Meaning): FieldValue {
  let letters = ''
  for (const by of node.arguments.slice(1)) {
    if (by.kind === 'name') letters += by.name
    else if (by.kind === 'number' && letters !== '' && by.value >= 1 && by.value <= highestDerivative)
      letters += letters.charAt(letters.length - 1).repeat(by.value - 1)
    else return fail('a derivative is written diff(u, x), diff(u, x, x) or diff(u, x, 2)', by)
  }
  return derive(first, letters, node, meaning)
}

/** A vector has a component an axis. */
function spatial(value: FieldValue, node: Call, axes: readonly string[]): readonly Expression[] {
  if (value.kind !== 'vector') {
    // On one axis a flux is a number, and so it is written.
    if (axes.length === 1) return [value]
    return fail(
      `${node.name} takes a vector: ${node.name}(D*grad(u)), ${node.name}([${axes.map(() => '…').join(', ')}])`,
      node,
    )
  }
  if (value.components.length !== axes.length)
    return fail(
      `the domain has ${axes.length === 1 ? 'one axis' : `${axes.length} axes`}, but the vector ${value.components.length} components`,
      node,
    )
  return value.components
}

function ofLiteral(node: Call, values: readonly FieldValue[]): FieldValue {
  return { kind: 'vector', components: values.map((value, i) => scalar(value, node.arguments[i] ?? node)) }
}

function curl(node: Call, of: FieldValue, meaning: Meaning): FieldValue {
  const { axes, table } = meaning
  const along = (axis: number, e: Expression) =>
    table.derivative(
      e,
      axes.map((_, i) => Number(i === axis)),
    )
  if (axes.length === 2 && of.kind !== 'vector')
    return { kind: 'vector', components: [along(1, of), negate(along(0, of))] }
  const [a, b, c] = spatial(of, node, axes)
  if (axes.length === 2 && a && b) return subtract(along(0, b), along(1, a))
  if (axes.length === 3 && a && b && c)
    return {
      kind: 'vector',
      components: [
        subtract(along(1, c), along(2, b)),
        subtract(along(2, a), along(0, c)),
        subtract(along(0, b), along(1, a)),
      ],
    }
  return fail('curl is for two or three axes', node)
}
