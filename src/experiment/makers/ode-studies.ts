import type { TypedOde } from '../../pde/problem.ts'
import { makeContinuationStudy } from '../../solvers/analysis/continuation.ts'
import { makeEquilibriaStudy } from '../../solvers/analysis/equilibria.ts'
import { makeEigenvaluesStudy, makeSteadyStudy } from '../../solvers/analysis/steady.ts'
import type { Study } from '../../solvers/analysis/study.ts'
import { makeVectorField, type VectorField } from '../../solvers/analysis/vector-field.ts'
import type { BindingRequest } from '../bindings/binding.ts'
import {
  type odeStudies,
  readContinuation,
  readEigenvalues,
  readEquilibria,
  readSteady,
} from '../bindings/ode-studies.ts'
import { makeSensitivities } from './ode-sensitivities.ts'
import { type MakeOdeStudy, studySimulation, withoutEvents } from './ode-study.ts'
import { makeBifurcation, makeLyapunov, makePoincare, makeWorkPrecision } from './ode-time-studies.ts'

/** A study of the rates at the first time. */
function ofVectorField<T>(
  read: (ode: TypedOde, request: BindingRequest) => T,
  make: (field: VectorField, ode: TypedOde, settings: T) => Study,
): MakeOdeStudy {
  return (ode, request) => {
    const settings = read(ode, request)
    return () =>
      studySimulation(request, withoutEvents(ode.equations), (system) =>
        make(makeVectorField(system, ode.equations.unknowns, ode.parameters, request.from), ode, settings),
      )
  }
}

/** What computes each study of a typed system beside `time`. */
export const odeStudyMakers: Readonly<Record<keyof typeof odeStudies, MakeOdeStudy>> = {
  steady: ofVectorField(readSteady, (field, { initial }) => makeSteadyStudy(field, initial)),
  eigenvalues: ofVectorField(readEigenvalues, (field, { initial }, { count, near }) =>
    makeEigenvaluesStudy(field, initial, { count, ...(near === undefined ? {} : { near }) }),
  ),
  equilibria: ofVectorField(readEquilibria, (field, { initial }, { box, starts }) =>
    makeEquilibriaStudy(field, { box, starts, initial }),
  ),
  continuation: ofVectorField(readContinuation, (field, { initial }, { range, box, starts }) =>
    makeContinuationStudy(field, { ...range, box, starts, initial }),
  ),
  lyapunov: makeLyapunov,
  poincare: makePoincare,
  bifurcation: makeBifurcation,
  'work-precision': makeWorkPrecision,
  sensitivities: makeSensitivities,
}
