import type { Expression } from '../../expression/expression.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { odeStepperDescriptions } from '../../solvers/stepper-descriptions.ts'
import type { BindingRequest } from './binding.ts'
import { readParameterRange } from './ode-study.ts'
import { readStepped, steppedWhy } from './stepped.ts'
import { readStudyFields, type StudyFields } from './study-fields.ts'

const directions = ['up', 'down', 'any'] as const

const directionOf = (fields: StudyFields) => directions.find((each) => each === fields.text('direction')) ?? 'up'

/** Time that does not count; the default is a part of the span. */
function readTransient(fields: StudyFields, { from, to, timeUnit }: BindingRequest, part: number): number {
  const span = to - from
  if (!(span > 0)) fields.errors.push({ path: 'time.to', message: `this study follows the solution forward: time.to must be above ${from}` }) // biome-ignore format: one sentence
  const transient = fields.number('transient', part * span, timeUnit)
  if (!(transient >= 0 && transient < span))
    fields.say('transient', `must lie between 0 and the span of time, ${span}; here it is ${transient}`)
  return transient
}

function readPeriod(fields: StudyFields, { from, to, timeUnit }: BindingRequest): number | undefined {
  if (!fields.has('period')) return undefined
  const period = fields.number('period', 1, timeUnit)
  if (!(period > 0 && period <= to - from)) fields.say('period', `must be above 0 and below the span of time, ${to - from}`) // biome-ignore format: one sentence
  return period
}

export const readLyapunov = (ode: TypedOde, request: BindingRequest) => {
  const { equations } = ode
  const { unknowns } = equations
  const fields = readStudyFields(request.study)
  const stepped = readStepped(request, unknowns)
  const transient = readTransient(fields, request, 0.1)
  const count = fields.integer('count', Math.min(unknowns.length, 10))
  if (count > unknowns.length) fields.say('count', `may be ${unknowns.length} at most, the number of unknowns`)
  if (unknowns.length * (count + 1) > 50_000) fields.say('count', 'so many tangent vectors of so many unknowns are too much; ask for fewer') // biome-ignore format: one sentence
  if (equations.algebraic.some(Boolean)) fields.say('type', 'tangent vectors of systems with constraints are not followed; write the system without "0 = …"') // biome-ignore format: one sentence
  if (ode.events.some(({ action }) => action !== 'record')) fields.say('type', 'tangent vectors do not pass events that stop the run or change the state; remove those events') // biome-ignore format: one sentence
  const interval = fields.has('interval') ? fields.number('interval', 1, request.timeUnit) : undefined
  if (interval !== undefined && !(interval > 0)) fields.say('interval', 'must be above 0')
  fields.finish()
  const why = [`${count} tangent vectors beside the solution, made orthonormal on the way; ${transient} of time left out at first`, ...steppedWhy(stepped, unknowns)] // biome-ignore format: a list
  return { stepper: stepped.stepper, why, stepped, transient, count, ...(interval === undefined ? {} : { interval }) }
}

export const readPoincare = (ode: TypedOde, request: BindingRequest) => {
  const { unknowns } = ode.equations
  const fields = readStudyFields(request.study)
  const stepped = readStepped(request, unknowns)
  const transient = readTransient(fields, request, 0.2)
  const period = readPeriod(fields, request)
  const value = fields.expression('section', ode.equations)
  if (fields.has('section') === fields.has('period'))
    fields.say('section', 'give either a "section" like "z - 27", whose crossings are the points, or a "period", for one point a period') // biome-ignore format: one sentence
  const points = fields.integer('points', 2000)
  fields.finish()
  const direction = directionOf(fields)
  const section = fields.text('section') ?? ''
  const why = [
    period === undefined ? `points where ${section} crosses zero (${direction})` : `one point each ${period} of time`,
    ...steppedWhy(stepped, unknowns),
  ]
  return {
    stepper: stepped.stepper,
    why,
    stepped,
    transient,
    sections: value ? [{ value, direction }] : [],
    ...(period === undefined ? {} : { period }),
    points,
    section,
    direction,
  }
}

const extremaDirections = { maxima: 'down', minima: 'up', both: 'any' } as const

/** What a bifurcation diagram samples: a section, a moment of the period, or extrema. */
function readSampling(ode: TypedOde, request: BindingRequest, fields: StudyFields) {
  const { unknowns, rates, algebraic } = ode.equations
  const of = fields.has('of') ? fields.place('of', unknowns, 'unknown') : 0
  const name = unknowns[of] ?? ''
  const period = readPeriod(fields, request)
  const value = fields.expression('section', ode.equations)
  if (fields.has('section') && period !== undefined) fields.say('period', 'either a section or a period; remove one')
  const kind = (['maxima', 'minima', 'both'] as const).find((each) => each === fields.text('extrema')) ?? 'maxima'
  if (fields.has('extrema') && (period !== undefined || value)) fields.say('extrema', 'either extrema, a section or a period; remove the others') // biome-ignore format: one sentence
  if (period !== undefined) return { of, period, sections: [], words: `${name} each ${period}` }
  if (value) return { of, sections: [{ value, direction: directionOf(fields) }], words: `${name} where ${fields.text('section') ?? ''} = 0` } // biome-ignore format: record
  if (algebraic[of]) fields.say('of', `${name} has no rate whose zeros would be its extrema; give a "section"`)
  const rate: Expression = rates[of] ?? { kind: 'number', value: 0 }
  const words = kind === 'both' ? `maxima and minima of ${name}` : `${kind} of ${name}`
  return { of, sections: [{ value: rate, direction: extremaDirections[kind] }], words }
}

export const readBifurcation = (ode: TypedOde, request: BindingRequest) => {
  const { unknowns } = ode.equations
  const fields = readStudyFields(request.study)
  const stepped = readStepped(request, unknowns)
  const range = readParameterRange(ode, request, fields)
  const sampling = readSampling(ode, request, fields)
  const transient = readTransient(fields, request, 0.5)
  const samples = fields.integer('samples', 200)
  const points = fields.integer('points', 60)
  if (samples * points > 400_000) fields.say('points', `${samples} × ${points} samples are more than a picture can show; 400000 are allowed`) // biome-ignore format: one sentence
  fields.finish()
  const scan = (['up', 'down', 'both'] as const).find((each) => each === fields.text('scan')) ?? 'up'
  const carry = fields.flag('carry', true)
  const { period, of, words } = sampling
  // A whole number of periods, so that what is carried over keeps its phase.
  const span = period === undefined ? request.to - request.from : Math.ceil((request.to - request.from) / period - 1e-9) * period // biome-ignore format: one thought
  const low = Math.min(range.from, range.to)
  const width = Math.abs(range.to - range.from)
  const values = Float64Array.from({ length: samples }, (_, i) => low + (width * i) / Math.max(1, samples - 1))
  const why = [
    `${words} at ${samples} values of ${range.name}, ${carry ? 'each begun where the one before ended' : 'each from the initial state'}; ${transient} of time left out`,
    ...steppedWhy(stepped, unknowns),
  ]
  return {
    stepper: stepped.stepper,
    why,
    stepped,
    range,
    values,
    scan,
    carry,
    to: request.from + span,
    transient,
    sections: sampling.sections,
    of,
    ...(period === undefined ? {} : { period }),
    points,
    samples: words,
  }
}

/** Methods that work and precision are measured of where the study names none: one of each kind, as far as it serves. */
export const usualSteppers: readonly string[] = ['auto', 'tsit5', 'dop853', 'rodas5p', 'radau5', 'bdf', 'kencarp4']
/** Their relative tolerances where the study names none. */
export const usualTolerances: readonly number[] = [1e-3, 1e-5, 1e-7, 1e-9, 1e-11]

export const readWorkPrecision = (ode: TypedOde, request: BindingRequest) => {
  const { equations } = ode
  const fields = readStudyFields(request.study)
  readStepped(request, equations.unknowns)
  const known = odeStepperDescriptions.map(({ id }) => id)
  const given = request.study.steppers
  const asked = Array.isArray(given) ? given.map(String) : undefined
  for (const id of asked ?? []) if (!known.includes(id)) fields.say('steppers', `there is no stepper "${id}"; there are ${known.join(', ')}`) // biome-ignore format: one sentence
  const list = request.study.tolerances
  const tolerances = Array.isArray(list) ? list.map(Number) : usualTolerances
  for (const rtol of tolerances) if (!(rtol >= 1e-13 && rtol < 1)) fields.say('tolerances', `a tolerance must lie between 1e-13 and 1; here one is ${rtol}`) // biome-ignore format: one sentence
  fields.finish()
  const why = [
    'every method on the same problem, against a reference computed at a tight tolerance and checked by a second method',
  ]
  return { stepper: 'several', why, steppers: asked, tolerances }
}
