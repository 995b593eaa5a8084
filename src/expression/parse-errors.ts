import { ExpressionError } from './expression-error.ts'
import { functions } from './functions.ts'
import type { Token } from './tokens.ts'

/** Whether a token may begin a value. */
export const isPart = (token: Token): boolean =>
  token.kind === 'number' || token.kind === 'name' || (token.kind === 'operator' && token.text === '(')

/** Something follows a complete expression. */
export function leftOver(text: string, tokens: readonly Token[], next: number, rest: Token): ExpressionError {
  const before = tokens[next - 1]
  const say = (message: string) => new ExpressionError(message, rest.from, rest.to)
  if (rest.kind === 'operator' && rest.text === ')') return say('")" closes a bracket that is not open')
  if (rest.kind === 'operator' && rest.text === '=')
    return say('"=" cannot stand inside an expression; "is equal" is written ==')
  if (rest.kind === 'operator' && rest.text === ',')
    return say('a comma only separates the arguments of a function; a decimal point is written "."')
  if (before && before.kind === 'number' && rest.kind === 'number' && rest.text.startsWith('.'))
    return say(`"${rest.text}" is left over; a number has one decimal point`)
  if (before?.text === 'if') return say('a case is written if(condition, value, otherwise)')
  const raised = tokens[next - 3]
  if (rest.text === '(' && raised && Object.hasOwn(functions, raised.text) && tokens[next - 2]?.text === '^')
    return say(
      `"(" is left over; the power of a function is written behind its argument: ${raised.text}(…)^${before?.text}`,
    )
  if (before?.kind === 'name' && Object.hasOwn(functions, before.text) && isPart(rest))
    return say(
      `"${rest.text}" is left over; the argument of a function stands in brackets: ${before.text}(${rest.text})`,
    )
  if (before && isPart(rest))
    return say(
      `"${rest.text}" is left over; an operator is missing before it: a product is written ${before.text}*${rest.text}${rest.text === '(' ? '…)' : ''}`,
    )
  return say(`"${text.slice(rest.from, rest.to)}" is left over`)
}

/** Something else stands where a value should. */
export function noValue(tokens: readonly Token[], next: number, token: Token): ExpressionError {
  const before = tokens[next - 2]
  const say = (message: string) => new ExpressionError(message, token.from, token.to)
  if (token.kind === 'end')
    return say(`the expression ends where a value should stand${before ? ` after "${before.text}"` : ': it is empty'}`)
  if (token.text === '=' && before && ['<', '>', '='].includes(before.text))
    return say(`a comparison is written without a space: ${before.text}=`)
  if (token.text === '=') return say('a value is missing before "="')
  if (token.text === ')' && before?.text === '(') return say('the brackets are empty: a value should stand in them')
  if (token.text === ',') return say('a value is missing before the comma')
  if (token.kind === 'superscript') return say('a small raised number follows what it raises: x²')
  return say(`"${token.text}" stands where a value should${before ? ` after "${before.text}"` : ''}`)
}
