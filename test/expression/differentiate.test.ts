import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { derivativeAlong, differentiate } from '../../src/expression/differentiate.ts'
import { evaluateExpression } from '../../src/expression/evaluate.ts'
import type { Expression } from '../../src/expression/expression.ts'
import { parseExpression } from '../../src/expression/parse.ts'
import { expressionText } from '../../src/expression/print.ts'
import { simplifyExpression } from '../../src/expression/simplify.ts'
import { randomExpression, randomPoint } from './random-expressions.ts'

describe('known derivatives', () => {
  // Tables of calculus (DLMF 4.20, 4.26, 4.34, 7.2.1).
  test.each([
    ['x^3', '3*x^2'],
    ['a*x + b', 'a'],
    ['sin(2*x)', '2*cos(2*x)'],
    ['exp(-x)', '-exp(-x)'],
    ['log(x)', '1/x'],
    ['x/y', '1/y'],
    ['y/x', '-(y/x/x)'],
    ['2^x', `${Math.LN2}*2^x`],
    ['x^n', 'n*x^(n - 1)'],
    ['abs(x)', 'sign(x)'],
    ['x < 2', '0'],
    ['floor(x) + heaviside(x) + sign(x)', '0'],
    ['max(x, y)', 'if(x >= y, 1, 0)'],
    ['if(x > 0, x^2, 3)', 'if(x > 0, 2*x, 0)'],
    ['y', '0'],
    ["x'", '0'],
  ])('%s', (text, derivative) => {
    expect(expressionText(differentiate(parseExpression(text), 'x'))).toBe(derivative)
  })
})

const at = (expression: Expression, point: Readonly<Record<string, number>>, x: number) =>
  evaluateExpression(expression, (name) => (name === 'x' ? x : (point[name] ?? Number.NaN)))

test('derivatives agree with central differences (Richardson) wherever these have settled', () => {
  let compared = 0
  let singular = 0
  fc.assert(
    fc.property(randomExpression(4), randomPoint, (expression, point) => {
      const x = point.x ?? 0
      const central = (h: number) => (at(expression, point, x + h) - at(expression, point, x - h)) / (2 * h)
      const richardson = (h: number) => (4 * central(h / 2) - central(h)) / 3
      const [coarse, fine] = [richardson(1e-3), richardson(5e-4)]
      const size = 1 + Math.abs(fine)
      const isSettled = Math.abs(coarse - fine) < 1e-7 * size && Math.abs(at(expression, point, x)) < 1e5 && size < 1e5
      if (!isSettled || !Number.isFinite(at(expression, point, x))) return
      const exact = at(differentiate(expression, 'x'), point, x)
      // acos(1^x): the chain rule meets 0/0 although the whole is constant.
      if (!Number.isFinite(exact)) {
        singular++
        return
      }
      if (exact !== 0) compared++
      expect(Math.abs(exact - fine)).toBeLessThanOrEqual(1e-5 * size)
    }),
    { numRuns: 4000, seed: 7 },
  )
  expect(compared).toBeGreaterThan(350)
  expect(singular).toBeLessThan(compared / 50)
})

test('a derivative along rates is the sum of partial derivatives times the rates', () => {
  const expression = parseExpression("x^2*sin(y) + x'/y")
  const rates: Readonly<Record<string, Expression>> = { x: parseExpression('p'), y: parseExpression('q*x') }
  const along = derivativeAlong(expression, (name) => rates[name])
  const sum = parseExpression("2*x*sin(y)*p + (x^2*cos(y) - x'/y^2)*q*x")
  const values: Readonly<Record<string, number>> = { x: 1.3, y: 0.7, "x'": -2.1, p: 0.4, q: 1.9 }
  const lookup = (name: string) => values[name] ?? Number.NaN
  expect(evaluateExpression(along, lookup)).toBeCloseTo(evaluateExpression(sum, lookup), 12)
})

test('operators that are linear pass the derivative through; others are refused', () => {
  const expression = parseExpression('Du*laplacian(u^2) + dot(grad(u), b)')
  const isLinear = (name: string) => ['laplacian', 'grad', 'dot'].includes(name)
  const along = derivativeAlong(
    expression,
    (name) => (name === 'u' ? { kind: 'name', name: 'w' } : undefined),
    isLinear,
  )
  expect(expressionText(simplifyExpression(along))).toBe('Du*laplacian(2*(u*w)) + dot(grad(w), b)')
  expect(() => differentiate(expression, 'u')).toThrow(/no derivative of laplacian/)
  expect(expressionText(differentiate(expression, 'Du'))).toBe('laplacian(u^2)')
})

test('a power keeps its derivative at base 0', () => {
  const derivative = differentiate(parseExpression('x^y'), 'y')
  expect(evaluateExpression(derivative, (name) => (name === 'x' ? 0 : 2))).toBe(0)
  expect(at(differentiate(parseExpression('x^2'), 'x'), {}, 0)).toBe(0)
})

test('the tallest expressions that can be typed have a derivative', () => {
  const chain = (operator: string, count: number) =>
    Array.from({ length: count }, (_, i) => `(x + ${i + 1})`).join(operator)
  const sum = differentiate(parseExpression(chain(' + ', 900)), 'x')
  expect(expressionText(sum)).toBe('900')
  // (x+1)/(x+2)/…/(x+240): far below 1e-300 at x = 1, and so is its derivative.
  const deep = differentiate(parseExpression(chain('/', 240)), 'x')
  expect(at(deep, {}, 1)).toBeCloseTo(0, 12)
  // Coefficient of x in the rising factorial (x+1)…(x+5): the Stirling number 274.
  expect(at(differentiate(parseExpression(chain('*', 5)), 'x'), {}, 0)).toBe(274)
})
