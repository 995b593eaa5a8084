import { binary, call, zero } from '../build.ts'
import type { Expression } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import type { Notation } from '../parse.ts'
import { parseBetween } from '../parse.ts'

/** One line of a function by cases; without a condition it holds elsewhere. */
export interface FieldCase {
  readonly value: Expression
  readonly condition?: Expression
}

const opener = /[([{]/
const closer = /[)\]}]/

/** Offsets of parts between signs on the outer level. */
function partsOf(
  text: string,
  from: number,
  to: number,
  isSign: (at: number) => number,
): readonly (readonly [number, number])[] {
  const parts: [number, number][] = []
  let depth = 0
  let start = from
  for (let i = from; i < to; i++) {
    const character = text.charAt(i)
    if (opener.test(character)) depth++
    else if (closer.test(character)) depth--
    const length = depth === 0 ? isSign(i) : 0
    if (length === 0) continue
    parts.push([start, i])
    start = i + length
  }
  parts.push([start, to])
  return parts.filter(([a, b]) => text.slice(a, b).trim() !== '')
}

const conditional = /\s(?:if|for|when|where)\s+/iy
const elsewhere = /[\s,](?:otherwise|elsewhere|else)\s*$/i

/**
 * A function by cases as books write it, `1 - x if 0 <= x <= 1, 0 otherwise`, also in braces and with semicolons; undefined where the
 * text is one expression.
 * @throws ExpressionError with the place of what cannot be read
 */
export function readCases(text: string, notation: Notation): readonly FieldCase[] | undefined {
  if (!/(?:^|[^\w])(?:if|for|when|where)\s+[^\s(]|(?:^|[^\w])(?:if|for|when|where)\s+\(|[^\w](?:otherwise|elsewhere|else)\s*\}?\s*$/i.test(text)) return undefined // biome-ignore format: one pattern
  const whole = text.trimStart().startsWith('{')
  const from = whole ? text.indexOf('{') + 1 : 0
  const to = whole && text.trimEnd().endsWith('}') ? text.lastIndexOf('}') : text.length
  const sign = (at: number) => (';,\n'.includes(text.charAt(at)) ? 1 : 0)
  const pieces = partsOf(text, from, to, sign)
  const cases = pieces.map(([a, b], i): FieldCase => {
    const [value, condition] = partsOf(text, a, b, (at) => {
      conditional.lastIndex = at
      return conditional.exec(text.slice(0, b))?.[0].length ?? 0
    })
    if (value && condition)
      return {
        value: parseBetween(text, value[0], value[1], notation),
        condition: parseBetween(text, condition[0], condition[1], notation),
      }
    const end = elsewhere.exec(text.slice(0, b))
    if (end === null && (i < pieces.length - 1 || pieces.length === 1))
      throw new ExpressionError('a case has a value and a condition: "1 if |x| < 1, 0 otherwise"', a, b)
    return { value: parseBetween(text, a, end?.index ?? b, notation) }
  })
  const [only] = cases
  if (only && cases.length === 1 && only.condition)
    throw new ExpressionError('what it is elsewhere is missing: add ", 0 otherwise"', to - 1, to)
  return cases
}

/** Comparisons with their ends in them. */
function closed(e: Expression): Expression {
  if (e.kind !== 'binary') return e
  if (e.operator === 'and' || e.operator === 'or') return { ...e, left: closed(e.left), right: closed(e.right) }
  return e.operator === '<' || e.operator === '>' ? { ...e, operator: e.operator === '<' ? '<=' : '>=' } : e
}

/**
 * The cases as one expression: the first whose condition holds. A point between two open intervals takes the first that it is the end
 * of; where none holds it is not a number.
 */
export function joinCases(cases: readonly FieldCase[]): Expression {
  const last = cases.at(-1)
  const open = cases.filter((one) => one.condition !== undefined)
  const ends = open.map((one) => ({ ...one, condition: closed(one.condition ?? zero) }))
  const hasRest = last !== undefined && last.condition === undefined
  const otherwise: Expression = hasRest ? last.value : { kind: 'binary', operator: '/', left: zero, right: zero }
  const tried = hasRest ? open : [...open, ...ends]
  return tried.reduceRight<Expression>((rest, one) => call('if', one.condition ?? binary('==', zero, zero), one.value, rest), otherwise) // biome-ignore format: one thought
}
