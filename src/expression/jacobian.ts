import { isNumber, one } from './build.ts'
import { derivativeAlong, gradientOf } from './differentiate.ts'
import type { Expression } from './expression.ts'
import type { OdeEquations } from './ode-equations.ts'
import { simplifyExpression } from './simplify.ts'

/** One entry of a sparse matrix of expressions. */
export interface MatrixEntry {
  readonly row: number
  readonly column: number
  readonly value: Expression
}

/**
 * ∂rates[row]/∂unknowns[column] where it is not zero by structure, rows ascending, columns ascending in a row. Definitions are
 * followed by the chain rule; their values still stand in the entries by name, and parts that entries have in common are one tree.
 */
export function odeJacobian(equations: OdeEquations): readonly MatrixEntry[] {
  return jacobianOf(equations, equations.rates)
}

/** The same for other expressions of the state: `when` of events, outputs. */
export function jacobianOf(equations: OdeEquations, expressions: readonly Expression[]): readonly MatrixEntry[] {
  const columns = new Map(equations.unknowns.map((name, column) => [name, column]))
  /** Derivatives of each definition by column. */
  const inner = new Map<string, ReadonlyMap<number, Expression>>()
  const ratesOf = (name: string): ReadonlyMap<number, Expression> | undefined => {
    const column = columns.get(name)
    return column === undefined ? inner.get(name) : new Map([[column, one]])
  }
  const rowOf = (expression: Expression): ReadonlyMap<number, Expression> => {
    const row = [...gradientOf(expression, ratesOf)]
      .map(([column, value]) => [column, simplifyExpression(value)] as const)
      .filter(([, value]) => !isNumber(value, 0))
    return new Map(row.sort((a, b) => a[0] - b[0]))
  }
  for (const { name, value } of equations.definitions) inner.set(name, rowOf(value))
  return expressions.flatMap((expression, row) =>
    [...rowOf(expression)].map(([column, value]) => ({ row, column, value })),
  )
}

/**
 * ∂expressions/∂name at fixed state, through definitions, for a parameter or the time `t`; the number 0 where an expression does not
 * depend on it.
 */
export function derivativesBy(
  equations: OdeEquations,
  expressions: readonly Expression[],
  name: string,
): readonly Expression[] {
  const inner = new Map<string, Expression>()
  const rateOf = (other: string) => (other === name ? one : inner.get(other))
  for (const definition of equations.definitions) {
    const value = simplifyExpression(derivativeAlong(definition.value, rateOf))
    if (!isNumber(value, 0)) inner.set(definition.name, value)
  }
  return expressions.map((expression) => simplifyExpression(derivativeAlong(expression, rateOf)))
}
