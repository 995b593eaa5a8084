import { call, negate, subtract } from '../build.ts'
import { checkExpression } from '../check.ts'
import type { Expression } from '../expression.ts'
import { attempt, ExpressionError } from '../expression-error.ts'
import { namesIn } from '../names.ts'
import { parseBetween } from '../parse.ts'
import { simplifyExpression } from '../simplify.ts'
import { elaborateScalar } from './elaborate.ts'
import { knownNames } from './field-lines.ts'
import type { FieldContext } from './field-meaning.ts'
import { fieldNotation } from './field-notation.ts'
import { fieldScope } from './field-scope.ts'

/**
 * A continuous function that is negative where a condition holds: differences for comparisons, the greatest for `and`, the least for
 * `or`.
 * @throws ExpressionError where the text is no condition
 */
export function levelSetOf(condition: Expression): Expression {
  const fail = (message: string): never => {
    throw new ExpressionError(message, condition.span?.from ?? 0, condition.span?.to)
  }
  if (condition.kind === 'unary' && condition.operator === 'not') return negate(levelSetOf(condition.operand))
  if (condition.kind === 'binary') {
    const { operator, left, right } = condition
    switch (operator) {
      case '<':
      case '<=':
        return subtract(left, right)
      case '>':
      case '>=':
        return subtract(right, left)
      case 'and':
        return call('max', levelSetOf(left), levelSetOf(right))
      case 'or':
        return call('min', levelSetOf(left), levelSetOf(right))
      case '==':
      case '!=':
        return fail(`a region has an inside: write a comparison with < or >, not ${operator}`)
    }
  }
  return fail('a region is a condition: x^2 + y^2 < 1, joined by and, or, not')
}

/** The region that is typed, if one is. */
export function readLevelSet({ text, names, meaning, say }: FieldContext): Expression | undefined {
  const { inside } = text
  if (inside === undefined) return undefined
  return attempt(say, ['problem', 'domain', 'inside'], () => {
    const condition = parseBetween(inside, 0, inside.length, fieldNotation(knownNames(text)))
    const [error] = checkExpression(condition, fieldScope(names, condition))
    if (error) throw error
    const level = simplifyExpression(elaborateScalar(levelSetOf(condition), meaning))
    const own = new Set([...names.axes, ...text.parameters])
    const other = [...namesIn(level)].find((name) => !own.has(name))
    if (other !== undefined)
      throw new ExpressionError(
        other === 't'
          ? 'a region does not move: t cannot stand here'
          : `a region is made of coordinates and parameters; "${other}" cannot stand here`,
        0,
        inside.length,
      )
    if (![...namesIn(level)].some((name) => names.axes.includes(name)))
      throw new ExpressionError('the condition is the same everywhere: no coordinate stands in it', 0, inside.length)
    return level
  })
}
