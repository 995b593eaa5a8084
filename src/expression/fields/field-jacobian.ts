import { isNumber, one } from '../build.ts'
import { gradientOf } from '../differentiate.ts'
import type { Expression } from '../expression.ts'
import { simplifyExpression } from '../simplify.ts'
import type { FieldEquations, FieldTerm } from './field-equations.ts'
import { termIndex, termParts } from './field-terms.ts'

/** One derivative that is not zero by structure. */
export interface FieldDerivative {
  readonly by: 'unknown' | 'term'
  /** Place in `unknowns` or `terms`. */
  readonly index: number
  readonly value: Expression
}

/**
 * How rates and the insides of terms change with unknowns and terms, pointwise. With how a term changes with what is inside of it, which is
 * the discretisation's, the chain rule makes the Jacobian.
 */
export interface FieldJacobian {
  /** By rate; unknowns first, ascending. */
  readonly rates: readonly (readonly FieldDerivative[])[]
  /** By term and its parts (`of`, or the fluxes). */
  readonly terms: readonly (readonly (readonly FieldDerivative[])[])[]
}

/** The pointwise derivatives of equations, or of a split's rest over its own terms. */
export function fieldJacobian(equations: Pick<FieldEquations, 'unknowns' | 'rates' | 'terms'>): FieldJacobian {
  const places = new Map(equations.unknowns.map((name, index) => [name, index]))
  return {
    rates: equations.rates.map((rate) => fieldDerivatives(rate, places)),
    terms: equations.terms.map((term: FieldTerm) => termParts(term).map((part) => fieldDerivatives(part, places))),
  }
}

/** Derivatives of one expression by the unknowns, given with their places, and the terms in it. */
export function fieldDerivatives(
  expression: Expression,
  unknowns: ReadonlyMap<string, number>,
): readonly FieldDerivative[] {
  const gradient = gradientOf(expression, (name) =>
    unknowns.has(name) || termIndex(name) !== undefined ? new Map([[name, one]]) : undefined,
  )
  return [...gradient]
    .map(([name, value]): FieldDerivative => {
      const unknown = unknowns.get(name)
      const by = unknown === undefined ? 'term' : 'unknown'
      return { by, index: unknown ?? termIndex(name) ?? 0, value: simplifyExpression(value) }
    })
    .filter(({ value }) => !isNumber(value, 0))
    .sort((a, b) => b.by.localeCompare(a.by) || a.index - b.index)
}
