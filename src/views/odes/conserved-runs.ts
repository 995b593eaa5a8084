import { makeGraph } from '../../expression/lower/graph.ts'
import { lowerExpression } from '../../expression/lower/lower-expression.ts'
import { evaluateOperation } from '../../expression/lower/operations.ts'
import { neededNodes } from '../../expression/lower/schedule.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { type CurveRun, sampleColumn } from '../plots/curve-lines.ts'

/**
 * A run of typed equations with its conserved quantities as columns of their own, computed from the saved states: a file of results has
 * only their drift. Undefined where the run is not of these equations.
 */
export function withConserved(run: CurveRun, ode: TypedOde): CurveRun | undefined {
  const { equations, parameters, invariants, observed } = ode
  const columns = equations.unknowns.map((name) => run.scalars.findIndex((scalar) => scalar.name === name))
  if (columns.includes(-1)) return undefined
  const states = columns.map((at) => sampleColumn(run.samples, run.scalars.length, at))
  const { times } = run.samples
  const width = invariants.length
  const values = new Float64Array(times.length * width)
  invariants.forEach((_, k) => {
    const expression = equations.outputs[observed + k]?.value
    if (!expression) return
    const evaluate = makeEvaluator(equations, expression, parameters)
    for (let row = 0; row < times.length; row++)
      values[row * width + k] = evaluate(times[row] ?? Number.NaN, (unknown) => states[unknown]?.[row] ?? Number.NaN)
  })
  return { name: run.name, scalars: invariants.map((name) => ({ name, unit: '1' })), samples: { times, values } }
}

/** The value of an expression of the system at a time and a state; parameters are folded in. */
function makeEvaluator(
  equations: OdeEquations,
  expression: Parameters<typeof lowerExpression>[1],
  parameters: ArrayLike<number>,
): (time: number, state: (unknown: number) => number) => number {
  const graph = makeGraph()
  const known = new Map<string, number>([['t', graph.input(0)]])
  equations.unknowns.forEach((name, i) => {
    known.set(name, graph.input(i + 1))
  })
  equations.parameters.forEach((name, i) => {
    known.set(name, graph.constant(parameters[i] ?? Number.NaN))
  })
  const scope = (name: string) => known.get(name)
  for (const { name, value } of equations.definitions) known.set(name, lowerExpression(graph, value, scope))
  const out = lowerExpression(graph, expression, scope)
  const values = new Float64Array(graph.nodes.length)
  const needed = neededNodes(graph, [out], () => false)
  return (time, state) => {
    for (const id of needed) {
      const node = graph.nodes[id]
      if (!node) continue
      const { operation, operands, value } = node
      const [a = 0, b = 0, c = 0] = operands
      values[id] =
        operation === 'constant' || operation === 'truth'
          ? value
          : operation === 'input'
            ? value === 0
              ? time
              : state(value - 1)
            : evaluateOperation(operation, values[a] ?? 0, values[b] ?? 0, values[c] ?? 0)
    }
    return values[out] ?? Number.NaN
  }
}
