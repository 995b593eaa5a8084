import { evaluateExpression } from '../../expression/evaluate.ts'
import type { FieldEquations, FieldSplit } from '../../expression/fields/field-equations.ts'
import { orderOf } from '../../expression/fields/field-terms.ts'
import type { SpaceId } from './discretised-fields.ts'
import type { EquationFacts } from './equation-facts.ts'

/** Unknowns whose highest derivative has the sign that lets the finest waves grow: heat run backwards. */
function illPosed({ unknowns, algebraic, velocityOf }: FieldEquations, split: FieldSplit, lookup: (name: string) => number): readonly string[] {
  return unknowns.filter((_, place) => {
    if (algebraic[place] || velocityOf[place] !== undefined || velocityOf.includes(place)) return false
    const own = split.linear.filter((term) => term.rate === place && term.unknown === place && term.orders.every((order) => order % 2 === 0))
    const highest = Math.max(0, ...split.linear.filter((term) => term.rate === place).map(orderOf))
    if (highest === 0 || highest % 2 === 1) return false
    // ∂^(2m) multiplies a wave by (−1)^m k^(2m).
    const growth = own.filter((term) => orderOf(term) === highest).map((term) => evaluateExpression(term.coefficient, lookup) * (-1) ** (highest / 2))
    return growth.length > 0 && growth.every((value) => value > 0)
  })
} // biome-ignore format: signature

/** Sentences on what will most likely go wrong, whatever the method. */
export function fieldWarnings(
  equations: FieldEquations,
  split: FieldSplit,
  parameters: Float64Array,
  facts: EquationFacts,
  space: SpaceId,
): readonly string[] {
  const values = new Map(equations.parameters.map((name, i) => [name, parameters[i] ?? Number.NaN]))
  const wrong =
    facts.restOrder > facts.linearOrder ? [] : illPosed(equations, split, (name) => values.get(name) ?? Number.NaN)
  return [
    ...wrong.map((name) => `Warning: the highest derivative in the equation of ${name} has the sign that lets the finest waves grow, like heat run backwards: the finer the grid, the sooner it blows up. Check the sign`), // biome-ignore format: one sentence
    ...(facts.shocks.length > 0 && space !== 'finite-volume' && !facts.isLinear
      ? [`Warning: nothing smooths the fluxes of ${facts.shocks.join(', ')}, which can steepen into shocks; ${space} oscillates there and may blow up. Add a little diffusion, like + 0.01*laplacian(${facts.shocks[0]}), or end the run before`] // biome-ignore format: one sentence
      : []),
  ]
}
