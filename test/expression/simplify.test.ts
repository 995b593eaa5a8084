import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateExpression } from '../../src/expression/evaluate.ts'
import type { Expression } from '../../src/expression/expression.ts'
import { parseExpression } from '../../src/expression/parse.ts'
import { expressionText } from '../../src/expression/print.ts'
import { simplifyExpression } from '../../src/expression/simplify.ts'
import { childrenOf } from '../../src/expression/tree.ts'
import { randomExpression, randomPoint } from './random-expressions.ts'

describe('rules', () => {
  // School algebra; where a rule would change the domain, the expression stays.
  test.each([
    ['x + x', '2*x'],
    ['2*x - x', 'x'],
    ['x - x', '0'],
    ['0*sin(x)', '0'],
    ['1*x + 0', 'x'],
    ['x^1 + x^0', 'x + 1'],
    ['-(a - b)', 'b - a'],
    ['x*a*x', 'x^2*a'],
    ['(x^2)^3', 'x^6'],
    ['77*(1 - 3*y - z - 3*y)', '77*(1 - 6*y - z)'],
    ['2*(x + 1) + 3*(x + 1)', '5*(x + 1)'],
    ['-x + y', 'y - x'],
    ['x*(-y)', '-(x*y)'],
    ['sqrt(4) + 2^3', '10'],
    ['if(1 < 2, x, y)', 'x'],
    // Not defined everywhere: they stay.
    ['x/x', 'x/x'],
    ['0*log(x)', '0*log(x)'],
    ['1/0', '1/0'],
    ['0/x', '0/x'],
    ['(x^0.5)^2', '(x^0.5)^2'],
    ['log(x) - log(x)', '0*log(x)'],
    ['sqrt(-1)', 'sqrt(-1)'],
    ['1^x', '1^x'],
  ])('%s', (text, short) => expect(expressionText(simplifyExpression(parseExpression(text)))).toBe(short))
})

const at = (expression: Expression, point: Readonly<Record<string, number>>) =>
  evaluateExpression(expression, (name) => point[name] ?? Number.NaN)

/** Whether an atan2 stands on its cut, where the sign of a zero decides. */
function isOnCut(expression: Expression, point: Readonly<Record<string, number>>): boolean {
  const [first] = childrenOf(expression)
  if (first && expression.kind === 'call' && expression.name === 'atan2' && at(first, point) === 0) return true
  return childrenOf(expression).some((part) => isOnCut(part, point))
}

test('the value is the same at random points, and simplifying again changes nothing', () => {
  let compared = 0
  fc.assert(
    fc.property(randomExpression(5), randomPoint, (expression, point) => {
      const simple = simplifyExpression(expression)
      expect(expressionText(simplifyExpression(simple))).toBe(expressionText(simple))
      const moved = (by: number) =>
        Object.fromEntries(Object.entries(point).map(([name, v]) => [name, v * (1 + by) + by]))
      const [before, after] = [at(expression, point), at(simple, point)]
      // Where a change in the 10th digit of the input already shows, rounding in another order does too.
      const near = [1e-10, -1e-10].map((by) => at(expression, moved(by)))
      const isSteady = near.every((value) => Math.abs(value - before) <= 1e-6 * (1 + Math.abs(before)))
      if (!isSteady || isOnCut(expression, point) || Math.abs(before) > 1e12) return
      compared++
      expect(Math.abs(after - before)).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(before)))
    }),
    { numRuns: 2500, seed: 5 },
  )
  expect(compared).toBeGreaterThan(600)
})

test('what has no value keeps having none', () => {
  fc.assert(
    fc.property(randomExpression(4), randomPoint, (expression, point) => {
      if (Number.isNaN(at(expression, point)))
        expect(at(simplifyExpression(expression), point)).not.toSatisfy(Number.isFinite)
    }),
    { numRuns: 1000, seed: 6 },
  )
})
