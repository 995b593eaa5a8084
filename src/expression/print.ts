import { evaluateExpression } from './evaluate.ts'
import type { Expression } from './expression.ts'
import { namesIn } from './names.ts'
import { isComparison, notPrecedence, powerPrecedence, precedence, signPrecedence } from './operators.ts'

const atomPrecedence = 8

/** How tightly the outermost part of an expression binds when it is written. */
function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'number':
      if (!Number.isFinite(expression.value)) return precedence['/']
      return expression.value < 0 || Object.is(expression.value, -0) ? signPrecedence - 0.5 : atomPrecedence
    case 'unary':
      return expression.operator === '-' ? signPrecedence - 0.5 : notPrecedence
    case 'binary':
      return precedence[expression.operator]
    default:
      return atomPrecedence
  }
}

/** A number as the language writes it; what is infinite or has no value as a quotient by 0. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '0/0'
  if (!Number.isFinite(value)) return value > 0 ? '1/0' : '-1/0'
  return String(value)
}

/** Text that is read back as the same tree, with brackets only where they are needed. A negative number is read as a sign before one. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return Object.is(expression.value, -0) ? '-0' : numberText(expression.value)
    case 'name':
      return expression.name
    case 'call':
      return `${expression.name}(${expression.arguments.map(expressionText).join(', ')})`
    case 'unary':
      if (expression.operator === 'not') return `not ${bracketed(expression.operand, notPrecedence + 0.5)}`
      return `-${bracketed(expression.operand, powerPrecedence)}`
    case 'binary': {
      const { operator, left, right } = expression
      const level = precedence[operator]
      if (operator === '^') return `${bracketed(left, atomPrecedence)}^${bracketed(right, level)}`
      // Comparisons do not chain; every other operator groups from the left. A sign leads a sum or product, and nothing else.
      const leads = bindingOf(left) === signPrecedence - 0.5 && level <= precedence['*']
      const leftText = leads ? expressionText(left) : bracketed(left, isComparison(operator) ? level + 0.5 : level)
      const space = level === precedence['*'] ? '' : ' '
      return `${leftText}${space}${operator}${space}${bracketed(right, level + 0.5)}`
    }
  }
}

function bracketed(expression: Expression, least: number): string {
  const text = expressionText(expression)
  return bindingOf(expression) < least ? `(${text})` : text
}

const pythonCalls: Readonly<Record<string, string>> = {
  exp: 'np.exp', log: 'np.log', sqrt: 'np.sqrt', abs: 'np.abs', sign: 'np.sign', sin: 'np.sin', cos: 'np.cos', tan: 'np.tan',
  asin: 'np.arcsin', acos: 'np.arccos', atan: 'np.arctan', atan2: 'np.arctan2', sinh: 'np.sinh', cosh: 'np.cosh', tanh: 'np.tanh',
  erf: 'erf', floor: 'np.floor', mod: 'np.mod',
} // biome-ignore format: a table

const pythonWords: readonly string[] = [
  'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else',
  'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise',
  'return', 'try', 'while', 'with', 'yield', 'np', 'erf',
] // biome-ignore format: a list

/** A name as Python takes it: primes become `_prime`, `_prime2`, …; words of Python and the modules' names get a `_` behind. */
export function pythonName(name: string): string {
  const base = name.replace(/'+$/, '')
  const primes = name.length - base.length
  if (primes > 0) return `${base}_prime${primes > 1 ? primes : ''}`
  return pythonWords.includes(base) ? `${base}_` : base
}

/**
 * Source text for Python with `import numpy as np` and `from scipy.special import erf`: works for float64 numbers and arrays, with
 * the values of this language (comparisons are 0 or 1, `mod` has the sign of the divisor, a root of a negative number is nan).
 * @param name how a name is written; by default `pythonName`
 */
export function expressionPython(expression: Expression, name: (name: string) => string = pythonName): string {
  const write = (part: Expression, least: number): string => {
    const [text, binding] = pythonParts(part, name, write)
    return binding < least ? `(${text})` : text
  }
  return write(expression, 0)
}

function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'np.nan'
  if (!Number.isFinite(value)) return value > 0 ? 'np.inf' : '-np.inf'
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

/** The text and how tightly its outermost part binds, by the precedence of this language (Python's agrees for arithmetic). */
function pythonParts(
  expression: Expression,
  name: (name: string) => string,
  write: (part: Expression, least: number) => string,
): readonly [string, number] {
  switch (expression.kind) {
    case 'number':
      return [pythonNumber(expression.value), expression.value < 0 ? signPrecedence - 0.5 : atomPrecedence]
    case 'name':
      return [
        expression.name === 'pi' || expression.name === 'e' ? `np.${expression.name}` : name(expression.name),
        atomPrecedence,
      ]
    case 'unary':
      if (expression.operator === 'not') return [zeroOrOne(expression, write), atomPrecedence]
      return [`-${write(expression.operand, powerPrecedence)}`, signPrecedence - 0.5]
    case 'call':
      return [pythonCall(expression, write), atomPrecedence]
    case 'binary': {
      const { operator, left, right } = expression
      const level = precedence[operator]
      if (level <= precedence['==']) return [zeroOrOne(expression, write), atomPrecedence]
      if (operator === '^') {
        const whole = right.kind === 'number' && Number.isInteger(right.value) && right.value >= 0 && right.value < 100
        // A float to a fractional power is complex in Python; numpy gives nan.
        if (!whole) return [`np.power(${write(left, 0)}, ${write(right, 0)})`, atomPrecedence]
        return [`${write(left, atomPrecedence)}**${right.value}`, level]
      }
      // Python's own floats raise an error where numpy's give inf.
      const isByZero = operator === '/' && namesIn(right).size === 0 && evaluateExpression(right, () => 0) === 0
      if (isByZero) return [`np.divide(${write(left, 0)}, ${write(right, 0)})`, atomPrecedence]
      const space = level === precedence['*'] ? '' : ' '
      return [`${write(left, level)}${space}${operator}${space}${write(right, level + 0.5)}`, level]
    }
  }
}

function zeroOrOne(expression: Expression, write: (part: Expression, least: number) => string): string {
  return `np.where(${pythonCondition(expression, write)}, 1.0, 0.0)`
}

/** A truth value of Python for whether an expression is not 0. */
function pythonCondition(expression: Expression, write: (part: Expression, least: number) => string): string {
  if (expression.kind === 'unary' && expression.operator === 'not')
    return `np.logical_not(${pythonCondition(expression.operand, write)})`
  if (expression.kind === 'binary') {
    const { operator, left, right } = expression
    if (operator === 'and' || operator === 'or')
      return `np.logical_${operator}(${pythonCondition(left, write)}, ${pythonCondition(right, write)})`
    if (isComparison(operator)) return `${write(left, precedence['+'])} ${operator} ${write(right, precedence['+'])}`
  }
  return `${write(expression, precedence['+'])} != 0.0`
}

function pythonCall(
  expression: Expression & { readonly kind: 'call' },
  write: (part: Expression, least: number) => string,
): string {
  const values = expression.arguments.map((value) => write(value, 0))
  const [first, ...others] = expression.arguments
  switch (expression.name) {
    case 'if':
      return first ? `np.where(${[pythonCondition(first, write), ...values.slice(1)].join(', ')})` : 'np.nan'
    case 'heaviside':
      return `np.heaviside(${values.join(', ')}, 0.5)`
    case 'min':
    case 'max': {
      const both = expression.name === 'min' ? 'np.minimum' : 'np.maximum'
      return others.reduce((text, value) => `${both}(${text}, ${write(value, 0)})`, values[0] ?? 'np.nan')
    }
    default:
      return `${pythonCalls[expression.name] ?? expression.name}(${values.join(', ')})`
  }
}
