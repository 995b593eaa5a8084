import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, multiply } from '../../../src/expression/build.ts'
import { differentiate } from '../../../src/expression/differentiate.ts'
import { evaluateExpression } from '../../../src/expression/evaluate.ts'
import type { Expression } from '../../../src/expression/expression.ts'
import type { FieldEquations, FieldSplit } from '../../../src/expression/fields/field-equations.ts'
import { fieldJacobian } from '../../../src/expression/fields/field-jacobian.ts'
import { fieldText } from '../../../src/expression/fields/field-print.ts'
import { symbolOf } from '../../../src/expression/fields/field-symbol.ts'
import { withGivenFields } from '../../../src/expression/fields/given-fields.ts'
import { readFieldEquations } from '../../../src/expression/fields/read-field-equations.ts'
import { splitFields } from '../../../src/expression/fields/split-fields.ts'
import { type Complex, plus, real, scaled, times } from '../../support/complex-step.ts'
import { given, type Meant, parameterValues, randomField } from './random-fields.ts'

const axes = ['x', 'y'].map((name) => ({ name, isPeriodic: true }))

function read(equations: readonly string[]): FieldEquations {
  const reading = readFieldEquations({ equations, axes, parameters: ['a', 'b'], boundary: {} })
  if (!reading.equations) throw new Error(reading.errors.map((error) => error.message).join('; '))
  return reading.equations
}

const system = fc.tuple(randomField(), randomField())
const typed = ([f, g]: readonly [Meant, Meant]) => [`u_t = ${f.text}`, `v_t = ${g.text}`]

const points = [
  { x: 0.31, y: 0.77 },
  { x: -0.62, y: 0.18 },
]
function valueAt(e: Expression, point: Readonly<Record<string, number>>): number {
  return evaluateExpression(e, (name) => point[name] ?? parameterValues[name] ?? Number.NaN)
}

/** Equal up to the rounding of sums of this size; what overflows is left out. */
function expectSame(a: readonly Expression[], b: readonly Expression[]): void {
  for (const point of points)
    a.forEach((e, i) => {
      const [left, right] = [valueAt(e, point), valueAt(b[i]!, point)]
      if (!Number.isFinite(right) || Math.abs(right) > 1e9) return
      expect(Math.abs(left - right)).toBeLessThan(1e-8 * (1 + Math.abs(right)) + roundingOf(b[i]!, point))
    })
}

/** What cancellation in a sum may cost. */
function roundingOf(e: Expression, point: Readonly<Record<string, number>>): number {
  if (e.kind === 'binary' && (e.operator === '+' || e.operator === '-'))
    return roundingOf(e.left, point) + roundingOf(e.right, point)
  return 1e-12 * Math.abs(valueAt(e, point))
}

test('a typed expression means what calculus says of it', () => {
  fc.assert(
    fc.property(system, (pair) => {
      const equations = read(typed(pair))
      expectSame(withGivenFields(equations.rates, equations, given)!, [pair[0].value, pair[1].value])
    }),
    { numRuns: 150 },
  )
})

test('what is printed is read as the same', () => {
  fc.assert(
    fc.property(system, (pair) => {
      const first = fieldText(read(typed(pair)), [true, true])
      const equations = read(first.equations)
      expectSame(withGivenFields(equations.rates, equations, given)!, [pair[0].value, pair[1].value])
      expect(fieldText(read(first.equations), [true, true])).toEqual(fieldText(equations, [true, true]))
    }),
    { numRuns: 150 },
  )
})

/** The linear part of each rate on the given fields. */
function linearPart(split: FieldSplit, rate: number): Expression {
  const fields = [...given.values()]
  let sum: Expression = { kind: 'number', value: 0 }
  for (const part of split.linear) {
    if (part.rate !== rate) continue
    let e = fields[part.unknown]!
    for (let n = 0; n < part.laplacians; n++)
      e = add(differentiate(differentiate(e, 'x'), 'x'), differentiate(differentiate(e, 'y'), 'y'))
    part.orders.forEach((order, axis) => {
      for (let n = 0; n < order; n++) e = differentiate(e, axes[axis]!.name)
    })
    sum = add(sum, multiply(part.coefficient, e))
  }
  return sum
}

test('linear part and rest are the whole', () => {
  fc.assert(
    fc.property(system, (pair) => {
      const equations = read(typed(pair))
      const split = splitFields(equations)
      const rest = withGivenFields(split.rest, { axes: equations.axes, terms: split.terms }, given)!
      expectSame(rest.map((e, i) => add(linearPart(split, i), e)), [pair[0].value, pair[1].value]) // biome-ignore format: one call
    }),
    { numRuns: 150 },
  )
})

test('what is linear with constant coefficients leaves no rest, and its symbol is that of its derivatives of e^(ikx)', () => {
  const coefficient = fc.constantFrom('a', '2', '(a*b)', '-b')
  const operator = fc.constantFrom('u', 'v', 'u_x', 'v_yy', 'laplacian(u)', 'laplacian(laplacian(v))', 'dx(u + v)', 'div([u, 2*v])', 'u_xxy', 'biharmonic(u)') // biome-ignore format: a list
  fc.assert(
    fc.property(fc.array(fc.tuple(coefficient, operator), { minLength: 1, maxLength: 5 }), (parts) => {
      const equations = read([`u_t = ${parts.map(([c, o]) => `${c}*${o}`).join(' + ')}`, 'v_t = u'])
      const split = splitFields(equations)
      expect(split.rest.every((e) => valueAt(e, points[0]!) === 0)).toBe(true)
      const [k, l] = [1.7, -0.6]
      // Real and imaginary parts of e^(i(kx + ly)), each as a given field.
      for (const unknown of [0, 1]) {
        const wave = (f: string): Expression => ({ kind: 'call', name: f, arguments: [phase(k, l)] })
        const zero: Expression = { kind: 'number', value: 0 }
        const fields = (f: string) => new Map([['u', unknown === 0 ? wave(f) : zero], ['v', unknown === 1 ? wave(f) : zero]]) // biome-ignore format: a map
        const [re, im] = ['cos', 'sin'].map((f) => valueAt(withGivenFields(equations.rates, equations, fields(f))![0]!, { x: 0, y: 0 })) // biome-ignore format: a pair
        const entry = symbolOf(split.linear, [k, l], (name) => parameterValues[name]!).find((e) => e.rate === 0 && e.unknown === unknown) // biome-ignore format: one entry
        expect(entry?.real ?? 0).toBeCloseTo(re!, 9)
        expect(entry?.imaginary ?? 0).toBeCloseTo(im!, 9)
      }
    }),
    { numRuns: 60 },
  )
})

function phase(k: number, l: number): Expression {
  const product = (value: number, name: string): Expression =>
    multiply({ kind: 'number', value }, { kind: 'name', name })
  return add(product(k, 'x'), product(l, 'y'))
}

/** An expression at complex values, for the functions that random fields have. */
function complexValue(e: Expression, lookup: (name: string) => Complex): Complex {
  switch (e.kind) {
    case 'number':
      return real(e.value)
    case 'name':
      return lookup(e.name)
    case 'unary':
      return scaled(-1, complexValue(e.operand, lookup))
    case 'call': {
      const [a, b] = complexValue(e.arguments[0]!, lookup)
      return e.name === 'sin'
        ? [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)]
        : [Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b)]
    }
    case 'binary': {
      const left = complexValue(e.left, lookup)
      if (e.operator === '^' && e.right.kind === 'number') {
        let product = real(1)
        for (let n = 0; n < e.right.value; n++) product = times(product, left)
        return product
      }
      const right = complexValue(e.right, lookup)
      if (e.operator === '+') return plus(left, right)
      if (e.operator === '-') return plus(left, scaled(-1, right))
      if (e.operator === '*') return times(left, right)
      const size = right[0] ** 2 + right[1] ** 2
      return scaled(1 / size, times(left, [right[0], -right[1]]))
    }
  }
}

test('derivatives of rates and of what terms contain agree with a complex step (Squire, Trapp 1998)', () => {
  const tiny = 1e-150
  fc.assert(
    fc.property(system, (pair) => {
      const equations = read(typed(pair))
      const jacobian = fieldJacobian(equations)
      const names = [...equations.unknowns, ...equations.terms.map((_, i) => `#${i}`)]
      const values = new Map([...names, 'a', 'b', 'x', 'y'].map((name, i) => [name, 0.2 + 0.37 * Math.sin(i + 1)]))
      const check = (e: Expression, found: ReturnType<typeof fieldJacobian>['rates'][number]) => {
        names.forEach((name, place) => {
          const step =
            complexValue(e, (other) => [values.get(other) ?? Number.NaN, other === name ? tiny : 0])[1] / tiny
          const isTerm = place >= equations.unknowns.length
          const index = isTerm ? place - equations.unknowns.length : place
          const entry = found.find((d) => d.by === (isTerm ? 'term' : 'unknown') && d.index === index)
          const value = entry ? evaluateExpression(entry.value, (other) => values.get(other) ?? Number.NaN) : 0
          expect(Math.abs(value - step)).toBeLessThan(1e-10 * (1 + Math.abs(step)))
        })
      }
      for (const [i, rate] of equations.rates.entries()) check(rate, jacobian.rates[i]!)
      equations.terms.forEach((term, i) => {
        const parts = term.kind === 'divergence' ? term.fluxes : [term.of]
        for (const [j, part] of parts.entries()) check(part, jacobian.terms[i]![j]!)
      })
    }),
    { numRuns: 150 },
  )
})
