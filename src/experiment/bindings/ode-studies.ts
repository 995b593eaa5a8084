import { resolveNumber } from '../../pde/number.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { type Box, guessedReach, makeBox } from '../../solvers/analysis/box.ts'
import { formatPath } from '../path.ts'
import type { BindingRequest } from './binding.ts'
import { prepareSensitivities } from './ode-sensitivities.ts'
import { isDriven, type PrepareStudy, preparing, readParameterRange } from './ode-study.ts'
import { readBifurcation, readLyapunov, readPoincare, readWorkPrecision } from './ode-time-studies.ts'
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

/** A steady state. */
export const readSteady = (ode: TypedOde, request: BindingRequest) => {
  const fields = readStudyFields(request.study)
  checkAtRest(ode, fields, largest.steady)
  fields.finish()
  const why = [
    'from the initial state, the way of the solution with growing steps first, then Newton',
    ...atRestWhy(ode),
  ]
  return { stepper: 'newton', why }
}

/** Eigenvalues at a steady state. */
export const readEigenvalues = (ode: TypedOde, request: BindingRequest) => {
  const fields = readStudyFields(request.study)
  checkAtRest(ode, fields, largest.steady)
  const count = fields.integer('count', 6)
  const near = fields.has('near') ? fields.number('near', 0) : undefined
  fields.finish()
  const why = ['of the Jacobian at the steady state reached from the initial state', ...atRestWhy(ode)]
  return { stepper: 'newton', why, count, ...(near === undefined ? {} : { near }) }
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

/** All equilibria in a box. */
export const readEquilibria = (ode: TypedOde, request: BindingRequest) => {
  const fields = readStudyFields(request.study)
  checkAtRest(ode, fields, largest.equilibria)
  const box = readBox(ode, request, fields, [])
  const starts = fields.integer('starts', 200)
  fields.finish()
  const why = [`Newton from ${starts} points spread over the box, then with the roots found deflated`, ...boxWhy(request, ode), ...atRestWhy(ode)] // biome-ignore format: a list
  return { stepper: 'newton', why, box, starts }
}

/** Branches of equilibria over a parameter. */
export const readContinuation = (ode: TypedOde, request: BindingRequest) => {
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
  return { stepper: 'newton', why, range, box, starts }
}

/** The studies of a typed system beside `time`, by id; `makers/ode-studies.ts` computes them. */
export const odeStudies = {
  steady: preparing(readSteady),
  eigenvalues: preparing(readEigenvalues),
  equilibria: preparing(readEquilibria),
  continuation: preparing(readContinuation),
  lyapunov: preparing(readLyapunov),
  poincare: preparing(readPoincare),
  bifurcation: preparing(readBifurcation),
  'work-precision': preparing(readWorkPrecision),
  sensitivities: prepareSensitivities,
} as const satisfies Readonly<Record<string, PrepareStudy>>
