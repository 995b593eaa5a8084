import { multiply, negate, plus, zero } from '../build.ts'
import { gradientOf } from '../differentiate.ts'
import type { Expression } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import { namesIn } from '../names.ts'
import { normalOf, type Side, sideSign } from './boundary-names.ts'
import type { FieldTerm } from './field-equations.ts'
import { termIndex } from './field-terms.ts'

/**
 * What leaves the domain through a side, by the equation u_t = −∇·J + …: −D dn(u) of D ∇²u, −F·n of a divergence of F.
 * @throws ExpressionError where the equation does not tell
 */
export function outwardFlux(
  rate: Expression,
  unknown: string,
  side: Side,
  terms: readonly FieldTerm[],
  place: Expression,
): Expression {
  const fail = (message: string): never => {
    throw new ExpressionError(message, place.span?.from ?? 0, place.span?.to)
  }
  const slope: Expression = { kind: 'name', name: normalOf(unknown) }
  const sign: Expression = { kind: 'number', value: sideSign(side) }
  let flux: Expression | undefined
  const gradient = gradientOf(rate, (name) => (termIndex(name) === undefined ? undefined : new Map([[name, { kind: 'number', value: 1 }]]))) // biome-ignore format: one map
  for (const [name, factor] of gradient) {
    const term = terms[termIndex(name) ?? -1]
    if (term === undefined || term.kind === 'integral') continue
    const part = ofTerm(term, unknown, side, slope, sign)
    if (part === undefined) continue
    if ([...namesIn(factor)].some((used) => used === unknown || used.startsWith('#')))
      return fail(
        `the flux of ${unknown} is not plain from its equation: write it with div(…), or the condition with dn(${unknown})`,
      )
    flux = plus(flux, negate(multiply(factor, part)))
  }
  return flux ?? fail(`the equation of ${unknown} has no flux through a side; write a condition with dn(${unknown})`)
}

/** F·n of the flux that a term is the divergence of. */
function ofTerm(
  term: FieldTerm,
  unknown: string,
  side: Side,
  slope: Expression,
  sign: Expression,
): Expression | undefined {
  const isBare = (e: Expression) => e.kind === 'name' && e.name === unknown
  switch (term.kind) {
    case 'laplacian':
      return isBare(term.of) ? slope : undefined
    case 'divergence':
      return side === 'inside' ? undefined : multiply(sign, term.fluxes[side.axis] ?? zero)
    case 'derivative': {
      if (side === 'inside' || term.orders.some((order, axis) => axis !== side.axis && order > 0)) return undefined
      const order = term.orders[side.axis]
      if (order === 2 && isBare(term.of)) return slope
      return order === 1 ? multiply(sign, term.of) : undefined
    }
    case 'integral':
      return undefined
  }
}
