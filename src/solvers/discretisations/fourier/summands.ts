import { add, divide, isNumber, multiply, negate, number, one, power } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'
import { constants } from '../../../expression/functions.ts'
import { childrenOf } from '../../../expression/tree.ts'

/** coefficient · factor: the coefficient in parameters and numbers alone, no factor where all of it is constant. */
export interface Summand {
  readonly coefficient: Expression
  readonly factor: Expression | undefined
}

/** What the reading of sums must know of the names in them. */
export interface SummandNames {
  isConstant(name: string): boolean
  /** A first derivative of an unknown: sums times it are multiplied out, so that `(a + u)*u_x` becomes conservative. */
  isSlope(name: string): boolean
}

/** Products of sums with more terms than this stay as they were typed. */
const MOST_TERMS = 24

/** Whether an expression is made of numbers and constant names. */
function isConstantExpression(expression: Expression, names: SummandNames): boolean {
  if (expression.kind === 'name') return Object.hasOwn(constants, expression.name) || names.isConstant(expression.name)
  return childrenOf(expression).every((child) => isConstantExpression(child, names))
}

function hasSlope(expression: Expression, names: SummandNames): boolean {
  if (expression.kind === 'name') return names.isSlope(expression.name)
  return childrenOf(expression).some((child) => hasSlope(child, names))
}

/**
 * An expression as a sum of constant coefficients times factors, multiplied out as far as that brings constant and linear parts to
 * light (`u*(1 - u)` is `u − u²`) and not further.
 */
export function summandsOf(expression: Expression, names: SummandNames): readonly Summand[] {
  if (isConstantExpression(expression, names)) return [{ coefficient: expression, factor: undefined }]
  const leaf: readonly Summand[] = [{ coefficient: one, factor: expression }]
  if (expression.kind === 'unary' && expression.operator === '-')
    return scaled(summandsOf(expression.operand, names), negate)
  if (expression.kind !== 'binary') return leaf
  const { operator, left, right } = expression
  switch (operator) {
    case '+':
      return collect([...summandsOf(left, names), ...summandsOf(right, names)])
    case '-':
      return collect([...summandsOf(left, names), ...scaled(summandsOf(right, names), negate)])
    case '*':
      return productOf(summandsOf(left, names), summandsOf(right, names), names)
    case '/': {
      if (isConstantExpression(right, names)) return scaled(summandsOf(left, names), (part) => divide(part, right))
      const [only, more] = summandsOf(left, names)
      if (more || !only) return leaf
      return [{ coefficient: only.coefficient, factor: divide(only.factor ?? one, right) }]
    }
    case '^': {
      if (!isNumber(right) || !Number.isInteger(right.value) || right.value < 2 || right.value > 6) return leaf
      const base = summandsOf(left, names)
      const [only] = base
      if (base.length === 1 && only?.factor)
        return [{ coefficient: power(only.coefficient, right), factor: power(only.factor, right) }]
      if (!base.some(({ factor }) => factor === undefined)) return leaf
      let product = base
      for (let k = 1; k < right.value; k++) product = productOf(product, base, names)
      return product
    }
    default:
      return leaf
  }
}

function scaled(summands: readonly Summand[], by: (part: Expression) => Expression): readonly Summand[] {
  return summands.map(({ coefficient, factor }) => ({ coefficient: by(coefficient), factor }))
}

/** Equal factors that are bare names or nothing once only. */
function collect(summands: readonly Summand[]): readonly Summand[] {
  const places = new Map<string, number>()
  const out: Summand[] = []
  for (const summand of summands) {
    const { factor } = summand
    const key = factor === undefined ? '' : factor.kind === 'name' ? factor.name : undefined
    const place = key === undefined ? undefined : places.get(key)
    const before = place === undefined ? undefined : out[place]
    if (place !== undefined && before)
      out[place] = { coefficient: add(before.coefficient, summand.coefficient), factor }
    else {
      if (key !== undefined) places.set(key, out.length)
      out.push(summand)
    }
  }
  return out.filter(({ coefficient }) => !isNumber(coefficient, 0))
}

function productOf(a: readonly Summand[], b: readonly Summand[], names: SummandNames): readonly Summand[] {
  const pair = (x: Summand, y: Summand): Summand => ({
    coefficient: multiply(x.coefficient, y.coefficient),
    factor: x.factor && y.factor ? multiply(x.factor, y.factor) : (x.factor ?? y.factor),
  })
  const isOpen = ({ factor }: Summand) => factor !== undefined
  const [openA, openB] = [a.filter(isOpen), b.filter(isOpen)]
  const out: Summand[] = []
  for (const x of a) if (!x.factor) out.push(...b.map((y) => pair(x, y)))
  for (const y of b) if (!y.factor) out.push(...openA.map((x) => pair(x, y)))
  const slopes = [...openA, ...openB].some(({ factor }) => factor && hasSlope(factor, names))
  const isSingle = openA.length === 1 && openB.length === 1
  if (openA.length > 0 && openB.length > 0) {
    if (isSingle || (slopes && openA.length * openB.length <= MOST_TERMS))
      for (const x of openA) for (const y of openB) out.push(pair(x, y))
    else out.push({ coefficient: one, factor: multiply(sumOf(openA), sumOf(openB)) })
  }
  return collect(out)
}

/** The summands added up again. */
function sumOf(summands: readonly Summand[]): Expression {
  return summands.reduce<Expression>(
    (sum, { coefficient, factor }) => add(sum, factor ? multiply(coefficient, factor) : coefficient),
    number(0),
  )
}

/** A product as bases with whole exponents above 0; anything else is a base of its own. */
export function powersOf(expression: Expression): readonly (readonly [base: Expression, exponent: number])[] {
  if (expression.kind === 'binary') {
    if (expression.operator === '*') return [...powersOf(expression.left), ...powersOf(expression.right)]
    const { right } = expression
    if (expression.operator === '^' && isNumber(right) && Number.isInteger(right.value) && right.value > 0)
      return powersOf(expression.left).map(([base, exponent]) => [base, exponent * right.value])
  }
  return [[expression, 1]]
}
