import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateExpression } from '../../src/expression/evaluate.ts'
import type { Expression } from '../../src/expression/expression.ts'
import { ExpressionError } from '../../src/expression/expression-error.ts'
import { parseExpression } from '../../src/expression/parse.ts'
import { expressionText } from '../../src/expression/print.ts'
import { childrenOf } from '../../src/expression/tree.ts'
import { bare, randomExpression } from './random-expressions.ts'

function failure(text: string): ExpressionError {
  try {
    parseExpression(text)
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
  throw new Error(`"${text}" was accepted`)
}

/** Fully bracketed, so that the grouping shows. */
function grouped(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value)
    case 'name':
      return expression.name
    case 'call':
      return `${expression.name}(${expression.arguments.map(grouped).join(', ')})`
    case 'unary':
      return `(${expression.operator} ${grouped(expression.operand)})`
    case 'binary':
      return `(${grouped(expression.left)} ${expression.operator} ${grouped(expression.right)})`
  }
}

describe('how operators bind', () => {
  // The rules of the contract: -x^2 is -(x^2), ^ binds right, then products, sums, comparisons, not, and, or.
  test.each([
    ['-x^2', '(- (x ^ 2))'],
    ['2^3^x', '(2 ^ (3 ^ x))'],
    ['2^-x^2', '(2 ^ (- (x ^ 2)))'],
    ['a - b - c', '((a - b) - c)'],
    ['a/b*c', '((a / b) * c)'],
    ['-a*b', '((- a) * b)'],
    ['a + b < c*d', '((a + b) < (c * d))'],
    ['not a == b', '(not (a == b))'],
    ['a and not b or c < d', '((a and (not b)) or (c < d))'],
    ["x'' - 3*x'", "(x'' - (3 * x'))"],
    ['u_xx + laplacian(u, 2)', '(u_xx + laplacian(u, 2))'],
    ['f()', 'f()'],
    ['+x', 'x'],
    ['2*−x', '(2 * (- x))'],
    ['x² × y⁻¹ ÷ 2 · z', '((((x ^ 2) * (y ^ (- 1))) / 2) * z)'],
    ['x′ ≤ 2 and y″ ≠ π', "((x' <= 2) and (y'' != pi))"],
    ['x²^3', '((x ^ 2) ^ 3)'],
  ])('%s', (text, shape) => expect(grouped(parseExpression(text))).toBe(shape))
})

describe('errors under the character, with a remedy', () => {
  test.each<[string, number, RegExp]>([
    ['', 1, /empty/],
    ['  ', 3, /empty/],
    ['2x', 2, /2\*x/],
    ['x y', 3, /x\*y/],
    ['2(x+1)', 2, /operator is missing/],
    ['(a)(b)', 4, /operator is missing/],
    ['sin x', 5, /sin\(x\)/],
    ['x + * y', 5, /"\*" stands where a value should after "\+"/],
    ['x +', 4, /ends .* after "\+"/],
    ['(x + (y - 1)', 13, /"\)" is missing for the bracket opened at column 1/],
    ['sin(x', 6, /"\)" is missing after the arguments of sin/],
    ['x + 1)', 6, /not open/],
    ['x = 3', 3, /written ==/],
    ['x < = 3', 5, /<=/],
    ['x ** 2', 3, /x\^2/],
    ['1,5*x', 2, /decimal point/],
    ['sin(,x)', 5, /missing before the comma/],
    ['()', 2, /empty/],
    ['a < b < c', 7, /do not chain/],
    ['σ*x', 1, /sigma/],
    ['2*√x', 3, /sqrt/],
    ['∇²u', 1, /laplacian/],
    ['|x|', 1, /abs/],
    ['[x]', 1, /round brackets/],
    ['a && b', 3, /"and"/],
    ['x % 2', 3, /mod/],
    ['größe', 3, /letters a to z/],
    ["3'", 2, /prime follows the name/],
    ['1.2.3', 4, /one decimal point/],
    ['1e999', 1, /too large/],
    ['x and', 6, /ends/],
    ['and x', 1, /"and" stands/],
    ['²', 1, /follows what it raises/],
  ])('%s', (text, column, message) => {
    const error = failure(text)
    expect(error.message).toMatch(message)
    expect(error.column).toBe(column)
    expect(error.from).toBe(column - 1)
    expect(error.to).toBeGreaterThan(error.from)
  })

  test('depth and length end in an error, not in a stack overflow', () => {
    for (const text of ['('.repeat(900), '-'.repeat(900), 'f('.repeat(900), 'not '.repeat(900), '2^'.repeat(900)])
      expect(failure(text).message).toMatch(/nested more than 100/)
    expect(failure('1'.repeat(30000)).message).toMatch(/longer/)
    expect(failure(Array(3000).fill('x').join('+')).message).toMatch(/parts in a row/)
    expect(grouped(parseExpression(`${'('.repeat(99)}x${')'.repeat(99)}`))).toBe('x')
    const sum = parseExpression(Array(900).fill('x').join('+'))
    expect(evaluateExpression(sum, () => 2)).toBe(1800)
  })
})

test('a span covers what was typed for each part', () => {
  const text = " if(x' > 0, -(a + b)^2, 3) "
  const found: string[] = []
  const visit = (part: Expression): void => {
    found.push(text.slice(part.span?.from, part.span?.to))
    for (const child of childrenOf(part)) visit(child)
  }
  visit(parseExpression(text))
  expect(found).toEqual([
    "if(x' > 0, -(a + b)^2, 3)", "x' > 0", "x'", '0', '-(a + b)^2', '(a + b)^2', '(a + b)', 'a', 'b', '2', '3',
  ]) // biome-ignore format: a list
})

test('what is printed is read back as the same tree', () => {
  fc.assert(
    fc.property(randomExpression(6), (expression) => {
      expect(bare(parseExpression(expressionText(expression)))).toEqual(expression)
    }),
    { numRuns: 800, seed: 3 },
  )
})

test('any text gives a tree or an ExpressionError inside it', () => {
  const piece = fc.constantFrom(
    '1', '2.5', 'x', "y'", '+', '-', '*', '/', '^', '(', ')', 'sin', ',', ' ', 'not', '<', '==', '=', 'if(', '²', 'and', '−', '|', 'σ',
  ) // biome-ignore format: a list
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc
          .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 12 })
          .map((points) => String.fromCodePoint(...points)),
        fc.array(piece, { maxLength: 30 }).map((p) => p.join('')),
      ),
      (text) => {
        try {
          expect(parseExpression(text).span).toBeDefined()
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error
          expect(error.from).toBeGreaterThanOrEqual(0)
          expect(error.from).toBeLessThanOrEqual(text.length)
        }
      },
    ),
    { numRuns: 1500, seed: 4 },
  )
})
