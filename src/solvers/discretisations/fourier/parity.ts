import { isNumber } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'

/** About one end of an axis: unchanged, changing its sign, or neither. */
export type Parity = 'even' | 'odd' | 'neither'

const oddFunctions: readonly string[] = ['sin', 'tan', 'asin', 'atan', 'sinh', 'tanh', 'erf', 'sign']
const evenFunctions: readonly string[] = ['cos', 'cosh', 'abs']

function times(a: Parity, b: Parity): Parity {
  if (a === 'neither' || b === 'neither') return 'neither'
  return a === b ? 'even' : 'odd'
}

const both = (a: Parity, b: Parity): Parity => (a === b ? a : 'neither')

/** The parity of an expression from those of its names. */
export function parityOf(expression: Expression, name: (name: string) => Parity): Parity {
  switch (expression.kind) {
    case 'number':
      return 'even'
    case 'name':
      return name(expression.name)
    case 'unary':
      return expression.operator === '-'
        ? parityOf(expression.operand, name)
        : both('even', parityOf(expression.operand, name))
    case 'call': {
      const parts = expression.arguments.map((argument) => parityOf(argument, name))
      if (parts.every((part) => part === 'even')) return 'even'
      const [first] = parts
      if (parts.length === 1 && first === 'odd') {
        if (oddFunctions.includes(expression.name)) return 'odd'
        if (evenFunctions.includes(expression.name)) return 'even'
      }
      if (expression.name === 'if' && first === 'even') return both(parts[1] ?? 'neither', parts[2] ?? 'neither')
      return 'neither'
    }
    case 'binary': {
      const [a, b] = [parityOf(expression.left, name), parityOf(expression.right, name)]
      switch (expression.operator) {
        case '+':
        case '-':
          // Zero has both.
          if (isNumber(expression.left, 0)) return b
          if (isNumber(expression.right, 0)) return a
          return both(a, b)
        case '*':
        case '/':
          return times(a, b)
        case '^': {
          const { right } = expression
          if (a === 'odd' && isNumber(right) && Number.isInteger(right.value))
            return right.value % 2 === 0 ? 'even' : 'odd'
          return a === 'even' && b === 'even' ? 'even' : 'neither'
        }
        default:
          return a === 'even' && b === 'even' ? 'even' : 'neither'
      }
    }
  }
}
