import { divide, isNumber, multiply, negate, one, subtract, zero } from '../build.ts'
import { differentiate } from '../differentiate.ts'
import type { Expression } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import { namesIn } from '../names.ts'
import { simplifyExpression } from '../simplify.ts'
import { laplacianOf, normalOf, quantityOfName, type Side } from './boundary-names.ts'
import type { BoundaryCondition } from './field-equations.ts'
import { replaceNames } from './field-terms.ts'

/** A condition as read: left − right in the names of a boundary. */
export interface RawCondition {
  readonly residual: Expression
  readonly span: { readonly from: number; readonly to: number }
}

/**
 * The condition for an unknown: solved for its value, its normal derivative or both.
 * @param earlier conditions of the same unknown and side that are already known: they replace dn(u) beside dn(laplacian(u))
 * @throws ExpressionError where it holds something else
 */
export function solveCondition(
  raw: RawCondition,
  unknown: { readonly name: string; readonly index: number },
  side: Side,
  earlier: readonly BoundaryCondition[],
  isField: (name: string) => boolean,
): BoundaryCondition {
  const fail = (message: string): never => {
    throw new ExpressionError(message, raw.span.from, raw.span.to)
  }
  const { name } = unknown
  const isFieldName = (other: string) => other.startsWith('~') || other.startsWith('^')
  let residual = simplifyExpression(raw.residual)
  const has = (what: string) => namesIn(residual).has(what)
  const of = has(laplacianOf(name)) || has(normalOf(laplacianOf(name))) ? 'laplacian' : 'value'
  if (of === 'laplacian') residual = simplifyExpression(replaceNames(residual, (other) => known(other, name, earlier)))
  const q = of === 'laplacian' ? laplacianOf(name) : name
  const foreign = [...namesIn(residual)].find((other) => isFieldName(other) && other !== q && other !== normalOf(q))
  if (foreign !== undefined) {
    const inside = quantityOfName(foreign)
    const shown = inside.of === 'laplacian' ? `laplacian(${inside.unknown})` : inside.unknown
    return fail(
      `the condition for ${name} holds ${inside.isNormal ? `dn(${shown})` : shown} beside its own values: give that a condition of its own`,
    )
  }
  const normal = differentiate(residual, normalOf(q))
  const free = (e: Expression) => ![...namesIn(e)].some((other) => isFieldName(other))
  if (!free(normal)) return fail(`dn(${of === 'value' ? name : `laplacian(${name})`}) must stand linearly`)
  const slope = differentiate(residual, q)
  const dependsOn = (e: Expression, what: string) => namesIn(e).has(what)
  const isLinear = ![...namesIn(slope)].some((other) => isFieldName(other) || other === q) && !dependsOn(normal, q)
  const value = isLinear ? slope : zero
  const without = (e: Expression, ...gone: readonly string[]) =>
    simplifyExpression(replaceNames(e, (other) => (gone.includes(other) ? zero : undefined)))
  const rest = without(residual, normalOf(q), ...(isLinear ? [q] : []))
  const rightSide = simplifyExpression(negate(rest))
  const over = (e: Expression, by: Expression) => (isNumber(e, 0) ? zero : simplifyExpression(divide(e, by)))
  const base = { side, unknown: unknown.index, of } as const
  if (isNumber(normal, 0)) {
    if (isNumber(value, 0))
      return fail(
        isLinear ? `${name} does not stand in this condition` : `${name} itself must stand linearly: write ${name} = …`,
      )
    return {
      ...base,
      kind: 'dirichlet',
      value: one,
      normal: zero,
      rightSide: over(rightSide, value),
    }
  }
  // Where dn(u) has a factor that varies with the unknowns or the time, the condition is divided by it.
  const isPlain = [...namesIn(normal), ...namesIn(value)].every((other) => other !== 't' && !isField(other))
  const isNeumann = isNumber(value, 0)
  if (isNeumann || !isPlain)
    return {
      ...base,
      kind: isNeumann ? 'neumann' : 'robin',
      value: isNeumann ? zero : over(value, normal),
      normal: one,
      rightSide: over(rightSide, normal),
    }
  const isNegative =
    (normal.kind === 'number' && normal.value < 0) || (normal.kind === 'unary' && normal.operator === '-')
  const turned = (e: Expression) => (isNegative ? simplifyExpression(negate(e)) : e)
  return { ...base, kind: 'robin', value: turned(value), normal: turned(normal), rightSide: turned(rightSide) }
}

/** u or dn(u) where an earlier condition gives it. */
function known(other: string, name: string, earlier: readonly BoundaryCondition[]): Expression | undefined {
  for (const condition of earlier) {
    if (condition.of !== 'value') continue
    if (condition.kind === 'dirichlet' && other === name) return condition.rightSide
    if (condition.kind !== 'dirichlet' && other === normalOf(name))
      return divide(subtract(condition.rightSide, multiply(condition.value, { kind: 'name', name })), condition.normal)
  }
  return undefined
}
