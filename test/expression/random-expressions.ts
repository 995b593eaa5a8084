import fc from 'fast-check'
import type { BinaryOperator, Expression } from '../../src/expression/expression.ts'

export const variableNames = ['x', 'y', "x'"]

const unaryFunctions = [
  'exp', 'log', 'sqrt', 'abs', 'sign', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'erf', 'floor', 'heaviside',
] // biome-ignore format: a list
const smoothOperators: readonly BinaryOperator[] = ['+', '-', '*', '/', '^']
const conditions: readonly BinaryOperator[] = ['<', '>', '<=', '>=', '==', '!=', 'and', 'or']

/** Trees as a parser makes them (numbers are not negative); numbers are halves, so that sums and products of a few are exact. */
export function randomExpression(maxDepth = 4): fc.Arbitrary<Expression> {
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
    const leaf: fc.Arbitrary<Expression> = fc.oneof(
      fc.integer({ min: 0, max: 8 }).map((n): Expression => ({ kind: 'number', value: n / 2 })),
      fc.constantFrom(...variableNames, 'pi', 'e').map((name): Expression => ({ kind: 'name', name })),
    )
    const call = (names: readonly string[], count: number): fc.Arbitrary<Expression> =>
      fc
        .tuple(fc.constantFrom(...names), fc.array(tie('expression'), { minLength: count, maxLength: count }))
        .map(([name, values]) => ({ kind: 'call', name, arguments: values }))
    const binary = (operators: readonly BinaryOperator[]): fc.Arbitrary<Expression> =>
      fc
        .tuple(fc.constantFrom(...operators), tie('expression'), tie('expression'))
        .map(([operator, left, right]) => ({ kind: 'binary', operator, left, right }))
    const unary: fc.Arbitrary<Expression> = fc
      .tuple(fc.constantFrom<'-' | 'not'>('-', '-', 'not'), tie('expression'))
      .map(([operator, operand]) => ({ kind: 'unary', operator, operand }))
    return {
      expression: fc.oneof(
        { maxDepth, depthIdentifier: 'expression' },
        { weight: 3, arbitrary: leaf },
        { weight: 6, arbitrary: binary(smoothOperators) },
        { weight: 2, arbitrary: unary },
        { weight: 3, arbitrary: call(unaryFunctions, 1) },
        { weight: 1, arbitrary: call(['atan2', 'mod', 'min', 'max'], 2) },
        { weight: 1, arbitrary: call(['if', 'min', 'max'], 3) },
        { weight: 1, arbitrary: binary(conditions) },
      ),
    }
  })
  return expression
}

/** Values of the names, none of them on a number that stands in a random expression: no jump is hit exactly. */
export const randomPoint: fc.Arbitrary<Readonly<Record<string, number>>> = fc
  .array(fc.double({ min: -3, max: 3, noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 })
  .map((values) => Object.fromEntries(variableNames.map((name, i) => [name, (values[i] ?? 0) + 0.0137 * (i + 1)])))

/** Places in the text taken away: for comparing trees. */
export function bare(expression: Expression): Expression {
  switch (expression.kind) {
    case 'number':
      return { kind: 'number', value: expression.value }
    case 'name':
      return { kind: 'name', name: expression.name }
    case 'unary':
      return { kind: 'unary', operator: expression.operator, operand: bare(expression.operand) }
    case 'call':
      return { kind: 'call', name: expression.name, arguments: expression.arguments.map(bare) }
    case 'binary':
      return {
        kind: 'binary',
        operator: expression.operator,
        left: bare(expression.left),
        right: bare(expression.right),
      }
  }
}
