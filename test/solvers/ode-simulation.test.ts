import { expect, test } from 'vitest'
import { InvalidInput, RunFailure } from '../../src/core/errors.ts'
import { readOdeEquations } from '../../src/expression/ode.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { odeSteppers } from '../../src/solvers/catalogue.ts'
import { compileSystem } from '../../src/solvers/compile-system.ts'
import { makeOdeSimulation } from '../../src/solvers/ode-simulation.ts'
import { kepler } from '../convergence/ode-problems.ts'
import type { PlainProblem } from '../support/plain-system.ts'
import { type PlainRun, plainSimulation, runToEnd } from '../support/run-plain.ts'

const grid = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1))

const lorenz: PlainProblem = {
  size: 3,
  isAutonomous: true,
  rates(_, y, out) {
    out[0] = 10 * (y[1] - y[0])
    out[1] = y[0] * (28 - y[2]) - y[1]
    out[2] = y[0] * y[1] - (8 / 3) * y[2]
  },
}

/** What each stepper can run here, with and without events. */
function runFor(id: string, isSymplectic: boolean, withEvents: boolean): PlainRun {
  const common = { stepper: id, rtol: 1e-6, atol: 1e-8, step: 0.01 }
  const when = [
    { when: (_: number, y: Float64Array) => y[0] - 0.1, direction: 'up' as const },
    {
      when: (_: number, y: Float64Array) => y[0] + 0.1,
      direction: 'down' as const,
      action: (_: number, y: Float64Array) => {
        y[1] *= 1.01
      },
    },
  ]
  const events = withEvents ? { when } : {}
  if (isSymplectic)
    return { ...common, ...events, problem: kepler.problem, initial: [...kepler.solution(0)], times: grid(0, 10, 37) }
  return { ...common, ...events, problem: lorenz, initial: [1, 1, 1], times: grid(0, 4, 37) }
}

// Taylor series need bodies: test/solvers/taylor.test.ts.
const oneByOne = odeSteppers
  .filter(({ id, kind }) => id !== 'taylor' && ['explicit', 'stabilised', 'symplectic'].includes(kind))
  .flatMap(({ id, kind }) =>
    [false, true].map((withEvents) => ({ id, isSymplectic: kind === 'symplectic', withEvents })),
  )

test.each(oneByOne)(
  '$id, events $withEvents: however a run is cut and wherever it is taken up again, every bit is the same',
  ({ id, isSymplectic, withEvents }) => {
    const make = () => plainSimulation(runFor(id, isSymplectic, withEvents))
    const whole = make()
    const expected = runToEnd(whole)
    expect(expected.times).toHaveLength(37)
    const pieces = make()
    expect(runToEnd(pieces, 0)).toEqual(expected)
    expect(pieces.report()).toEqual(whole.report())

    // Stopped in the middle, taken up in a simulation made anew.
    const stopped = make()
    const first: number[] = []
    let clock = 0
    for (let k = 0; k < 3; k++) first.push(...(stopped.advance(0, () => clock++).samples?.values ?? []))
    const resumed = make()
    resumed.restore(structuredClone(stopped.checkpoint()))
    const rest = runToEnd(resumed)
    expect(rest.times.length).toBeGreaterThan(5)
    expect(rest.times.length).toBeLessThan(37)
    expect(Float64Array.from([...first, ...rest.values])).toEqual(expected.values)
    expect(resumed.report()).toEqual(whole.report())
    expect(resumed.checkpoint()).toEqual(whole.checkpoint())
  },
)

test('saved times are hit by dense output: many of them cost no steps', () => {
  const steps = [3, 2001].map((count) => {
    const simulation = plainSimulation({ problem: lorenz, initial: [1, 1, 1], times: grid(0, 5, count) })
    runToEnd(simulation)
    return simulation.report().steps
  })
  expect(steps[1]).toBe(steps[0])
})

test('fixed steps: a whole number of equal ones, the last ends at the last saved time', () => {
  const simulation = plainSimulation({
    problem: kepler.problem,
    initial: [...kepler.solution(0)],
    stepper: 'rk4',
    step: 0.3,
    times: [0, 0.05, 1],
  })
  const { times } = runToEnd(simulation)
  expect([...times]).toEqual([0, 0.05, 1])
  expect(simulation.report().steps).toBe(4)
})

test('the longest step is kept by methods with error control', () => {
  const quiet: PlainProblem = { size: 1, rates: (_, __, out) => out.fill(0) }
  const simulation = plainSimulation({ problem: quiet, initial: [1], times: [0, 10], step: 0.5 })
  runToEnd(simulation)
  expect(simulation.report().steps).toBeGreaterThanOrEqual(20)
})

test('a blow-up ends with time, step, unknown and advice', () => {
  // y' = y²: y = 1/(1 − t).
  const simulation = plainSimulation({
    problem: { size: 1, rates: (_, y, out) => out.fill(y[0] ** 2) },
    initial: [1],
    times: [0, 2],
    unknowns: ['height'],
  })
  expect(() => runToEnd(simulation)).toThrow(RunFailure)
  const again = plainSimulation({
    problem: { size: 1, rates: (_, y, out) => out.fill(y[0] ** 2) },
    initial: [1],
    times: [0, 2],
    unknowns: ['height'],
  })
  expect(() => runToEnd(again)).toThrow(/t = 1.*height.*singularity/)
})

test.each(['tsit5', 'dop853', 'rkc2'])('%s: a value that is not a number is named, with its time', (stepper) => {
  // y' = −1/(2√y…): y = 1 − t under a root that ends at t = 1.
  const problem: PlainProblem = {
    size: 2,
    rates(_, y, out) {
      out[0] = 0
      out[1] = -1 - 0 * Math.sqrt(y[1])
    },
  }
  const simulation = plainSimulation({ problem, initial: [1, 1], times: [0, 2], stepper, unknowns: ['calm', 'root'] })
  expect(() => runToEnd(simulation)).toThrow(/root is not a finite number beyond t = (1|0\.99999\d*)\b/)
})

test('a fixed step that runs away is named too', () => {
  const simulation = plainSimulation({
    problem: { size: 1, rates: (_, y, out) => out.fill(-50 * y[0] ** 3) },
    initial: [10],
    times: [0, 10],
    stepper: 'rk4',
    step: 0.5,
  })
  expect(() => runToEnd(simulation)).toThrow(/y0 is not a finite number.*smaller step/)
})

test('values that are not numbers at the start', () => {
  const make = (initial: number) =>
    plainSimulation({
      problem: { size: 1, rates: (_, y, out) => out.fill(1 / y[0]) },
      initial: [initial],
      times: [0, 1],
      unknowns: ['x'],
    })
  expect(() => runToEnd(make(Number.NaN))).toThrow(/x is not a finite number at the start/)
  expect(() => runToEnd(make(0))).toThrow(/rate of x is not a finite number at the start/)
})

test('wrong options are said before anything runs', () => {
  const make = (options: Partial<PlainRun>) => () =>
    plainSimulation({ problem: lorenz, initial: [1, 1, 1], times: [0, 1], ...options })
  expect(make({ stepper: 'tsit6' })).toThrow(InvalidInput)
  expect(make({ stepper: 'verlet', step: 0.1 })).toThrow(/positions and momenta/)
  expect(make({ stepper: 'rk4' })).toThrow(/give it a step/)
  expect(make({ rtol: 0, atol: 0 })).toThrow(/above 0/)
  expect(make({ rtol: -1 })).toThrow(/relative tolerance/)
  expect(make({ atol: Number.NaN })).toThrow(/absolute tolerance/)
  expect(make({ step: 0 })).toThrow(/other than 0/)
  expect(make({ problem: { ...lorenz, mass: Float64Array.of(1, 1, 0) } })).toThrow(/algebraic/)
})

test('non-negative unknowns stay so, and the message is clear where the equations pull them below', () => {
  // Decay with a large atol: the plain run goes below zero.
  const decay: PlainProblem = { size: 2, rates: (t, y, out) => out.set([-30 * y[0] + 0 * t, 30 * y[0] - y[1] ** 2]) }
  const options = { problem: decay, initial: [1, 0], times: grid(0, 30, 301), rtol: 0.1, atol: 0.05 }
  const free = runToEnd(plainSimulation(options))
  expect(Math.min(...free.values)).toBeLessThan(0)
  const kept = runToEnd(plainSimulation({ ...options, nonNegative: [0, 1] }))
  expect(Math.min(...kept.values)).toBeGreaterThanOrEqual(0)
  const driven = plainSimulation({
    problem: { size: 1, rates: (_, __, out) => out.fill(-1) },
    initial: [1],
    times: [0, 3],
    nonNegative: [0],
    unknowns: ['stock'],
  })
  expect(() => runToEnd(driven)).toThrow(/stock is to stay at or above zero.*t = 1/)
})

test('invariants: first and last value, and their drift', () => {
  const energy = (y: Float64Array) => 0.5 * (y[2] ** 2 + y[3] ** 2) - 1 / Math.hypot(y[0], y[1])
  const initial = [...kepler.solution(0)]
  const simulation = plainSimulation({
    problem: kepler.problem,
    initial,
    times: [0, 20],
    rtol: 1e-10,
    // The arena's offset is a pointer; the state is copied out through a row.
    row: (_, __, out) => out.fill(0),
    scalars: [],
    invariants: [{ name: 'time', value: (time) => time }],
  })
  runToEnd(simulation)
  expect(simulation.report().invariants.time).toEqual({ first: 0, last: 20, drift: 20 })
  expect(energy(Float64Array.from(initial))).toBeCloseTo(-0.5, 14)
})

test.each(['tsit5', 'dop853', 'rk4', 'ssprk33'])(
  '%s: a step as one call of WebAssembly gives the bits of its stages one by one',
  (stepper) => {
    const { equations } = readOdeEquations({
      equations: ["x' = 10*(y - x)", "y' = x*(28 - z) - y + sin(t)", "z' = x*y - 8/3*z"],
      parameters: [],
    })
    if (!equations) throw new Error('equations')
    const run = (isWrapped: boolean) => {
      const compiled = compileSystem(makeKernels(), equations)
      // A function of JavaScript has no place in the table of functions: the stages are then called one by one.
      const rates = isWrapped
        ? (time: number, state: number, out: number) => compiled.rates(time, state, out)
        : compiled.rates
      expect(compiled.kernels.callable(rates) >= 0).toBe(!isWrapped)
      const simulation = makeOdeSimulation(
        { ...compiled, rates },
        {
          stepper,
          rtol: 1e-7,
          atol: 1e-7,
          step: 0.003,
          from: 0,
          times: Float64Array.of(0, 1, 5),
          initial: Float64Array.of(1, 1, 1),
          unknowns: ['x', 'y', 'z'],
          scalars: ['x', 'y', 'z'].map((name) => ({ name, unit: '1' })),
        },
      )
      return { samples: runToEnd(simulation), report: simulation.report() }
    }
    expect(run(false)).toEqual(run(true))
  },
)
