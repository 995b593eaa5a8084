import { makeBlockEvaluator } from '../../expression/lower/blocked.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { type CurveRun, sampleColumn } from '../plots/curve-lines.ts'

/**
 * A run of typed equations with its conserved quantities as columns of their own, computed from the saved states: a file of results has
 * only their drift. Undefined where the run is not of these equations.
 */
export function withConserved(run: CurveRun, ode: TypedOde): CurveRun | undefined {
  const { equations, parameters, invariants, observed } = ode
  const { unknowns, definitions } = equations
  const columns = unknowns.map((name) => run.scalars.findIndex((scalar) => scalar.name === name))
  if (columns.includes(-1)) return undefined
  const states = columns.map((at) => sampleColumn(run.samples, run.scalars.length, at))
  const { times } = run.samples
  const expressions = equations.outputs.slice(observed, observed + invariants.length).map(({ value }) => value)
  const evaluate = makeBlockEvaluator(expressions, ['t', ...unknowns, ...equations.parameters], definitions)
  const found = expressions.map(() => new Float64Array(times.length))
  evaluate(times.length, [times, ...states, ...parameters], found)
  const width = found.length
  const values = new Float64Array(times.length * width)
  found.forEach((column, k) => {
    for (let row = 0; row < times.length; row++) values[row * width + k] = column[row] ?? Number.NaN
  })
  return { name: run.name, scalars: invariants.map((name) => ({ name, unit: '1' })), samples: { times, values } }
}
