import type { Domain, DomainAxis } from '../../core/domain.ts'
import type { InputError } from '../../core/errors.ts'
import { suggestName } from '../../core/nearest.ts'
import { formatPath } from '../../core/path.ts'
import { makeConversion, UnitError } from '../../core/unit.ts'
import { checkExpression, numberScope } from '../../expression/check.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import { ExpressionError } from '../../expression/expression-error.ts'
import { fieldNotation } from '../../expression/fields/field-notation.ts'
import { parseBetween } from '../../expression/parse.ts'
import { isUnit, resolveNumber } from '../number.ts'
import type { ParameterValues, ProblemText } from '../problem.ts'
import { recordOf, unitOf } from '../typed-ode/parameters.ts'
import { isRecord } from '../typed-text.ts'

const boxNames = ['x', 'y', 'z'] as const
const ownFields = ['dimension', 'inside']
/** Values along an axis: fewer hold no derivative of fourth order. */
const leastPoints = { periodic: 4, bounded: 5 }
const mostPoints = 2 ** 24
/** Intervals along each axis where none are given, by the number of axes: a first look takes a second or two. */
const usualIntervals = [256, 256, 96, 32]

/** Whether a side's text says that the axis is periodic. */
export const isPeriodicText = (value: unknown): boolean => typeof value === 'string' && /^\s*periodic\s*$/i.test(value)

/** One end of an axis: a number, one with a unit, or an expression of the parameters. */
function readEnd(
  given: unknown,
  unit: string,
  parameters: ParameterValues,
  path: string,
  errors: InputError[],
): number {
  if (given === undefined) {
    errors.push({ path, message: 'is missing: a number, or an expression like "2*pi"' })
    return Number.NaN
  }
  if (typeof given !== 'string' || unitOf(given) !== '1') return resolveNumber(given, unit, path, errors)
  try {
    const expression = parseBetween(given, 0, given.length, fieldNotation(new Set(Object.keys(parameters))))
    const [wrong] = checkExpression(expression, numberScope(Object.keys(parameters)))
    if (wrong) throw wrong
    const value = evaluateExpression(expression, (name) => {
      const number = parameters[name]
      return typeof number === 'number' ? number : Number.NaN
    })
    if (Number.isFinite(value)) return value
    errors.push({ path, message: `"${given}" has no finite value (${value})` })
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    errors.push({ path, message: error.message, line: 1, column: error.column })
  }
  return Number.NaN
}

/** The unit of an axis: as given, else that of its ends. */
function axisUnit(given: Readonly<Record<string, unknown>>, path: string, errors: InputError[]): string {
  if (typeof given.unit !== 'string') {
    const [from, to] = [unitOf(given.from), unitOf(given.to)]
    return to !== '1' ? to : from
  }
  if (isUnit(given.unit)) return given.unit
  errors.push({ path: `${path}.unit`, message: `"${given.unit}" is not a unit that is known here; write it like mm or km` })
  return '1'
} // biome-ignore format: one sentence

function readAxis(
  name: string,
  given: unknown,
  isPeriodic: boolean,
  axisCount: number,
  parameters: ParameterValues,
  errors: InputError[],
): DomainAxis | undefined {
  const path = formatPath(['problem', 'domain', name])
  if (!isRecord(given)) {
    errors.push({ path, message: 'must be { "from", "to", "points" }' })
    return undefined
  }
  const before = errors.length
  const unit = axisUnit(given, path, errors)
  const from = readEnd(given.from, unit, parameters, `${path}.from`, errors)
  const to = readEnd(given.to, unit, parameters, `${path}.to`, errors)
  if (errors.length === before && !(to > from))
    errors.push({ path: `${path}.to`, message: `must be above "from" = ${from}; here it is ${to}` })
  const least = isPeriodic ? leastPoints.periodic : leastPoints.bounded
  const usual = (usualIntervals[axisCount] ?? 32) + Number(!isPeriodic)
  const count = given.points === undefined ? usual : resolveNumber(given.points, '1', `${path}.points`, errors)
  if (errors.length === before && !(Number.isInteger(count) && count >= least && count <= mostPoints))
    errors.push({ path: `${path}.points`, message: `must be a whole number from ${least} to ${mostPoints}; here it is ${count}` }) // biome-ignore format: one sentence
  return errors.length === before ? { name, unit, from, to, points: count, isPeriodic } : undefined
}

/** Names of the axes in their order, and what is wrong with them. */
function namesOf(section: Readonly<Record<string, unknown>>, errors: InputError[]): readonly string[] {
  const path = (name: string) => formatPath(['problem', 'domain', name])
  const given = Object.keys(section).filter((name) => !ownFields.includes(name))
  for (const name of given)
    if (![...boxNames, 'r'].includes(name))
      errors.push({ path: path(name), message: `there is no axis "${name}"${suggestName(name, [...boxNames, 'r', ...ownFields])}` }) // biome-ignore format: one sentence
  if (given.includes('r')) {
    if (given.length > 1) errors.push({ path: path('r'), message: 'stands alone: with r the solution is the same in all directions; remove the other axes' }) // biome-ignore format: one sentence
    return ['r']
  }
  const names = boxNames.filter((name) => given.includes(name))
  boxNames.slice(0, names.length).forEach((name, i) => {
    if (names[i] !== name) errors.push({ path: 'problem.domain', message: `has ${names.join(', ')}; axes are called x, then y, then z` }) // biome-ignore format: one sentence
  })
  if (names.length === 0 && errors.length === 0)
    errors.push({ path: 'problem.domain', message: 'is missing: write it like { "x": { "from": 0, "to": 1, "points": 128 } }' }) // biome-ignore format: one sentence
  return names
}

/** What the section says of where the fields live. */
export interface DomainReading {
  readonly domain: Domain
  /** The condition of the points that are kept, as typed. */
  readonly inside?: string
}

/** The domain of a section; undefined with errors added. Which axes are periodic stands in `boundary`. */
export function readDomain(
  section: ProblemText,
  parameters: ParameterValues,
  errors: InputError[],
): DomainReading | undefined {
  const before = errors.length
  const given = recordOf(section, 'domain')
  const boundary = recordOf(section, 'boundary')
  const names = namesOf(given, errors)
  const periodic = (name: string) => Object.hasOwn(boundary, name) && isPeriodicText(boundary[name])
  const axes = names.flatMap(
    (name) => readAxis(name, given[name], periodic(name), names.length, parameters, errors) ?? [],
  )
  const isRadial = names[0] === 'r'
  const dimension = given.dimension ?? (isRadial ? 2 : names.length)
  if (isRadial) {
    const [r] = axes
    if (periodic('r')) errors.push({ path: 'problem.boundary.r', message: 'a distance from the centre is not periodic; give a condition for "r+"' }) // biome-ignore format: one sentence
    if (r && r.from < 0) errors.push({ path: 'problem.domain.r.from', message: `is a distance from the centre and cannot be below 0; here it is ${r.from}` }) // biome-ignore format: one sentence
    if (dimension !== 1 && dimension !== 2 && dimension !== 3)
      errors.push({ path: 'problem.domain.dimension', message: 'must be 2 (a disc, the default), 3 (a ball) or 1' })
  } else if (dimension !== names.length)
    errors.push({ path: 'problem.domain.dimension', message: 'belongs to the axis r; of x, y and z it follows from their number: remove it' }) // biome-ignore format: one sentence
  for (const name of names) {
    const both = [`${name}-`, `${name}+`].filter((side) => Object.hasOwn(boundary, side))
    if (periodic(name) && both.length > 0)
      errors.push({ path: formatPath(['problem', 'boundary', both[0] ?? name]), message: `${name} is periodic and has no ends; remove this condition or "${name}": "periodic"` }) // biome-ignore format: one sentence
  }
  const { inside } = given
  if (errors.length > before) return undefined
  return {
    domain: { axes, dimension: Number(dimension) },
    ...(typeof inside === 'string' ? { inside } : {}),
  }
}

/** A number of the section in the unit of an axis. */
export function inAxisUnit(values: Float64Array, unit: string, axis: DomainAxis): Float64Array {
  if (unit === '' || unit === '1' || unit === axis.unit) return values
  try {
    return values.map(makeConversion(unit, axis.unit))
  } catch (error) {
    if (error instanceof UnitError) return values
    throw error
  }
}
