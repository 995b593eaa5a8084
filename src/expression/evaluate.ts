import type { Expression } from './expression.ts'
import { constants, functions } from './functions.ts'
import { applyOperator } from './operators.ts'

/**
 * The value of an expression, by walking its tree: for one-off use and for tests; what runs often is lowered to closures or code.
 * @param lookup value of every name but `pi` and `e`. Of `if` only the branch taken is evaluated. NaN for a function that is not one.
 */
export function evaluateExpression(expression: Expression, lookup: (name: string) => number): number {
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'name':
      return Object.hasOwn(constants, expression.name)
        ? (constants[expression.name] ?? Number.NaN)
        : lookup(expression.name)
    case 'unary': {
      const value = evaluateExpression(expression.operand, lookup)
      return expression.operator === '-' ? -value : Number(value === 0)
    }
    case 'binary':
      return applyOperator(
        expression.operator,
        evaluateExpression(expression.left, lookup),
        evaluateExpression(expression.right, lookup),
      )
    case 'call': {
      const known = Object.hasOwn(functions, expression.name) ? functions[expression.name] : undefined
      if (known === undefined || expression.arguments.length < known.least) return Number.NaN
      if (expression.name === 'if') {
        const [condition, yes, no] = expression.arguments
        if (!condition || !yes || !no) return Number.NaN
        return evaluateExpression(evaluateExpression(condition, lookup) !== 0 ? yes : no, lookup)
      }
      return known.apply(expression.arguments.map((argument) => evaluateExpression(argument, lookup)))
    }
  }
}
