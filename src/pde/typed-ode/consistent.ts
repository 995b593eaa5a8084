import type { InputError } from '../../core/errors.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import { odeJacobian } from '../../expression/jacobian.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'

const mostSteps = 60
/** More constraints than this are left to the integrator. */
const mostConstraints = 200

/** Solves A x = b in place by elimination with partial pivoting; false where A is singular. */
function solve(a: Float64Array[], b: Float64Array): boolean {
  const n = b.length
  for (let k = 0; k < n; k++) {
    let best = k
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i]?.[k] ?? 0) > Math.abs(a[best]?.[k] ?? 0)) best = i
    const [pivot, other] = [a[best], a[k]]
    if (!pivot || !other || !(Math.abs(pivot[k] ?? 0) > 0)) return false
    a[best] = other
    a[k] = pivot
    const value = b[best] ?? 0
    b[best] = b[k] ?? 0
    b[k] = value
    for (let i = k + 1; i < n; i++) {
      const row = a[i]
      if (!row) return false
      const factor = (row[k] ?? 0) / (pivot[k] ?? 1)
      if (factor === 0) continue
      for (let j = k; j < n; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0)
      b[i] = (b[i] ?? 0) - factor * (b[k] ?? 0)
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    let sum = b[k] ?? 0
    for (let j = k + 1; j < n; j++) sum -= (a[k]?.[j] ?? 0) * (b[j] ?? 0)
    b[k] = sum / (a[k]?.[k] ?? 1)
  }
  return b.every(Number.isFinite)
}

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
  const slopes = odeJacobian(equations).filter(({ row, column }) => own.has(row) && own.has(column))
  const known = new Map<string, number>(equations.parameters.map((name, i) => [name, parameters[i] ?? Number.NaN]))
  const lookup = (name: string) => (name === 't' ? from : (known.get(name) ?? Number.NaN))
  const place = () => {
    unknowns.forEach((name, i) => void known.set(name, values[i] ?? Number.NaN))
    for (const { name, value } of definitions) known.set(name, evaluateExpression(value, lookup))
  }
  const residuals = () =>
    Float64Array.from(places, (i) => (rates[i] ? evaluateExpression(rates[i], lookup) : Number.NaN))
  for (let step = 0; step < mostSteps; step++) {
    place()
    const move = residuals()
    if (move.every((value) => value === 0)) return
    const matrix = places.map(() => new Float64Array(places.length))
    for (const { row, column, value } of slopes) {
      const line = matrix[own.get(row) ?? 0]
      if (line) line[own.get(column) ?? 0] = evaluateExpression(value, lookup)
    }
    if (!solve(matrix, move)) break
    let isStill = true
    places.forEach((i, k) => {
      const before = values[i] ?? 0
      values[i] = before - (move[k] ?? 0)
      if (Math.abs(move[k] ?? 0) > 4 * Number.EPSILON * Math.max(Math.abs(before), Math.abs(values[i] ?? 0)))
        isStill = false
    })
    if (isStill) return
  }
  place()
  const left = residuals()
  // What oscillates in the last digits has converged.
  if (left.every((value) => Math.abs(value) < 1e-10)) return
  const names = places.map((i) => unknowns[i]).join(', ')
  errors.push({
    path: 'problem.initial',
    message: `no start on the equations 0 = … was found for ${names}; give ${places.length === 1 ? 'a value' : 'values'} near the solution`,
  })
}
