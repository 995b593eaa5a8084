import type { InputError } from '../../core/errors.ts'
import { formatPath } from '../../core/path.ts'
import { type FieldText, readFieldEquations } from '../../expression/fields/read-field-equations.ts'
import type { ParameterValues, ProblemText, ReadContext, ReadText, TypedFields } from '../problem.ts'
import { checkParameters, listOf, recordOf } from '../typed-ode/parameters.ts'
import { checkColumnName, invariantMark, isText, keepReadings } from '../typed-text.ts'
import { type DomainReading, isPeriodicText, readDomain } from './domain.ts'
import { readInitialFields } from './initial.ts'
import { unitErrors } from './unit-errors.ts'

const readKept = keepReadings(readFieldEquations)

const texts = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => isText(entry[1])))

/** The sides of `boundary` that have conditions; a periodic axis has none. */
function conditionsOf(section: ProblemText): FieldText['boundary'] {
  const sides: [string, FieldText['boundary'][string]][] = []
  const condition = (value: unknown): string | readonly string[] | undefined =>
    isText(value) ? value : Array.isArray(value) ? value.filter(isText) : undefined
  for (const [side, given] of Object.entries(recordOf(section, 'boundary'))) {
    if (isPeriodicText(given)) continue
    const plain = condition(given)
    if (plain !== undefined) sides.push([side, plain])
    else if (typeof given === 'object' && given !== null)
      sides.push([side, Object.fromEntries(Object.entries(given).flatMap(([name, one]) => {
        const own = condition(one)
        return own === undefined ? [] : [[name, own]]
      }))]) // biome-ignore format: one thought
  }
  return Object.fromEntries(sides)
}

/** What the language is given of a section. */
export function fieldTextOf(
  section: ProblemText,
  { domain, inside }: DomainReading,
  observe: Readonly<Record<string, string>>,
): FieldText {
  const isRadial = domain.axes[0]?.name === 'r'
  const invariants = Object.entries(texts(recordOf(section, 'invariants')))
  return {
    equations: listOf(section, 'equations').filter(isText),
    axes: domain.axes.map(({ name, isPeriodic }) => ({ name, isPeriodic })),
    ...(isRadial ? { radialDimension: domain.dimension } : {}),
    parameters: Object.keys(recordOf(section, 'parameters')),
    boundary: conditionsOf(section),
    ...(inside === undefined ? {} : { inside }),
    observe: { ...observe, ...Object.fromEntries(invariants.map(([name, text]) => [`${invariantMark}${name}`, text])) },
  }
}

/** Whether a section that can be read has nothing that changes in time. */
export function isTimeless(section: ProblemText): boolean {
  const { domain } = readDomain(section, {}, []) ?? {}
  const names = Object.keys(recordOf(section, 'domain')).filter((name) => /^[xyzr]$/.test(name))
  const axes = domain?.axes ?? names.map((name) => ({ name, unit: '1', from: 0, to: 1, points: 8, isPeriodic: isPeriodicText(recordOf(section, 'boundary')[name]) })) // biome-ignore format: one thought
  if (axes.length === 0) return false
  const reading = { domain: { axes, dimension: domain?.dimension ?? axes.length } }
  const { equations } = readKept(fieldTextOf(section, reading, {}))
  return equations !== undefined && equations.algebraic.length > 0 && equations.algebraic.every(Boolean)
}

/**
 * The typed equations of a section, checked, with domain, parameters and initial data; or every error with its PATH and, in a text of
 * the language, the column.
 */
export function readTypedPde(section: ProblemText, parameters: ParameterValues, context: ReadContext): ReadText {
  const errors: InputError[] = [...checkParameters(section)]
  const invariants = Object.keys(texts(recordOf(section, 'invariants')))
  for (const name of Object.keys(context.observe)) checkColumnName(name, ['observe'], errors)
  for (const name of invariants) checkColumnName(name, ['problem', 'invariants'], errors)
  if (listOf(section, 'equations').filter(isText).length === 0) {
    const message = 'is missing: write the equations as a list of texts, like ["u_t = D*laplacian(u)"]'
    return { errors: [...errors, { path: 'problem.equations', message }] }
  }
  const place = readDomain(section, parameters, errors)
  if (!place) return { errors }
  const reading = readKept(fieldTextOf(section, place, context.observe))
  for (const error of reading.errors) {
    const [first, name] = error.place
    const isInvariant = first === 'observe' && String(name).startsWith(invariantMark)
    const path = isInvariant
      ? formatPath(['problem', 'invariants', String(name).slice(invariantMark.length)])
      : error.path
    const isName = first === 'problem' && error.place[1] === 'parameters'
    if (!isName || !errors.some((other) => other.path === path))
      errors.push({ path, message: error.message, ...(isName ? {} : { line: 1, column: error.column }) })
  }
  const { equations } = reading
  if (!equations) return { errors }
  const { domain } = place
  const { values, units } = readInitialFields(section, { equations, domain, parameters, file: context.file }, errors)
  if (errors.length > 0) return { errors }
  errors.push(...unitErrors(section, fieldTextOf(section, place, {}), equations.unknowns, units, domain, context))
  if (errors.length > 0) return { errors }
  const fields: TypedFields = {
    equations,
    parameters: Float64Array.from(equations.parameters, (name) => Number(parameters[name])),
    domain,
    initial: values,
    units,
    invariants,
  }
  return { fields, errors }
}
