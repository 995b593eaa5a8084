import { suggestName } from '../core/nearest.ts'
import { checkExpression, numberScope } from './check.ts'
import { evaluateExpression } from './evaluate.ts'
import { ExpressionError } from './expression-error.ts'
import { parseExpression } from './parse.ts'

export { ExpressionError } from './expression-error.ts'

const longest = 1000

/**
 * The value of a constant expression (`"8/3"`, `"2*pi"`, `"-1e3"`, `"sqrt(2)"`): the operators, functions and constants of the
 * expression language, no variables.
 * @throws ExpressionError with the column, also where the value is not finite
 */
export function parseConstant(text: string): number {
  if (text.length > longest)
    throw new ExpressionError(`the expression is longer than ${longest} characters`, longest - 1)
  const expression = parseExpression(text)
  const scope = {
    ...numberScope([]),
    explain: (name: string) =>
      `"${name}" is not known here: a constant expression has numbers, pi, e and functions${suggestName(name, ['pi', 'e'])}`,
  }
  const [error] = checkExpression(expression, scope)
  if (error) throw error
  const value = evaluateExpression(expression, () => Number.NaN)
  if (!Number.isFinite(value))
    throw new ExpressionError(`the expression has no finite value (${value})`, 0, text.length)
  return value
}
