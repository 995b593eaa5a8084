import { axisNodes, type Domain } from '../../core/domain.ts'
import type { InputError } from '../../core/errors.ts'
import { suggestName } from '../../core/nearest.ts'
import { formatPath } from '../../core/path.ts'
import { number } from '../../expression/build.ts'
import { checkExpression, numberScope } from '../../expression/check.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import type { Expression } from '../../expression/expression.ts'
import { ExpressionError } from '../../expression/expression-error.ts'
import { joinCases, readCases } from '../../expression/fields/field-cases.ts'
import type { FieldEquations } from '../../expression/fields/field-equations.ts'
import { fieldNotation } from '../../expression/fields/field-notation.ts'
import { replaceNames } from '../../expression/fields/field-terms.ts'
import { inPlainForm } from '../../expression/fields/typed-forms.ts'
import { namesIn } from '../../expression/names.ts'
import { parseBetween } from '../../expression/parse.ts'
import { resolveNumber } from '../number.ts'
import type { FileNumbers, ParameterValues, ProblemText } from '../problem.ts'
import { recordOf, unitOf } from '../typed-ode/parameters.ts'
import { isRecord } from '../typed-text.ts'
import { nodeData } from './node-data.ts'

/** Random numbers of initial data, one a point. */
export const randomNames = ['normal', 'uniform'] as const

/** Initial values and units in the order of the unknowns. */
export interface InitialFields {
  readonly values: readonly (Expression | Float64Array)[]
  readonly units: readonly string[]
}

interface Around {
  readonly equations: FieldEquations
  readonly domain: Domain
  readonly parameters: ParameterValues
  file(name: string): FileNumbers | undefined
}

const zero = number(0)

/** Definitions that are known before anything runs: of coordinates and parameters alone. */
function knownDefinitions({ axes, parameters, definitions }: FieldEquations): ReadonlyMap<string, Expression> {
  const names = new Set([...axes, ...parameters])
  return new Map(
    definitions.flatMap(({ name, value }) =>
      [...namesIn(value)].every((one) => names.has(one)) ? [[name, value]] : [],
    ),
  )
}

/** The first node, of a few spread over the domain, where an expression has no finite value; undefined where all have. */
function findNonFinite(expression: Expression, { domain, parameters }: Around): string | undefined {
  const places = domain.axes.map((axis) => {
    const nodes = axisNodes(axis)
    const stride = Math.max(1, Math.ceil(nodes.length / (domain.axes.length === 1 ? 257 : 17)))
    return nodes.filter((_, i) => i % stride === 0 || i === nodes.length - 1)
  })
  const point = new Map<string, number>([['normal', 0.5], ['uniform', 0.5]]) // biome-ignore format: a table
  const lookup = (name: string) => point.get(name) ?? Number(parameters[name])
  const visit = (d: number): string | undefined => {
    const axis = domain.axes[d]
    if (!axis) {
      const value = evaluateExpression(expression, lookup)
      if (Number.isFinite(value)) return undefined
      return `${domain.axes.map(({ name }) => `${name} = ${Number((point.get(name) ?? 0).toPrecision(6))}`).join(', ')} it is ${value}`
    }
    for (const place of places[d] ?? []) {
      point.set(axis.name, place)
      const found = visit(d + 1)
      if (found !== undefined) return found
    }
    return undefined
  }
  return visit(0)
}

function explain(name: string, { unknowns }: FieldEquations): string | undefined {
  if (name === 't') return 'an initial value does not depend on t; it belongs to the first time'
  if (name === 'white') return 'white noise acts in an equation; a random number a point is "normal" or "uniform" here'
  if (name === 'random' || name === 'rand' || name === 'randn' || name === 'noise')
    return `"${name}" is not known here; "normal" is a random number a point with mean 0 and variance 1, "uniform" one between 0 and 1`
  if (unknowns.includes(name)) return `"${name}" is an unknown; its initial value is an expression of coordinates and parameters`
  return undefined
} // biome-ignore format: sentences

function readExpression(text: string, path: string, around: Around, errors: InputError[]): Expression {
  const { equations, parameters } = around
  const known = knownDefinitions(equations)
  const names = [...equations.axes, ...equations.parameters, ...known.keys(), ...randomNames]
  try {
    const notation = fieldNotation(new Set(names))
    const cases = readCases(text, notation)
    const scope = { ...numberScope(names), explain: (name: string) => explain(name, equations) }
    const plain = (typed: Expression) => {
      const own = inPlainForm(typed, equations.axes, () => false, (name) => names.includes(name)) // biome-ignore format: one call
      const [wrong] = checkExpression(own, scope)
      if (wrong) throw wrong
      return replaceNames(own, (name) => known.get(name))
    }
    const expression = cases
      ? joinCases(cases.map(({ value, condition }) => ({ value: plain(value), ...(condition ? { condition: plain(condition) } : {}) }))) // biome-ignore format: one list
      : plain(parseBetween(text, 0, text.length, notation))
    // A parameter that cannot be read has its own error.
    const isReadable = equations.parameters.every((name) => parameters[name] !== undefined)
    const bad = isReadable ? findNonFinite(expression, around) : undefined
    const isOpen = bad !== undefined && cases?.every(({ condition }) => condition !== undefined)
    if (isOpen) errors.push({ path, message: `no case of "${text}" says what it is everywhere: at ${bad}. Add ", 0 otherwise" as the last one` }) // biome-ignore format: one sentence
    else if (bad !== undefined) errors.push({ path, message: `"${text}" is not a finite number everywhere: at ${bad}. Change it there, like with max(…, 1e-9) or if(condition, value, otherwise)` }) // biome-ignore format: one sentence
    return expression
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    errors.push({ path, message: error.message, line: 1, column: error.column })
    return zero
  }
}

function readFile(
  given: Readonly<Record<string, unknown>>,
  unknown: string,
  path: string,
  { domain, file }: Around,
  errors: InputError[],
): Float64Array {
  const name = String(given.file ?? '')
  const numbers = file(name)
  if (!numbers) {
    errors.push({ path: `${path}.file`, message: `"${name}" is not there; it is looked for beside the experiment` })
    return new Float64Array()
  }
  const end = (field: 'from' | 'to', otherwise: number) =>
    given[field] === undefined ? otherwise : resolveNumber(given[field], '1', `${path}.${field}`, errors)
  const data = nodeData(numbers, domain, unknown, {
    file: name,
    from: end('from', 0),
    to: end('to', 1),
    ...(typeof given.column === 'string' ? { column: given.column } : {}),
    ...(typeof given.array === 'string' ? { array: given.array } : {}),
  })
  if ('values' in data) return data.values
  errors.push({ path: `${path}.file`, message: data.wrong })
  return new Float64Array()
}

/** The initial values of every unknown. What is held by a constraint and a first derivative in time may be left out (0). */
export function readInitialFields(section: ProblemText, around: Around, errors: InputError[]): InitialFields {
  const { equations } = around
  const { unknowns, algebraic, velocityOf, definitions, parameters } = equations
  const given = recordOf(section, 'initial')
  const pathOf = (name: string) => formatPath(['problem', 'initial', name])
  for (const name of Object.keys(given)) {
    if (unknowns.includes(name)) continue
    const message = parameters.includes(name)
      ? `"${name}" is a parameter and has no initial value; remove it`
      : definitions.some((one) => one.name === name)
        ? `"${name}" is a definition: its value follows from the unknowns; remove it`
        : /_t$/.test(name) && unknowns.includes(name.slice(0, -2))
          ? `"${name}" follows from the equation of ${name.slice(0, -2)}, which is of first order in time; remove it`
          : `there is no unknown "${name}"${suggestName(name, unknowns)}`
    errors.push({ path: pathOf(name), message })
  }
  const units: string[] = []
  const values = unknowns.map((name, i): Expression | Float64Array => {
    const own = Object.hasOwn(given, name) ? given[name] : undefined
    const path = pathOf(name)
    const unit = unitOf(own)
    units.push(unit)
    if (own === undefined) {
      if (!algebraic[i] && velocityOf[i] === undefined)
        errors.push({
          path,
          message: `is missing: ${name} at the start, an expression like "exp(-${equations.axes[0]}^2)"`,
        })
      return zero
    }
    if (isRecord(own)) return readFile(own, name, path, around, errors)
    if (typeof own !== 'string' || unit !== '1') return number(resolveNumber(own, unit, path, errors))
    return readExpression(own, path, around, errors)
  })
  return { values, units }
}
