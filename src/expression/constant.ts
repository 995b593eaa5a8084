import { constants, functions } from './functions.ts'

/** Thrown by `parseConstant`: what is wrong and where (column from 1 in the expression's own text). */
export class ExpressionError extends Error {
  readonly column: number
  constructor(message: string, column: number) {
    super(message)
    this.name = 'ExpressionError'
    this.column = column
  }
}

interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'end'
  readonly text: string
  readonly column: number
}

const pattern = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(<=|>=|==|!=|[-+*/^(),<>]))/y
const longest = 1000
const deepest = 100

function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (text.slice(pattern.lastIndex).trim() !== '') {
    const from = pattern.lastIndex
    const match = pattern.exec(text)
    const column =
      (match ? pattern.lastIndex - match[0].trimStart().length : from + /^\s*/.exec(text.slice(from))![0].length) + 1
    if (!match) throw new ExpressionError(`"${text.charAt(column - 1)}" is not part of an expression`, column)
    const [, number, name, operator] = match
    if (number !== undefined) tokens.push({ kind: 'number', text: number, column })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, column })
    else tokens.push({ kind: 'operator', text: operator ?? '', column })
  }
  tokens.push({ kind: 'end', text: '', column: text.length + 1 })
  return tokens
}

const precedence: Readonly<Record<string, number>> = {
  or: 1, and: 2, '<': 4, '>': 4, '<=': 4, '>=': 4, '==': 4, '!=': 4, '+': 5, '-': 5, '*': 6, '/': 6,
} // biome-ignore format: a table
const notPrecedence = 3
/** `-x^2` is `-(x^2)`: the sign binds like a product. */
const signPrecedence = 6
const powerPrecedence = 7

function combine(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '^':
      return a ** b
    case '<':
      return Number(a < b)
    case '>':
      return Number(a > b)
    case '<=':
      return Number(a <= b)
    case '>=':
      return Number(a >= b)
    case '==':
      return Number(a === b)
    case '!=':
      return Number(a !== b)
    case 'and':
      return Number(a !== 0 && b !== 0)
    default:
      return Number(a !== 0 || b !== 0)
  }
}

/**
 * The value of a constant expression (`"8/3"`, `"2*pi"`, `"-1e3"`, `"sqrt(2)"`): the operators, functions and constants of the
 * expression language, no variables. Read by recursive descent; nothing is ever evaluated as code.
 * @throws ExpressionError with the column, also where the value is not finite
 */
export function parseConstant(text: string): number {
  if (text.length > longest) throw new ExpressionError(`the expression is longer than ${longest} characters`, longest)
  const tokens = readTokens(text)
  let next = 0
  let depth = 0
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: '', column: text.length + 1 }
  const take = (): Token => {
    const token = peek()
    next++
    return token
  }
  const expect = (operator: string, after: string) => {
    const token = take()
    if (token.kind !== 'operator' || token.text !== operator)
      throw new ExpressionError(`"${operator}" is missing ${after}`, token.column)
  }

  const readCall = (name: Token): number => {
    const known = Object.hasOwn(functions, name.text) ? functions[name.text] : undefined
    if (!known)
      throw new ExpressionError(
        `"${name.text}" is not a function; there are ${Object.keys(functions).join(' ')}`,
        name.column,
      )
    take()
    const values: number[] = []
    do values.push(readLevel(1))
    while (peek().text === ',' && take())
    expect(')', `after the arguments of ${name.text}`)
    if (values.length < known.least || values.length > known.most)
      throw new ExpressionError(
        `${name.text} takes ${known.least === known.most ? known.least : 'one or more'} argument${known.most === 1 ? '' : 's'}, not ${values.length}`,
        name.column,
      )
    return known.apply(values)
  }

  const readAtom = (): number => {
    const token = take()
    if (token.kind === 'number') return Number(token.text)
    if (token.kind === 'end') throw new ExpressionError('the expression ends where a value should stand', token.column)
    if (token.text === '(') {
      const value = readLevel(1)
      expect(')', `for the bracket opened at column ${token.column}`)
      return value
    }
    if (token.kind === 'name') {
      if (peek().text === '(' && peek().kind === 'operator') return readCall(token)
      const value = Object.hasOwn(constants, token.text) ? constants[token.text] : undefined
      if (value !== undefined) return value
      throw new ExpressionError(
        `"${token.text}" is not known here: a constant expression has numbers, pi, e and functions`,
        token.column,
      )
    }
    throw new ExpressionError(`"${token.text}" stands where a value should`, token.column)
  }

  const readPower = (): number => {
    const base = readAtom()
    if (peek().text !== '^') return base
    take()
    return combine('^', base, readPrefix(powerPrecedence))
  }

  /** A sign or `not` before a value; `2^-3` takes a sign in its exponent too. */
  const readPrefix = (least: number): number => {
    const token = peek()
    if (token.text === '-' || token.text === '+') {
      take()
      const value = readGuarded(() => readPrefix(Math.max(least, signPrecedence)))
      return token.text === '-' ? -value : value
    }
    if (token.kind === 'name' && token.text === 'not') {
      take()
      return Number(readLevel(notPrecedence) === 0)
    }
    return readGuarded(readPower)
  }

  const readGuarded = (read: () => number): number => {
    if (++depth > deepest)
      throw new ExpressionError(`the expression is nested more than ${deepest} deep`, peek().column)
    const value = read()
    depth--
    return value
  }

  /** Precedence climbing: reads everything that binds at least as tightly as `least`. */
  const readLevel = (least: number): number =>
    readGuarded(() => {
      let left = readPrefix(least)
      for (;;) {
        const token = peek()
        const binding = Object.hasOwn(precedence, token.text) ? precedence[token.text] : undefined
        if (binding === undefined || binding < least) return left
        take()
        left = combine(token.text, left, readLevel(binding + 1))
      }
    })

  const value = readLevel(1)
  const rest = peek()
  if (rest.kind !== 'end')
    throw new ExpressionError(`"${rest.text}" is left over; an operator may be missing before it`, rest.column)
  if (!Number.isFinite(value)) throw new ExpressionError(`the expression has no finite value (${value})`, 1)
  return value
}
