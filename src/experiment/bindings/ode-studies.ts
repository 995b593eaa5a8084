import type { OdeEquations } from '../../expression/ode-equations.ts'
import { resolveNumber } from '../../pde/number.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { type Box, guessedReach, makeBox } from '../../solvers/analysis/box.ts'
import { makeContinuationStudy } from '../../solvers/analysis/continuation.ts'
import { makeEquilibriaStudy } from '../../solvers/analysis/equilibria.ts'
import { makeEigenvaluesStudy, makeSteadyStudy } from '../../solvers/analysis/steady.ts'
import { makeVectorField, type VectorField } from '../../solvers/analysis/vector-field.ts'
import type { CompiledSystem } from '../../solvers/compiled-system.ts'
import { formatPath } from '../path.ts'
import type { BindingRequest } from './binding.ts'
import { sensitivities } from './ode-sensitivities.ts'
import { isDriven, type PrepareStudy, preparedStudy, readParameterRange } from './ode-study.ts'
import { bifurcation, lyapunov, poincare, workPrecision } from './ode-time-studies.ts'
import { readStepped } from './stepped.ts'
import { readStudyFields, type StudyFields } from './study-fields.ts'

/** Dense matrices of this many unknowns are factored and searched. */
const largest = { steady: 800, equilibria: 40 } as const

/** What studies of equilibria refuse: equations that depend on time, systems too large for dense matrices. */
function checkAtRest(ode: TypedOde, fields: StudyFields, most: number): void {
  const { equations } = ode
  if (isDriven(equations))
    fields.say('type', 'the equations depend on t, so that no state stays at rest. Remove t, or ask for "poincare" with a "period"') // biome-ignore format: one sentence
  if (equations.unknowns.length > most)
    fields.say('type', `the system has ${equations.unknowns.length} unknowns; this study serves ${most} at most`)
}

const atRestWhy = (ode: TypedOde) =>
  ode.events.some(({ action }) => action !== 'record') ? ['events play no part in this study'] : []

function fieldOf(system: CompiledSystem, ode: TypedOde, time: number): VectorField {
  return makeVectorField(system, ode.equations.unknowns, ode.parameters, time)
}

const steady: PrepareStudy = (ode, request) => {
  const fields = readStudyFields(request.study)
  checkAtRest(ode, fields, largest.steady)
  fields.finish()
  const why = [
    'from the initial state, the way of the solution with growing steps first, then Newton',
    ...atRestWhy(ode),
  ]
  return preparedStudy(request, withoutEvents(ode.equations), 'newton', why, (system) =>
    makeSteadyStudy(fieldOf(system, ode, request.from), ode.initial),
  )
}

const eigenvalues: PrepareStudy = (ode, request) => {
  const fields = readStudyFields(request.study)
  checkAtRest(ode, fields, largest.steady)
  const count = fields.integer('count', 6)
  const near = fields.has('near') ? fields.number('near', 0) : undefined
  fields.finish()
  const why = ['of the Jacobian at the steady state reached from the initial state', ...atRestWhy(ode)]
  return preparedStudy(request, withoutEvents(ode.equations), 'newton', why, (system) =>
    makeEigenvaluesStudy(fieldOf(system, ode, request.from), ode.initial, {
      count,
      ...(near === undefined ? {} : { near }),
    }),
  )
}

function withoutEvents(equations: OdeEquations): OdeEquations {
  return { ...equations, events: [], outputs: [] }
}

/** The box of a study: as given, completed by a guess. */
function readBox(ode: TypedOde, request: BindingRequest, fields: StudyFields, others: readonly number[]): Box {
  const { unknowns } = ode.equations
  const given = request.study.box
  const ranges: Readonly<Record<string, unknown>> = typeof given === 'object' && given !== null ? { ...given } : {}
  for (const name of Object.keys(ranges))
    if (!unknowns.includes(name)) fields.say('box', `there is no unknown "${name}"; there is ${unknowns.join(', ')}`)
  const { nonNegative = [] } = readStepped(request, unknowns)
  const reach = guessedReach(ode.initial, [...ode.parameters, ...others])
  const low: number[] = []
  const high: number[] = []
  unknowns.forEach((name, i) => {
    const range: unknown = ranges[name]
    if (Array.isArray(range)) {
      const [from, to] = [0, 1].map((k) => resolveNumber(range[k], ode.units[i] ?? '1', formatPath(['study', 'box', name, String(k)]), fields.errors)) // biome-ignore format: a pair
      if (from >= to) fields.say('box', `the range of ${name} must rise; here it is [${from}, ${to}]`)
      low.push(from)
      high.push(to)
    } else {
      if (reach === undefined)
        fields.say('box', `give a range for ${name}, like "box": { "${name}": [0, 10] }: parameters and initial values differ by more than a million, so that none can be guessed`) // biome-ignore format: one sentence
      low.push(nonNegative.includes(i) ? 0 : -(reach ?? 1))
      high.push(reach ?? 1)
    }
  })
  return makeBox(low, high)
}

const boxWhy = (request: BindingRequest, ode: TypedOde) =>
  ode.equations.unknowns.every((name) => Object.hasOwn(Object(request.study.box), name))
    ? []
    : ['ranges that study.box does not give are twice the largest of 1, the parameters and the initial values, on both sides of zero (unknowns of method.nonNegative: above it)'] // biome-ignore format: one sentence

const equilibria: PrepareStudy = (ode, request) => {
  const fields = readStudyFields(request.study)
  checkAtRest(ode, fields, largest.equilibria)
  const box = readBox(ode, request, fields, [])
  const starts = fields.integer('starts', 200)
  fields.finish()
  const why = [`Newton from ${starts} points spread over the box, then with the roots found deflated`, ...boxWhy(request, ode), ...atRestWhy(ode)] // biome-ignore format: a list
  return preparedStudy(request, withoutEvents(ode.equations), 'newton', why, (system) =>
    makeEquilibriaStudy(fieldOf(system, ode, request.from), { box, starts, initial: ode.initial }),
  )
}

const continuation: PrepareStudy = (ode, request) => {
  const fields = readStudyFields(request.study)
  checkAtRest(ode, fields, largest.equilibria)
  const range = readParameterRange(ode, request, fields)
  const box = readBox(ode, request, fields, [range.from, range.to])
  const starts = fields.integer('starts', 60)
  fields.finish()
  const why = [
    `pseudo-arclength from every equilibrium found at the ends, the middle and the given value of ${range.name}, and along the branches that cross`,
    ...boxWhy(request, ode),
    ...atRestWhy(ode),
  ]
  return preparedStudy(request, withoutEvents(ode.equations), 'newton', why, (system) =>
    makeContinuationStudy(fieldOf(system, ode, request.from), { ...range, box, starts, initial: ode.initial }),
  )
}

/** The studies of a typed system beside `time`, by id. */
export const odeStudies: Readonly<Record<string, PrepareStudy>> = {
  steady,
  eigenvalues,
  equilibria,
  continuation,
  lyapunov,
  poincare,
  bifurcation,
  'work-precision': workPrecision,
  sensitivities,
}
