import type { BinaryOperator } from './expression.ts'

/** How tightly each operator binds; a higher number binds tighter. All but `^` group from the left. */
export const precedence: Readonly<Record<BinaryOperator, number>> = {
  or: 1, and: 2, '<': 4, '>': 4, '<=': 4, '>=': 4, '==': 4, '!=': 4, '+': 5, '-': 5, '*': 6, '/': 6, '^': 7,
} // biome-ignore format: a table
/** `not a == b` is `not (a == b)`. */
export const notPrecedence = 3
/** `-x^2` is `-(x^2)`: the sign binds like a product. */
export const signPrecedence = 6
export const powerPrecedence = 7
const comparisonPrecedence = 4

export function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(precedence, text)
}

export function isComparison(operator: BinaryOperator): boolean {
  return precedence[operator] === comparisonPrecedence
}

/** The value of `a operator b`; comparisons, `and` and `or` give 0 or 1. */
export function applyOperator(operator: BinaryOperator, a: number, b: number): number {
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
    case 'or':
      return Number(a !== 0 || b !== 0)
  }
}
