import { expect, test } from 'vitest'
import { makeRandom } from '../../src/core/random.ts'
import type { Experiment } from '../../src/experiment/experiment.ts'
import { fitAtOnce } from '../../src/experiment/fit.ts'
import { makeFitObjective } from '../../src/experiment/fit-objective.ts'
import { prepareFit } from '../../src/experiment/fit-prepare.ts'
import type { Inputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { setPath } from '../../src/experiment/path.ts'
import { curveColumn, simulate } from '../../src/experiment/simulate.ts'
import { checkJacobian } from '../../src/fit/jacobian.ts'
import { dataset } from './fit-fixtures.ts'

const clock = () => 0

interface System {
  readonly problem: Readonly<Record<string, unknown>>
  readonly method?: Readonly<Record<string, unknown>>
  readonly observe?: Readonly<Record<string, string>>
}

interface Measured {
  /** Overrides of the dataset. */
  readonly set?: Readonly<Record<string, number>>
  readonly times: readonly number[]
  /** Standard deviation of the noise by column. */
  readonly noise: Readonly<Record<string, number>>
}

/** An experiment whose data were computed from it at `truth` and made noisy, starting from its own values. */
function experimentOf(
  system: System,
  free: Readonly<Record<string, object>>,
  truth: Readonly<Record<string, number>>,
  measured: readonly Measured[],
  seed = 1,
): { readonly experiment: Experiment; readonly inputs: Inputs } {
  const base = parseExperiment({
    isoline: 1,
    problem: { id: 'typed-ode', ...system.problem },
    ...(system.method ? { method: system.method } : {}),
    ...(system.observe ? { observe: system.observe } : {}),
  })
  const inputs: Record<string, Inputs[string]> = {}
  const data = measured.map(({ set = {}, times, noise }, d) => {
    const file = `measured-${d}.csv`
    const run = Object.entries({ ...truth, ...set }).reduce(
      (document, [path, value]) => setPath(document, path, value),
      { ...base, method: { ...base.method, rtol: 1e-10 }, time: { at: [...times] } } as Experiment,
    )
    const curve = simulate(run, {})
    const columns = Object.entries(noise).map(([name, deviation], c) => {
      const exact = curveColumn(curve, name)
      const random = makeRandom(100 * seed + 10 * d + c)
      return [name, { unit: '1', values: exact.map((value) => value + deviation * random.normal()) }] as const
    })
    inputs[file] = dataset(file, { t: { unit: '1', values: Float64Array.from(times) }, ...Object.fromEntries(columns) })
    return {
      file,
      columns: { t: 'x', ...Object.fromEntries(Object.keys(noise).map((name) => [name, `y:${name}`])) },
      ...(Object.keys(set).length > 0 ? { set } : {}),
    }
  })
  return { experiment: parseExperiment({ ...base, data, fit: { free } }), inputs }
}

const range = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))

/** Converged to within four standard errors of the truth (99.99 % of all draws), each below a part of the value. */
function expectTruth(
  { experiment, inputs }: ReturnType<typeof experimentOf>,
  truth: Readonly<Record<string, number>>,
  largestError: number,
) {
  const result = fitAtOnce(experiment, inputs, { clock })
  expect(result.status).toBe('converged')
  for (const [path, value] of Object.entries(truth)) {
    const found = result.parameters[path]
    const error = found?.standardError ?? Number.NaN
    expect(error, path).toBeGreaterThan(0)
    expect(error / value, path).toBeLessThan(largestError)
    expect(Math.abs((found?.value ?? Number.NaN) - value) / error, path).toBeLessThan(4)
  }
  return result
}

const predators: System = {
  problem: {
    equations: ["x' = a*x - b*x*y", "y' = d*x*y - c*y"],
    parameters: { a: { value: 1, from: 0, to: 2 }, b: 0.06, c: '0.5', d: 0.03 },
    initial: { x: 20, y: 8 },
  },
  method: { rtol: 1e-8 },
}
const predatorsTruth = { a: 0.66, b: 0.034, c: 0.84, d: 0.022, 'problem.initial.x': 30, 'problem.initial.y': 5 }
const predatorsFree = Object.fromEntries(Object.keys(predatorsTruth).map((path) => [path, { spacing: 'log' }]))

const kinetics: System = {
  problem: {
    equations: ["y1' = -k1*y1 + k2*y2*y3", "y2' = k1*y1 - k2*y2*y3 - k3*y2^2", "y3' = k3*y2^2"],
    parameters: { k1: 0.2, k2: 1e3, k3: 3e8 },
    initial: { y1: 1, y2: 0, y3: 0 },
  },
  method: { rtol: 1e-8, atol: { y1: 1e-11, y2: 1e-15, y3: 1e-11 } },
  observe: { scaled: '1e4*y2' },
}
const kineticsTruth = { k1: 0.04, k2: 1e4, k3: 3e7 }
const kineticsTimes = Array.from({ length: 40 }, (_, i) => 10 ** (-5 + (9 * i) / 39))
const logarithms = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { spacing: 'log' }]))

test.each([
  ['predators and prey', predators, predatorsFree, predatorsTruth, { times: range(0, 20, 21), noise: { x: 1, y: 1 } }],
  [
    'stiff kinetics',
    kinetics,
    logarithms(['k1', 'k2', 'k3']),
    kineticsTruth,
    { times: kineticsTimes, noise: { y1: 0.01, scaled: 0.01 } },
  ],
  [
    'an initial value that follows a free parameter, and an observed output',
    {
      problem: { equations: ["x' = -k*x^2"], parameters: { k: 0.5, x0: 2 }, initial: { x: 'x0 + k/2' } },
      observe: { rate: 'k*x^2' },
    },
    { k: {}, x0: {} },
    { k: 0.7, x0: 3 },
    { times: range(0, 5, 11), noise: { x: 0.01, rate: 0.01 } },
  ],
] as const)('%s: sensitivities and differences give the same Jacobian', (_, system, free, truth, measured) => {
  const tight = { ...system, method: { ...Object(system).method, rtol: 1e-11 } } as System
  const { experiment, inputs } = experimentOf(tight, free, truth, [measured])
  const { measured: columns, space, kind } = prepareFit(experiment, inputs)
  expect(kind).toBe('sensitivities')
  const objective = makeFitObjective(experiment, inputs, columns, space, 'sensitivities', Object.keys(Object(system.problem).initial).length + Object.keys(Object(system).observe ?? {}).length) // biome-ignore format: one call
  for (const difference of checkJacobian(objective.residuals, objective.jacobian, space.start, objective.count))
    expect(difference).toBeLessThan(1e-5)
})

test('predators and prey: six values from starts up to twice or half the truth', () => {
  const given = experimentOf(predators, predatorsFree, predatorsTruth, [{ times: range(0, 20, 41), noise: { x: 1, y: 1 } }]) // biome-ignore format: one call
  const result = expectTruth(given, predatorsTruth, 0.05)
  expect(result.r2).toBeGreaterThan(0.97)
})

test('stiff kinetics over nine decades of time: three rates from starts up to ten times too large or small', () => {
  const given = experimentOf(kinetics, logarithms(['k1', 'k2', 'k3']), kineticsTruth, [{ times: kineticsTimes, noise: { y1: 0.005, scaled: 0.003, y3: 0.005 } }]) // biome-ignore format: one call
  expectTruth(given, kineticsTruth, 0.2)
})

test('logistic growth from a start ten times off: the standard errors of the closed solution', () => {
  const system: System = {
    problem: { equations: ["n' = r*n*(1 - n/K)"], parameters: { r: 0.1, K: 100 }, initial: { n: 3 } },
  }
  const truth = { r: 0.6, K: 800, 'problem.initial.n': 20 }
  const times = range(0, 16, 33)
  const noise = 12
  const given = experimentOf(system, { r: {}, K: {}, 'problem.initial.n': {} }, truth, [{ times, noise: { n: noise } }])
  const result = expectTruth(given, truth, 0.2)
  // The covariance at the fitted values from the derivatives of n = K n0/(n0 + (K − n0) e^−rt), by complex steps of its own formula.
  const [r, K, n0] = ['r', 'K', 'problem.initial.n'].map((path) => result.parameters[path]?.value ?? Number.NaN)
  const columns = times.map((t) => {
    const e = Math.exp(-r! * t)
    const D = n0! + (K! - n0!) * e
    return [
      (K! * n0! * t * (K! - n0!) * e) / D ** 2,
      (n0! * D - K! * n0! * e) / D ** 2,
      (K! * D - K! * n0! * (1 - e)) / D ** 2,
    ]
  })
  const normal = [0, 1, 2].map((i) => [0, 1, 2].map((j) => columns.reduce((sum, row) => sum + row[i]! * row[j]!, 0)))
  const determinant = (m: readonly (readonly number[])[]) =>
    m[0]![0]! * (m[1]![1]! * m[2]![2]! - m[1]![2]! * m[2]![1]!) - m[0]![1]! * (m[1]![0]! * m[2]![2]! - m[1]![2]! * m[2]![0]!) + m[0]![2]! * (m[1]![0]! * m[2]![1]! - m[1]![1]! * m[2]![0]!) // biome-ignore format: one formula
  const minor = normal[0]![0]! * normal[2]![2]! - normal[0]![2]! ** 2
  const expected = result.residualStd * Math.sqrt(minor / determinant(normal))
  expect((result.parameters.K?.standardError ?? 0) / expected).toBeCloseTo(1, 4)
})

test.each([
  [1, 1, 3],
  // Waves that come long after and long before the one measured: the nearest minimum is flat.
  [0.6, 0.43, 1.2],
  [4.7, 0.66, 2],
])(
  'an epidemic from rates %d and %d and %d infected: both rates and the first infected from the infected alone',
  (beta, gamma, infected) => {
    const system: System = {
      problem: {
        equations: ["S' = -beta*S*I/N", "I' = beta*S*I/N - gamma*I", "R' = gamma*I"],
        parameters: { beta, gamma, N: 763 },
        initial: { S: 'N - 1', I: infected, R: 0 },
      },
    }
    const truth = { beta: 1.7, gamma: 0.45, 'problem.initial.I': 1 }
    const free = logarithms(Object.keys(truth))
    expectTruth(experimentOf(system, free, truth, [{ times: range(0, 14, 15), noise: { I: 8 } }]), truth, 0.5)
  },
)

test('three experiments from their own initial values, one rate for all and one for each', () => {
  const system: System = {
    problem: {
      equations: ["a' = -k*a^n", "b' = k*a^n - loss*b"],
      parameters: { k: 0.2, n: 1, loss: 0.2 },
      initial: { a: 1, b: 0 },
    },
  }
  const times = range(0, 6, 25)
  const measured = [0.5, 1, 2].map((a, d) => ({
    set: { 'problem.initial.a': a },
    times,
    noise: { a: 0.005, b: 0.005 },
    loss: 0.3 + 0.2 * d,
  }))
  const made = measured.map(({ loss, ...each }) => experimentOf(system, { k: {} }, { k: 0.8, n: 1.5, loss }, [each], 1 + 10 * loss)) // biome-ignore format: one call
  const [first] = made
  if (!first) throw new Error('no data')
  const inputs = Object.fromEntries(
    made.map(({ inputs }, d) => [`run-${d}.csv`, Object.values(inputs)[0] ?? Object(null)]),
  )
  const data = made.map(({ experiment }, d) => ({ ...Object(experiment.data?.[0]), file: `run-${d}.csv` }))
  const experiment = parseExperiment({
    ...first.experiment,
    data,
    fit: { free: { k: {}, n: {}, loss: { local: true } } },
  })
  const local = Object.fromEntries(measured.map(({ loss }, d) => [`data.${d}.set.loss`, loss]))
  expectTruth({ experiment, inputs }, { k: 0.8, n: 1.5, ...local }, 0.1)
})

test('events and jumps in a fit are passed; jumps that nothing shows are left to differences, which is said', () => {
  const ball: System = {
    problem: {
      equations: ["y'' = -g"],
      parameters: { g: 9, bounce: 0.7 },
      initial: { y: 2, "y'": 0 },
      events: [{ when: 'y', direction: 'down', do: ["y' = -bounce*y'", 'y = 0'] }],
    },
  }
  const truth = { g: 9.81, bounce: 0.8 }
  const given = experimentOf(ball, { g: {}, bounce: {} }, truth, [{ times: range(0, 2, 41), noise: { y: 0.005 } }])
  const result = expectTruth(given, truth, 0.01)
  expect(result.notes.join()).not.toContain('differences')
  const narrowing = (condition: string): System => ({
    problem: { equations: [`h' = -k*if(${condition}, 1, 0.3)`], parameters: { k: 0.7, low: 1.2 }, initial: { h: 3 } },
  })
  const levels = { k: 1.2, low: 0.8 }
  const measured = [{ times: range(0, 4, 41), noise: { h: 0.02 } }]
  const passed = expectTruth(experimentOf(narrowing('h > low'), { k: {}, low: {} }, levels, measured), levels, 0.05)
  expect(passed.notes.join()).not.toContain('differences')
  const hidden = expectTruth(experimentOf(narrowing('max(h - low, 0)'), { k: {} }, { k: 1.2 }, measured), { k: 1.2 }, 1)
  expect(hidden.notes.join()).toContain('Derivatives are differences of runs, not sensitivities: the equations jump')
})

test('an observed output is fitted like an unknown', () => {
  const system: System = {
    problem: { equations: ["c' = -k*c"], parameters: { k: 0.2, yield: 0.5 }, initial: { c: 4 } },
    observe: { signal: 'yield*c^2' },
  }
  const truth = { k: 0.5, yield: 1.4 }
  const given = experimentOf(system, { k: {}, yield: {} }, truth, [{ times: range(0, 5, 26), noise: { signal: 0.05 } }])
  expectTruth(given, truth, 0.02)
})

test('an event that stops the run before the last measurement is told, with both times', () => {
  const decay = (events: readonly object[]): System => ({
    problem: { equations: ["c' = -k*c"], parameters: { k: 0.5 }, initial: { c: 3 }, events },
  })
  const { experiment, inputs } = experimentOf(decay([]), { k: {} }, { k: 0.7 }, [
    { times: range(0, 5, 21), noise: { c: 0.01 } },
  ])
  const stopped = { ...experiment, problem: { ...experiment.problem, events: [{ when: 'c - 0.5', do: 'stop' }] } }
  // At the start value c = 3 e^−t/2 is 0.5 at t = 3.58.
  expect(() => fitAtOnce(stopped, inputs, { clock })).toThrow(
    'an event stops the run before the last measurement at t = 5, after that at t = 3.5',
  )
})

test('a signal of another kind than the model: its scale has the unit of the signal', () => {
  const system: System = { problem: { equations: ["c' = -k*c"], parameters: { k: 0.5 }, initial: { c: 1 } } }
  const { experiment, inputs } = experimentOf(system, { k: {} }, { k: 0.7 }, [
    { times: range(0, 5, 21), noise: { c: 0.002 } },
  ])
  const columns = { t: 'x', c: { role: 'y', of: 'c', unit: 'mV', scale: 2, offset: 0 } }
  const result = fitAtOnce(
    parseExperiment({
      ...experiment,
      data: [{ ...Object(experiment.data?.[0]), columns }],
      fit: { free: { k: {}, 'data.0.columns.c.scale': {} } },
    }),
    inputs,
    { clock },
  )
  const scale = result.parameters['data.0.columns.c.scale']
  expect(scale?.unit).toBe('mV')
  expect(Math.abs((scale?.value ?? 0) - 1) / (scale?.standardError ?? 0)).toBeLessThan(4)
})
