import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import type { SimulationReport, StudyResult } from '../../src/core/simulation.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { run } from '../../src/experiment/run.ts'
import { planRun } from '../../src/experiment/run-plan.ts'

const lorenz = {
  isoline: 1,
  problem: {
    id: 'typed-ode',
    equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"],
    parameters: { sigma: 10, rho: { value: 28, from: 0, to: 40 }, beta: '8/3' },
    initial: { x: 1, y: 1, z: 1 },
  },
  method: { stepper: 'dop853', rtol: 1e-9 },
  time: { to: 100 },
}
const rossler = {
  isoline: 1,
  problem: {
    id: 'typed-ode',
    equations: ["x' = -y - z", "y' = x + a*y", "z' = b + z*(x - c)"],
    parameters: { a: 0.2, b: 0.2, c: 5.7 },
    initial: { x: 1, y: 1, z: 0 },
  },
  method: { rtol: 1e-8 },
  time: { to: 400 },
}

type Document = Readonly<Record<string, unknown>>

const planOf = (document: Document, study: Document, more: Document = {}) =>
  planRun(parseExperiment({ ...document, study, ...more }), noInputs)

/** Worked through in pieces; `pieces` of no time at all end after every yield. */
function reportOf(
  document: Document,
  study: Document,
  more: Document = {},
  milliseconds = Number.POSITIVE_INFINITY,
): SimulationReport {
  const simulation = planOf(document, study, more).makeSimulation({ saveFrames: false })
  for (let isDone = false; !isDone; ) isDone = simulation.advance(milliseconds, () => 0).done
  return simulation.report()
}

const studyOf = (...given: Parameters<typeof reportOf>): StudyResult => reportOf(...given).study ?? { type: 'none' }

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [])

const errorsOf = (document: Document, study: Document, more: Document = {}) => {
  try {
    planOf(document, study, more)
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors
    throw error
  }
  return []
}

test('Lorenz: three exponents, their sum exactly the divergence, the dimension', () => {
  // Source: J. C. Sprott, Chaos and Time-Series Analysis (2003), table: 0.9056, 0, −14.5723, dimension 2.06215; the sum is −(σ + 1 + β).
  const study = studyOf(lorenz, { type: 'lyapunov' }, { time: { to: 1500 } })
  const [first, second, third] = numbers(study.exponents)
  const [uncertainty] = numbers(study.uncertainties)
  expect(uncertainty).toBeLessThan(0.012)
  expect(Math.abs(first - 0.9056)).toBeLessThan(4 * uncertainty)
  expect(Math.abs(second)).toBeLessThan(0.01)
  expect(first + second + third).toBeCloseTo(-(10 + 1 + 8 / 3), 5)
  expect(study.kaplanYorke).toBeCloseTo(2.062, 2)
  expect(study.attractor).toBe('chaotic')
  const convergence = JSON.parse(JSON.stringify(study.convergence))
  expect(convergence.t.length).toBeGreaterThan(200)
  expect(convergence.exponents[0].at(-1)).toBeCloseTo(first, 6)
})

test('exponents of a linear system are the real parts of its eigenvalues; of a limit cycle the first is zero', () => {
  // Source: −1 ± 3i and −0.25 by hand. Van der Pol: 0 along the cycle, the other the mean of 1 − x² over twenty periods by SciPy's DOP853 at rtol 1e-11, −1.0593769.
  const linear = {
    ...lorenz,
    problem: {
      id: 'typed-ode',
      equations: ["x' = -x + 3*y", "y' = -3*x - y", "z' = -z/4"],
      initial: { x: 1, y: 0, z: 1 },
    },
  }
  const study = studyOf(linear, { type: 'lyapunov' }, { time: { to: 200 } })
  expect(numbers(study.exponents)).toEqual([expect.closeTo(-0.25, 6), expect.closeTo(-1, 3), expect.closeTo(-1, 3)])
  expect(study).toMatchObject({ attractor: 'equilibrium', kaplanYorke: 0 })
  const cycle = {
    ...lorenz,
    problem: {
      id: 'typed-ode',
      equations: ["x'' = mu*(1 - x^2)*x' - x"],
      parameters: { mu: 1 },
      initial: { x: 2, "x'": 0 },
    },
  }
  const found = studyOf(cycle, { type: 'lyapunov' }, { time: { to: 1000 } })
  const [zero, negative] = numbers(found.exponents)
  expect(Math.abs(zero)).toBeLessThan(2e-3)
  expect(negative).toBeCloseTo(-1.0593769, 2)
  expect(found.attractor).toBe('periodic')
})

test('a section of Lorenz lies on it, and is crossed in its direction', () => {
  // Source: the section itself, z = 27; upwards z' = x y − β z > 0.
  const study = studyOf(lorenz, { type: 'poincare', section: 'z = rho - 1', direction: 'up', points: 60 })
  const points = JSON.parse(JSON.stringify(study.points))
  expect(points.z).toHaveLength(60)
  for (const [i, z] of numbers(points.z).entries()) {
    expect(z).toBeCloseTo(27, 9)
    expect(points.x[i] * points.y[i] - (8 / 3) * z).toBeGreaterThan(0)
  }
  expect(study.repeatsAfter).toBeNull()
})

test('the period of a cycle: Van der Pol returns after 6.66328686, a driven oscillator once a period', () => {
  // Source: period of μ = 1: 6.6632868593 (Andersen and Geer, SIAM J. Appl. Math. 42 (1982) 678). Linear oscillator: amplitude by hand.
  const cycle = {
    ...lorenz,
    problem: { id: 'typed-ode', equations: ["x'' = (1 - x^2)*x' - x"], initial: { x: 2, "x'": 0 } },
  }
  const study = studyOf(cycle, { type: 'poincare', section: "x'", direction: 'down', transient: 40 }, { method: { stepper: 'dop853', rtol: 1e-11 } }) // biome-ignore format: one call
  expect(study.repeatsAfter).toBe(1)
  expect(study.meanReturn).toBeCloseTo(6.6632868593, 8)
  const driven = {
    ...lorenz,
    problem: { id: 'typed-ode', equations: ["x'' = -x - x' + cos(2*t)"], initial: { x: 0, "x'": 0 } },
  }
  const strobe = studyOf(driven, { type: 'poincare', period: 'pi', transient: 60 })
  // x = (−3 cos 2t + 2 sin 2t)/13.
  expect(strobe).toMatchObject({ repeatsAfter: 1 })
  expect(JSON.parse(JSON.stringify(strobe.points)).x.at(-1)).toBeCloseTo(-3 / 13, 7)
})

test('Rössler doubles its period on the way to chaos', () => {
  // Source: a = b = 0.2: one loop at c = 2.5, two at 3.5, four at 4, chaos at 5.7 (Strogatz 12.3).
  const loops = (c: number) => {
    const problem = { ...rossler.problem, parameters: { ...rossler.problem.parameters, c } }
    const study = { type: 'bifurcation', parameter: 'c', from: c, to: c + 1e-9, samples: 1, points: 64, transient: 400 }
    const { scans } = JSON.parse(JSON.stringify(studyOf({ ...rossler, problem }, study, { time: { to: 900 } })))
    return new Set(numbers(scans.up.value).map((value) => value.toFixed(3))).size
  }
  expect([2.5, 3.5, 4].map(loops)).toEqual([1, 2, 4])
  expect(loops(5.7)).toBeGreaterThan(30)
})

test('a scan up and down shows the hysteresis of the cusp between its folds', () => {
  // Source: folds of h + x − x³ at h = ±2/√27 ≈ ±0.385 (Strogatz 3.6): between them the way up is below the way down.
  const cusp = {
    ...lorenz,
    problem: { id: 'typed-ode', equations: ["x' = h + x - x^3"], parameters: { h: 0 }, initial: { x: -1 } },
  }
  const study = { type: 'bifurcation', parameter: 'h', from: -1, to: 1, samples: 21, scan: 'both' }
  const { scans } = JSON.parse(JSON.stringify(studyOf(cusp, study, { time: { to: 60 } })))
  const at = (scan: 'up' | 'down', h: number) => scans[scan].value[scans[scan].parameter.findIndex((p: number) => Math.abs(p - h) < 1e-9)] // biome-ignore format: one thought
  for (const h of [-0.3, 0, 0.3]) {
    expect(at('up', h)).toBeLessThan(-0.5)
    expect(at('down', h)).toBeGreaterThan(0.5)
  }
  for (const h of [-0.5, 0.5]) expect(at('up', h)).toBeCloseTo(at('down', h), 6)
})

test('a carried scan leaves an equilibrium where it has become unstable', () => {
  // Source: at rho = 28, beta = 8/3 the equilibria x = y = ±√72, z = 27 are unstable where sigma·(sigma + beta + 3) < 28·(sigma − beta − 1),
  // between 6.47 and 15.86 (Strogatz 9.2). They do not depend on sigma, so that nothing else moves the solution off.
  const problem = { ...lorenz.problem, parameters: { ...lorenz.problem.parameters, sigma: 4 } }
  const study = { type: 'bifurcation', parameter: 'sigma', from: 4, to: 14, samples: 11, of: 'z', points: 20 }
  const { scans } = JSON.parse(JSON.stringify(studyOf({ ...lorenz, problem }, study, { time: { to: 80 } })))
  const maxima = (sigma: number) =>
    numbers(scans.up.value).filter((_, i) => Math.abs(scans.up.parameter[i] - sigma) < 1e-9)
  for (const sigma of [4, 5]) for (const z of maxima(sigma)) expect(Math.abs(z - 27)).toBeLessThan(1e-3)
  for (const sigma of [10, 12]) expect(Math.max(...maxima(sigma)) - Math.min(...maxima(sigma))).toBeGreaterThan(3)
})

test('work and precision: errors fall with the tolerance, known to the uncertainty of the reference', () => {
  // Source: Kepler's problem; the true error of each run is also known from its exact period 2π (the state returns).
  const kepler = {
    isoline: 1,
    problem: { id: 'typed-ode', equations: ["x'' = -x/(x^2 + y^2)^1.5", "y'' = -y/(x^2 + y^2)^1.5"], initial: { x: 0.5, y: 0, "x'": 0, "y'": 'sqrt(3)' } }, // biome-ignore format: record
    time: { to: '2*pi', samples: 5 },
  }
  const study = studyOf(kepler, { type: 'work-precision', steppers: ['tsit5', 'dop853', 'rk4'], tolerances: [1e-4, 1e-6, 1e-8] }) // biome-ignore format: one call
  const { reference, runs } = JSON.parse(JSON.stringify(study))
  expect(reference.uncertainty).toBeLessThan(1e-9)
  expect(runs).toHaveLength(9)
  for (const stepper of ['tsit5', 'dop853', 'rk4']) {
    const own = runs.filter((each: { stepper: string }) => each.stepper === stepper)
    expect(own[0].error).toBeGreaterThan(own[1].error)
    expect(own[1].error).toBeGreaterThan(own[2].error)
    expect(own[2].evaluations).toBeGreaterThan(own[0].evaluations)
  }
  // Order 4: halving the step divides the error by 16.
  const [, second, third] = runs.filter((each: { stepper: string }) => each.stepper === 'rk4')
  expect(Math.log2(second.error / third.error)).toBeCloseTo(4, 0)
})

test('the numbers do not depend on the pieces, and a study goes on from a checkpoint', () => {
  // Source: the same study in one piece.
  const study = { type: 'lyapunov' }
  const more = { time: { to: 60 } }
  const whole = studyOf(lorenz, study, more)
  expect(studyOf(lorenz, study, more, 0)).toEqual(whole)
  const first = planOf(lorenz, study, more).makeSimulation({ saveFrames: false })
  for (let i = 0; i < 25; i++) first.advance(0, () => 0)
  const second = planOf(lorenz, study, more).makeSimulation({ saveFrames: false })
  second.restore(first.checkpoint())
  for (let isDone = false; !isDone; ) isDone = second.advance(0, () => 0).done
  expect(second.report().study).toEqual(whole)
  expect(second.report().steps).toBe(reportOf(lorenz, study, more).steps)

  const scan = { type: 'bifurcation', parameter: 'rho', samples: 8, points: 10 }
  const diagram = studyOf(lorenz, scan, { time: { to: 20 } })
  const half = planOf(lorenz, scan, { time: { to: 20 } }).makeSimulation({ saveFrames: false })
  for (let i = 0; i < 60; i++) half.advance(0, () => 0)
  const rest = planOf(lorenz, scan, { time: { to: 20 } }).makeSimulation({ saveFrames: false })
  rest.restore(half.checkpoint())
  for (let isDone = false; !isDone; ) isDone = rest.advance(0, () => 0).done
  expect(rest.report().study).toEqual(diagram)
})

test('a run keeps the answer in its outcome, finite or null, with metrics', async () => {
  // Source: the origin is a saddle at rho = 28; eigenvalues as in test/solvers/analysis.
  const fractions: number[] = []
  for await (const event of run(planOf(lorenz, { type: 'equilibria' }), { clock: () => performance.now() })) {
    if (event.type === 'progress') fractions.push(event.fraction)
    if (event.type !== 'ended') continue
    expect(event.outcome.status).toBe('done')
    expect(event.outcome.metrics).toEqual({ equilibria: 3, stableEquilibria: 0 })
    expect(event.outcome.study).toMatchObject({ type: 'equilibria', isContinuum: false })
    expect(JSON.parse(JSON.stringify(event.outcome.study))).toEqual(event.outcome.study)
  }
  expect(fractions.at(-1)).toBe(1)
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
})

test('what cannot be asked is said at its field', () => {
  const driven = { ...lorenz, problem: { id: 'typed-ode', equations: ["x' = cos(t) - x"], initial: { x: 0 } } }
  const cases: readonly (readonly [Document, Document, string, RegExp])[] = [
    [driven, { type: 'steady' }, 'study.type', /depend on t/],
    [lorenz, { type: 'equilibria', box: { w: [0, 1] } }, 'study.box', /no unknown "w"/],
    [lorenz, { type: 'equilibria', box: { x: [2, 1] } }, 'study.box', /must rise/],
    [lorenz, { type: 'continuation' }, 'study.parameter', /is missing.*sigma, rho, beta/],
    [lorenz, { type: 'continuation', parameter: 'roh' }, 'study.parameter', /did you mean "rho"/],
    [lorenz, { type: 'continuation', parameter: 'sigma' }, 'study.from', /is missing/],
    [lorenz, { type: 'poincare' }, 'study.section', /either a "section"/],
    [lorenz, { type: 'poincare', section: 'z - w' }, 'study.section', /"w"/],
    [lorenz, { type: 'poincare', section: 'z', period: 1000 }, 'study.period', /below the span/],
    [lorenz, { type: 'lyapunov', count: 4 }, 'study.count', /3 at most/],
    [lorenz, { type: 'lyapunov', transient: 200 }, 'study.transient', /between 0 and the span/],
    [lorenz, { type: 'bifurcation', parameter: 'rho', of: 'u' }, 'study.of', /no unknown "u"/],
    [lorenz, { type: 'work-precision', steppers: ['tsit4'] }, 'study.steppers', /tsit5/],
    [lorenz, { type: 'steady', parameter: 'rho' }, 'study.parameter', /does not belong/],
    [lorenz, { type: 'lyapunow' }, 'study.type', /lyapunov/],
  ]
  for (const [document, study, path, message] of cases) {
    const errors = errorsOf(document, study)
    const found = errors.find((error) => error.path === path)
    expect(found?.message, JSON.stringify([study, errors])).toMatch(message)
  }
  const [section] = errorsOf(lorenz, { type: 'poincare', section: 'z - w' })
  expect(section).toMatchObject({ line: 1, column: 5 })
})
