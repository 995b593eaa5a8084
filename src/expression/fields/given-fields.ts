import { add, divide, isNumber, multiply, number, zero } from '../build.ts'
import { differentiate } from '../differentiate.ts'
import type { Expression } from '../expression.ts'
import type { FieldEquations, FieldTerm } from './field-equations.ts'
import { replaceNames, termIndex } from './field-terms.ts'

/**
 * What expressions over unknowns and terms are where the unknowns are given functions of coordinates and time: derivatives are taken
 * by rule. With it a solution is manufactured: the rate less ∂u/∂t is the source that makes `u` exact.
 * @param fields the function of each unknown
 * @param dimension of space where the axis is `r`
 * @returns undefined where an integral stands in it, or a function without derivatives
 */
export function withGivenFields(
  expressions: readonly Expression[],
  equations: Pick<FieldEquations, 'axes' | 'terms'>,
  fields: ReadonlyMap<string, Expression>,
  dimension = equations.axes.length,
): readonly Expression[] | undefined {
  const { axes, terms } = equations
  const isRadial = axes[0] === 'r'
  const done = new Map<number, Expression | undefined>()
  let isWhole = true
  const put = (e: Expression): Expression =>
    replaceNames(e, (name) => {
      const index = termIndex(name)
      if (index === undefined) return fields.get(name)
      if (!done.has(index)) done.set(index, terms[index] && ofTerm(terms[index]))
      const value = done.get(index)
      if (value === undefined) isWhole = false
      return value ?? zero
    })
  const along = (e: Expression, axis: number) => differentiate(e, axes[axis] ?? '')
  /** ∂f/∂r + (d − 1) f/r. */
  const outward = (flux: Expression) =>
    add(along(flux, 0), divide(multiply(number(dimension - 1), flux), { kind: 'name', name: 'r' }))
  const ofTerm = (term: FieldTerm): Expression | undefined => {
    if (term.kind === 'integral') return undefined
    if (term.kind === 'divergence') {
      const fluxes = term.fluxes.map(put)
      const [only] = fluxes
      if (isRadial && only) return outward(only)
      return fluxes.map(along).reduce((sum, part) => (isNumber(part, 0) ? sum : add(sum, part)), zero)
    }
    const of = put(term.of)
    if (term.kind === 'laplacian')
      return isRadial ? outward(along(of, 0)) : axes.map((_, i) => along(along(of, i), i)).reduce((sum, part) => add(sum, part)) // biome-ignore format: one choice
    let derived = of
    term.orders.forEach((order, axis) => {
      for (let n = 0; n < order; n++) derived = along(derived, axis)
    })
    return derived
  }
  const values = expressions.map(put)
  return isWhole ? values : undefined
}
