import { add, divide, multiply, number, one, power, subtract, zero } from '../../../expression/build.ts'
import { differentiate } from '../../../expression/differentiate.ts'
import type { Expression } from '../../../expression/expression.ts'
import { namesIn } from '../../../expression/names.ts'
import { simplifyExpression } from '../../../expression/simplify.ts'
import { powersOf, summandsOf } from '../fourier/summands.ts'

/** ∫ of a polynomial in one name; undefined of anything else. */
function polynomialIntegral(expression: Expression, name: string): Expression | undefined {
  const names = { isConstant: (other: string) => other !== name, isSlope: (other: string) => other === name }
  let sum: Expression = zero
  for (const { coefficient, factor = one } of summandsOf(expression, names)) {
    let degree = 0
    let rest: Expression = coefficient
    for (const [base, exponent] of powersOf(factor)) {
      if (base.kind === 'name' && base.name === name) degree += exponent
      else if (namesIn(base).has(name)) return undefined
      else rest = multiply(rest, power(base, number(exponent)))
    }
    sum = add(sum, multiply(rest, divide(power({ kind: 'name', name }, number(degree + 1)), number(degree + 1))))
  }
  return sum
}

/** The function whose derivatives by the names these expressions are; undefined where there is none, or none that is a polynomial. */
export function potential(slopes: ReadonlyMap<string, Expression>): Expression | undefined {
  let found: Expression = zero
  for (const [name, slope] of slopes) {
    const left = simplifyExpression(subtract(slope, differentiate(found, name)))
    const part = polynomialIntegral(left, name)
    if (!part) return undefined
    // What is left must not change with the names that have been integrated.
    for (const [before] of slopes) {
      if (before === name) break
      if (!isZero(differentiate(part, before))) return undefined
    }
    found = add(found, part)
  }
  return simplifyExpression(found)
}

/** Whether an expression is 0 once multiplied out. */
export function isZero(expression: Expression): boolean {
  const simple = simplifyExpression(expression)
  const summands = summandsOf(simple, { isConstant: () => false, isSlope: () => true })
  const sums = new Map<string, number>()
  for (const { coefficient, factor = one } of summands) {
    if (coefficient.kind !== 'number') return false
    let scale = coefficient.value
    const parts: string[] = []
    for (const [base, exponent] of powersOf(factor))
      if (base.kind === 'number') scale *= base.value ** exponent
      else parts.push(`${JSON.stringify(base, (key, value) => (key === 'span' ? undefined : value))} ${exponent}`)
    const key = parts.sort().join('\n')
    sums.set(key, (sums.get(key) ?? 0) + scale)
  }
  return [...sums.values()].every((sum) => Math.abs(sum) < 1e-14)
}
