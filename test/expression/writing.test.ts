import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import katex from 'katex'
import { describe, expect, test } from 'vitest'
import { parseEquation } from '../../src/expression/equation.ts'
import { evaluateExpression } from '../../src/expression/evaluate.ts'
import { equationLatex, expressionLatex, nameLatex, numberLatex } from '../../src/expression/latex.ts'
import { parseExpression } from '../../src/expression/parse.ts'
import { expressionPython, pythonName } from '../../src/expression/print.ts'
import { pythonWith } from '../support/python.ts'
import { randomExpression, randomPoint } from './random-expressions.ts'

describe('LaTeX', () => {
  // As the formulas are set in print.
  test.each([
    ['sigma*(y - x)', '\\sigma \\, \\left(y - x\\right)'],
    ['8/3*z', '\\frac{8}{3} \\, z'],
    ['-x^2/y', '-\\frac{x^{2}}{y}'],
    ['(a + b)^2', '\\left(a + b\\right)^{2}'],
    ['a - (b - c)', 'a - \\left(b - c\\right)'],
    ['a + (b + c)', 'a + b + c'],
    ['3e7*y2^2', '3\\cdot 10^{7} \\, y_{2}^{2}'],
    ['2*3*x', '2 \\cdot 3 \\, x'],
    ['sqrt(x) + abs(y)', '\\sqrt{x} + \\left|y\\right|'],
    ['sin(x)^2', '\\sin^{2}\\left(x\\right)'],
    ['x <= 2 and not y', 'x \\le 2 \\land \\lnot y'],
  ])('%s', (text, latex) => expect(expressionLatex(parseExpression(text))).toBe(latex))

  test('names and numbers', () => {
    expect(nameLatex('Du')).toBe('D_{u}')
    expect(nameLatex('u_t')).toBe('u_{t}')
    expect(nameLatex('x12')).toBe('x_{12}')
    expect(nameLatex("theta1''")).toBe('\\ddot{\\theta}_{1}')
    expect(nameLatex('k_cat')).toBe('k_{\\mathrm{cat}}')
    expect(numberLatex(1.6e-5)).toBe('1.6\\cdot 10^{-5}')
    expect(numberLatex(-1000)).toBe('-1000')
    expect(numberLatex(250000)).toBe('2.5\\cdot 10^{5}')
  })

  test('lines of a system', () => {
    expect(equationLatex(parseEquation("x'' = -x"))).toBe('\\ddot{x} = -x')
    expect(equationLatex(parseEquation('u_tt = u'))).toBe('\\frac{\\partial^{2} u}{\\partial t^{2}} = u')
    expect(equationLatex(parseEquation('0 = x - y'))).toBe('0 = x - y')
  })

  test('KaTeX sets everything', () => {
    fc.assert(
      fc.property(randomExpression(5), (expression) => {
        expect(katex.renderToString(expressionLatex(expression), { throwOnError: true, strict: 'error' })).toMatch(
          /^<span/,
        )
      }),
      { numRuns: 300, seed: 8 },
    )
  })
})

test('names for Python', () => {
  expect(["x'", "x''", 'lambda', 'x'].map(pythonName)).toEqual(['x_prime', 'x_prime2', 'lambda_', 'x'])
})

const python = pythonWith('numpy', 'scipy')

test.skipIf(python === undefined)('Python computes the same values (numpy, float64)', () => {
  const cases = fc.sample(fc.tuple(randomExpression(4), randomPoint), { numRuns: 400, seed: 9 })
  const script = [
    'import numpy as np, json',
    'from scipy.special import erf',
    'np.seterr(all="ignore")',
    'out = []',
    ...cases.flatMap(([expression, point]) => [
      `x, y, x_prime = (np.float64(v) for v in (${point.x}, ${point.y}, ${point["x'"]}))`,
      `out.append(repr(float(${expressionPython(expression)})))`,
    ]),
    'print(json.dumps(out))',
  ].join('\n')
  const values: readonly string[] = JSON.parse(execFileSync(python!, ['-'], { input: script, encoding: 'utf8' }))
  let compared = 0
  cases.forEach(([expression, point], i) => {
    const ours = evaluateExpression(expression, (name) => point[name] ?? Number.NaN)
    if (!Number.isFinite(ours) || Math.abs(ours) > 1e12) return
    compared++
    const theirs = Number(values[i]?.replace('inf', 'Infinity'))
    expect(Math.abs(theirs - ours), expressionPython(expression)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(ours)))
  })
  expect(compared).toBeGreaterThan(150)
})
