import type { Expression, Span } from './expression.ts'
import { ExpressionError } from './expression-error.ts'
import { isName } from './names.ts'
import { type Notation, parseBetween } from './parse.ts'

/** What stands left of the sign of equality. */
export type Equation =
  /** `x'' = …`, `dx/dt = …`, or in the way of fields `u_tt = …` (then `with` is 't'). */
  | {
      readonly kind: 'derivative'
      readonly name: string
      readonly order: number
      readonly with?: 't'
      readonly leftSpan: Span
      readonly right: Expression
    }
  /** `s = …` */
  | { readonly kind: 'definition'; readonly name: string; readonly leftSpan: Span; readonly right: Expression }
  /** `0 = …`, or `… = 0` */
  | { readonly kind: 'constraint'; readonly leftSpan: Span; readonly right: Expression }

const equalsSign = /(?<![<>=!])=(?!=)/g
const quotient = /^d\s*(?:\^?\s*([2-9²³⁴])\s*)?([A-Za-z_][A-Za-z0-9_]*)\s*\/\s*d\s*t\s*(?:\^?\s*([2-9²³⁴]))?$/

/**
 * Reads one line of a system: the derivative, the name or the 0 on its left, and the expression on its right with the places of
 * its nodes in the line.
 * @throws ExpressionError
 */
export function parseEquation(text: string): Equation {
  const start = text.search(/\S/)
  if (start < 0) throw new ExpressionError("the equation is empty; write x' = …, or name = … for a definition", 0)
  const sign = onlySign(text, "write x' = …, name = … or 0 = …")
  const left = text.slice(start, sign).trimEnd()
  const leftSpan = { from: start, to: start + Math.max(left.length, 1) }
  if (left === '') throw new ExpressionError('nothing stands left of "=": write x\' = …, name = … or 0 = …', sign)
  const shape = readLeft(left)
  if (shape === undefined) {
    const constraint = readZeroRight(text, sign, left, start)
    if (constraint) return { kind: 'constraint', leftSpan, right: constraint }
    throw leftError(left, text.slice(sign + 1).trim(), start)
  }
  const right = parseBetween(text, sign + 1, text.length)
  return { ...shape, leftSpan, right }
}

/** Both sides of an equation as expressions, whatever stands on the left: conditions of a boundary (`dn(u) + 2*u = 1`). */
export function parseSides(
  text: string,
  notation?: Notation,
  remedy = 'write left = right',
): { readonly left: Expression; readonly right: Expression } {
  const sign = onlySign(text, remedy)
  return {
    left: parseBetween(text, 0, sign, notation),
    right: parseBetween(text, sign + 1, text.length, notation),
  }
}

/** Offset of the one "=" of a line. */
function onlySign(text: string, remedy: string): number {
  const [sign, second] = [...text.matchAll(equalsSign)].map((match) => match.index)
  if (sign === undefined) {
    const compared = text.search(/[<>!]=|==|≤|≥|≠/)
    if (compared >= 0) throw new ExpressionError(`an equation has one "=": ${remedy}`, compared, compared + 2)
    throw new ExpressionError(`"=" is missing: ${remedy}`, text.trimEnd().length)
  }
  if (second !== undefined)
    throw new ExpressionError(
      'a second "=" stands here; "is equal" is written ==, and each equation is a text of its own',
      second,
    )
  return sign
}

/** The left side of an equation alone. */
export type EquationLeft =
  | { readonly kind: 'derivative'; readonly name: string; readonly order: number; readonly with?: 't' }
  | { readonly kind: 'definition'; readonly name: string }
  | { readonly kind: 'constraint' }

function orderOf(digit: string | undefined): number {
  if (digit === undefined) return 1
  return '²³⁴'.includes(digit) ? '²³⁴'.indexOf(digit) + 2 : Number(digit)
}

/** What a left side says; undefined where it is neither a derivative, a name nor 0. */
export function readLeft(left: string): EquationLeft | undefined {
  if (/^0(\.0*)?$/.test(left)) return { kind: 'constraint' }
  const text = left.replace(/″/g, "''").replace(/[′’‘]/g, "'")
  const primed = /^([A-Za-z_][A-Za-z0-9_]*)\s*('+)$/.exec(text)
  if (primed?.[1] && primed[2]) return { kind: 'derivative', name: primed[1], order: primed[2].length }
  const subscript = /^([A-Za-z][A-Za-z0-9_]*)_(t+)$/.exec(text)
  if (subscript?.[1] && subscript[2])
    return { kind: 'derivative', name: subscript[1], order: subscript[2].length, with: 't' }
  const ratio = quotient.exec(text)
  if (ratio?.[2]) {
    const [upper, lower] = [orderOf(ratio[1]), orderOf(ratio[3])]
    return upper === lower ? { kind: 'derivative', name: ratio[2], order: upper } : undefined
  }
  return isName(text) ? { kind: 'definition', name: text } : undefined
}

/** `g(x, y) = 0` is a constraint written the other way round. */
function readZeroRight(text: string, sign: number, left: string, start: number): Expression | undefined {
  if (!/^\s*0(\.0*)?\s*$/.test(text.slice(sign + 1))) return undefined
  return parseBetween(text, start, start + left.length)
}

function leftError(left: string, right: string, start: number): ExpressionError {
  const say = (message: string) => new ExpressionError(message, start, start + left.length)
  const colon = start + left.length - 1
  if (left.endsWith(':')) return new ExpressionError('write "=" alone, not ":="', colon, colon + 2)
  const ofTime = /^([A-Za-z_][A-Za-z0-9_]*'*)\s*\(\s*t\s*\)$/.exec(left)
  if (ofTime) return say(`write ${ofTime[1]} = … without (t): every unknown depends on the time`)
  const ratio = quotient.exec(left)
  if (ratio) return say(`the orders of the derivative do not agree: write ${ratio[2]}' or ${ratio[2]}''`)
  const derivative = /[A-Za-z_][A-Za-z0-9_]*'+/.exec(left)
  if (derivative)
    return say(`the derivative stands alone on the left: write ${derivative[0]} = …, with everything else on the right`)
  if (/^[+-]?[\d.]+$/.test(left))
    return say(`on the left stands a derivative, a name, or 0: write 0 = ${right} - ${left}`)
  const other = /^d[\^2-4]*\s*([A-Za-z_]\w*)\s*\/\s*d\s*([A-Za-z_]\w*)/.exec(left)
  if (other) return say(`derivatives are by the time t: write d${other[1]}/dt or ${other[1]}'`)
  const operator = /^(?:diff|D|Dt|d|ddt|der|Derivative|derivative)\s*\(\s*([A-Za-z_]\w*)/.exec(left)
  if (operator) return say(`a derivative is written with a prime: ${operator[1]}' = …`)
  const unreadable = attemptLeft(left, start)
  if (unreadable) return unreadable
  if (/^[A-Za-z_]\w*\s*\(/.test(left))
    return say('functions cannot be defined; a definition is a name alone: s = x^2 + y^2')
  return say(`on the left stands x' or a name alone; an algebraic equation is written 0 = ${left} - (${right})`)
}

/** What is wrong with a left side as an expression, if anything. */
function attemptLeft(left: string, start: number): ExpressionError | undefined {
  try {
    parseBetween(' '.repeat(start) + left, start, start + left.length)
    return undefined
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
}
