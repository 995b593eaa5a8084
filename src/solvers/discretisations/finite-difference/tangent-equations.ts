import { isNumber } from '../../../expression/build.ts'
import { derivativeAlong } from '../../../expression/differentiate.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { BoundaryCondition, FieldEquations, FieldTerm } from '../../../expression/fields/field-equations.ts'
import { termIndex } from '../../../expression/fields/field-terms.ts'
import { simplifyExpression } from '../../../expression/simplify.ts'

const tangentName = (name: string): string => `~${name}`

/**
 * The equations of a small change of the unknowns, which stand behind the unknowns themselves: what finite differences make of them is
 * exactly the Jacobian of what they make of the equations, times the change. Integrals are held: their part of it is not sparse.
 */
export function tangentEquations(equations: FieldEquations): FieldEquations {
  const terms: FieldTerm[] = [...equations.terms]
  /** How each term changes: the number of a term, or undefined where it does not. */
  const changes: (number | undefined)[] = []
  const rateOf = (name: string): Expression | undefined => {
    const number = termIndex(name)
    if (number !== undefined) {
      const change = changes[number]
      return change === undefined ? undefined : { kind: 'name', name: `#${change}` }
    }
    return equations.unknowns.includes(name) ? { kind: 'name', name: tangentName(name) } : undefined
  }
  const changeOf = (expression: Expression): Expression => simplifyExpression(derivativeAlong(expression, rateOf))
  equations.terms.forEach((term, number) => {
    let change: FieldTerm | undefined
    if (term.kind === 'divergence') {
      const fluxes = term.fluxes.map(changeOf)
      if (fluxes.some((flux) => !isNumber(flux, 0))) change = { kind: 'divergence', fluxes }
    } else if (term.kind !== 'integral') {
      const of = changeOf(term.of)
      if (!isNumber(of, 0)) change = { ...term, of }
    }
    changes[number] = change && terms.push(change) - 1
  })
  const count = equations.unknowns.length
  const boundary = equations.boundary.map(
    (one): BoundaryCondition => ({ ...one, unknown: one.unknown + count, rightSide: changeOf(one.rightSide) }),
  )
  return {
    ...equations,
    unknowns: [...equations.unknowns, ...equations.unknowns.map(tangentName)],
    rates: equations.rates.map(changeOf),
    algebraic: [...equations.algebraic, ...equations.algebraic],
    velocityOf: [...equations.velocityOf, ...equations.velocityOf.map(() => undefined)],
    noise: [...equations.noise, ...equations.noise.map(() => undefined)],
    terms,
    boundary: [...equations.boundary, ...boundary],
  }
}
