import type { Expression } from '../../../expression/expression.ts'
import type { AxisKind, Operator } from './operator.ts'

/** A field in coefficients: constant operators on unknowns and on products, and a constant that all points share. */
export interface FieldSum {
  readonly unknowns: Map<number, Operator>
  readonly products: Map<number, Operator>
  constant: Expression
}

/** What is computed point by point and transformed. */
export interface SpectralProduct {
  readonly expression: Expression
  /** The series it is transformed to. */
  readonly kinds: readonly AxisKind[]
  /** In coordinates and parameters alone. */
  readonly isStatic: boolean
}
