import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { listNumberPaths } from '../../src/experiment/number-paths.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { getPath, setPath } from '../../src/experiment/path.ts'
import { problemOf } from '../../src/experiment/resolve.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { curveColumn, simulate } from '../../src/experiment/simulate.ts'

const lorenz = {
  isoline: 1,
  problem: {
    id: 'typed-ode',
    equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"],
    parameters: { sigma: 10, rho: { value: 28, from: 0, to: 60, unit: '1', label: 'Rayleigh number' }, beta: '8/3' },
    initial: { x: 1, y: 1, z: 1 },
    events: [{ when: 'z - 27', direction: 'up', do: 'record' }],
  },
  method: { stepper: 'dop853', rtol: 1e-11, atol: 1e-13 },
  time: { to: 10, samples: 11 },
  observe: { radius: 'sqrt(x^2 + y^2)' },
}

const errorsOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors
    throw error
  }
  return []
}

test('Lorenz to t = 10: the unknowns and the observed output, events recorded', () => {
  const curve = simulate(parseExperiment(lorenz), noInputs)
  expect(curve.scalars.map(({ name }) => name)).toEqual(['x', 'y', 'z', 'radius'])
  // Source: test/reference/ode/end-values.json, 113-bit arithmetic.
  const wanted = { x: -4.902687541134646, y: -3.7438729218, z: 24.6908581028 }
  for (const [name, value] of Object.entries(wanted)) expect(curveColumn(curve, name)[10]).toBeCloseTo(value, 6)
  expect(curveColumn(curve, 'radius')[10]).toBe(Math.sqrt((curveColumn(curve, 'x')[10] ?? 0) ** 2 + (curveColumn(curve, 'y')[10] ?? 0) ** 2)) // biome-ignore format: one number
  const { events = [] } = curve.report
  expect(events.length).toBeGreaterThan(10)
  for (const event of events) expect(event.state.z).toBeCloseTo(27, 10)
})

test('a new value keeps the unit and the range of a parameter; its PATH means the value', () => {
  const experiment = parseExperiment(lorenz)
  expect(getPath(experiment, 'rho')).toBe(28)
  const changed = setPath(experiment, 'rho', 30)
  expect(changed.problem.parameters?.rho).toEqual({ ...lorenz.problem.parameters.rho, value: 30 })
  expect(setPath(experiment, 'sigma', 9).problem.parameters?.sigma).toBe(9)
  expect(planRun(changed, noInputs).values.parameters.rho).toBe(30)
})

test('parameters and initial values are numbers that forms, fits and sweeps can name', () => {
  const experiment = parseExperiment({
    ...lorenz,
    problem: { ...lorenz.problem, equations: ["x'' = -k*x"], parameters: { k: '2 1/s^2' }, initial: { x: '1 m', "x'": 'k' }, events: [] },
    observe: {},
  }) // biome-ignore format: one experiment
  expect(listNumberPaths(experiment).map(({ path, value, unit }) => [path, value, unit])).toEqual([
    ['problem.parameters.k', 2, '1/s^2'],
    ['problem.initial.x', 1, 'm'],
  ])
  const problem = problemOf(parseExperiment(lorenz))
  expect(problem.parameters.map(({ name, label, unit, slider }) => [name, label, unit, slider])).toEqual([
    ['sigma', 'sigma', '1', undefined],
    ['rho', 'Rayleigh number', '1', { from: 0, to: 60 }],
    ['beta', 'beta', '1', undefined],
  ])
  expect(problem.equations({ parameters: {}, components: [] }).map(({ latex }) => latex)).toHaveLength(3)
})

test('experiment.json keeps every section in the form it was given', () => {
  const planned = planRun(parseExperiment(lorenz), noInputs)
  expect(planned.experiment.problem).toEqual(lorenz.problem)
  expect(planned.experiment.observe).toEqual(lorenz.observe)
  expect(planned.experiment.method).toEqual({ id: 'integrate', ...lorenz.method })
})

test('a named stepper that cannot serve, does not exist or lacks its step is an error of its field', () => {
  const withMethod = (method: object) => () => planRun(parseExperiment({ ...lorenz, method }), noInputs)
  expect(errorsOf(withMethod({ stepper: 'verlet', step: 0.01 }))).toMatchObject([{ path: 'method.stepper', message: /cannot serve/ }])
  expect(errorsOf(withMethod({ stepper: 'tsit6' }))).toMatchObject([{ path: 'method.stepper', message: /did you mean "tsit5"/ }])
  expect(errorsOf(withMethod({ stepper: 'rk4' }))).toMatchObject([{ path: 'method.step' }])
  expect(errorsOf(withMethod({ stepper: 'tsit5', atol: { w: 1e-9 } }))).toMatchObject([{ path: 'method.atol.w' }])
  expect(errorsOf(withMethod({ stepper: 'tsit5', atol: { x: 0 } }))).toMatchObject([{ path: 'method.atol.x' }])
  expect(errorsOf(withMethod({ nonNegative: ['x', 'q'] }))).toMatchObject([{ path: 'method.nonNegative.1' }])
  expect(errorsOf(withMethod({ rtoll: 1 }))).toMatchObject([{ path: 'method.rtoll', message: /did you mean "rtol"/ }])
}) // biome-ignore format: a table

test('an unknown that never falls below zero, tolerances of its own, a conserved sum', () => {
  const curve = simulate(
    parseExperiment({
      isoline: 1,
      problem: {
        id: 'typed-ode',
        equations: ["A' = -k*A", "B' = k*A"],
        parameters: { k: 2 },
        initial: { A: 1, B: 0 },
        invariants: { total: 'A + B' },
      },
      method: { stepper: 'tsit5', rtol: 1e-8, atol: { A: 1e-12 }, nonNegative: true },
      time: { to: 3, at: [1, 3] },
    }),
    noInputs,
  )
  // Source: A = exp(−2t).
  expect(curveColumn(curve, 'A')[0]).toBeCloseTo(Math.exp(-2), 8)
  expect(curve.report.invariants.total).toMatchObject({ first: 1 })
  expect(Math.abs(curve.report.invariants.total?.drift ?? 1)).toBeLessThan(1e-12)
})

test('time has the unit that the file says, and texts are turned into it', () => {
  const experiment = (time: object) =>
    parseExperiment({
      isoline: 1,
      problem: { id: 'typed-ode', equations: ["x' = -k*x"], parameters: { k: '1 1/d' }, initial: { x: 1 } },
      method: { stepper: 'dop853', rtol: 1e-10 },
      time,
    })
  // Source: one day is 24 h; x = exp(−t).
  const curve = simulate(experiment({ unit: 'd', at: ['24 h', 2] }), noInputs)
  expect([...curve.times]).toEqual([1, 2])
  expect(curveColumn(curve, 'x')[0]).toBeCloseTo(Math.exp(-1), 9)
  expect(errorsOf(() => planRun(experiment({ to: '24 h' }), noInputs))).toMatchObject([{ path: 'time.to' }])
  expect(errorsOf(() => planRun(experiment({ unit: 'fortnight', to: 1 }), noInputs))).toMatchObject([
    { path: 'time.unit' },
  ])
  const { why } = planRun(experiment({ unit: 's', to: 1 }), noInputs)
  expect(why.filter((reason) => reason.startsWith('warning: units'))).toEqual([])
})

test('units that do not fit are a warning where time has one', () => {
  const { why } = planRun(
    parseExperiment({
      isoline: 1,
      problem: {
        id: 'typed-ode',
        equations: ["x' = v + a"],
        parameters: { v: '1 m/s', a: '2 m' },
        initial: { x: '0 m' },
      },
      time: { unit: 's', to: 1 },
    }),
    noInputs,
  )
  expect(why.filter((reason) => reason.startsWith('warning: units in the equation of x'))).toHaveLength(1)
})

test('a run ended by an event, assignments at once, and the state after an event at a saved time', () => {
  const curve = simulate(
    parseExperiment({
      isoline: 1,
      problem: {
        id: 'typed-ode',
        equations: ["y' = v", "v' = -2"],
        parameters: {},
        initial: { y: 1, v: 0 },
        events: [{ when: 'y', direction: 'down', do: ['y = 0', 'v = -v'] }, { when: 't - 3.5', do: 'stop' }],
      },
      method: { stepper: 'tsit5' },
      time: { at: [0, 1, 2.5, 3, 5] },
    }),
    noInputs,
  )
  // Source: y = 1 − t² until t = 1, where v = −2 becomes 2; then y = 2(t−1) − (t−1)², at 0 again at t = 3.
  expect([...curveColumn(curve, 'v').slice(0, 4)].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([0, 2, -1, 2])
  expect(curve.report.events?.map(({ event, t }) => [event, Math.round(t * 1e9) / 1e9])).toEqual([[0, 1], [0, 3], [1, 3.5]])
}) // biome-ignore format: a table

test('a run that is stopped and resumed ends with the same bits, events and metrics too', () => {
  const planned = planRun(parseExperiment(lorenz), noInputs)
  const once = planned.makeSimulation({ saveFrames: false })
  while (!once.advance(Number.POSITIVE_INFINITY, () => 0).done);
  // A clock that runs fast makes every piece of work short.
  let now = 0
  const fast = () => (now += 10)
  const first = planned.makeSimulation({ saveFrames: false })
  for (let i = 0; i < 5; i++) first.advance(1, fast)
  const second = planned.makeSimulation({ saveFrames: false })
  second.restore(first.checkpoint())
  while (!second.advance(1, fast).done);
  expect(second.report()).toEqual(once.report())
  // Source: final values are those of the last row.
  expect(once.report().metrics['final.x']).toBeCloseTo(-4.9026875411, 6)
})

test('a name held by 0 = … starts on its equation, given or not', () => {
  const dae = (initial: object) =>
    planRun(
      parseExperiment({
        isoline: 1,
        problem: { id: 'typed-ode', equations: ["x' = -y", '0 = y^3 - x - s', 's = 2*t + 1'], parameters: {}, initial },
        time: { from: 1, to: 2 },
      }),
      noInputs,
    )
  // Source: y³ = x + 2t + 1 = 5 + 3 = 8 at t = 1.
  expect(dae({ x: 5, y: 1 }).values.ode?.initial[1]).toBeCloseTo(2, 14)
  expect(dae({ x: 5, y: 2 }).values.ode?.initial[1]).toBe(2)
  // At y = 0 the equation has no slope, so that there is no way to begin.
  expect(errorsOf(() => dae({ x: 5 }))).toMatchObject([{ path: 'problem.initial', message: /near the solution/ }])
})

test('the outcome of auto names what ran, and why', () => {
  const stiff = {
    isoline: 1,
    problem: {
      id: 'typed-ode',
      equations: ["y'' = mu*(1 - y^2)*y' - y"],
      parameters: { mu: 1000 },
      initial: { y: 2, "y'": 0 },
    },
    time: { to: 100 },
  }
  const { report, why } = simulate(parseExperiment(stiff), noInputs)
  // The fastest decay is 3 mu = 3000: the run lasts for 3e5 times of it.
  expect(report.stepper).toBe('rodas5p')
  expect(why.some((reason) => reason.includes('fastest decay'))).toBe(true)
  const short = simulate(parseExperiment({ ...stiff, time: { to: 2 } }), noInputs)
  expect(short.report.stepper).toMatch(/^dop853\+[a-z0-9]+$/)
  expect(short.why.some((reason) => reason.includes('stiffness'))).toBe(true)
  const smooth = parseExperiment({ ...lorenz, method: { rtol: 1e-9 } })
  expect(simulate(smooth, noInputs).report.stepper).toBe('dop853')
})
