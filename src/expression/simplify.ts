import { binary, call, negate, not, number } from './build.ts'
import type { Expression } from './expression.ts'
import { constants } from './functions.ts'
import { childrenOf, sameExpression } from './tree.ts'

/**
 * The same function, shorter: numbers folded, 0 and 1 and signs taken away, powers of one base put together. No rule changes where
 * the expression is defined; what has no finite value (`1/0`) stays as written. Simplifying twice changes nothing more.
 */
export function simplifyExpression(expression: Expression): Expression {
  let before = expression
  for (let pass = 0; pass < 20; pass++) {
    const after = simplifyOnce(before, new Map())
    if (sameExpression(before, after)) return before
    before = after
  }
  return before
}

function simplifyOnce(expression: Expression, done: Map<Expression, Expression>): Expression {
  const known = done.get(expression)
  if (known) return known
  const parts = childrenOf(expression).map((part) => simplifyOnce(part, done))
  const result = rebuild(expression, parts)
  done.set(expression, result)
  return result
}

function rebuild(expression: Expression, parts: readonly Expression[]): Expression {
  const [a, b] = parts
  switch (expression.kind) {
    case 'number':
      return expression.span === undefined ? expression : number(expression.value)
    case 'name':
      return expression.span === undefined || Object.hasOwn(constants, expression.name)
        ? expression
        : { kind: 'name', name: expression.name }
    case 'unary':
      return a === undefined ? expression : expression.operator === '-' ? negate(a) : not(a)
    case 'binary':
      return a === undefined || b === undefined ? expression : binary(expression.operator, a, b)
    case 'call':
      return call(expression.name, ...parts)
  }
}
