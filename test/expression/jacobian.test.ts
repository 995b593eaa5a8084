import { describe, expect, test } from 'vitest'
import { evaluateExpression } from '../../src/expression/evaluate.ts'
import type { Expression } from '../../src/expression/expression.ts'
import { derivativesBy, jacobianOf, odeJacobian } from '../../src/expression/jacobian.ts'
import { linearSplit } from '../../src/expression/linear-split.ts'
import { readOdeEquations } from '../../src/expression/ode.ts'
import type { OdeEquations } from '../../src/expression/ode-equations.ts'
import { expressionText } from '../../src/expression/print.ts'

function system(lines: readonly string[], parameters: readonly string[] = []): OdeEquations {
  const { equations, errors } = readOdeEquations({ equations: lines, parameters, events: [] })
  if (!equations) throw new Error(errors.map((error) => error.message).join('\n'))
  return equations
}

/** Values with the definitions worked out. */
function valueAt(equations: OdeEquations, expression: Expression, state: Readonly<Record<string, number>>): number {
  const known: Record<string, number> = { ...state }
  const lookup = (name: string) => known[name] ?? Number.NaN
  for (const { name, value } of equations.definitions) known[name] = evaluateExpression(value, lookup)
  return evaluateExpression(expression, lookup)
}

const systems: readonly [string, OdeEquations, Readonly<Record<string, number>>][] = [
  [
    'Lorenz',
    system(["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"], ['sigma', 'rho', 'beta']),
    { x: 1.2, y: -0.7, z: 23, sigma: 10, rho: 28, beta: 8 / 3, t: 0.3 },
  ],
  [
    'definitions of definitions, piecewise, explicit in time',
    system(
      [
        'r = sqrt(s)', 's = x^2 + a*y^2 + sin(t)', "x' = if(x > y, r*x, r*y) - x/r", "y' = max(x, s, r)*mod(x, 0.9) + abs(y)^x",
        "z'' = -z + tanh(z')*atan2(y, x) - erf(s)",
      ], // biome-ignore format: a list
      ['a'],
    ),
    { x: 1.3, y: 0.4, z: -0.2, "z'": 0.8, a: 1.7, t: 0.6 },
  ],
  [
    'Oregonator',
    system([
      "y1' = 77.27*(y2 + y1*(1 - 8.375e-6*y1 - y2))", "y2' = (y3 - (1 + y1)*y2)/77.27", "y3' = 0.161*(y1 - y3)",
    ]), // biome-ignore format: a list
    { y1: 1.5, y2: 2.5, y3: 3.5, t: 0 },
  ],
]

const difference = (
  equations: OdeEquations,
  rate: Expression,
  state: Readonly<Record<string, number>>,
  name: string,
): number => {
  const central = (h: number) => {
    const moved = (by: number) => valueAt(equations, rate, { ...state, [name]: (state[name] ?? 0) + by })
    return (moved(h) - moved(-h)) / (2 * h)
  }
  return (4 * central(5e-4) - central(1e-3)) / 3
}

describe.each(systems)('%s', (_, equations, state) => {
  const entries = odeJacobian(equations)

  test('every entry of the Jacobian agrees with differences; what is left out is 0', () => {
    equations.rates.forEach((rate, row) => {
      equations.unknowns.forEach((name, column) => {
        const entry = entries.find((e) => e.row === row && e.column === column)
        const exact = entry ? valueAt(equations, entry.value, state) : 0
        expect(exact).toBeCloseTo(difference(equations, rate, state, name), 7)
      })
    })
  })

  test('entries go row by row, columns ascending', () => {
    const keys = entries.map((entry) => entry.row * 1000 + entry.column)
    expect(keys).toEqual([...keys].sort((a, b) => a - b))
  })

  test('derivatives by parameters and by time', () => {
    for (const name of [...equations.parameters, 't']) {
      const exact = derivativesBy(equations, equations.rates, name)
      equations.rates.forEach((rate, row) => {
        expect(valueAt(equations, exact[row]!, state)).toBeCloseTo(difference(equations, rate, state, name), 7)
      })
    }
  })

  test('the linear part and the rest make up the rates', () => {
    const { linear, rest } = linearSplit(equations)
    equations.rates.forEach((rate, row) => {
      let sum = valueAt(equations, rest[row]!, state)
      for (const entry of linear)
        if (entry.row === row)
          sum += valueAt(equations, entry.value, state) * (state[equations.unknowns[entry.column] ?? ''] ?? 0)
      const whole = valueAt(equations, rate, state)
      expect(Math.abs(sum - whole)).toBeLessThan(1e-12 * (1 + Math.abs(whole)))
    })
  })
})

test('the linear part of Lorenz is its linearisation at 0, by hand', () => {
  const { linear, rest } = linearSplit(systems[0]![1])
  expect(linear.map((e) => `${e.row}${e.column} ${expressionText(e.value)}`)).toEqual([
    '00 -sigma', '01 sigma', '10 rho', '11 -1', '22 -beta',
  ]) // biome-ignore format: a list
  expect(rest.map(expressionText)).toEqual(['0', '-(x*z)', 'x*y'])
})

test('linear definitions are followed, coefficients may be definitions without unknowns', () => {
  const { linear, rest } = linearSplit(
    system(['k = a^2', 'd = x - y', "x' = -k*d + cos(t)", "y' = k*(d + d^2)"], ['a']),
  )
  expect(linear.map((e) => `${e.row}${e.column} ${expressionText(e.value)}`)).toEqual([
    '00 -k',
    '01 k',
    '10 k',
    '11 -k',
  ])
  expect(rest.map(expressionText)).toEqual(['cos(t)', 'k*d^2'])
})

test('the Jacobian of a long chain is sparse and made in passing', () => {
  const n = 400
  const lines = Array.from({ length: n }, (_, i) => {
    const [left, right] = [(i + n - 1) % n, (i + 1) % n]
    return `u${i}' = k*(u${left} - 2*u${i} + u${right}) + u${i}*(1 - u${i}^2)`
  })
  const entries = odeJacobian(system(lines, ['k']))
  expect(entries).toHaveLength(3 * n)
})

test('derivatives of other expressions of the state', () => {
  const lorenz = systems[0]![1]
  const when = lorenz.rates.slice(2)
  expect(jacobianOf(lorenz, when).map((e) => `${e.row}${e.column} ${expressionText(e.value)}`)).toEqual([
    '00 y', '01 x', '02 -beta',
  ]) // biome-ignore format: a list
})
