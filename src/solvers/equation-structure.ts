import type { Expression } from '../expression/expression.ts'
import { linearSplit } from '../expression/linear-split.ts'
import { type Graph, makeGraph } from '../expression/lower/graph.ts'
import { dependenceOf } from '../expression/lower/graph-derivative.ts'
import { lowerExpression } from '../expression/lower/lower-expression.ts'
import type { OdeEquations } from '../expression/ode-equations.ts'
import type { LinearShape, SystemFacts } from './system-facts.ts'

/** Equations as a graph: input 0 is t, then the unknowns, then the parameters. */
export interface LoweredEquations {
  readonly graph: Graph
  /** The node of each rate. */
  readonly rates: readonly number[]
  lower(expression: Expression): number
}

/** Puts definitions and rates into a graph of their own. */
export function lowerEquations({ unknowns, parameters, definitions, rates }: OdeEquations): LoweredEquations {
  const graph = makeGraph()
  graph.constant(0)
  const names = new Map<string, number>([['t', graph.input(0)]])
  for (const [place, name] of unknowns.entries()) names.set(name, graph.input(1 + place))
  for (const [place, name] of parameters.entries()) names.set(name, graph.input(1 + unknowns.length + place))
  const scope = (name: string) => names.get(name)
  for (const { name, value } of definitions) names.set(name, lowerExpression(graph, value, scope))
  const lower = (expression: Expression) => lowerExpression(graph, expression, scope)
  return { graph, lower, rates: rates.map(lower) }
}

/** The number of leading unknowns whose rates do not use themselves, while the others' rates use them alone. */
export function positionsOf(rates: readonly number[], usedBy: readonly ReadonlySet<number>[]): number | undefined {
  const size = rates.length
  // With equations of second order it is the half; without, other divisions are rare.
  const positions = size / 2
  if (size % 2 !== 0 || size === 0) return undefined
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (row < positions === column < positions && usedBy[column]?.has(rates[row] ?? -1)) return undefined
  return positions
}

/** A Jacobian with more entries than a dense one of 500 unknowns takes seconds to compile; differences take less. */
const mostEntries = 250_000

/** Whether the Jacobian is short enough to be worth its code. */
export function isJacobianGiven(rates: readonly number[], usedBy: readonly ReadonlySet<number>[]): boolean {
  const entries = usedBy.reduce((sum, nodes) => sum + rates.filter((rate) => nodes.has(rate)).length, 0)
  return entries <= mostEntries
}

/** What can be said of a system of typed equations before it is compiled. */
export interface EquationFacts extends SystemFacts {
  /** The compiled system has a Jacobian. */
  readonly hasJacobian: boolean
}

/** The shape of the linear part, as the compiled system offers it; absent where nothing is linear with constant coefficients. */
function linearShapeOf(equations: OdeEquations): LinearShape | undefined {
  if (equations.algebraic.some(Boolean)) return undefined
  const { linear } = linearSplit(equations)
  if (linear.length === 0) return undefined
  const size = equations.unknowns.length
  const beside = new Set(linear.flatMap(({ row, column }) => (row === column ? [] : [row * size + column])))
  if (beside.size === 0) return { kind: 'diagonal' }
  return { kind: 'sparse', pattern: { rowStarts: { length: size + 1 }, columns: { length: size + beside.size } } }
}

/** The facts of a system of typed equations, each found when it is asked for. */
export function factsOfEquations(equations: OdeEquations): EquationFacts {
  let found: { readonly positions: number | undefined; readonly hasJacobian: boolean } | undefined
  const dependence = () => {
    if (found) return found
    const { graph, rates } = lowerEquations(equations)
    const { dependents } = dependenceOf(graph)
    const usedBy = rates.map((_, column) => new Set(dependents(1 + column)))
    found = { positions: positionsOf(rates, usedBy), hasJacobian: isJacobianGiven(rates, usedBy) }
    return found
  }
  return {
    size: equations.unknowns.length,
    mass: equations.algebraic.some(Boolean)
      ? Float64Array.from(equations.algebraic, (algebraic) => (algebraic ? 0 : 1))
      : undefined,
    get split() {
      const linear = linearShapeOf(equations)
      return linear && { linear }
    },
    get separable() {
      const { positions } = dependence()
      return positions === undefined ? undefined : { positions }
    },
    get hasJacobian() {
      return dependence().hasJacobian
    },
  }
}
