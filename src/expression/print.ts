import type { Expression } from './expression.ts'
import { isComparison, notPrecedence, powerPrecedence, precedence, signPrecedence } from './operators.ts'

const atomPrecedence = 8

/** How tightly the outermost part of an expression binds when it is written. */
export function bindingOf(expression: Expression): number {
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
export function numberText(value: number): string {
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
