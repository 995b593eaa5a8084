import type { InputError } from '../../core/errors.ts'
import { suggestName } from '../../core/nearest.ts'
import { formatPath } from '../../core/path.ts'
import { isNumber } from '../../expression/build.ts'
import { checkExpression, numberScope } from '../../expression/check.ts'
import { differentiate } from '../../expression/differentiate.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import { ExpressionError } from '../../expression/expression-error.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import { parseExpression } from '../../expression/parse.ts'
import { resolveNumber } from '../number.ts'
import type { ParameterValues, ProblemText } from '../problem.ts'
import { recordOf, unitOf } from './parameters.ts'

/** Initial values and units in the order of the unknowns. */
export interface InitialValues {
  readonly values: Float64Array
  readonly units: readonly string[]
  /** Derivatives of the initial values to a parameter, by place of the unknown; those that are numbers are left out. */
  slopes(parameter: string): ReadonlyMap<number, number>
}

/** The value of one text: a number with a unit, or an expression of the parameters. */
function readValue(
  given: unknown,
  parameters: ParameterValues,
  names: readonly string[],
  path: string,
  errors: InputError[],
): number {
  if (typeof given !== 'string') return resolveNumber(given, '1', path, errors)
  const unit = unitOf(given)
  if (unit !== '1') return resolveNumber(given, unit, path, errors)
  try {
    const expression = parseExpression(given)
    const [wrong] = checkExpression(expression, {
      ...numberScope(names),
      explain: (name) =>
        name === 't' ? 'an initial value does not depend on t; it belongs to the first time' : undefined,
    })
    if (wrong) throw wrong
    const value = evaluateExpression(expression, (name) => {
      const number = parameters[name]
      return typeof number === 'number' ? number : Number.NaN
    })
    // A parameter that cannot be read has its own error.
    if (!Number.isFinite(value) && names.every((name) => parameters[name] !== undefined))
      errors.push({ path, message: `"${given}" has no finite value (${value})` })
    return value
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    errors.push({ path, message: error.message, line: 1, column: error.column })
    return Number.NaN
  }
}

/** The initial values of every unknown; those of algebraic ones may be left out (0 then, the start of a search). */
export function readInitial(
  section: ProblemText,
  equations: OdeEquations,
  parameters: ParameterValues,
  errors: InputError[],
): InitialValues {
  const given = recordOf(section, 'initial')
  const { unknowns, algebraic } = equations
  const pathOf = (name: string) => formatPath(['problem', 'initial', name])
  for (const name of Object.keys(given))
    if (!unknowns.includes(name)) errors.push({ path: pathOf(name), message: foreignName(name, equations) })
  const values = new Float64Array(unknowns.length)
  const texts = new Map<number, string>()
  const units = unknowns.map((name, i) => {
    const text = Object.hasOwn(given, name) ? given[name] : undefined
    if (text === undefined) {
      if (!algebraic[i]) errors.push({ path: pathOf(name), message: `is missing: the value of ${name} at the start` })
      return '1'
    }
    values[i] = readValue(text, parameters, equations.parameters, pathOf(name), errors)
    const unit = unitOf(text)
    if (typeof text === 'string' && unit === '1') texts.set(i, text)
    return unit
  })
  const numberOf = (name: string) => Number(parameters[name])
  const slopes = (parameter: string) =>
    new Map(
      [...texts].flatMap(([i, text]): [number, number][] => {
        const slope = differentiate(parseExpression(text), parameter)
        return isNumber(slope, 0) ? [] : [[i, evaluateExpression(slope, numberOf)]]
      }),
    )
  return { values, units, slopes }
}

function foreignName(name: string, { unknowns, parameters, definitions }: OdeEquations): string {
  const base = name.replace(/'+$/, '')
  if (parameters.includes(name)) return `"${name}" is a parameter and has no initial value; remove it`
  if (definitions.some((definition) => definition.name === name))
    return `"${name}" is a definition: its value follows from the unknowns; remove it`
  if (base !== name && unknowns.includes(base))
    return `"${name}" has no initial value, because the highest derivative of ${base} follows from its equation; remove it`
  return `there is no unknown "${name}"${suggestName(name, unknowns)}`
}
