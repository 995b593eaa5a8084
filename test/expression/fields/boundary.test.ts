import { describe, expect, test } from 'vitest'
import type { FieldText } from '../../../src/expression/fields/field-text.ts'
import { readFieldEquations } from '../../../src/expression/fields/read-field-equations.ts'
import { describeFields } from './describe-fields.ts'

const parameters = ['D', 'c', 'k', 'eps']
const line: FieldText['axes'] = [{ name: 'x', isPeriodic: false }]
const plane: FieldText['axes'] = ['x', 'y'].map((name) => ({ name, isPeriodic: false }))

function read(equations: readonly string[], boundary: FieldText['boundary'], more: Partial<FieldText> = {}) {
  return readFieldEquations({ equations, axes: line, parameters, boundary, ...more })
}
function sides(...input: Parameters<typeof read>): readonly string[] {
  const reading = read(...input)
  expect(reading.errors).toEqual([])
  return describeFields(reading.equations!).boundary
}

const natural = (side: string, unknown: string) => `${side} ${unknown} neumann: 0 | 1 | 0`

test('what is left out is dn(u) = 0, and dn(laplacian(u)) = 0 for fourth order', () => {
  expect(sides(['u_t = D*u_xx'], {})).toEqual([natural('x-', 'u'), natural('x+', 'u')])
  expect(sides(['u_t = -u_xxxx'], { 'x+': ['u = 0', 'dn(u) = 0'] })).toEqual([
    natural('x-', 'u'),
    'x- u neumann of laplacian: 0 | 1 | 0',
    'x+ u dirichlet: 1 | 0 | 0',
    'x+ u neumann: 0 | 1 | 0',
  ])
})

// value | normal | right side, from what is typed by hand; the outward normal is −x on x-.
describe('one condition on x- of u_t = D*u_xx - c*u_x', () => {
  test.each([
    ['u = sin(t)', 'dirichlet: 1 | 0 | sin(t)'],
    ['2*u = x + k', 'dirichlet: 1 | 0 | (k + x)/2'],
    ['0 = u - 1', 'dirichlet: 1 | 0 | 1'],
    ['u(0, t) = 1', 'dirichlet: 1 | 0 | 1'],
    ['dn(u) = k*t', 'neumann: 0 | 1 | k*t'],
    ['u_x = 3', 'neumann: 0 | 1 | -3'],
    ['dx(u) = 3', 'neumann: 0 | 1 | -3'],
    ['∂u/∂n = 3', 'neumann: 0 | 1 | 3'],
    ['dn(u) + 2*u = 1', 'robin: 2 | 1 | 1'],
    ['-D*dn(u) = k*(u - 1)', 'robin: k | D | k'],
    ['-D dn(u) = k u^2', 'neumann: 0 | 1 | -(k*u^2/D)'],
    ['(1 + u)*dn(u) = 2', 'neumann: 0 | 1 | 2/(u + 1)'],
    ['flux = 1', 'robin: c | D | -1'],
    ['dn(u^2) = 4', 'neumann: 0 | 1 | 4/(2*u)'],
  ])('%s', (text, expected) => {
    expect(sides(['u_t = D*u_xx - c*u_x'], { 'x-': text })[0]).toBe(`x- u ${expected}`)
  })
})

test('a flux is what leaves: −D dn(u) of a Laplacian, −F·n of a divergence', () => {
  const of = (equation: string, side: string) =>
    sides([equation], { [side]: 'flux = k' }, { axes: plane }).find((text) => text.startsWith(side))
  expect(of('u_t = D*laplacian(u)', 'y-')).toBe('y- u neumann: 0 | 1 | -(k/D)')
  expect(of('u_t = div(D*grad(u) - [c, 0]*u)', 'x+')).toBe('x+ u robin: -c | D | -k')
  expect(of('u_t = div(D*grad(u) - [c, 0]*u)', 'y+')).toBe('y+ u neumann: 0 | 1 | -(k/D)')
})

test('conditions of several unknowns by name, in a list, on both sides of an axis', () => {
  const equations = ['u_t = laplacian(u) - v', 'v_t = D*laplacian(v) + u']
  const wanted = [
    'x- u dirichlet: 1 | 0 | 0',
    'x- v robin: 2 | 1 | 0',
    'x+ u dirichlet: 1 | 0 | 0',
    'x+ v robin: 2 | 1 | 0',
  ]
  expect(sides(equations, { x: { u: 'u = 0', v: 'dn(v) + 2*v = 0' } })).toEqual(wanted)
  expect(sides(equations, { x: ['u = 0', 'dn(v) + 2*v = 0'] })).toEqual(wanted)
  expect(sides(equations, { 'x-': { u: 'dn(u) = k*(v - u)' } })[0]).toBe('x- u robin: k | 1 | k*v')
})

test('fourth order: hinged, clamped, the chemical potential, a free end', () => {
  expect(sides(['u_t = -u_xxxx'], { x: ['u = 0', 'u_xx = 0'] }).slice(0, 2)).toEqual([
    'x- u dirichlet: 1 | 0 | 0',
    'x- u dirichlet of laplacian: 1 | 0 | 0',
  ])
  expect(sides(['u_t = -u_xxxx'], { x: ['u_xx = 0', 'u_xxx = 2'] }).slice(0, 2)).toEqual([
    'x- u dirichlet of laplacian: 1 | 0 | 0',
    'x- u neumann of laplacian: 0 | 1 | -2',
  ])
  const potential = ['u_t = laplacian(mu)', 'mu = u^3 - u - eps^2*laplacian(u)']
  // ∂μ/∂n = (3u² − 1) ∂u/∂n − ε² ∂∇²u/∂n.
  expect(sides(potential, { x: ['dn(u) = 0', 'dn(mu) = 0'] }, { axes: plane })[1]).toBe(
    'x- u neumann of laplacian: 0 | 1 | 0',
  )
  expect(sides(potential, { x: ['dn(u) = 1', 'dn(mu) = 0'] })[1]).toBe(
    'x- u neumann of laplacian: 0 | 1 | -((1 - 3*u^2)/eps^2)',
  )
})

test('the velocity of a second order in time has the derivative of the condition by time', () => {
  expect(sides(['u_tt = c^2*u_xx'], { 'x-': 'u = sin(t)', 'x+': 'dn(u) + t*u = t^2' })).toEqual([
    'x- u dirichlet: 1 | 0 | sin(t)',
    'x- u_t dirichlet: 1 | 0 | cos(t)',
    'x+ u robin: t | 1 | t^2',
    'x+ u_t robin: t | 1 | 2*t - u',
  ])
  // Waves leave: the condition holds the velocity itself.
  expect(sides(['u_tt = c^2*u_xx'], { x: 'u_t + c*dn(u) = 0' })[0]).toBe('x- u neumann: 0 | 1 | -(u_t/c)')
})

test('the edge of a region has conditions too', () => {
  const more = { axes: plane, inside: 'x^2 + y^2 < 1' }
  expect(sides(['u_t = laplacian(u)'], { inside: 'dn(u) = x' }, more).at(-1)).toBe('inside u neumann: 0 | 1 | x')
  expect(sides(['u_t = laplacian(u)'], {}, more).at(-1)).toBe(natural('inside', 'u'))
})

test('periodic axes have no sides, unknowns without derivatives in space no conditions', () => {
  const axes = [{ name: 'x', isPeriodic: true }, { name: 'y', isPeriodic: false }] // biome-ignore format: a list
  const equations = ['u_t = laplacian(u) - w', 'w_t = u']
  expect(sides(equations, { x: 'periodic', 'y-': { w: 'dn(w) = 0' } }, { axes })).toEqual([
    natural('y-', 'u'),
    natural('y+', 'u'),
  ])
})

describe('what is wrong', () => {
  const heat = ['u_t = D*laplacian(u)']
  const two = ['u_t = laplacian(u) - v', 'v_t = D*laplacian(v) + u', 'w_t = u']
  test.each<[readonly string[], FieldText['boundary'], string, RegExp]>([
    [heat, { 'x-': ['u = 0', 'dn(u) = 1'] }, 'problem.boundary["x-"].1', /one condition on x-, not 2/],
    [heat, { 'x-': 'dn(u) = 1 +' }, 'problem.boundary["x-"]', /ends where a value should stand/],
    [heat, { 'x-': 'u' }, 'problem.boundary["x-"]', /"=" is missing/],
    [heat, { 'x-': 'u^2 = 1' }, 'problem.boundary["x-"]', /linearly/],
    [heat, { 'x-': 'k = 1' }, 'problem.boundary["x-"]', /does not stand in this condition/],
    [heat, { 'x-': 'u_y = 1' }, 'problem.boundary["x-"]', /along the side/],
    [heat, { 'x-': 'laplacian(u) = 0' }, 'problem.boundary["x-"]', /fourth order/],
    [heat, { 'x-': 'u = w' }, 'problem.boundary["x-"]', /"w" is not known/],
    [heat, { 'x-': 'dn(u) = u_t' }, 'problem.boundary["x-"]', /u_t cannot stand/],
    [heat, { 'x-': 'u = integral(u)' }, 'problem.boundary["x-"]', /integral/],
    [heat, { q: 'u = 1' }, 'problem.boundary.q', /not a side/],
    [heat, { 'x-': 'periodic' }, 'problem.boundary["x-"]', /as a whole/],
    [heat, { inside: 'u = 1' }, 'problem.boundary.inside', /no region/],
    [heat, { 'x-': { uu: 'u = 1' } }, 'problem.boundary["x-"].uu', /did you mean "u"/],
    [two, { 'x-': 'dn(u) + dn(v) = 0' }, 'problem.boundary["x-"]', /say which unknown/],
    [two, { 'x-': { u: 'dn(u) = dn(v)' } }, 'problem.boundary["x-"].u', /dn\(v\)/],
    [two, { 'x-': { w: 'w = 0' } }, 'problem.boundary["x-"].w', /takes no condition/],
    [['u_t = -biharmonic(u)'], { 'x-': 'u = 0' }, 'problem.boundary["x-"]', /hinged.*clamped/],
    [['u_tt = laplacian(u)'], { 'x-': { u_t: 'u_t = 0' } }, 'problem.boundary["x-"].u_t', /follow from those of u/],
    [['0 = laplacian(u) - white'], {}, 'problem.equations.0', /white/],
  ])('%j %j', (equations, boundary, path, message) => {
    const { errors, equations: made } = read(equations, boundary, { axes: plane })
    expect(made).toBeUndefined()
    expect(errors[0]?.path).toBe(path)
    expect(errors[0]?.message).toMatch(message)
  })
})
