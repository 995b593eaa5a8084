import { multiply, negate, number, one, plus } from '../build.ts'
import { gradientOf } from '../differentiate.ts'
import type { Expression } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import { namesIn } from '../names.ts'
import type { BoundaryCondition, FieldTerm } from './field-equations.ts'
import { replaceNames, termIndex, termParts } from './field-terms.ts'

/** A side of the domain; what stands in conditions on it is put into the names below. */
export type Side = BoundaryCondition['side']

/*
 * In a condition an unknown u has four numbers, by these names: u, its normal derivative ~u, its Laplacian ^u and the normal
 * derivative of that, ~^u.
 */
export const normalOf = (name: string): string => `~${name}`
export const laplacianOf = (name: string): string => `^${name}`

/** The unknown behind such a name. */
export function quantityOfName(name: string): {
  readonly unknown: string
  readonly of: 'value' | 'laplacian'
  readonly isNormal: boolean
} {
  const isNormal = name.startsWith('~')
  const inner = isNormal ? name.slice(1) : name
  const isLaplacian = inner.startsWith('^')
  return { unknown: isLaplacian ? inner.slice(1) : inner, of: isLaplacian ? 'laplacian' : 'value', isNormal }
}

/** +1 where the outward normal is along the axis. */
export function sideSign(side: Side): 1 | -1 {
  return side !== 'inside' && side.end === 'from' ? -1 : 1
}

/** What dn of an expression is on a side, by the chain rule. */
export function normalDerivative(of: Expression, side: Side, axes: readonly string[], place: Expression): Expression {
  const rates = (name: string): ReadonlyMap<0, Expression> | undefined => {
    if (name === 't') return undefined
    const axis = axes.indexOf(name)
    if (axis < 0) return new Map([[0, { kind: 'name', name: normalOf(name) }]])
    if (side === 'inside')
      throw new ExpressionError(
        'the normal of a curved edge is known only to derivatives of unknowns: write the product rule out',
        place.span?.from ?? 0,
        place.span?.to,
      )
    return axis === side.axis ? new Map([[0, number(sideSign(side))]]) : undefined
  }
  return gradientOf(of, rates).get(0) ?? number(0)
}

/**
 * An expression of a condition with terms and normal derivatives in the names above.
 * @param isField whether a name is an unknown
 * @throws ExpressionError with the reason where something else of the field stands in it
 */
export function inBoundaryNames(
  expression: Expression,
  side: Side,
  axes: readonly string[],
  terms: readonly FieldTerm[],
  isField: (name: string) => boolean,
  place: Expression,
): Expression {
  const fail = (message: string): never => {
    throw new ExpressionError(message, place.span?.from ?? 0, place.span?.to)
  }
  const isLine = axes.length === 1 && axes[0] === 'x'
  const signed = (e: Expression): Expression => (sideSign(side) < 0 ? negate(e) : e)
  const bare = (name: string): Expression => ({ kind: 'name', name })
  /** Of a term of something that is no unknown there may be a linear part; it is taken apart. */
  const linear = (e: Expression, ofName: (name: string) => Expression): Expression | undefined => {
    const gradient = gradientOf(e, (name) => (isField(name) ? new Map([[name, one]]) : undefined))
    let sum: Expression | undefined
    for (const [name, factor] of gradient) {
      if ([...namesIn(factor)].some((used) => isField(used) || used.startsWith('#') || axes.includes(used)))
        return undefined
      sum = plus(sum, multiply(factor, ofName(name)))
    }
    return sum
  }
  const ofTerm = (term: FieldTerm, isNormal: boolean): Expression => {
    if (term.kind === 'integral') return fail('an integral cannot stand in a condition of a side')
    if (term.kind === 'divergence') return fail('a divergence cannot stand in a condition of a side; write it as dn(u)')
    const of = termParts(term)[0] ?? one
    const inner = of.kind === 'name' ? terms[termIndex(of.name) ?? -1] : undefined
    if (term.kind === 'laplacian' && inner === undefined) {
      const found = linear(of, (name) => bare(isNormal ? normalOf(laplacianOf(name)) : laplacianOf(name)))
      return (
        found ?? fail('on a side stand u, dn(u), laplacian(u) and dn(laplacian(u)), with no function inside of them')
      )
    }
    if (term.kind === 'derivative' && side !== 'inside') {
      const total = term.orders.reduce((a, b) => a + b, 0) + Number(isNormal)
      const isAcross = term.orders.every((order, axis) => order === 0 || axis === side.axis)
      if (isAcross && total === 1 && inner === undefined) {
        const found = linear(of, (name) => signed(bare(normalOf(name))))
        if (found) return found
      }
      // On a line the second derivative is the Laplacian. A normal derivative brings a sign, and so does every odd one.
      if (isLine && isAcross && inner === undefined && (total === 2 || total === 3)) {
        const found = linear(of, (name) => bare(total === 2 ? laplacianOf(name) : normalOf(laplacianOf(name))))
        const isFlipped = (total === 3) !== isNormal
        if (found) return isFlipped ? signed(found) : found
      }
      if (isAcross && total === 1 && inner?.kind === 'laplacian' && inner.of.kind === 'name')
        return signed(bare(normalOf(laplacianOf(inner.of.name))))
      if (!isAcross) return fail('a derivative along the side cannot be given; dn(u) is the one across it')
    }
    return fail('on a side stand u, dn(u), and in equations of fourth order laplacian(u) and dn(laplacian(u))')
  }
  return replaceNames(expression, (name) => {
    const isNormal = name.startsWith('~')
    const term = terms[termIndex(isNormal ? name.slice(1) : name) ?? -1]
    if (term) return ofTerm(term, isNormal)
    // Parameters have no normal derivative.
    return isNormal && !isField(name.slice(1)) && !name.startsWith('~^') ? number(0) : undefined
  })
}
