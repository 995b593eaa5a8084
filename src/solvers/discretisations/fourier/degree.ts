import { isNumber } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'

/** Degree as a polynomial in what has a degree by its name; Infinity where it is none. */
export function degreeOf(expression: Expression, name: (name: string) => number): number {
  switch (expression.kind) {
    case 'number':
      return 0
    case 'name':
      return name(expression.name)
    case 'unary':
      return expression.operator === '-' ? degreeOf(expression.operand, name) : none(degreeOf(expression.operand, name))
    case 'call':
      return none(Math.max(0, ...expression.arguments.map((argument) => degreeOf(argument, name))))
    case 'binary': {
      const [a, b] = [degreeOf(expression.left, name), degreeOf(expression.right, name)]
      switch (expression.operator) {
        case '+':
        case '-':
          return Math.max(a, b)
        case '*':
          return a + b
        case '/':
          return b === 0 ? a : Number.POSITIVE_INFINITY
        case '^': {
          const { right } = expression
          if (isNumber(right) && Number.isInteger(right.value) && right.value >= 0)
            return right.value === 0 ? 0 : a * right.value
          return none(Math.max(a, b))
        }
        default:
          return none(Math.max(a, b))
      }
    }
  }
}

/** What is not a polynomial of something that varies has no degree. */
function none(degree: number): number {
  return degree > 0 ? Number.POSITIVE_INFINITY : 0
}
