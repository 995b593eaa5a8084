import { nearestName } from '../core/nearest.ts'
import { checkExpression, type Scope } from './check.ts'
import { type Equation, parseEquation } from './equation.ts'
import type { Expression } from './expression.ts'
import { attempt, ExpressionError } from './expression-error.ts'
import { namesIn } from './names.ts'
import type { EventEquations } from './ode-equations.ts'
import type { OdePlace, OdeText, Say } from './ode-text.ts'
import { isComparison } from './operators.ts'
import { parseExpression } from './parse.ts'
import { expressionText } from './print.ts'

/** What the names of a system are. */
export interface OdeNames {
  readonly unknowns: readonly string[]
  readonly algebraic: ReadonlySet<string>
  readonly parameters: ReadonlySet<string>
  readonly definitions: ReadonlySet<string>
  readonly scope: Scope
  /** Whether an expression may change along a solution. */
  readonly isVariable: (expression: Expression) => boolean
}

/** The events of a system, read and checked; those at fault are listed and left out. */
export function readEvents(text: OdeText, names: OdeNames, say: Say): readonly EventEquations[] {
  const events: EventEquations[] = []
  text.events?.forEach((event, index) => {
    const when = attempt(say, { where: 'events', index, part: 'when' }, () => readWhen(event.when, names))
    const assignments = readAction(event.do, index, names, say)
    if (when) events.push({ when, assignments })
  })
  return events
}

function readWhen(text: string, names: OdeNames): Expression {
  const sides = /^([^=<>!]+)=([^=]+)$/.exec(text)
  if (sides?.[1] && sides[2])
    throw new ExpressionError(
      `an event is an expression that goes through zero: write ${sides[1].trim()} - (${sides[2].trim()})`,
      sides[1].length,
    )
  const when = parseExpression(text)
  const { from, to } = when.span ?? { from: 0, to: text.length }
  if (when.kind === 'binary' && isComparison(when.operator)) {
    const right = expressionText(when.right)
    const remedy = `${expressionText(when.left)} - ${/^[\w.']+$/.test(right) ? right : `(${right})`}`
    const direction = when.operator.startsWith('>') ? 'up' : when.operator.startsWith('<') ? 'down' : 'any'
    throw new ExpressionError(
      `an event is an expression that goes through zero, not a condition: write ${remedy}, with "direction": "${direction}"`,
      from,
      to,
    )
  }
  if (
    (when.kind === 'binary' && (when.operator === 'and' || when.operator === 'or')) ||
    (when.kind === 'unary' && when.operator === 'not')
  )
    // biome-ignore format: one condition
    throw new ExpressionError('an event is an expression that goes through zero, not a condition', from, to)
  const [error] = checkExpression(when, names.scope)
  if (error) throw error
  if (!names.isVariable(when))
    throw new ExpressionError('the event never happens: neither an unknown nor t stands in it', from, to)
  return when
}

function readAction(
  action: string | readonly string[] | undefined,
  index: number,
  names: OdeNames,
  say: Say,
): EventEquations['assignments'] {
  if (action === undefined || action === 'record' || action === 'stop') return []
  const texts = typeof action === 'string' ? [action] : action
  const assignments: { unknown: number; value: Expression }[] = []
  texts.forEach((text, item) => {
    const place: OdePlace = { where: 'events', index, part: 'do', ...(typeof action === 'string' ? {} : { item }) }
    attempt(say, place, () => {
      if (['record', 'stop'].includes(text.trim()))
        throw new ExpressionError(
          typeof action === 'string'
            ? `write "${text.trim()}" without spaces around it`
            : `"${text.trim()}" stands alone, not in a list of assignments`,
          0,
          text.length,
        )
      if (!text.includes('='))
        throw new ExpressionError(
          `"do" is "record", "stop", or assignments like "${names.unknowns[0] ?? 'x'} = 0"`,
          0,
          text.length,
        )
      const equation = parseEquation(text)
      const { from, to } = equation.leftSpan
      const name = targetName(equation, names)
      const unknown = names.unknowns.indexOf(name)
      if (unknown < 0 || names.algebraic.has(name)) throw new ExpressionError(targetProblem(name, names), from, to)
      if (assignments.some((other) => other.unknown === unknown))
        throw new ExpressionError(`"${name}" is assigned twice by this event`, from, to)
      const errors = checkExpression(equation.right, names.scope)
      for (const error of errors) say(place, error)
      assignments.push({ unknown, value: equation.right })
    })
  })
  return assignments
}

/** The state that an assignment names: `x`, `x'`, or in the way of fields `x_t`. */
function targetName(equation: Equation, names: OdeNames): string {
  if (equation.kind === 'constraint') return '0'
  if (equation.kind === 'definition') return equation.name
  const primed = `${equation.name}${"'".repeat(equation.order)}`
  const subscript = `${equation.name}_${'t'.repeat(equation.order)}`
  return equation.with === 't' && !names.unknowns.includes(primed) ? subscript : primed
}

function targetProblem(name: string, names: OdeNames): string {
  if (names.algebraic.has(name))
    return `"${name}" is held by an equation 0 = …; assign the unknowns that it follows from`
  if (names.parameters.has(name))
    return `an event cannot assign the parameter "${name}"; make it an unknown with ${name}' = 0`
  if (name === 't') return "an event cannot assign the time; make a clock of your own with clock' = 1 and assign that"
  if (names.definitions.has(name)) return `an event cannot assign the definition "${name}", only unknowns`
  const near = nearestName(name, names.unknowns)
  if (name.endsWith("'") && names.unknowns.includes(name.replace(/'+$/, '')))
    return `"${name}" follows from its equation and cannot be assigned; unknowns are ${names.unknowns.join(', ')}`
  return `"${name}" is not an unknown${near ? `; did you mean "${near}"?` : `; there are ${names.unknowns.join(', ')}`}`
}

/** Whether names may change, definitions followed. */
export function variableTest(
  unknowns: readonly string[],
  definitions: readonly { readonly name: string; readonly value: Expression }[],
): (expression: Expression) => boolean {
  const variable = new Set([...unknowns, 't'])
  for (const { name, value } of definitions)
    if ([...namesIn(value)].some((used) => variable.has(used))) variable.add(name)
  return (expression) => [...namesIn(expression)].some((name) => variable.has(name))
}
