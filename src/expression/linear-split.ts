import { add, divide, isNumber, multiply, negate, one, plus, subtract, zero } from './build.ts'
import type { Expression } from './expression.ts'
import type { MatrixEntry } from './jacobian.ts'
import { namesIn } from './names.ts'
import type { OdeEquations } from './ode-equations.ts'
import { simplifyExpression } from './simplify.ts'

/** rates = L·unknowns + rest, with L free of the unknowns and of t. */
export interface LinearSplit {
  /** Entries of L that are not zero by structure, row by row. They contain numbers, parameters and definitions made of these. */
  readonly linear: readonly MatrixEntry[]
  /** What is left of each rate; the number 0 where nothing is. */
  readonly rest: readonly Expression[]
}

/** constant + Σ linear·unknown + rest; the constant is free of unknowns and t. */
interface Parts {
  readonly constant: Expression | undefined
  readonly linear: ReadonlyMap<number, Expression>
  readonly rest: Expression | undefined
}

const nothing: ReadonlyMap<number, Expression> = new Map()

/**
 * The part of each rate that is linear in the unknowns with constant coefficients, and the rest: what additive and exponential
 * methods need. Products of sums are multiplied out as far as they give linear terms (`x*(rho - z)` gives `rho*x` and `-x*z`).
 */
export function linearSplit(equations: OdeEquations): LinearSplit {
  const columns = new Map(equations.unknowns.map((name, column) => [name, column]))
  const variable = new Set([...equations.unknowns, 't'])
  const definitions = new Map<string, Parts>()
  const isFree = (expression: Expression) => ![...namesIn(expression)].some((name) => variable.has(name))
  const split = (expression: Expression): Parts => {
    if (isFree(expression)) return { constant: expression, linear: nothing, rest: undefined }
    if (expression.kind === 'name') {
      const column = columns.get(expression.name)
      if (column !== undefined) return { constant: undefined, linear: new Map([[column, one]]), rest: undefined }
      return definitions.get(expression.name) ?? { constant: undefined, linear: nothing, rest: expression }
    }
    if (expression.kind === 'unary' && expression.operator === '-') return scale(split(expression.operand), negate)
    if (expression.kind === 'binary') {
      const { operator, left, right } = expression
      if (operator === '+') return combine(split(left), split(right), add, (b) => b)
      if (operator === '-') return combine(split(left), split(right), subtract, negate)
      if (operator === '/' && isFree(right)) return scale(split(left), (part) => divide(part, right))
      if (operator === '*') {
        if (isFree(left)) return scale(split(right), (part) => multiply(left, part))
        if (isFree(right)) return scale(split(left), (part) => multiply(right, part))
        const product = multiplyOut(split(left), split(right), left, right, equations.unknowns)
        if (product) return product
      }
    }
    return { constant: undefined, linear: nothing, rest: expression }
  }
  for (const { name, value } of equations.definitions) {
    const parts = split(value)
    if (isFree(value)) continue
    variable.add(name)
    // A definition without a linear part is left by its name, so that its value is computed once.
    if (parts.linear.size > 0) definitions.set(name, parts)
  }
  const rows = equations.rates.map(split)
  return {
    linear: rows.flatMap((parts, row) =>
      [...parts.linear]
        .sort((a, b) => a[0] - b[0])
        .map(([column, value]) => ({ row, column, value: simplifyExpression(value) }))
        .filter((entry) => !isNumber(entry.value, 0)),
    ),
    rest: rows.map((parts) => simplifyExpression(plus(parts.constant, parts.rest) ?? zero)),
  }
}

function scale(parts: Parts, by: (part: Expression) => Expression): Parts {
  return {
    constant: parts.constant && by(parts.constant),
    linear: new Map([...parts.linear].map(([column, value]) => [column, by(value)])),
    rest: parts.rest && by(parts.rest),
  }
}

function combine(
  a: Parts,
  b: Parts,
  both: (a: Expression, b: Expression) => Expression,
  second: (b: Expression) => Expression,
): Parts {
  const join = (left: Expression | undefined, right: Expression | undefined) =>
    left && right ? both(left, right) : (left ?? (right && second(right)))
  const linear = new Map(a.linear)
  for (const [column, value] of b.linear) linear.set(column, join(linear.get(column), value) ?? zero)
  return { constant: join(a.constant, b.constant), linear, rest: join(a.rest, b.rest) }
}

/**
 * (c₁ + l₁ + r₁)(c₂ + l₂ + r₂) with the constant and linear terms taken out: c₁c₂, c₁l₂ + c₂l₁, and l₁l₂ + r₁B + (c₁ + l₁)r₂.
 * Undefined where that gives no linear term: then the product stays as it was typed.
 */
function multiplyOut(
  a: Parts,
  b: Parts,
  left: Expression,
  right: Expression,
  unknowns: readonly string[],
): Parts | undefined {
  if (!(a.constant && b.linear.size > 0) && !(b.constant && a.linear.size > 0)) return undefined
  const linear = new Map<number, Expression>()
  const collect = (constant: Expression | undefined, terms: ReadonlyMap<number, Expression>) => {
    if (!constant) return
    for (const [column, value] of terms) linear.set(column, plus(linear.get(column), multiply(constant, value)) ?? zero)
  }
  collect(a.constant, b.linear)
  collect(b.constant, a.linear)
  const [sumA, sumB] = [linearSum(a, unknowns), linearSum(b, unknowns)]
  let rest = sumA && sumB && multiply(sumA, sumB)
  if (a.rest) rest = plus(rest, multiply(a.rest, right))
  if (b.rest) {
    const front = a.rest ? plus(a.constant, sumA) : left
    rest = plus(rest, front && multiply(front, b.rest))
  }
  const constant = a.constant && b.constant && multiply(a.constant, b.constant)
  return { constant, linear, rest }
}

function linearSum(parts: Parts, unknowns: readonly string[]): Expression | undefined {
  let sum: Expression | undefined
  for (const [column, value] of parts.linear)
    sum = plus(sum, multiply(value, { kind: 'name', name: unknowns[column] ?? '' }))
  return sum
}
