import { checkExpression } from '../check.ts'
import type { Expression } from '../expression.ts'
import { attempt, ExpressionError } from '../expression-error.ts'
import { namesIn } from '../names.ts'
import { parseBetween } from '../parse.ts'
import { simplifyExpression } from '../simplify.ts'
import { elaborateScalar, type Meaning } from './elaborate.ts'
import type { ObservedNumber } from './field-equations.ts'
import { knownNames } from './field-lines.ts'
import type { FieldContext } from './field-meaning.ts'
import { operatorName } from './field-names.ts'
import { fieldNotation } from './field-notation.ts'
import { fieldScope } from './field-scope.ts'

type Call = Expression & { readonly kind: 'call' }
type Part = ObservedNumber['parts'][number]

/** Numbers of a saved time: values at points and functionals of fields, joined by arithmetic. */
export function readObserved(context: FieldContext): readonly ObservedNumber[] {
  const { text, names, say } = context
  const notation = fieldNotation(knownNames(text))
  return Object.entries(text.observe ?? {}).flatMap(([name, typed]): readonly ObservedNumber[] => {
    const read = attempt(say, ['observe', name], () => {
      if (name === 't')
        throw new ExpressionError('"t" is a column already; give the output another name', 0, typed.length)
      const expression = parseBetween(typed, 0, typed.length, notation)
      const scope = fieldScope(names, expression, [], ['at'])
      const counts = { ...scope.argumentCounts, at: { least: 2, most: 4 }, min: { least: 1, most: 64 }, max: { least: 1, most: 64 } } // biome-ignore format: a table
      const [error] = checkExpression(expression, { ...scope, argumentCounts: counts })
      if (error) throw error
      return readNumber(name, expression, context)
    })
    return read ? [read] : []
  })
}

function readNumber(name: string, expression: Expression, context: FieldContext): ObservedNumber {
  const { meaning, names, text, settle } = context
  const parts: Part[] = []
  const add = (value: Expression, more: Pick<Part, 'at' | 'over'>): Expression => {
    const part = `@${parts.length}`
    parts.push({ name: part, value: settle(simplifyExpression(value)), ...more })
    return { kind: 'name', name: part }
  }
  const special = (node: Call): Expression | undefined => {
    const [first, ...others] = node.arguments
    if (first === undefined) return undefined
    if (node.name === 'at') return add(elaborateScalar(first, meaning), { at: pointOf(node, others, names.axes) })
    const operator = operatorName(node.name)
    if (operator === 'integral' || operator === 'mean') return add(elaborateScalar(first, meaning), { over: operator })
    if ((node.name === 'min' || node.name === 'max') && others.length === 0)
      return add(elaborateScalar(first, meaning), { over: node.name === 'min' ? 'minimum' : 'maximum' })
    return undefined
  }
  const outer: Meaning = { ...meaning, special }
  const value = settle(simplifyExpression(elaborateScalar(expression, outer)))
  const allowed = new Set([...text.parameters, 't', ...parts.map((part) => part.name)])
  const field = [...namesIn(value)].find((other) => !allowed.has(other))
  if (field !== undefined) {
    const first = names.unknowns[0] ?? 'u'
    const point = names.axes.map((axis) => `${axis} = …`).join(', ')
    throw new ExpressionError(
      `an observed output is one number at a time: write at(${first}, ${point}), integral(${first}), mean(${first}), max(${first}) or min(${first})`,
      expression.span?.from ?? 0,
      expression.span?.to,
    )
  }
  return { name, value, parts }
}

/** The point of `at(u, x = 0.5, y = 1)` or `at(u, 0.5, 1)`, in the order of the axes. */
function pointOf(node: Call, places: readonly Expression[], axes: readonly string[]): readonly Expression[] {
  const point = new Map<string, Expression>()
  const fail = (message: string, at: Expression): never => {
    throw new ExpressionError(message, at.span?.from ?? 0, at.span?.to)
  }
  places.forEach((place, i) => {
    const isNamed = place.kind === 'binary' && place.operator === '==' && place.left.kind === 'name'
    const axis = isNamed && place.left.kind === 'name' ? place.left.name : axes[i]
    if (axis === undefined || !axes.includes(axis)) {
      fail(`the domain has the ${axes.length === 1 ? 'axis' : 'axes'} ${axes.join(', ')}`, place)
      return
    }
    if (point.has(axis)) fail(`${axis} is given twice`, place)
    const value = isNamed && place.kind === 'binary' ? place.right : place
    const bare = simplifyExpression(value)
    if (namesIn(bare).size > 0) fail('a point is given by numbers', place)
    point.set(axis, bare)
  })
  const missing = axes.find((axis) => !point.has(axis))
  if (missing !== undefined)
    fail(`a point needs ${missing} too: at(…, ${axes.map((axis) => `${axis} = …`).join(', ')})`, node)
  return axes.flatMap((axis) => point.get(axis) ?? [])
}
