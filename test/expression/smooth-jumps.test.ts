import { expect, test } from 'vitest'
import { evaluateExpression } from '../../src/expression/evaluate.ts'
import { readOdeEquations } from '../../src/expression/ode.ts'
import { mayJump, smoothJumps } from '../../src/expression/smooth-jumps.ts'

const width = 0.1

function rate(text: string, x: number, t = 0): number {
  const { equations } = readOdeEquations({ equations: [`x' = ${text}`], parameters: [], events: [], outputs: {} })
  const smooth = equations && smoothJumps(equations, width)
  const [value] = smooth?.rates ?? []
  if (!value) throw new Error(`no jump was found in ${text}`)
  return evaluateExpression(value, (name) => (name === 't' ? t : x))
}

// By hand: a ramp from −1 (or 0) to 1 between −width and width, linear, and the old value beside it.
test.each([
  ['sign(x)', -0.2, -1],
  ['sign(x)', 0.05, 0.5],
  ['sign(x)', 0.2, 1],
  ['heaviside(x - 1)', 1.05, 0.75],
  ['x < 1', 0.95, 0.75],
  ['x >= 1', 0.95, 0.25],
  ['not (x < 1)', 0.95, 0.25],
  ['x > 0 and x < 1', 0.5, 1],
  ['x < 0 or x > 1', 1.05, 0.75],
  ['if(x < 1, 2, -2)', 0.95, 1],
  ['if(x < 1, 2, -2)', 0.5, 2],
  ['if(x > 0, sqrt(x), 0)', -4, 0],
])('%s at x = %d', (text, x, wanted) => {
  expect(rate(text, x)).toBeCloseTo(wanted, 14)
})

test('a jump at a given time stays, and so does what has no jump', () => {
  expect(rate('sign(x) + (t > 1)', 1, 1.0001)).toBe(2)
  const read = readOdeEquations({ equations: ["x' = abs(x) + sign(t)"], parameters: [], events: [], outputs: {} })
  expect(read.equations && smoothJumps(read.equations, width)).toBeUndefined()
})

// By definition: only what can jump, stands in a rate, and depends on the state.
test.each([
  [["x' = -1e6*x^3 + exp(-x) + min(x, 1)"], false],
  [["x' = sign(t) - x*(t < 1)"], false],
  [["x' = -x*k", 'k = if(x < 1, 1, 2)'], true],
  [["x' = -x", 'shown = sign(x)'], false],
  [["x' = -floor(s)", 's = x + t'], true],
  [["x' = -x/abs(x)"], true],
  [["x' = -mod(x, 1)"], true],
])('%s: its rates may jump: %s', (texts, wanted) => {
  const { equations } = readOdeEquations({ equations: texts, parameters: [], events: [], outputs: {} })
  expect(equations && mayJump(equations)).toBe(wanted)
})
