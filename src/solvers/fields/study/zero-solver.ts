import type { DiscretisedFields, FieldProblem } from '../discretised-fields.ts'
import { makeZeroSolver, type ZeroSolver } from '../find-zero.ts'
import { type FieldSolver, makeFieldSolver } from './linear-solver.ts'
import { restingSystem } from './resting-system.ts'

/** Linear systems of Newton's method on 0 = f(y) with the solver of a study. */
export function zeroSolver(solver: FieldSolver): ZeroSolver {
  return { linearise: solver.linearise, factor: () => solver.factor(0), solve: solver.solve }
}

/** The same for a discretisation, whichever it is. */
export function zeroSolverOf(fields: DiscretisedFields, problem: FieldProblem): ZeroSolver {
  const { system } = fields
  if (system.jacobian) return zeroSolver(makeFieldSolver(restingSystem(fields, problem)))
  return makeZeroSolver(system, new Float64Array(system.size))
}
