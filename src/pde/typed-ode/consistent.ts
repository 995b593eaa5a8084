import type { InputError } from '../../core/errors.ts'
import { odeJacobian } from '../../expression/jacobian.ts'
import { makeClosure } from '../../expression/lower/closure.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import { factorInPlace, solveSmall } from '../../kernels/small-dense.ts'

const mostSteps = 60
/** More constraints than this are left to the integrator. */
const mostConstraints = 200

/**
 * Moves the names that have no equation of their own onto their constraints `0 = …` (Newton's method from what is given, or 0), so that
 * an index-1 system starts on its solution. Nothing is done where they hold already.
 */
export function satisfyConstraints(
  equations: OdeEquations,
  parameters: Float64Array,
  from: number,
  values: Float64Array,
  errors: InputError[],
): void {
  const { unknowns, rates, algebraic, definitions } = equations
  const places = [...algebraic.keys()].filter((i) => algebraic[i])
  if (places.length === 0 || places.length > mostConstraints) return
  const own = new Map(places.map((place, i) => [place, i]))
  const count = places.length
  const before = 1 + equations.parameters.length
  // t, parameters, unknowns, definitions: each definition needs the ones before it at the most.
  const names = ['t', ...equations.parameters, ...unknowns, ...definitions.map(({ name }) => name)]
  const known = new Float64Array(names.length)
  known[0] = from
  known.set(parameters.subarray(0, equations.parameters.length), 1)
  const defined = definitions.map(({ value }) => makeClosure(value, names))
  const constraints = places.map((i) => (rates[i] ? makeClosure(rates[i], names) : () => Number.NaN))
  const slopes = odeJacobian(equations).flatMap(({ row, column, value }) => {
    const [i, j] = [own.get(row), own.get(column)]
    return i === undefined || j === undefined ? [] : [{ at: i * count + j, slope: makeClosure(value, names) }]
  })
  const place = () => {
    known.set(values.subarray(0, unknowns.length), before)
    defined.forEach((value, i) => {
      known[before + unknowns.length + i] = value(known)
    })
  }
  const residuals = () => Float64Array.from(constraints, (residual) => residual(known))
  const matrix = new Float64Array(count * count)
  const move = new Float64Array(count)
  for (let step = 0; step < mostSteps; step++) {
    place()
    const residual = residuals()
    if (residual.every((value) => value === 0)) return
    matrix.fill(0)
    for (const { at, slope } of slopes) matrix[at] = slope(known)
    const factors = factorInPlace(matrix, count)
    if (factors.sign === 0 || !solveSmall(factors, residual, move).every(Number.isFinite)) break
    let isStill = true
    places.forEach((i, k) => {
      const old = values[i] ?? 0
      values[i] = old - (move[k] ?? 0)
      if (Math.abs(move[k] ?? 0) > 4 * Number.EPSILON * Math.max(Math.abs(old), Math.abs(values[i] ?? 0)))
        isStill = false
    })
    if (isStill) return
  }
  place()
  const left = residuals()
  // What oscillates in the last digits has converged.
  if (left.every((value) => Math.abs(value) < 1e-10)) return
  const missed = places.map((i) => unknowns[i]).join(', ')
  errors.push({
    path: 'problem.initial',
    message: `no start on the equations 0 = … was found for ${missed}; give ${places.length === 1 ? 'a value' : 'values'} near the solution`,
  })
}
