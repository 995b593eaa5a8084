import { makeBifurcationStudy } from '../../solvers/analysis/bifurcation.ts'
import { makeLyapunovStudy } from '../../solvers/analysis/lyapunov.ts'
import { makePoincareStudy } from '../../solvers/analysis/poincare.ts'
import { type SectionedEquations, withSections } from '../../solvers/analysis/trajectory.ts'
import { makeWorkPrecisionStudy } from '../../solvers/analysis/work-precision.ts'
import type { CompiledSystem } from '../../solvers/compiled-system.ts'
import type { EventSet } from '../../solvers/events.ts'
import { describeStepper } from '../../solvers/stepper-descriptions.ts'
import { isDriven } from '../bindings/ode-study.ts'
import {
  readBifurcation,
  readLyapunov,
  readPoincare,
  readWorkPrecision,
  usualSteppers,
} from '../bindings/ode-time-studies.ts'
import { type MakeOdeStudy, studySimulation, withoutEvents } from './ode-study.ts'

function eventSet(system: CompiledSystem, { events }: SectionedEquations): EventSet {
  return {
    directions: events.map(({ direction }) => direction),
    actions: events.map(({ action }) => action),
    evaluate: system.events,
    apply: system.applyEvent,
  }
}

export const makeLyapunov: MakeOdeStudy = (ode, request) => {
  const { stepped, transient, count, interval } = readLyapunov(ode, request)
  const { equations, parameters, initial } = ode
  return () =>
    studySimulation(request, withoutEvents(equations), (system) => {
      system.setParameters(parameters)
      return makeLyapunovStudy(system, {
        ...stepped,
        from: request.from,
        to: request.to,
        transient,
        count,
        ...(interval === undefined ? {} : { interval }),
        initial,
        unknowns: equations.unknowns,
        isDriven: isDriven(equations),
      })
    })
}

export const makePoincare: MakeOdeStudy = (ode, request) => {
  const { stepped, transient, sections, period, points, section, direction } = readPoincare(ode, request)
  const sectioned = withSections(ode.equations, ode.events, sections)
  return () =>
    studySimulation(request, sectioned.equations, (system) => {
      system.setParameters(ode.parameters)
      return makePoincareStudy({
        ...stepped,
        system,
        events: eventSet(system, sectioned),
        firstSection: sectioned.first,
        from: request.from,
        to: request.to,
        transient,
        initial: ode.initial,
        unknowns: ode.equations.unknowns,
        ...(period === undefined ? {} : { period }),
        points,
        section,
        direction,
      })
    })
}

export const makeBifurcation: MakeOdeStudy = (ode, request) => {
  const { stepped, range, sections, values, scan, carry, to, transient, of, period, points, samples } = readBifurcation(
    ode,
    request,
  )
  const sectioned = withSections(ode.equations, ode.events, sections)
  return () =>
    studySimulation(request, sectioned.equations, (system) =>
      makeBifurcationStudy({
        ...stepped,
        system,
        events: eventSet(system, sectioned),
        firstSection: sectioned.first,
        parameters: ode.parameters,
        parameter: range.parameter,
        name: range.name,
        values,
        scan,
        carry,
        from: request.from,
        to,
        transient,
        initial: ode.initial,
        unknowns: ode.equations.unknowns,
        of,
        ...(period === undefined ? {} : { period }),
        points,
        samples,
      }),
    )
}

export const makeWorkPrecision: MakeOdeStudy = (ode, request) => {
  const { steppers, tolerances } = readWorkPrecision(ode, request)
  const { equations } = ode
  const acting = withSections(equations, ode.events, [])
  return () =>
    studySimulation(request, acting.equations, (system) => {
      system.setParameters(ode.parameters)
      return makeWorkPrecisionStudy({
        system,
        steppers: steppers ?? usualSteppers.filter((id) => describeStepper(id)?.refuse(system) === undefined),
        tolerances,
        atolPart: 1e-3,
        run: {
          from: request.from,
          times: request.times,
          initial: ode.initial,
          unknowns: equations.unknowns,
          ...(acting.events.length > 0 ? { events: eventSet(system, acting) } : {}),
        },
      })
    })
}
