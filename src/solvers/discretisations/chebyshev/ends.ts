import { differentiate } from '../../../expression/differentiate.ts'
import { evaluateExpression } from '../../../expression/evaluate.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { BoundaryCondition } from '../../../expression/fields/field-equations.ts'
import { namesIn } from '../../../expression/names.ts'
import type { FieldProblem } from '../../fields/discretised-fields.ts'
import { type Dense, denseZeros } from './dense.ts'

/** Why Chebyshev collocation cannot solve these equations; undefined where it can. */
export function refuseChebyshev({ equations, domain, levelSet }: FieldProblem): string | undefined {
  const [axis, more] = domain.axes
  if (!axis || more) return 'Chebyshev collocation is for one axis'
  if (axis.isPeriodic) return 'Chebyshev collocation is for a bounded axis; Fourier does a periodic one'
  if (axis.name === 'r') return 'Chebyshev collocation is for x, not for a radial axis; finite differences do that'
  if (levelSet || equations.levelSet) return 'Chebyshev collocation needs a whole interval'
  for (const { value, normal, rightSide } of equations.boundary) {
    if ([value, normal].some((one) => namesIn(one).has('t'))) return 'a condition whose factors change in time is for finite differences'
    if ([...namesIn(rightSide)].some((name) => equations.unknowns.includes(name) || name.startsWith('#')))
      return 'a condition that is nonlinear in an unknown is for finite differences'
  }
  return undefined
} // biome-ignore format: sentences

/** The conditions of one unknown at both ends. */
export function endConditions({ equations }: FieldProblem, unknown: number): readonly BoundaryCondition[] {
  const of = equations.velocityOf[unknown] ?? unknown
  return equations.boundary.filter(({ unknown: one, side }) => one === of && side !== 'inside')
}

/** Values of names that an end's conditions may have. */
type Lookup = (name: string, x: number, time: number) => number

/** What conditions say of a polynomial given by its values: a row a condition, from derivatives at the points, ends among them. */
export function conditionRows(
  conditions: readonly BoundaryCondition[],
  derivatives: readonly Dense[],
  from: number,
  to: number,
  lookup: Lookup,
): Dense {
  const n = derivatives[0].rows
  const rows = denseZeros(conditions.length, n)
  for (const [k, { side, of, value, normal }] of conditions.entries()) {
    const isFrom = side !== 'inside' && side.end === 'from'
    const x = isFrom ? from : to
    const evaluate = (expression: Expression) => evaluateExpression(expression, (name) => lookup(name, x, 0))
    const order = of === 'laplacian' ? 2 : 0
    const at = isFrom ? 0 : n - 1
    const [v, s] = [evaluate(value), evaluate(normal) * (isFrom ? -1 : 1)]
    for (let j = 0; j < n; j++)
      rows.values[k * n + j] = v * derivatives[order].values[at * n + j] + s * derivatives[order + 1].values[at * n + j]
  }
  return rows
}

/** The right sides of conditions at a time; of a velocity their derivatives in time. */
export function rightSides(
  conditions: readonly BoundaryCondition[],
  isVelocity: boolean,
  from: number,
  to: number,
  lookup: Lookup,
): (time: number, view: Float64Array, at: number) => void {
  const sides = conditions.map(({ side, rightSide }) => ({
    x: side !== 'inside' && side.end === 'from' ? from : to,
    value: isVelocity ? differentiate(rightSide, 't') : rightSide,
  }))
  return (time, view, at) => {
    for (let k = 0; k < sides.length; k++) {
      const { x, value } = sides[k]
      view[at + k] = evaluateExpression(value, (name) => lookup(name, x, time))
    }
  }
}
