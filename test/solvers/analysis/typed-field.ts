import type { StudyResult } from '../../../src/core/simulation.ts'
import { readOdeEquations } from '../../../src/expression/ode.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import type { Study } from '../../../src/solvers/analysis/study.ts'
import { makeVectorField, type VectorField } from '../../../src/solvers/analysis/vector-field.ts'
import { compileSystem } from '../../../src/solvers/compile-system.ts'

/** A typed system as a vector field at t = 0. */
export function typedField(lines: readonly string[], parameters: Readonly<Record<string, number>> = {}): VectorField {
  const { equations, errors } = readOdeEquations({
    equations: lines,
    parameters: Object.keys(parameters),
    events: [],
    outputs: {},
  })
  if (!equations) throw new Error(errors.map(({ message }) => message).join('; '))
  const system = compileSystem(makeKernels(), equations)
  const values = equations.parameters.map((name) => parameters[name])
  return makeVectorField(system, equations.unknowns, values, 0)
}

/** The answer of a study, worked through in one go. */
export function answerOf(study: Study): StudyResult {
  const pieces = study.run({ clock: () => 0 })
  for (;;) {
    const piece = pieces.next()
    if (piece.done) return piece.value
  }
}
