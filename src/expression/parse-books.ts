import { bookFunctions } from './book-functions.ts'
import type { BinaryOperator, Expression } from './expression.ts'
import { functions } from './functions.ts'
import { isBinaryOperator } from './operators.ts'
import type { ReadSpecial, Token } from './tokens.ts'

/**
 * What a text may hold beside expressions of numbers. It is then read as formulas are written in books: `[a, b]` and `(a, b)` are
 * calls of `vector`, `|u|` is one of `abs`, products may go without their sign (`2 u`, `D ∇²u`), in a call of `at` a coordinate is
 * given by `x = 0.5`, `{…}` are brackets, `(u^2)_x` is a derivative, `sin^2(x)` the square of a function, and `0 < x < 1` two
 * comparisons.
 */
export interface Notation {
  /** Tokens of its own; a `prefix` is read as a call of what follows. */
  readonly special: ReadSpecial
}

/* What only formulas of books have: looked for among the tokens, before anything is taken. */

/** What nobody writes under a fraction bar: `1/Re u_xx`, `1/Re ∇²u`. */
export const isDerivative = (token: Token): boolean => token.kind === 'prefix' || /_[xyzrt]+$/.test(token.text)

/** The letters of `(…)_xx` behind a bracket. */
export const letteredBy = (token: Token | undefined, close: Token | undefined): string | undefined =>
  token?.kind === 'name' && token.from === close?.to ? /^_([xyzrt]+)$/.exec(token.text)?.[1] : undefined

/** Whether a bracket opens here of which a derivative is taken: `(r^2 u_r)_r`, `dr(r^2 u_r)`. */
export function isDerivedBracket(tokens: readonly Token[], next: number): boolean {
  if (/^d[xyzr]{1,4}$/.test(tokens[next]?.text ?? '')) return tokens[next + 1]?.text === '('
  let depth = 0
  for (let i = next; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++
    if (tokens[i]?.text === ')') depth--
    if (depth === 0) return i > next && letteredBy(tokens[i + 1], tokens[i]) !== undefined
  }
  return false
}

/** Whether a name is a factor before such a bracket and not a function: `1/r (r u_r)_r`. */
export const isFactorBefore = (tokens: readonly Token[], next: number, name: Token): boolean =>
  (tokens[next]?.from ?? 0) > name.to && isDerivedBracket(tokens, next)

/** The power of `sin^2(x)` and `sin²(x)`, and how many tokens it takes; undefined where the name is not that of a function. */
export function functionPower(
  tokens: readonly Token[],
  next: number,
  name: Token,
): { power: number; tokens: number } | undefined {
  if (!Object.hasOwn(functions, name.text) && !Object.hasOwn(bookFunctions, name.text)) return undefined
  const isRaised = tokens[next]?.kind === 'superscript'
  const power = tokens[isRaised ? next : next + 1]
  const count = isRaised ? 1 : 2
  const isPower = isRaised || (tokens[next]?.text === '^' && power?.kind === 'number')
  if (!isPower || !/^[2-9]$/.test(power?.text ?? '') || tokens[next + count]?.text !== '(') return undefined
  return { power: Number(power?.text), tokens: count }
}

/** A word of the language, which no product begins with. */
export const isWord = (token: Token): boolean =>
  token.kind === 'name' && (isBinaryOperator(token.text) || token.text === 'not')

/** Whether a second comparison goes on in the direction of the first. */
export const isChain = (left: Expression, operator: BinaryOperator): boolean =>
   left.kind === 'binary' && '<>'.includes(operator.charAt(0)) && left.operator.startsWith(operator.charAt(0)) // biome-ignore format: one condition
