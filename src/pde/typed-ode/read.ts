import type { InputError } from '../../core/errors.ts'
import { formatPath } from '../../core/path.ts'
import { type OdeTextError, readOdeEquations } from '../../expression/ode.ts'
import type { ParameterValues, ProblemText, ReadContext, ReadText, TypedOde } from '../problem.ts'
import { checkColumnName, invariantMark, isText, keepReadings } from '../typed-text.ts'
import { satisfyConstraints } from './consistent.ts'
import { readInitial } from './initial.ts'
import { checkParameters, listOf, recordOf } from './parameters.ts'

const readKept = keepReadings(readOdeEquations)

interface EventText {
  readonly when: string
  readonly direction: 'up' | 'down' | 'any'
  readonly do: string | readonly string[]
}

function eventsOf(section: ProblemText): readonly EventText[] {
  return listOf(section, 'events').map((given) => {
    const event = typeof given === 'object' && given !== null ? { ...given } : {}
    const { when, direction, do: action }: Readonly<Record<string, unknown>> = event
    return {
      when: isText(when) ? when : '',
      direction: direction === 'up' || direction === 'down' ? direction : 'any',
      do: Array.isArray(action) ? action.filter(isText) : isText(action) ? action : 'record',
    }
  })
}

/** The PATH of a text of the language. */
function pathOf({ where, index, part, item }: OdeTextError): string {
  if (where === 'equations') return formatPath(['problem', 'equations', index])
  if (where === 'parameters') return formatPath(['problem', 'parameters', index])
  if (where === 'events')
    return formatPath(['problem', 'events', index, part ?? 'when', ...(item === undefined ? [] : [item])])
  const name = String(index)
  return name.startsWith(invariantMark)
    ? formatPath(['problem', 'invariants', name.slice(invariantMark.length)])
    : formatPath(['observe', name])
}

/**
 * The typed system of a section, checked, with its parameters and initial values; or every error with its PATH and, in a text of the
 * language, the column.
 */
export function readTypedOde(
  section: ProblemText,
  parameters: ParameterValues,
  { observe, from }: ReadContext,
): ReadText {
  const errors: InputError[] = [...checkParameters(section)]
  const names = Object.keys(recordOf(section, 'parameters'))
  const events = eventsOf(section)
  const invariants = Object.entries(recordOf(section, 'invariants')).filter((entry): entry is [string, string] =>
    isText(entry[1]),
  )
  for (const name of Object.keys(observe)) checkColumnName(name, ['observe'], errors)
  const lines = listOf(section, 'equations').filter(isText)
  if (lines.length === 0) {
    const message = 'is missing: write the system as a list of texts, like ["x\' = -k*x"]'
    return { errors: [...errors, { path: 'problem.equations', message }] }
  }
  const reading = readKept({
    equations: lines,
    parameters: names,
    events: events.map(({ when, do: action }) => ({ when, do: action })),
    outputs: {
      ...observe,
      ...Object.fromEntries(invariants.map(([name, text]) => [`${invariantMark}${name}`, text])),
    },
  })
  for (const error of reading.errors) {
    const path = pathOf(error)
    // The column counts in a text that the file has as a value; a name has none.
    const place = error.where === 'parameters' ? {} : { line: 1, column: error.column }
    if (error.where !== 'parameters' || !errors.some((other) => other.path === path))
      errors.push({ path, message: error.message, ...place })
  }
  const { equations } = reading
  if (!equations) return { errors }
  const { values, units, slopes } = readInitial(section, equations, parameters, errors)
  const numbers = Float64Array.from(equations.parameters, (name) => Number(parameters[name]))
  if (errors.length === 0) satisfyConstraints(equations, numbers, from, values, errors)
  if (errors.length > 0) return { errors }
  const ode: TypedOde = {
    equations,
    parameters: numbers,
    initial: values,
    initialSlopes: slopes,
    units,
    events: events.map(({ direction, do: action }) => ({
      direction,
      action: action === 'record' || action === 'stop' ? action : 'assign',
    })),
    observed: Object.keys(observe).length,
    invariants: invariants.map(([name]) => name),
  }
  return { ode, errors }
}
