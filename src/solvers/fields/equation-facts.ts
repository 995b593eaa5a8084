import { axisSpacing, type Domain } from '../../core/domain.ts'
import { isNumber } from '../../expression/build.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import type { Expression } from '../../expression/expression.ts'
import type { FieldEquations, FieldSplit } from '../../expression/fields/field-equations.ts'
import { orderOf, termIndex, termParts } from '../../expression/fields/field-terms.ts'
import { namesIn } from '../../expression/names.ts'
import { isComparison } from '../../expression/operators.ts'
import { childrenOf } from '../../expression/tree.ts'

/** What decides how equations are discretised. */
export interface EquationFacts {
  /** No unknown changes in time. */
  readonly isTimeless: boolean
  readonly hasAlgebraic: boolean
  readonly hasNoise: boolean
  readonly isSecondOrder: boolean
  /** All axes are periodic. */
  readonly isPeriodic: boolean
  readonly isRadial: boolean
  /** Highest order in space in the linear part with constant coefficients, and in the rest. */
  readonly linearOrder: number
  readonly restOrder: number
  /** Nothing is left beside the linear part. */
  readonly isLinear: boolean
  /** The unknowns carried by nonlinear fluxes of first order with no derivative of higher order to smooth them: shocks form. */
  readonly shocks: readonly string[]
  /** Functions in the equations that have corners or jumps. */
  readonly corners: readonly string[]
}

const cornered: readonly string[] = ['abs', 'sign', 'heaviside', 'floor', 'mod', 'min', 'max', 'if']

function findCorners(expression: Expression, found: Set<string>): void {
  if (expression.kind === 'call' && cornered.includes(expression.name)) found.add(expression.name)
  if (expression.kind === 'binary' && isComparison(expression.operator)) found.add(expression.operator)
  for (const child of childrenOf(expression)) findCorners(child, found)
}

/** Total order in space of every term of a list, terms within terms counted. */
function termOrders(terms: FieldSplit['terms']): readonly number[] {
  const orders: number[] = []
  const inside = (expressions: readonly Expression[]) => Math.max(0, ...expressions.map((one) => ordersIn(one, orders)))
  for (const term of terms) {
    if (term.kind === 'derivative') orders.push(inside([term.of]) + term.orders.reduce((sum, one) => sum + one, 0))
    else if (term.kind === 'laplacian') orders.push(inside([term.of]) + 2)
    else if (term.kind === 'divergence') orders.push(inside(term.fluxes) + 1)
    else orders.push(0)
  }
  return orders
}

/** Highest order in space of the terms that an expression uses. */
function ordersIn(expression: Expression, orders: readonly number[]): number {
  return Math.max(0, ...[...namesIn(expression)].map((name) => orders[termIndex(name) ?? -1] ?? 0))
}

/** Looks at equations without computing anything. */
export function equationFacts(equations: FieldEquations, split: FieldSplit, domain: Domain): EquationFacts {
  const { unknowns, algebraic, velocityOf } = equations
  const orders = termOrders(split.terms)
  const linearOrder = Math.max(0, ...split.linear.map(orderOf))
  const restOrder = Math.max(0, ...split.rest.map((rest) => ordersIn(rest, orders)))
  const corners = new Set<string>()
  for (const rest of split.rest) findCorners(rest, corners)
  for (const term of split.terms) for (const part of termParts(term)) findCorners(part, corners)
  const ownOrder = (i: number) => Math.max(0, ...split.linear.filter(({ rate }) => rate === i).map(orderOf))
  const shocks = unknowns.filter((_, i) => {
    const rest = split.rest[i]
    if (!rest || algebraic[i] || velocityOf[i] !== undefined) return false
    return ordersIn(rest, orders) === 1 && ownOrder(i) <= 1
  })
  return {
    isTimeless: algebraic.length > 0 && algebraic.every(Boolean),
    hasAlgebraic: algebraic.some(Boolean),
    hasNoise: equations.noise.some((factor) => factor !== undefined),
    isSecondOrder: velocityOf.some((place) => place !== undefined),
    isPeriodic: domain.axes.every((axis) => axis.isPeriodic),
    isRadial: domain.axes[0]?.name === 'r',
    linearOrder,
    restOrder,
    isLinear: split.rest.every((rest) => isNumber(rest, 0)),
    shocks,
    corners: [...corners],
  }
}

/** Size of the fastest linear mode of the whole grid, 1/time: what an explicit step has to follow. */
export function fastestMode(split: FieldSplit, parameters: ReadonlyMap<string, number>, domain: Domain, isSpectral: boolean): number {
  const lookup = (name: string) => parameters.get(name) ?? Number.NaN
  // Of second differences the largest is 4/h², of spectral ones (π/h)²; of first ones 1/h and π/h.
  const wave = domain.axes.map((axis) => (isSpectral ? Math.PI : 2) / axisSpacing(axis))
  const square = wave.reduce((sum, k) => sum + k * k, 0)
  const rows = new Map<number, number>()
  for (const { rate, orders, laplacians, coefficient } of split.linear) {
    const factor = orders.reduce((product, order, d) => product * (wave[d] ?? 0) ** order, 1)
    const size = Math.abs(evaluateExpression(coefficient, lookup)) * factor * square ** laplacians
    if (Number.isFinite(size)) rows.set(rate, (rows.get(rate) ?? 0) + size)
  }
  return Math.max(0, ...rows.values())
} // biome-ignore format: signature
