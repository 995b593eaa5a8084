import type { Expression } from '../../../expression/expression.ts'
import type { FieldTerm } from '../../../expression/fields/field-equations.ts'
import { alongAxis, laplaceOperator, monomial, type Operator } from './operator.ts'

/** A term as operators on expressions. */
export function operatorsOf(term: FieldTerm, dimension: number): readonly { part: Expression; operator: Operator }[] {
  switch (term.kind) {
    case 'derivative':
      return [{ part: term.of, operator: monomial(term.orders) }]
    case 'laplacian':
      return [{ part: term.of, operator: laplaceOperator(dimension) }]
    case 'divergence':
      return term.fluxes.map((part, axis) => ({ part, operator: alongAxis(dimension, axis, 1) }))
    case 'integral':
      return []
  }
}
