// The left panel of typed fields edits the file and nothing else: what each edit makes is compared with a file written by hand, and read
// again by the language.
import { expect, test } from 'vitest'
import type { Experiment } from '../../../src/experiment/experiment.ts'
import { noInputs } from '../../../src/experiment/inputs.ts'
import { parseExperiment } from '../../../src/experiment/parse.ts'
import { plan } from '../../../src/experiment/plan.ts'
import { tryResolveProblem } from '../../../src/experiment/resolve.ts'
import { findProblem } from '../../../src/pde/catalogue.ts'
import { nameTrouble, renameParameter } from '../../../src/views/odes/system-logic.ts'
import {
  conditionOf,
  sidesOf,
  withCondition,
  withConditionEverywhere,
  withPeriodic,
} from '../../../src/views/typed-pde/boundary-logic.ts'
import {
  isRandom,
  outlineOf,
  withFieldEquations,
  withInitial,
  withInside,
  withShape,
} from '../../../src/views/typed-pde/fields-logic.ts'
import { experimentOf, fieldTemplates } from '../../../src/views/typed-pde/templates.ts'

const heat: Experiment = {
  isoline: 1,
  problem: {
    id: 'typed-pde',
    equations: ['u_t = D*laplacian(u)'],
    parameters: { D: 0.1 },
    domain: { x: { from: 0, to: 1, points: 33 }, y: { from: 0, to: 2, points: 33 } },
    initial: { u: 'exp(-x^2)' },
  },
  time: { to: 1, samples: 3 },
}

/** What a window saves, read as a file is. */
function resolved(experiment: Experiment) {
  return tryResolveProblem(parseExperiment(`${JSON.stringify(experiment, null, 2)}\n`), noInputs)
}

test('names of half typed lines: unknowns, what constraints hold, definitions, and parameters to be added', () => {
  const outline = (...equations: string[]) => outlineOf({ ...heat.problem, equations, parameters: {} })
  expect(outline('u_t = D*laplacian(u) - u*v^2 + F*(1 - u)', 'v_t = k*v + (')).toMatchObject({
    unknowns: ['u'],
    others: ['D', 'v', 'F'],
  })
  expect(outline('u_tt = c^2*u_xx', 's = a*u_x')).toMatchObject({
    unknowns: ['u'],
    secondOrder: ['u'],
    definitions: ['s'],
    others: ['c', 'a'],
  })
  // Which of q and p the constraint holds is known by the derivative of p.
  expect(outline('u_t = u_xx - p', '0 = laplacian(p) - q*u')).toMatchObject({ held: ['p'], others: ['q'] })
  expect(outline('')).toMatchObject({ unknowns: [], others: [] })
})

test('a new unknown starts as a bump, one that is gone takes values and conditions along and gets them back', () => {
  const two = withFieldEquations(heat, ['u_t = D*laplacian(u) - v', 'v_t = u'])
  expect(two.problem.initial).toEqual({ u: 'exp(-x^2)', v: 'exp(-((x - 0.5)/0.1)^2 - ((y - 1)/0.2)^2)' })
  expect(resolved(two).errors).toEqual([])
  const held = withCondition(two, 'x-', ['u', 'v'], 'v', ['v = 0'])
  const one = withFieldEquations(held, heat.problem.equations ?? [])
  expect(one.problem.initial).toEqual(heat.problem.initial)
  expect(one.problem.boundary).toEqual({})
  const back = withFieldEquations(one, two.problem.equations ?? [], { v: '7' })
  expect(back.problem.initial).toEqual({ u: 'exp(-x^2)', v: '7' })
})

test('conditions are written as the format has them: a text for one unknown, by name for several, lists for two', () => {
  expect(withCondition(heat, 'x-', ['u'], 'u', ['u = 1']).problem.boundary).toEqual({ 'x-': 'u = 1' })
  const both = ['u', 'v']
  const one = withCondition(heat, 'y+', both, 'v', ['v = 0', 'laplacian(v) = 0'])
  expect(one.problem.boundary).toEqual({ 'y+': { v: ['v = 0', 'laplacian(v) = 0'] } })
  expect(withCondition(one, 'y+', both, 'v', ['', '']).problem.boundary).toBeUndefined()
})

test('what was said of both ends is said of each before one of them changes', () => {
  const shared = { ...heat, problem: { ...heat.problem, boundary: { x: 'u = 0' } } }
  expect(conditionOf(shared.problem, 'x+', 'u')).toEqual({ keys: ['x'], texts: ['u = 0'] })
  expect(withCondition(shared, 'x+', ['u'], 'u', ['dn(u) = 1']).problem.boundary).toEqual({
    'x-': 'u = 0',
    'x+': 'dn(u) = 1',
  })
  const everywhere = withConditionEverywhere(shared, 'x-', ['u'])
  expect(everywhere.problem.boundary).toEqual({ 'x-': 'u = 0', 'x+': 'u = 0', 'y-': 'u = 0', 'y+': 'u = 0' })
  expect(resolved(everywhere).errors).toEqual([])
})

test('a periodic axis has no sides; a region has an edge', () => {
  const typed = withCondition(heat, 'x-', ['u'], 'u', ['u = 1'])
  const periodic = withPeriodic(typed, 'x', true)
  expect(periodic.problem.boundary).toEqual({ x: 'periodic' })
  expect(sidesOf(periodic.problem)).toEqual(['y-', 'y+'])
  expect(withPeriodic(periodic, 'x', false).problem.boundary).toBeUndefined()
  const region = withInside(heat, 'x^2 + y^2 < 1')
  expect(sidesOf(region.problem)).toEqual(['x-', 'x+', 'y-', 'y+', 'inside'])
  const whole = withInside(withCondition(region, 'inside', ['u'], 'u', ['u = 0']), '')
  expect(whole.problem).toEqual(heat.problem)
})

test('another shape keeps the axes that stay, drops the conditions of those that go, and can be read', () => {
  const typed = withCondition(heat, 'y+', ['u'], 'u', ['u = 1'])
  const interval = withShape(typed, 'x')
  expect(interval.problem.domain).toEqual({ x: { from: 0, to: 1, points: 33 } })
  expect(interval.problem.boundary).toBeUndefined()
  const radial = withShape(heat, 'r')
  expect(radial.problem.domain).toEqual({ r: { from: 0, to: 1, points: 128 } })
  const box = withShape(heat, 'xyz')
  expect(resolved(box).errors).toEqual([])
  expect(resolved(box).values.fields?.domain.axes.map(({ name }) => name)).toEqual(['x', 'y', 'z'])
})

test('the seed is asked for where anything is random, and nowhere else', () => {
  expect(isRandom(heat.problem)).toBe(false)
  expect(isRandom(withInitial(heat, 'u', '1 + 0.1*normal').problem)).toBe(true)
  expect(isRandom({ ...heat.problem, equations: ['u_t = u_xx + s*white'] })).toBe(true)
})

test('a parameter is renamed in domain, sides and initial data too; names of fields are taken', () => {
  const typed: Experiment = {
    ...heat,
    problem: {
      ...heat.problem,
      boundary: { 'x-': { u: 'u = D*sin(t)' } },
      domain: { x: { from: 0, to: '2*D', points: 33 } },
      initial: { u: 'D*x' },
    },
  }
  const renamed = renameParameter(typed, 'D', 'k')
  expect(renamed.problem).toEqual({
    ...typed.problem,
    equations: ['u_t = k*laplacian(u)'],
    parameters: { k: 0.1 },
    boundary: { 'x-': { u: 'u = k*sin(t)' } },
    domain: { x: { from: 0, to: '2*k', points: 33 } },
    initial: { u: 'k*x' },
  })
  expect(nameTrouble(typed, 'u', 'D')).toContain('unknown')
})

test('every template can be planned as it is', () => {
  expect(fieldTemplates.length).toBeGreaterThanOrEqual(7)
  for (const template of fieldTemplates)
    expect(() => plan(parseExperiment(JSON.stringify(experimentOf(template))), {}), template.id).not.toThrow()
})

test('what the example says survives the edits of the form unchanged', () => {
  const example = parseExperiment(JSON.stringify(findProblem('typed-pde')?.example))
  const { problem } = example
  const same = withInitial(withFieldEquations(example, problem.equations ?? []), 'u', problem.initial?.u)
  expect(withShape(withPeriodic(same, 'x', true), 'xy')).toEqual(example)
})
