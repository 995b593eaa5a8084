// One expression, five ways: walking the tree (the oracle), closure, blocks, WebAssembly on numbers and on pairs.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expression } from '../../../src/expression/expression.ts'
import { makeBlockEvaluator } from '../../../src/expression/lower/blocked.ts'
import { parseExpression } from '../../../src/expression/parse.ts'
import { everyWay, Undecided, valueWithError } from './five-ways.ts'

const names = ['t', 'x', 'y', 'z']

/** How many values were compared: those where rounding decides are left out. */
function compare(expression: Expression, points: readonly (readonly number[])[]): number {
  const { walked, ...ways } = everyWay(expression, names, points)
  let compared = 0
  points.forEach((point, i) => {
    let bound: number
    try {
      bound = valueWithError(expression, (name) => point[names.indexOf(name)] ?? Number.NaN).error
    } catch (error) {
      if (error instanceof Undecided) return
      throw error
    }
    compared++
    const wanted = walked[i] ?? 0
    for (const [way, values] of Object.entries(ways)) {
      const found = values[i] ?? Number.NaN
      if (!Number.isFinite(wanted)) expect(found, `${way} at ${point}`).toBe(wanted)
      else expect(Math.abs(found - wanted), `${way} at ${point}: ${found}, not ${wanted}`).toBeLessThanOrEqual(bound)
    }
  })
  return compared
}

const grid = [-3.7, -2, -1, -0.6, -0.25, 0, 0.3, 0.5, 1, 1.9, 2.5, 7]
const points = grid.flatMap((x) => grid.map((y) => [0.7, x, y, x - 2 * y]))

describe('every operator and function', () => {
  const texts = [
    'x + y', 'x - y', 'x*y', 'x/y', '-x', 'x^y', 'abs(x)^y', 'x^2', 'x^3', 'x^-1', 'x^-2', 'x^0.5', 'x^1.5', 'x^-2.5', 'x^7', 'x^13', 'x^32', 'x^33', '2^x', 'e^x',
    'x < y', 'x > y', 'x <= y', 'x >= y', 'x == y', 'x != y', 'x < y and y < z', 'x < y or y < z', 'not x', 'not (x < y)', 'x and y', 'x or not y',
    'if(x < y, x, y)', 'if(x, log(x), sqrt(-x))', 'min(x, y)', 'max(x, y)', 'min(x, y, z, 1)', 'max(x)', 'mod(x, y)', 'mod(x, 3)', 'floor(x)', 'sign(x)', 'heaviside(x)', 'abs(x)',
    'exp(x)', 'log(x)', 'sqrt(x)', 'sin(x)', 'cos(x)', 'tan(x)', 'asin(x)', 'acos(x)', 'atan(x)', 'atan2(x, y)', 'sinh(x)', 'cosh(x)', 'tanh(x)', 'erf(x)',
    'x/3', 'x/4', 'x/0.1', '1/x', 'pi*x', 't*x', '(x < y)*z + (y < x)*t', '3', 'pi', 'x', '2 + 3*4',
  ] // biome-ignore format: a list
  for (const text of texts)
    test(text, () => {
      expect(compare(parseExpression(text), points)).toBeGreaterThan(40)
    })
})

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom<Expression>(...names.map((name) => ({ kind: 'name' as const, name }))),
  fc.constantFrom(0, 1, 2, 3, 0.5, 4, 10, 0.1, 1.5, 7).map((value): Expression => ({ kind: 'number', value })),
)
const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(
        fc.constantFrom('+', '-', '*', '/', '^', '<', '>', '<=', '>=', '==', '!=', 'and', 'or'),
        tie('tree'),
        tie('tree'),
      )
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right })),
    fc
      .tuple(fc.constantFrom('-', 'not'), tie('tree'))
      .map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand })),
    fc
      .tuple(
        fc.constantFrom('exp', 'log', 'sqrt', 'abs', 'sign', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'erf', 'floor', 'heaviside'),
        tie('tree'),
      ) // biome-ignore format: a list
      .map(([name, argument]): Expression => ({ kind: 'call', name, arguments: [argument] })),
    fc
      .tuple(fc.constantFrom('atan2', 'mod', 'min', 'max'), tie('tree'), tie('tree'))
      .map(([name, a, b]): Expression => ({ kind: 'call', name, arguments: [a, b] })),
    fc
      .tuple(tie('tree'), tie('tree'), tie('tree'))
      .map((list): Expression => ({ kind: 'call', name: 'if', arguments: list })),
  ),
}))

test('random expressions', () => {
  let compared = 0
  const some = [[0.7, 1.3, -2.1, 0.4], [2, -0.3, 0.8, 5], [0, 1, 2, 3], [1.5, 0.01, -40, 0.9], [-1, -1, 4, -0.2]] // biome-ignore format: a table
  fc.assert(
    fc.property(tree, (expression) => {
      compared += compare(expression, some)
    }),
    { numRuns: 150, seed: 20 },
  )
  expect(compared).toBeGreaterThan(250)
})

test('a NaN of the side not taken goes nowhere', () => {
  // log(-1) and 0/0 are NaN on the other side.
  const ways = everyWay(parseExpression('if(x > 0, log(x), x/(y - y))'), names, [[0, 1, 3, 0], [0, Math.E, 3, 0]]) // biome-ignore format: a table
  for (const values of Object.values(ways)) expect(values).toEqual([0, 1])
})

test('minimum and maximum of NaN and of zeros are those of Math.min and Math.max', () => {
  const numbers = [0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY]
  const all = numbers.flatMap((x) => numbers.map((y) => [0, x, y, 0]))
  for (const text of ['min(x, y)', 'max(x, y)']) {
    const ways = everyWay(parseExpression(text), names, all)
    for (const values of Object.values(ways))
      expect(values).toEqual(all.map(([, x = 0, y = 0]) => (text.startsWith('min') ? Math.min(x, y) : Math.max(x, y))))
  }
})

test('blocks of every length, scalars beside arrays, an output that is an input', () => {
  const evaluate = makeBlockEvaluator([parseExpression('x^2 + y'), parseExpression('x - y')], ['x', 'y'])
  for (const count of [0, 1, 2, 511, 512, 513, 1500]) {
    const x = Float64Array.from({ length: count }, (_, i) => i / 7)
    const wanted = [...x].map((value) => value * value + 3)
    const other = new Float64Array(count)
    const values = x.slice()
    evaluate(count, [values, 3], [values, other])
    expect([...values]).toEqual(wanted)
    expect([...other]).toEqual([...x].map((value) => value - 3))
  }
})
