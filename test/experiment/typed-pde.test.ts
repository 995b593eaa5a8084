import { expect, test } from 'vitest'
import { InvalidInput, RunFailure } from '../../src/core/errors.ts'
import { readMeasurements } from '../../src/data/read/catalogue.ts'
import { writeNpz } from '../../src/data/write/npz.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { plan } from '../../src/experiment/plan.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { finishFields, runFields } from '../support/typed-pde.ts'

const line = { x: { from: 0, to: 1, points: 65 } }
const typed = (problem: object, rest: object = {}) => ({
  isoline: 1,
  problem: { id: 'typed-pde', ...problem },
  time: { to: 0.1, at: [0, 0.1] },
  ...rest,
})
const heat = (more: object = {}, rest: object = {}) =>
  typed({ equations: ['u_t = D*u_xx'], parameters: { D: 1 }, domain: line, initial: { u: 'cos(pi*x)' }, ...more }, rest)

const messageOf = (document: unknown, inputs = noInputs): string => {
  try {
    runFields(document, inputs)
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors.map(({ path, message, column }) => `${path}${column === undefined ? '' : `:${column}`}: ${message}`).join('\n') // biome-ignore format: one line
    if (error instanceof RunFailure) return error.message
    throw error
  }
  return ''
}

test.each(['cosine', 'finite-difference'])(
  'heat in a rod with closed ends, %s, against the exact solution',
  (space) => {
    const run = runFields(heat({ invariants: { total: 'integral(u)' } }, { method: { space, rtol: 1e-8 }, observe: { middle: 'at(u, x = 0.25)', square: 'integral(u^2)', slope: 'integral(u_x^2)', top: 'max(u)' } })) // biome-ignore format: one call
    expect(run.plan.space).toBe(space)
    // Exact: u = exp(−π² t) cos πx.
    const factor = Math.exp(-(Math.PI ** 2) * 0.1)
    const nodes = run.frames[0]?.fields[0]?.grid.axes[0]?.values ?? new Float64Array()
    expect(nodes[64]).toBe(1)
    run.field('u', 0.1).forEach((value, i) => {
      expect(Math.abs(value - factor * Math.cos(Math.PI * (nodes[i] ?? 0)))).toBeLessThan(1e-6)
    })
    expect(run.scalar('middle')[1]).toBeCloseTo(factor * Math.SQRT1_2, 6)
    expect(run.scalar('square')[1]).toBeCloseTo(factor ** 2 / 2, 6)
    expect(run.scalar('slope')[1]).toBeCloseTo((Math.PI ** 2 * factor ** 2) / 2, 5)
    expect(run.scalar('top')[1]).toBeCloseTo(factor, 6)
    expect(Math.abs(run.report.invariants.total?.last ?? 1)).toBeLessThan(1e-12)
  },
)

test('a plan says what was chosen and why', () => {
  const planOf = (document: unknown) => plan(parseExperiment(document), noInputs)
  const periodic = planOf(heat({ boundary: { x: 'periodic' } }))
  expect([periodic.space, periodic.stepper]).toEqual(['fourier', 'etdrk4'])
  expect(periodic.why.join('\n')).toMatch(/every axis is periodic/)
  expect(planOf(heat({ boundary: { 'x-': 'u = 1' } })).space).toBe('finite-difference')
  const backwards = planOf(heat({ parameters: { D: -1 } }))
  expect(backwards.why.join('\n')).toMatch(/Warning: the highest derivative in the equation of u has the sign/)
  // Explicit RK4: |λ| h below 2.785, λ = 4D/h² of second differences: 1.7e-4 at 64 intervals.
  const unstable = planOf(heat({}, { method: { space: 'finite-difference', stepper: 'rk4', step: 1e-3 } }))
  expect(unstable.why.join('\n')).toMatch(/Warning: the step 0.001 is above 0.00017/)
  expect(
    planOf(heat({}, { method: { space: 'finite-difference', stepper: 'rk4', step: 1e-4 } })).why.join('\n'),
  ).not.toMatch(/Warning/)
})

test('what is named and cannot serve is refused with the reason', () => {
  expect(messageOf(heat({}, { method: { space: 'fourier' } }))).toMatch(
    /method.space: "fourier" cannot serve: with these sides the series is "cosine"/,
  )
  expect(messageOf(heat({}, { method: { space: 'furier' } }))).toMatch(
    /there is no space "furier"; did you mean "fourier"/,
  )
  expect(messageOf(heat({}, { method: { stepper: 'euler-maruyama', step: 0.1 } }))).toMatch(/these have none/)
  expect(messageOf(heat({}, { method: { stepper: 'verlet', step: 0.1 } }))).toMatch(/for the motion of bodies/)
  expect(messageOf(heat({}, { method: { space: 'finite-difference', order: 3 } }))).toMatch(
    /method.order: finite differences are of order 2 or 4, not 3/,
  )
  const square = { x: { from: 0, to: 1, points: 4096 }, y: { from: 0, to: 1, points: 4096 } }
  expect(messageOf(typed({ equations: ['u_t = laplacian(u)', 'v_t = laplacian(v)'], domain: square, boundary: { x: 'periodic', y: 'periodic' }, initial: { u: 0, v: 0 } }))).toMatch(/problem.domain: 4096 × 4096 nodes with 2 unknowns need about .* GB .* Take fewer points, like/) // biome-ignore format: one call
})

test('a blow-up is told with time, place, reason and remedy', () => {
  const unstable = messageOf(heat({}, { method: { space: 'finite-difference', stepper: 'rk4', step: 1e-3 } }))
  expect(unstable).toMatch(
    /beyond t = .*: u is .* in size at x = .*The step 0.001 is above what is stable for rk4, about .*Take a smaller step/,
  )
  const explosion = typed({ equations: ['u_t = u_xx + 50*u^2'], domain: line, boundary: { 'x-': 'u = 0', 'x+': 'u = 0' }, initial: { u: '10*sin(pi*x)' } }) // biome-ignore format: one line
  expect(messageOf(explosion)).toMatch(/beyond t = 0\.00\d+: u is .* at x = 0\.5.*times its size at the start/)
})

test('domains: expressions of parameters, units, and what is wrong with them', () => {
  const nodesOf = (domain: object, parameters: object = { D: 1 }) =>
    runFields(heat({ domain, parameters })).frames[0]?.fields[0]?.grid.axes[0]
  expect(nodesOf({ x: { from: '-L', to: 'L/2', points: 7 } }, { D: 1, L: 2 })?.values).toEqual(Float64Array.of(-2, -1.5, -1, -0.5, 0, 0.5, 1)) // biome-ignore format: one call
  const long = nodesOf({ x: { from: 0, to: '10 cm', points: 11 } })
  expect([long?.unit, long?.values[10]]).toEqual(['cm', 10])
  const wrong = (domain: object) => messageOf(heat({ domain }))
  expect(wrong({ x: { from: 1, to: 0, points: 9 } })).toBe(
    'problem.domain.x.to: must be above "from" = 1; here it is 0',
  )
  expect(nodesOf({ x: { from: 0, to: 1 } })?.values.length).toBe(257)
  expect(wrong({ x: { from: 0, to: 1, points: 2 } })).toMatch(/a whole number from 5/)
  expect(wrong({ x: { from: 0, to: 'K', points: 9 } })).toMatch(/problem.domain.x.to:1: "K" is not known here/)
  expect(wrong({ y: { from: 0, to: 1, points: 9 } })).toMatch(/axes are called x, then y/)
  expect(wrong({ r: { from: -1, to: 1, points: 9 } })).toMatch(/distance from the centre and cannot be below 0/)
  expect(wrong({ w: { from: 0, to: 1, points: 9 } })).toMatch(/unknown field "w"/)
  expect(messageOf(heat({ boundary: { x: 'periodic', 'x-': 'u = 0' } }))).toMatch(/x is periodic and has no ends/)
})

test('initial data: what is missing, wrong or not a number', () => {
  const wrong = (initial: object) => messageOf(heat({ initial }))
  expect(wrong({})).toMatch(/problem.initial.u: is missing/)
  expect(wrong({ u: 'log(x)' })).toMatch(
    /problem.initial.u: "log\(x\)" is not a finite number everywhere: at x = 0 it is -Infinity/,
  )
  expect(wrong({ u: '1 + snormal' })).toMatch(/problem.initial.u:5: "snormal" is not known here; did you mean "normal"/)
  expect(wrong({ u: 'sin(t)' })).toMatch(/does not depend on t/)
  expect(wrong({ u: 1, v: 2 })).toMatch(/there is no unknown "v"/)
  expect(wrong({ u: 1, u_t: 2 })).toMatch(/of first order in time; remove it/)
  expect(messageOf({ ...heat(), problem: JSON.parse('{"id":"typed-pde","equations":["u_t = u_xx"],"domain":{"x":{"from":0,"to":1,"points":9}},"initial":{"__proto__":1,"u":0}}') })).toMatch(/no field may be called "__proto__"/) // biome-ignore format: one call
  expect(messageOf(heat({ equations: ['constructor_t = 1', 'u_t = u_xx'] }))).toMatch(
    /"constructor" is kept for the machine/,
  )
})

test('random initial data depend on the seed, the unknown and the node alone', () => {
  const random = (points: number, seed: number) =>
    runFields(typed({ equations: ['u_t = 0*u', 'v_t = 0*v'], domain: { x: { from: 0, to: 1, points } }, initial: { u: 'normal', v: 'normal + uniform - uniform' } }, { seed })) // biome-ignore format: one call
  const run = random(64, 5)
  expect(random(64, 5).field('u', 0)).toEqual(run.field('u', 0))
  expect(random(64, 6).field('u', 0)).not.toEqual(run.field('u', 0))
  expect(run.field('u', 0)).not.toEqual(run.field('v', 0))
  // A longer axis begins with the same numbers.
  expect(random(80, 5).field('u', 0).slice(0, 64)).toEqual(run.field('u', 0))
})

test('initial data from files: the same grid as it is, another one interpolated, wrong shapes refused', async () => {
  const at = async (name: string, bytes: Uint8Array<ArrayBuffer>) => ({
    [name]: { ...(await readMeasurements({ name, bytes })), file: name },
  })
  const text = (rows: readonly (readonly (number | string)[])[]) =>
    new TextEncoder().encode(`${rows.map((row) => row.join(',')).join('\n')}\n`)
  const still = (domain: object, initial: object) =>
    typed({ equations: ['u_t = 0*u'], domain, initial }, { time: { at: [0] } })
  const five = { x: { from: 0, to: 1, points: 5 } }
  const csv = await at('u0.csv', text([['x', 'u'], [0, 1], [0.5, 3], [1, -1]])) // biome-ignore format: a table
  expect([...runFields(still(five, { u: { file: 'u0.csv' } }), csv).field('u', 0)]).toEqual([1, 2, 3, 1, -1])
  const plane = { x: { from: 0, to: 1, points: 6 }, y: { from: 0, to: 2, points: 5 } }
  const rows = [...Array(6).keys()]
    .flatMap((i) => [...Array(5).keys()].map((j) => [i / 5, j / 2, 10 * i + j]))
    .toReversed()
  const table = await at('plane.csv', text([['x', 'y', 'u'], ...rows]))
  const expected = [...Array(5).keys()].flatMap((j) => [...Array(6).keys()].map((i) => 10 * i + j))
  expect([...runFields(still(plane, { u: { file: 'plane.csv' } }), table).field('u', 0)]).toEqual(expected)
  const npz = await at(
    'u0.npz',
    writeNpz({ u: { shape: [5, 6], values: expected }, w: { shape: [30], values: expected } }),
  )
  expect([...runFields(still(plane, { u: { file: 'u0.npz' } }), npz).field('u', 0)]).toEqual(expected)
  expect(messageOf(still(plane, { u: { file: 'u0.npz', array: 'w' } }), npz)).toMatch(
    /holds an array of shape 30, the domain has 2 axes \(y, x\)/,
  )
  expect(messageOf(still(plane, { u: { file: 'u0.npz', array: 'q' } }), npz)).toMatch(
    /has no array "q"; it has "u", "w"/,
  )
  expect(messageOf(still(plane, { u: { file: 'u0.csv' } }), csv)).toMatch(/has no column "y"/)
  expect(messageOf(still(five, { u: { file: 'gone.csv' } }), csv)).toMatch(
    /problem.initial.u.file: "gone.csv" is not there/,
  )
  expect(messageOf(still(five, { u: { file: '../../far.csv' } }), csv)).toMatch(/leaves the folder above/)
  const gaps = await at('gap.csv', text([['x', 'u'], [0, 1], [0.5, ''], [1, 2]])) // biome-ignore format: a table
  expect(messageOf(still(five, { u: { file: 'gap.csv' } }), gaps)).toMatch(/column "u": row 2 has no number/)
})

test('a problem without time has one frame, and what has no unique solution is told', () => {
  const poisson = { equations: ['0 = u_xx + 2'], domain: line, boundary: { 'x-': 'u = 0', 'x+': 'u = 0' } }
  const run = runFields({ isoline: 1, problem: { id: 'typed-pde', ...poisson } })
  expect(run.times).toEqual([0])
  // Exact: u = x (1 − x).
  run.field('u', 0).forEach((value, i) => {
    expect(value).toBeCloseTo((i / 64) * (1 - i / 64), 12)
  })
  expect(messageOf({ isoline: 1, problem: { id: 'typed-pde', ...poisson, boundary: {} } })).toMatch(
    /do not determine u/,
  )
  // Zero diffusivity.
  const zero = {
    ...poisson,
    equations: ['0 = D*u_xx'],
    parameters: { D: 0 },
    boundary: { 'x-': 'u = 0', 'x+': 'u = 1' },
  }
  expect(messageOf({ isoline: 1, problem: { id: 'typed-pde', ...zero } })).toMatch(/where a coefficient is 0/)
})

test('a constraint holds from the start: mass goes over into the field that it makes', () => {
  // Neumann everywhere: ∫c = ∫n at every time, exactly.
  const run = runFields(typed({ equations: ['n_t = n_xx - dx(n*c_x)', '0 = c_xx - c + n'], domain: line, initial: { n: '1 + 0.5*cos(pi*x)' } })) // biome-ignore format: one call
  for (const k of [0, 1]) expect(run.scalar('integral.c')[k]).toBeCloseTo(1, 6)
  // At the start c = 1 + 0.5 cos(πx)/(1 + π²).
  expect(run.field('c', 0)[0]).toBeCloseTo(1 + 0.5 / (1 + Math.PI ** 2), 5)
})

test('second order in time: u_t is an unknown that begins at 0', () => {
  const run = runFields(typed({ equations: ['u_tt = u_xx'], domain: line, boundary: { 'x-': 'u = 0', 'x+': 'u = 0' }, initial: { u: 'sin(pi*x)' } }, { time: { at: [0, 0.5] } })) // biome-ignore format: one call
  // Exact: cos(πt) sin(πx).
  expect(run.simulation.fields.map(({ name }) => name)).toEqual(['u', 'u_t'])
  expect(Math.max(...run.field('u', 0.5).map(Math.abs))).toBeLessThan(1e-4)
  expect(run.field('u_t', 0.5)[32]).toBeCloseTo(-Math.PI, 3)
})

test('a run goes on bit for bit from a checkpoint, frames included', () => {
  const document = heat(
    { boundary: { x: 'periodic' }, initial: { u: 'exp(-20*(x-0.4)^2)' } },
    { time: { to: 0.1, samples: 6 } },
  )
  const whole = runFields(document)
  const planned = planRun(parseExperiment(document), noInputs)
  const first = planned.makeSimulation({ saveFrames: true })
  const before = []
  for (let i = 0; i < 2; i++) before.push(...(first.advance(0, () => i * 1e9).frames ?? []))
  const second = planned.makeSimulation({ saveFrames: true })
  second.restore(structuredClone(first.checkpoint()))
  const rest = finishFields(planned, second)
  const frames = [...before, ...rest.frames]
  expect(frames.map(({ time }) => time)).toEqual(whole.frames.map(({ time }) => time))
  frames.forEach((frame, i) => {
    expect(frame.fields[0]?.values).toEqual(whole.frames[i]?.fields[0]?.values)
  })
  expect(rest.report.steps).toBe(whole.report.steps)
})

test('the error is estimated on demand, and of the right size', () => {
  const run = runFields(heat({ initial: { u: 'cos(pi*x)' } }, { method: { space: 'finite-difference', order: 2, errorEstimate: true, rtol: 1e-9 } })) // biome-ignore format: one call
  const factor = Math.exp(-(Math.PI ** 2) * 0.1)
  const error = Math.abs((run.field('u', 0.1)[0] ?? 0) - factor) / factor
  const estimate = run.report.errors.estimate?.u ?? 0
  // Of order 2: the coarse run is four times as far off, so that the difference is three times the error.
  expect(estimate / error).toBeGreaterThan(2.5)
  expect(estimate / error).toBeLessThan(3.5)
})
