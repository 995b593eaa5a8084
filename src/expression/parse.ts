import type { BinaryOperator, Expression, Span } from './expression.ts'
import { ExpressionError } from './expression-error.ts'
import {
  isBinaryOperator,
  isComparison,
  notPrecedence,
  powerPrecedence,
  precedence,
  signPrecedence,
} from './operators.ts'
import {
  functionPower,
  isChain,
  isDerivative,
  isDerivedBracket,
  isFactorBefore,
  isWord,
  letteredBy,
  type Notation,
} from './parse-books.ts'
import { isPart, leftOver, noValue } from './parse-errors.ts'
import { readTokens, type Token } from './tokens.ts'
import { childrenOf } from './tree.ts'

export type { Notation } from './parse-books.ts'

const longest = 20000
/** Brackets within brackets, and levels of the tree: a sum of as many terms. What walks a tree does so by recursion. */
const deepest = 100
const tallest = 1000
/** Levels that a part other than a sum counts for: its derivative is taller than itself. */
const tallPart = 4

/**
 * The tree of an expression, with the place of every node in the text. Any name and any call are accepted: what is allowed is
 * the matter of `checkExpression`. Read by recursive descent with precedence climbing; nothing is ever evaluated as code.
 * @throws ExpressionError under the character at fault, with what to write
 */
export function parseExpression(text: string): Expression {
  return parseBetween(text, 0, text.length)
}

/** `parseExpression` of the part of a text between two offsets; places count from the start of the whole text. */
export function parseBetween(text: string, from: number, to: number, notation?: Notation): Expression {
  if (to - from > longest)
    throw new ExpressionError(
      `the expression is longer than ${longest} characters; name parts of it with definitions`,
      from + longest,
    )
  const tokens = readTokens(text, from, to, notation?.special)
  const isBookish = notation !== undefined
  const reader: Reader = { tokens, text, isBookish, next: 0, depth: 0, bars: 0, heights: new Map() }
  const expression = readLevel(reader, 1)
  const rest = peek(reader)
  if (rest.kind !== 'end') throw leftOver(reader.text, reader.tokens, reader.next, rest)
  return expression
}

/** What a parser reads from: the tokens, the place of the next one, how deep it stands. */
interface Reader {
  readonly tokens: readonly Token[]
  readonly text: string
  readonly isBookish: boolean
  next: number
  depth: number
  /** Magnitudes |…| that are open. */
  bars: number
  /** Height of the tree below each node that was made. */
  readonly heights: Map<Expression, number>
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.next] ?? { kind: 'end', text: '', from: reader.text.length, to: reader.text.length + 1 }
}

function take(reader: Reader): Token {
  const token = peek(reader)
  reader.next++
  return token
}

function isNext(reader: Reader, operator: string): boolean {
  const token = peek(reader)
  return token.kind === 'operator' && token.text === operator
}

function made(reader: Reader, expression: Expression): Expression {
  let height = 0
  for (const part of childrenOf(expression)) height = Math.max(height, reader.heights.get(part) ?? 0)
  const isSum = expression.kind === 'binary' && (expression.operator === '+' || expression.operator === '-')
  height += isSum ? 1 : tallPart
  if (height > tallest)
    throw new ExpressionError(
      `the expression has more than ${isSum ? tallest : tallest / tallPart} parts in a row; name parts of it with definitions`,
      expression.span?.from ?? 0,
      expression.span?.to,
    )
  reader.heights.set(expression, height)
  return expression
}

function deeper(reader: Reader, read: () => Expression): Expression {
  const token = peek(reader)
  if (++reader.depth > deepest)
    throw new ExpressionError(`the expression is nested more than ${deepest} deep`, token.from, token.to)
  const expression = read()
  reader.depth--
  return expression
}

/** Whether |…| opens here as a factor, as in b|x|. */
const isBar = (reader: Reader, token: Token): boolean => token.text === '|' && reader.bars === 0

/** Whether an expression has just been read without brackets around it. */
function isOpen(reader: Reader, expression: Expression): boolean {
  const before = reader.tokens[reader.next - 1]
  return expression.kind === 'binary' && before?.to === expression.right.span?.to
}

/** Reads everything that binds at least as tightly as `least`. */
function readLevel(reader: Reader, least: number): Expression {
  let left = readPrefix(reader, least)
  let compared: Expression | undefined
  for (;;) {
    const token = peek(reader)
    if (
      reader.isBookish &&
      precedence['*'] >= least &&
      (isPart(token) || token.kind === 'prefix' || isBar(reader, token)) &&
      !isWord(token)
    ) {
      if (
        left.kind === 'binary' &&
        left.operator === '/' &&
        left.right.kind !== 'number' &&
        !isDerivative(token) &&
        !isDerivedBracket(reader.tokens, reader.next) &&
        isOpen(reader, left)
      )
        throw new ExpressionError(
          'it is not plain whether this stands under the fraction bar: write a/(b*c), or a/b*c',
          token.from,
          token.to,
        )
      const right = readLevel(reader, precedence['*'] + 1)
      left = made(reader, { kind: 'binary', operator: '*', left, right, span: cover(left, right) })
      continue
    }
    if (token.kind === 'end' || !isBinaryOperator(token.text) || precedence[token.text] < least) return left
    const operator: BinaryOperator = token.text
    if (isComparison(operator) && compared && !(reader.isBookish && isChain(left, operator)))
      throw new ExpressionError(
        `comparisons do not chain: write a < b and b ${operator} c, not a < b ${operator} c`,
        token.from,
        token.to,
      )
    take(reader)
    const right = readLevel(reader, precedence[operator] + 1)
    if (isComparison(operator) && compared) {
      // 0 < x < 1 is 0 < x and x < 1.
      const next = made(reader, { kind: 'binary', operator, left: compared, right, span: cover(compared, right) })
      left = made(reader, { kind: 'binary', operator: 'and', left, right: next, span: cover(left, right) })
    } else left = made(reader, { kind: 'binary', operator, left, right, span: cover(left, right) })
    compared = isComparison(operator) ? right : undefined
  }
}

/** A sign or `not` before a value; `2^-3` takes a sign in its exponent too. */
function readPrefix(reader: Reader, least: number): Expression {
  const token = peek(reader)
  if (token.kind === 'operator' && (token.text === '-' || token.text === '+')) {
    take(reader)
    const operand = deeper(reader, () => readPrefix(reader, Math.max(least, signPrecedence)))
    if (token.text === '+') return operand
    const span = { from: token.from, to: operand.span?.to ?? token.to }
    return made(reader, { kind: 'unary', operator: '-', operand, span })
  }
  if (token.kind === 'name' && token.text === 'not') {
    take(reader)
    const operand = deeper(reader, () => readLevel(reader, notPrecedence))
    const span = { from: token.from, to: operand.span?.to ?? token.to }
    return made(reader, { kind: 'unary', operator: 'not', operand, span })
  }
  return readPower(reader)
}

function readPower(reader: Reader): Expression {
  const open = peek(reader)
  let base = readAtom(reader)
  const letters = reader.isBookish && open.text === '(' ? letteredBy(peek(reader), reader.tokens[reader.next - 1]) : undefined // biome-ignore format: one choice
  if (letters !== undefined) {
    const span = { from: open.from, to: take(reader).to }
    base = made(reader, { kind: 'call', name: `d${letters}`, arguments: [base], span })
  }
  const raised = peek(reader)
  if (raised.kind === 'superscript') {
    take(reader)
    const span: Span = { from: raised.from, to: raised.to }
    const value = Number(raised.text)
    let right = made(reader, { kind: 'number', value: Math.abs(value), span })
    if (raised.text.startsWith('-')) right = made(reader, { kind: 'unary', operator: '-', operand: right, span })
    base = made(reader, { kind: 'binary', operator: '^', left: base, right, span: cover(base, right) })
  }
  if (!isNext(reader, '^')) return base
  take(reader)
  const right = deeper(reader, () => readPrefix(reader, powerPrecedence))
  return made(reader, { kind: 'binary', operator: '^', left: base, right, span: cover(base, right) })
}

function readAtom(reader: Reader): Expression {
  const token = take(reader)
  const span = { from: token.from, to: token.to }
  if (token.kind === 'number') {
    const value = Number(token.text)
    if (!Number.isFinite(value))
      throw new ExpressionError(`${token.text} is too large for a number`, token.from, token.to)
    return made(reader, { kind: 'number', value, span })
  }
  if (token.kind === 'prefix') {
    const operand = deeper(reader, () => readPower(reader))
    const whole = { from: token.from, to: operand.span?.to ?? token.to }
    return made(reader, { kind: 'call', name: token.text, arguments: [operand], span: whole })
  }
  if (token.kind === 'operator' && token.text === '[' && reader.isBookish) {
    const first = deeper(reader, () => readLevel(reader, 1))
    return readVector(reader, token, first, ']')
  }
  if (token.kind === 'operator' && token.text === '|' && reader.isBookish) {
    reader.bars++
    const inner = deeper(reader, () => readLevel(reader, 1))
    reader.bars--
    const close = expectClose(reader, `for the one opened at column ${token.from + 1}`, '|')
    const whole = { from: token.from, to: close.to }
    return made(reader, { kind: 'call', name: 'abs', arguments: [inner], span: whole })
  }
  if (token.kind === 'operator' && (token.text === '(' || (token.text === '{' && reader.isBookish))) {
    const inner = deeper(reader, () => readLevel(reader, 1))
    if (reader.isBookish && token.text === '(' && isNext(reader, ',')) return readVector(reader, token, inner, ')')
    const close = expectClose(reader, `for the bracket opened at column ${token.from + 1}`, token.text === '(' ? ')' : '}') // biome-ignore format: one call
    return made(reader, { ...inner, span: { from: token.from, to: close.to } })
  }
  if (token.kind === 'name' && !isBinaryOperator(token.text)) {
    if (isNext(reader, '(') && !(reader.isBookish && isFactorBefore(reader.tokens, reader.next, token)))
      return readCall(reader, token)
    const raised = reader.isBookish ? functionPower(reader.tokens, reader.next, token) : undefined
    if (raised !== undefined) {
      reader.next += raised.tokens
      const inner = readCall(reader, token)
      const right = made(reader, { kind: 'number', value: raised.power, span })
      return made(reader, { kind: 'binary', operator: '^', left: inner, right, span: inner.span ?? span })
    }
    return made(reader, { kind: 'name', name: token.text, span })
  }
  throw noValue(reader.tokens, reader.next, token)
}

/** The components of a vector behind the first. */
function readVector(reader: Reader, open: Token, first: Expression, bracket: ')' | ']'): Expression {
  const values = [first]
  while (isNext(reader, ',')) {
    take(reader)
    values.push(deeper(reader, () => readLevel(reader, 1)))
  }
  const close = expectClose(reader, `for the bracket opened at column ${open.from + 1}`, bracket)
  return made(reader, { kind: 'call', name: 'vector', arguments: values, span: { from: open.from, to: close.to } })
}

function readCall(reader: Reader, name: Token): Expression {
  take(reader)
  const values: Expression[] = []
  if (!isNext(reader, ')'))
    for (;;) {
      const value = deeper(reader, () => readLevel(reader, 1))
      if (reader.isBookish && name.text === 'at' && values.length > 0 && isNext(reader, '=')) {
        take(reader)
        const right = deeper(reader, () => readLevel(reader, 1))
        values.push(made(reader, { kind: 'binary', operator: '==', left: value, right, span: cover(value, right) }))
      } else values.push(value)
      if (!isNext(reader, ',')) break
      take(reader)
    }
  const close = expectClose(reader, `after the arguments of ${name.text}`)
  return made(reader, {
    kind: 'call',
    name: name.text,
    arguments: values,
    span: { from: name.from, to: close.to },
  })
}

function expectClose(reader: Reader, why: string, bracket: ')' | ']' | '|' | '}' = ')'): Token {
  const token = peek(reader)
  if (token.kind === 'operator' && token.text === bracket) return take(reader)
  if (token.kind !== 'end') throw leftOver(reader.text, reader.tokens, reader.next, token)
  throw new ExpressionError(`"${bracket}" is missing ${why}`, token.from, token.to)
}

function cover(left: Expression, right: Expression): Span {
  return { from: left.span?.from ?? 0, to: right.span?.to ?? 0 }
}
