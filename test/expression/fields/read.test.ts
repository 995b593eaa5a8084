import { describe, expect, test } from 'vitest'
import type { FieldText } from '../../../src/expression/fields/field-text.ts'
import { readFieldEquations } from '../../../src/expression/fields/read-field-equations.ts'
import { describeFields } from './describe-fields.ts'

const line: FieldText['axes'] = [{ name: 'x', isPeriodic: true }]
const plane: FieldText['axes'] = ['x', 'y'].map((name) => ({ name, isPeriodic: true }))
const all = ['a', 'c', 'D', 'k', 'nu', 'r', 'K', 'eps', 'epsilon', 'lambda', 'V', 'Re']

function lines(equations: readonly string[], more: Partial<FieldText> = {}): readonly string[] {
  const reading = readFieldEquations({ equations, axes: line, parameters: all, boundary: {}, ...more })
  expect(reading.errors).toEqual([])
  return describeFields(reading.equations!).rates
}

// What each stands for is the textbook's: ∂u/∂t alone on the left, operators written out.
describe('as books write it, on a line', () => {
  test.each([
    ['u_t = D*laplacian(u)', ['u_t = D*laplacian(u)']],
    ['∂u/∂t = D ∂²u/∂x²', ['u_t = D*dxx(u)']],
    ['du/dt = d/dx (D*du/dx)', ['u_t = D*dxx(u)']],
    ['d(u)/dt = u_xx', ['u_t = dxx(u)']],
    ["u' = u_xx - u", ['u_t = dxx(u) - u']],
    ['dt(u) = lap(u)', ['u_t = laplacian(u)']],
    ['u_{t} = u_{xx} + λ e^u', ['u_t = dxx(u) + lambda*exp(u)']],
    ['u_t + 6 u u_x + u_xxx = 0', ['u_t = -6*(u*dx(u)) - dxxx(u)']],
    ['u_t + u*u_x = nu*u_xx', ['u_t = nu*dxx(u) - u*dx(u)']],
    ['u_t = -0.5*dx(u^2)', ['u_t = -0.5*dx(u^2)']],
    ['u_t = D u_xx + r u (1 - u/K)', ['u_t = D*dxx(u) + r*u*(1 - u/K)']],
    ['u_t(x,t) = D u_xx(x,t)', ['u_t = D*dxx(u)']],
    ['u_tt - c² u_xx + sin(u) = 0', ['u_tt = c^2*dxx(u) - sin(u)']],
    ['∂²u/∂t² = c^2 ∂²u/∂x²', ['u_tt = c^2*dxx(u)']],
    ['u_tt + 2*a*u_t = c^2*u_xx', ['u_tt = c^2*dxx(u) - 2*(a*u_t)']],
    ['(1 + u^2)*u_t = u_xx', ['u_t = dxx(u)/(u^2 + 1)']],
    ['h_t = -∂/∂x (h³ ∂³h/∂x³)', ['h_t = -div(h^3*dxxx(h))']],
    ['u_t = 1/Re u_xx', ['u_t = 1/Re*dxx(u)']],
    ['u_t = u_xx + ln(u) + |u|', ['u_t = dxx(u) + log(u) + abs(u)']],
    ['u_t = diff(u, x, 2) + dx(diff(u, x, x, x))', ['u_t = dxx(u) + dxxxx(u)']],
    ['-u_xx = D', ['0 = -dxx(u) - D']],
    ['0 = u_xx + k^2*u', ['0 = dxx(u) + k^2*u']],
    ['u_t = dx(sin(x)*cos(x)) + u', ['u_t = cos(x)^2 - sin(x)^2 + u']],
    ['u_t = u_xx + integral(u*x) - 2*integral(3*u)', ['u_t = dxx(u) + integral(u*x) - 6*integral(u)']],
  ])('%s', (typed, expected) => {
    expect(lines([typed])).toEqual(expected)
  })
})

describe('in the plane', () => {
  test.each([
    [['u_t = Δu + u − u³'], ['u_t = laplacian(u) + u - u^3']],
    [['u_t = ∇·(D∇u)'], ['u_t = D*laplacian(u)']],
    [['u_t = div((1 + u)*grad(u))'], ['u_t = div(vector((u + 1)*dx(u), (u + 1)*dy(u)))']],
    [['u_t = div(f(u)*grad(u))', 'f(s) = 1 + s^2'], ['u_t = div(vector((u^2 + 1)*dx(u), (u^2 + 1)*dy(u)))']],
    [['n_t + ∇·(v n) = D ∇²n', 'v = [1, -x]'], ['n_t = D*laplacian(n) - div(vector(n, -(x*n)))']],
    [['n_t = -(a, 2)·∇n'], ['n_t = -2*dy(n) - a*dx(n)']],
    [['n_t = -advect([a, 2], n)'], ['n_t = -(a*dx(n)) - 2*dy(n)']],
    [['h_t = abs(grad(h))^2'], ['h_t = dx(h)^2 + dy(h)^2']],
    [['u_t = |∇u|²'], ['u_t = dx(u)^2 + dy(u)^2']],
    [['u_tt = -∇⁴u'], ['u_tt = -laplacian(laplacian(u))']],
    [['u_t = u_xy + u_xxyy'], ['u_t = dxy(u) + dxxyy(u)']],
    [
      ['w_t = nu*laplacian(w) - dot(curl(psi), grad(w))', '0 = laplacian(psi) + w'],
      ['w_t = nu*laplacian(w) - dy(psi)*dx(w) + dx(psi)*dy(w)', '0 = laplacian(psi) + w'],
    ],
    [
      ['u_t + v_t = laplacian(u)', 'u_t - v_t = laplacian(v)'],
      ['u_t = laplacian(u) - (laplacian(u) - laplacian(v))/2', 'v_t = (laplacian(u) - laplacian(v))/2'],
    ],
    [['n_t = laplacian(μ)', 'μ = n^3 - n - ε²*laplacian(n)'], ['n_t = laplacian(n^3 - n - epsilon^2*laplacian(n))']],
    [['u_t = laplacian(u) + sigma_x*u', 'sigma_x = 2*D'], ['u_t = laplacian(u) + 2*(D*u)']],
    [['u_t = g(u, 2)', 'g(s, n) = dx(s^n)'], ['u_t = dx(u^2)']],
  ])('%j', (typed, expected) => {
    expect(lines(typed, { axes: plane })).toEqual(expected)
  })
})

test('noise, second order in time and definitions are kept apart', () => {
  const reading = readFieldEquations({
    equations: ['u_tt = c^2*laplacian(u) - flow + eps*u*white', 'flow = a*u_t', 'p_t = u'],
    axes: plane,
    parameters: all,
    boundary: {},
  })
  const equations = reading.equations!
  expect(equations.unknowns).toEqual(['u', 'p', 'u_t'])
  expect(equations.velocityOf).toEqual([undefined, undefined, 0])
  expect(equations.noise.map((factor) => factor !== undefined)).toEqual([false, false, true])
  expect(describeFields(equations).rates).toEqual(['u_tt = c^2*laplacian(u) - a*u_t + eps*u*white', 'p_t = u'])
  expect(describeFields(equations).definitions).toEqual(['flow = a*u_t'])
})

test('every term uses only those before it, and equal ones are one', () => {
  const { terms, rates } = readFieldEquations({
    equations: ['u_t = v_t + laplacian(u)', 'v_t = laplacian(u) + laplacian(laplacian(u)) - v', 's = laplacian(v_t)'],
    axes: plane,
    parameters: [],
    boundary: {},
  }).equations!
  // laplacian(u), its laplacian, and the laplacian of the rate of v.
  expect(terms.length).toBe(3)
  expect(rates.length).toBe(2)
  terms.forEach((term, i) => {
    const inside = JSON.stringify(term).match(/#\d+/g) ?? []
    for (const name of inside) expect(Number(name.slice(1))).toBeLessThan(i)
  })
})

test('in a ball the divergence of a gradient is the Laplacian', () => {
  const radial = { axes: [{ name: 'r', isPeriodic: false }], radialDimension: 3, parameters: ['D'] }
  expect(lines(['u_t = div(D*grad(u)) + u_r'], radial)).toEqual(['u_t = D*laplacian(u) + dr(u)'])
  expect(lines(['u_t = div((1 + u)*u_r)'], radial)).toEqual(['u_t = div((u + 1)*dr(u))'])
})

describe('what is wrong is told where it stands, with what to do', () => {
  test.each<[readonly string[], number, number, RegExp]>([
    [['u_t = D*laplacain(u)'], 0, 9, /did you mean "laplacian"/],
    [['u_t = u_yy'], 0, 7, /no axis y/],
    [['u_t = dy(u)'], 0, 7, /"dy" is not a function/],
    [['u_t = u_xx + w'], 0, 14, /w_t = … or a definition w = …/],
    [['u_t = w_xx'], 0, 7, /"w" has no equation/],
    [['u_t = u_xx + i*u'], 0, 14, /two unknowns/],
    [['u_t = u_xx', 'q = q + 1'], 1, 1, /"q" is defined by itself/],
    [['u_t = p', 'p = q', 'q = p*u'], 1, 1, /p needs q needs p/],
    [['u_t = f(u)', 'f(s) = f(s)/2'], 1, 1, /"f" is defined by itself/],
    [['u_t = u_xx', 'u_t = 3'], 1, 1, /twice, in equations 1 and 2/],
    [['u_t = u_xx', '__proto__ = 3'], 1, 1, /kept for the machine/],
    [['constructor_t = u_xx'], 0, 1, /kept for the machine/],
    [['x = 3', 'u_t = u_xx'], 0, 1, /a coordinate/],
    [['D = 3', 'u_t = D*u_xx'], 0, 1, /a parameter already/],
    [['u_t^2 = u_xx'], 0, 1, /linearly/],
    [['u_t - u_xxt = u*u_x'], 0, 1, /w_t = …, 0 = u - laplacian\(u\) - w/],
    [['u_t = u_xx + white^2'], 0, 7, /white stands linearly/],
    [['u_t = laplacian(u + white)'], 0, 7, /outside of operators/],
    [['0 = u_xx + white'], 0, 1, /derivative by time/],
    [['u_ttt = u'], 0, 1, /up to the second/],
    [['u_t = u_xxxxx'], 0, 7, /up to order 4/],
    [['u_t = '], 0, 7, /is empty/],
    [[''], 0, 1, /equation is empty/],
    [['u_t == u_xx'], 0, 5, /one "="/],
    [['u_t = grad([u, 2])'], 0, 7, /a vector stands where a number/],
    [['0 = u_xx + w'], 0, 1, /one field.*2: u and w/],
    [['u_t = u_xx', 'v_t + u_t = u', 'w = v_t'], 0, 1, /./],
    [['u_t = a/D u'], 0, 11, /fraction bar/],
    [['u_t = laplacian(u, 2)'], 0, 7, /takes 1 argument, not 2/],
    [['u_t = u_xx + p_t', 'p = 2*u'], 1, 1, /both an unknown with a derivative by time and a definition/],
  ])('%j', (equations, index, column, message) => {
    const { errors, equations: read } = readFieldEquations({
      equations,
      axes: line,
      parameters: ['D', 'a'],
      boundary: {},
    })
    if (message.source === '.') {
      // A derivative that another equation determines may stand anywhere.
      expect(read?.rates.length).toBe(2)
      return
    }
    expect(read).toBeUndefined()
    expect(errors[0]).toMatchObject({ path: `problem.equations[${index}]`.replace(/\[(\d)\]/, '.$1'), column })
    expect(errors[0]?.message).toMatch(message)
  })

  test('names of parameters', () => {
    const { errors } = readFieldEquations({ equations: ['u_t = u_xx'], axes: line, parameters: ['x', '__proto__', 'white'], boundary: {} }) // biome-ignore format: one problem
    expect(errors.map((error) => error.path)).toEqual(['x', '__proto__', 'white'].map((name) => `problem.parameters.${name}`)) // biome-ignore format: one list
  })
})

describe('observed numbers', () => {
  const observed = (text: string, axes = plane) =>
    readFieldEquations({
      equations: ['u_t = laplacian(u)'],
      axes,
      parameters: ['a'],
      boundary: {},
      observe: { out: text },
    })

  test.each([
    ['at(u, x = 0.5, y = 1/4)', '@0', ['u at 0.5, 0.25']],
    ['at(u, 0.5, 1)', '@0', ['u at 0.5, 1']],
    ['2*integral(u^2)/mean(u) + a*t', '2*(@0/@1) + a*t', ['u^2 integral', 'u mean']],
    ['max(u_x) - min(laplacian(u))', '@0 - @1', ['dx(u) maximum', 'laplacian(u) minimum']],
    ['max(at(u, 0, 0), 1)', 'max(@0, 1)', ['u at 0, 0']],
  ])('%s', (text, value, parts) => {
    const reading = observed(text)
    expect(reading.errors).toEqual([])
    expect(describeFields(reading.equations!).observed).toEqual([{ value, parts }])
  })

  test.each([
    ['u', 1, /at\(u, x = …, y = …\), integral\(u\)/],
    ['at(u, x = 0.5)', 1, /needs y too/],
    ['at(u, x = u, y = 1)', 7, /given by numbers/],
    ['at(u, z = 1)', 7, /z/],
    ['integral(w)', 10, /"w" is not known/],
  ])('%s', (text, column, message) => {
    const [error] = observed(text).errors
    expect(error).toMatchObject({ path: 'observe.out', column })
    expect(error?.message).toMatch(message)
  })
})

describe('regions', () => {
  const level = (inside: string) => {
    const reading = readFieldEquations({ equations: ['u_t = laplacian(u)'], axes: plane, parameters: ['a'], boundary: {}, inside }) // biome-ignore format: one problem
    return reading.equations ? describeFields(reading.equations).levelSet : reading.errors[0]
  }
  test('comparisons become differences, and, or, not the greatest, the least, and the other sign', () => {
    expect(level('x^2 + y^2 < 1')).toBe('x^2 + y^2 - 1')
    expect(level('x > 0 and y <= a or not x^2 < 4')).toBe('min(max(-x, y - a), 4 - x^2)')
  })
  test('what is no region', () => {
    expect(level('x + y')).toMatchObject({ path: 'problem.domain.inside', message: expect.stringMatching(/condition/) })
    expect(level('u < 1')).toMatchObject({ message: expect.stringMatching(/coordinates and parameters/) })
    expect(level('x == 1')).toMatchObject({ message: expect.stringMatching(/not ==/) })
    expect(level('a < 1')).toMatchObject({ message: expect.stringMatching(/no coordinate/) })
  })
})
