import { InvalidInput } from '../../core/errors.ts'
import type { Quantity } from '../../core/field.ts'
import { suggestName } from '../../core/nearest.ts'
import { jumpsOf } from '../../expression/variation.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { factsOfEquations } from '../../solvers/equation-structure.ts'
import type { SensitivityTo } from '../../solvers/sensitivity-simulation.ts'
import { formatPath, parsePath } from '../path.ts'
import type { BindingRequest } from './binding.ts'
import type { PrepareStudy } from './ode-study.ts'
import { unitWarnings } from './ode-units.ts'
import { checkStepper, readStepped, type Stepped, steppedWhy } from './stepped.ts'
import { readStudyFields, type StudyFields } from './study-fields.ts'

/** A number of the file that the solution is differentiated to. */
export interface NamedSensitivity extends SensitivityTo {
  readonly path: string
  /** What stands behind the dot in the names of columns: `rho`, `initial.x`. */
  readonly name: string
  readonly value: number
  readonly unit: string
}

/** Numbers in the state, and columns of the table, that are still of use. */
const most = { state: 200_000, columns: 2000 } as const

/** The columns of a derivative: `x.rho`. */
export const sensitivityColumn = (quantity: string, name: string): string => `${quantity}.${name}`

/** The numbers of `study.of`; without it every parameter. */
function readOf(ode: TypedOde, request: BindingRequest, fields: StudyFields): readonly NamedSensitivity[] {
  const { parameters, unknowns } = ode.equations
  const asked = request.study.of
  const given = (typeof asked === 'string' ? [asked] : Array.isArray(asked) ? asked : parameters).map(String)
  if (given.length === 0)
    fields.say('of', 'the system has no parameters; name an initial value, like problem.initial.x')
  const found = given.flatMap((text) => {
    try {
      return [readOne(text)]
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      for (const { message } of error.errors) fields.say('of', message)
      return []
    }
  })
  const names = found.flatMap((one) => (one ? [one.name] : []))
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) fields.say('of', `names ${twice} twice`)
  return found.flatMap((one) => (one ? [one] : []))

  function readOne(text: string): NamedSensitivity | undefined {
    // A name with primes, or one that no PATH writes bare.
    const segments = parameters.includes(text) ? ['problem', 'parameters', text] : parsePath(text)
    const [top, section, name = '', leaf] = segments
    const isWhole = segments.length === 3 || (segments.length === 4 && leaf === 'value')
    const isInitial = section === 'initial'
    const list = isInitial ? unknowns : parameters
    const place = list.indexOf(name)
    if (top !== 'problem' || (section !== 'parameters' && !isInitial) || !isWhole)
      return void fields.say('of', `"${text}" is not a parameter, like rho, nor an initial value, like problem.initial.${unknowns[0]}`) // biome-ignore format: one sentence
    if (place < 0) {
      const hint = !isInitial && unknowns.includes(name) ? `; its initial value is ${formatPath(['problem', 'initial', name])}` : suggestName(name, list) // biome-ignore format: one thought
      return void fields.say('of', `there is no ${isInitial ? 'unknown' : 'parameter'} "${name}"${hint}`)
    }
    if (isInitial && ode.equations.algebraic[place])
      return void fields.say('of', `the initial value of ${name} follows from its constraint 0 = …; nothing depends on it`) // biome-ignore format: one sentence
    const value = (isInitial ? ode.initial : ode.parameters)[place] ?? Number.NaN
    return {
      kind: isInitial ? 'initial' : 'parameter',
      place,
      path: formatPath(['problem', section, name]),
      name: isInitial ? `initial.${name}` : name,
      value,
      scale: Math.abs(value) || 1,
      unit: isInitial ? (ode.units[place] ?? '1') : (request.units.get(name) ?? '1'),
      ...(isInitial ? {} : { ofInitial: ode.initialSlopes(name) }),
    }
  }
}

/**
 * Why sensitivities to these parameters would be wrong, a sentence; undefined where all is well. Jumps of right sides are followed where
 * something goes through zero there.
 */
export function sensitivityObstacle(ode: TypedOde, names: readonly string[]): string | undefined {
  const { equations } = ode
  const { places, hidden } = jumpsOf(equations)
  const moving = [...equations.unknowns, ...names]
  const unseen = moving.filter((name) => hidden.has(name))
  if (unseen.length > 0)
    return `the equations jump where a condition that is no comparison says, by ${unseen.join(', ')}; write it as one, like x > 0`
  const jumped = moving.filter((name) => places.some((place) => place.names.has(name)))
  if (jumped.length > 0 && equations.algebraic.some(Boolean))
    return `the equations jump at places that depend on ${jumped.join(', ')}, and unknowns held by constraints jump with them`
  return undefined
}

/** Unit of ∂a/∂b. */
function quotient(a: string, b: string): string {
  if (b === '1' || b === '') return a
  return `${a}/(${b})`
}

/** What derivatives are asked for, of what, and as which columns. */
export interface SensitivityRequest {
  readonly stepped: Stepped
  readonly of: readonly NamedSensitivity[]
  readonly quantities: readonly Quantity[]
  /** Behind the quantities: of each the derivative to all. */
  readonly columns: readonly Quantity[]
}

/**
 * Reads what derivatives are asked for.
 * @throws InvalidInput
 */
export function readSensitivities(ode: TypedOde, request: BindingRequest): SensitivityRequest {
  const { equations, observed } = ode
  const { unknowns } = equations
  const fields = readStudyFields(request.study)
  const stepped = readStepped(request, unknowns)
  const of = readOf(ode, request, fields)
  const quantities: readonly Quantity[] = [
    ...unknowns.map((name, i) => ({ name, unit: ode.units[i] ?? '1' })),
    ...equations.outputs.slice(0, observed).map(({ name }) => ({ name, unit: '1' })),
  ]
  const columns = quantities.flatMap((quantity) =>
    of.map((to) => ({
      name: sensitivityColumn(quantity.name, to.name),
      unit: quotient(quantity.unit, to.unit),
      label: `∂${quantity.name}/∂${to.name}`,
    })),
  )
  const clash = quantities.find(({ name }) => columns.some((column) => column.name === name))
  if (clash)
    fields.errors.push({ path: formatPath(['observe', clash.name]), message: `"${clash.name}" is the column of a derivative; give the output another name` }) // biome-ignore format: one record
  if (unknowns.length * (1 + of.length) > most.state || columns.length > most.columns)
    fields.say('of', `${of.length} derivatives of ${quantities.length} quantities are too many; name fewer parameters`)
  if (equations.algebraic.some(Boolean) && ode.events.some(({ action }) => action === 'assign'))
    fields.say('type', 'sensitivities of systems with constraints do not pass events that assign; remove those events') // biome-ignore format: one sentence
  fields.finish()
  return { stepped, of, quantities, columns }
}

/** The solution with its derivatives to parameters and initial values. */
export const prepareSensitivities: PrepareStudy = (ode, request) => {
  const { unknowns } = ode.equations
  const { stepped, of } = readSensitivities(ode, request)
  const obstacle = sensitivityObstacle(ode, of.map(({ name }) => name)) // biome-ignore format: one call
  const facts = factsOfEquations(ode.equations)
  if (stepped.stepper !== 'auto') checkStepper(stepped.stepper, facts)
  if (!facts.hasJacobian) return { refused: 'the system is too large for derivatives' }
  const size = unknowns.length
  return {
    stepper: stepped.stepper,
    ...(stepped.step === undefined ? {} : { step: stepped.step }),
    memoryBytes: 1e6 + 8 * size * 40 * (1 + of.length) + 16 * Math.min(size, 1000) ** 2,
    why: [
      `derivatives to ${of.map(({ name }) => name).join(', ')} beside the solution, their error under the same control`,
      ...(obstacle === undefined ? [] : [`warning: the derivatives may be wrong: ${obstacle}`]),
      ...steppedWhy(stepped, unknowns),
      ...unitWarnings(ode, request.units, request.timeUnit),
    ],
  }
}
