import type { InputError } from '../../core/errors.ts'
import { forbiddenKeys, formatPath, topLevelFields } from '../../core/path.ts'
import { ExpressionError, parseConstant } from '../../expression/constant.ts'
import { isUnit, resolveNumber } from '../number.ts'
import type { ParameterDescription, ProblemText } from '../problem.ts'
import { isRecord } from '../typed-text.ts'

/** The record at a field of the section; empty where there is none. */
export function recordOf(section: ProblemText, field: string): Readonly<Record<string, unknown>> {
  const value = section[field]
  return isRecord(value) ? value : {}
}

/** The list at a field of the section; empty where there is none. */
export function listOf(section: ProblemText, field: string): readonly unknown[] {
  const value: unknown = section[field]
  return Array.isArray(value) ? value : []
}

function isConstant(text: string): boolean {
  try {
    parseConstant(text)
    return true
  } catch (error) {
    if (error instanceof ExpressionError) return false
    throw error
  }
}

/** The unit that a text gives its number ("2 1/s" → "1/s"); '1' where it gives none. */
export function unitOf(text: unknown): string {
  if (typeof text !== 'string' || isConstant(text)) return '1'
  const unit = /^\s*[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?\s*([A-Za-zµμΩ°℃%(1].*)$/.exec(text)?.[1]?.trim()
  return unit !== undefined && isUnit(unit) ? unit : '1'
}

/** A number where one can be read; undefined elsewhere. */
function tryNumber(value: unknown, unit: string): number | undefined {
  if (value === undefined) return undefined
  const errors: InputError[] = []
  const number = resolveNumber(value, unit, '', errors)
  return errors.length > 0 ? undefined : number
}

function describe(name: string, given: unknown): ParameterDescription {
  const long = isRecord(given) ? given : { value: given }
  const unit = typeof long.unit === 'string' && isUnit(long.unit) ? long.unit : unitOf(long.value)
  const [from, to] = [tryNumber(long.from, unit), tryNumber(long.to, unit)]
  return {
    name,
    label: typeof long.label === 'string' && long.label !== '' ? long.label : name,
    kind: 'number',
    unit,
    required: true,
    help: `Parameter ${name} of the equations.`,
    group: 'Parameters',
    ...(from !== undefined && to !== undefined && from < to ? { slider: { from, to } } : {}),
  }
}

/** The parameters of a typed problem as data, in the order of the file. */
export function describeParameters(section: ProblemText): readonly ParameterDescription[] {
  return Object.entries(recordOf(section, 'parameters')).map(([name, given]) => describe(name, given))
}

/** Initial values that are plain numbers, as data. What is an expression of parameters has no slider. */
export function describeInitial(section: ProblemText): readonly ParameterDescription[] {
  return Object.entries(recordOf(section, 'initial')).flatMap(([name, given]): ParameterDescription[] => {
    const unit = unitOf(given)
    if (tryNumber(given, unit) === undefined) return []
    return [
      {
        name,
        label: `${name} at the start`,
        kind: 'number',
        unit,
        required: true,
        help: `Value of ${name} at the first time.`,
        group: 'Initial values',
      },
    ]
  })
}

/** What is wrong with the parameters themselves: names that mean something else, ends of ranges, units. */
export function checkParameters(section: ProblemText): readonly InputError[] {
  const errors: InputError[] = []
  for (const [name, given] of Object.entries(recordOf(section, 'parameters'))) {
    const path = (leaf?: string) => formatPath(['problem', 'parameters', name, ...(leaf === undefined ? [] : [leaf])])
    if (topLevelFields.includes(name))
      errors.push({ path: path(), message: `"${name}" is a field at the top of every file, so that its PATH would be that field's; give the parameter another name` }) // biome-ignore format: one sentence
    else if (forbiddenKeys.includes(name))
      errors.push({ path: path(), message: `no parameter may be called "${name}"; choose another name` })
    if (!isRecord(given)) continue
    if (given.value === undefined)
      errors.push({ path: path('value'), message: 'is missing: the number of the parameter' })
    if (typeof given.unit === 'string' && !isUnit(given.unit))
      errors.push({ path: path('unit'), message: `"${given.unit}" is not a unit that is known here; write it like 1/s or mol/m^3` }) // biome-ignore format: one sentence
    const { unit } = describe(name, given)
    const from = given.from === undefined ? undefined : resolveNumber(given.from, unit, path('from'), errors)
    const to = given.to === undefined ? undefined : resolveNumber(given.to, unit, path('to'), errors)
    if (from !== undefined && to !== undefined && from >= to)
      errors.push({ path: path('from'), message: `must be below "to" = ${to}; here it is ${from}` })
  }
  return errors
}
