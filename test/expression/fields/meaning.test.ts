import { describe, expect, test } from 'vitest'
import { parseUnit } from '../../../src/core/unit.ts'
import { fieldClasses } from '../../../src/expression/fields/field-class.ts'
import { conditionLatex, fieldLatex, rateLatex } from '../../../src/expression/fields/field-latex.ts'
import { checkFieldUnits } from '../../../src/expression/fields/field-units.ts'
import { frozenLinearisation } from '../../../src/expression/fields/frozen-linearisation.ts'
import { type FieldText, readFieldEquations } from '../../../src/expression/fields/read-field-equations.ts'
import { expressionText } from '../../../src/expression/print.ts'

const parameters = ['D', 'c', 'k', 'nu']
function problem(equations: readonly string[], axes = ['x', 'y'], more: Partial<FieldText> = {}): FieldText {
  return { equations, axes: axes.map((name) => ({ name, isPeriodic: true })), parameters, boundary: {}, ...more }
}
function read(...input: Parameters<typeof problem>) {
  const reading = readFieldEquations(problem(...input))
  if (!reading.equations) throw new Error(reading.errors.map((error) => error.message).join('; '))
  return reading.equations
}

describe('typeset as typed', () => {
  test.each([
    ['u_t = D*u_xx', '\\frac{\\partial u}{\\partial t} = D \\, \\frac{\\partial^{2} u}{\\partial x^{2}}'],
    ['u_tt = u_xy', '\\frac{\\partial^{2} u}{\\partial t^{2}} = \\frac{\\partial^{2} u}{\\partial x \\, \\partial y}'],
    ['∂u/∂t = ∇²u', '\\frac{\\partial u}{\\partial t} = \\nabla^{2} u'],
    ['u_t = dx(u^2)', '\\frac{\\partial u}{\\partial t} = \\frac{\\partial}{\\partial x} \\left(u^{2}\\right)'],
    ['0 = laplacian(p + q)', '0 = \\nabla^{2} \\left(p + q\\right)'],
    ['u_t = ∇·(D∇u)', '\\frac{\\partial u}{\\partial t} = \\nabla \\cdot \\left(D \\, \\nabla u\\right)'],
    ['v = [u, 2]', 'v = \\begin{pmatrix} u \\\\ 2 \\end{pmatrix}'],
    ['u_t = integral(u)', '\\frac{\\partial u}{\\partial t} = \\int_{\\Omega} u \\, \\mathrm{d}V'],
    ['u_t = (', undefined],
  ])('%s', (typed, latex) => {
    expect(fieldLatex(problem([typed]))).toEqual([latex])
  })

  test('the solved form, and conditions', () => {
    const axes = [{ name: 'x', isPeriodic: false }]
    const equations = read(['u_tt - c^2*u_xx = k*white'], ['x'], { axes, boundary: { 'x-': 'dn(u) + 2*u = sin(t)' } })
    expect(rateLatex(equations, 1)).toBe(
      '\\frac{\\partial^{2} u}{\\partial t^{2}} = c^{2} \\, \\frac{\\partial^{2} u}{\\partial x^{2}} + k \\, \\dot{W}',
    )
    expect(conditionLatex(equations.boundary[0]!, equations)).toBe(
      '\\frac{\\partial u}{\\partial n} + 2 \\, u = \\sin\\left(t\\right)',
    )
  })
})

// The kinds are the textbook's (Evans, Partial Differential Equations, chapter 1).
describe('kinds of equations', () => {
  test.each<[readonly string[], readonly string[]]>([
    [['u_t = D*laplacian(u) + u'], ['parabolic 2']],
    [['u_t = -laplacian(u)'], ['ill-posed 2']],
    [['u_t = u_xx - u_yy'], ['ill-posed 2']],
    [['u_t = -laplacian(u) - biharmonic(u)'], ['parabolic 4']],
    [['u_t = biharmonic(u)'], ['ill-posed 4']],
    [['u_t + c*u_x = 0'], ['hyperbolic 1']],
    [['u_t + u*u_x + u_xxx = 0'], ['dispersive 3']],
    [['u_tt = c^2*laplacian(u)'], ['hyperbolic 2']],
    [['u_tt = -biharmonic(u)'], ['dispersive 4']],
    [['0 = laplacian(u) + 1'], ['elliptic 2']],
    [
      ['u_t = k*u - w', 'w_t = u'],
      ['ordinary 0', 'ordinary 0'],
    ],
    [
      ['p_t = laplacian(q)', 'q_t = -laplacian(p)'],
      ['dispersive 2', 'dispersive 2'],
    ],
    [
      ['u_t = v', 'v_t = c^2*laplacian(u)'],
      ['ordinary 0', 'hyperbolic 2'],
    ],
    [
      ['u_t = laplacian(m)', '0 = m - u^3 + u + laplacian(u)'],
      ['parabolic 2', 'elliptic 2'],
    ],
    [['u_t = nu*u_xx - u*u_x'], ['hyperbolic 1']],
    [['u_t = div(u^2*grad(u))'], ['parabolic 2']],
  ])('%j', (equations, kinds) => {
    const found = fieldClasses(read(equations), (name) => ({ D: 1, c: 2, k: 1, nu: 0 })[name])
    expect(found.map(({ kind, order }) => `${kind} ${order}`)).toEqual(kinds)
  })

  test('where parameters are not known, nothing is said of signs', () => {
    const [found] = fieldClasses(read(['u_t = -D*u_xx']))
    expect(found?.kind).toBe('parabolic')
    expect(fieldClasses(read(['u_t = div(u^2*grad(u))']))[0]?.sentence).toBe(
      'u: parabolic, second order in space; the coefficient depends on the solution',
    )
  })
})

test('frozen coefficients: the diffusivity of D(u) is D(u), of ∇²g(u) it is g′(u), the speed of −u u_x is −u', () => {
  const parts = (equation: string, axes: readonly string[]) =>
    frozenLinearisation(read([equation], [...axes]))
      .filter(({ orders, laplacians }) => laplacians > 0 || orders.some((order) => order > 0))
      .map((part) => `${expressionText(part.coefficient)} ${part.orders.join()} ${part.laplacians}`)
  expect(parts('u_t = dx((1 + u^2)*u_x)', ['x'])).toEqual(['2*(u*#0) 1 0', 'u^2 + 1 2 0'].sort())
  expect(parts('u_t = laplacian(u^3)', ['x', 'y'])).toEqual(['3*u^2 0,0 1'])
  expect(parts('u_t = -u*u_x + nu*laplacian(u)', ['x', 'y'])).toEqual(['nu 0,0 1', '-u 1,0 0'])
})

describe('units', () => {
  const given: Readonly<Record<string, string>> = { u: 'mol/m^3', x: 'm', y: 'm', D: 'm^2/s', c: 'm/s', k: '1/s' }
  const unitOf = (name: string) => (Object.hasOwn(given, name) ? parseUnit(given[name]!) : undefined)
  const errors = (equations: readonly string[], more: Partial<FieldText> = {}, axes = ['x', 'y']) =>
    checkFieldUnits(problem(equations, axes, more), unitOf, 's').map(({ path, message }) => `${path}: ${message}`)

  test.each([
    [['u_t = D*laplacian(u) - c*u_x - k*u']],
    [['u_t = div(D*grad(u) - [c, 0]*u)']],
    [['u_tt = c^2*u_xx']],
    [['u_t + c*u_x = f(u)', 'f(s) = k*s']],
    [['u_t = k*(integral(u)/integral(1) - u)']],
    // Unknown units fit everything.
    [['u_t = nu*laplacian(u)']],
  ])('%j is right', (equations) => {
    expect(errors(equations)).toEqual([])
  })

  test('what does not fit is told with both units', () => {
    expect(errors(['u_t = D*u_x'])[0]).toMatch(/^problem\.equations\.0: u_t is in .*, its right side in/)
    expect(errors(['u_t = D*laplacian(u) + c*u'])[0]).toMatch(/adds/)
    expect(errors(['u_t = s', 's = D*u_xx + c*u_xx'])[0]).toMatch(/^problem\.equations\.1: adds/)
    const axes = [{ name: 'x', isPeriodic: false }]
    expect(errors(['u_t = D*u_xx'], { axes, boundary: { 'x-': '-D*dn(u) = k*u' } })[0]).toMatch(
      /boundary\["x-"\]: the left side/,
    )
    expect(errors(['u_t = D*u_xx'], { axes, boundary: { 'x-': { u: ['-D*dn(u) = c*u'] } } })).toEqual([])
  })
})
