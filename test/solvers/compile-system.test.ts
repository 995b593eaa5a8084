// Typed systems, compiled: against the same equations written by hand, against the derivatives of the tree, against differences.
import { describe, expect, test } from 'vitest'
import { evaluateExpression } from '../../src/expression/evaluate.ts'
import { derivativesBy, odeJacobian } from '../../src/expression/jacobian.ts'
import { type OdeText, readOdeEquations } from '../../src/expression/ode.ts'
import type { OdeEquations } from '../../src/expression/ode-equations.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { compileSystem } from '../../src/solvers/compile-system.ts'
import type { CompiledSystem } from '../../src/solvers/compiled-system.ts'

function read(text: OdeText): OdeEquations {
  const { equations, errors } = readOdeEquations(text)
  if (!equations) throw new Error(errors.map((error) => error.message).join('\n'))
  return equations
}

function setUp(text: OdeText, parameters: readonly number[] = [], shared = false) {
  const equations = read(text)
  const kernels = makeKernels(shared ? { shared } : {})
  const system = compileSystem(kernels, equations)
  system.setParameters(Float64Array.from(parameters))
  const size = system.size
  const state = kernels.allocate(size).pointer
  const out = kernels.allocate(size * size + size + equations.outputs.length).pointer
  /** What a function of the system writes. */
  const call = (
    f: (time: number, state: number, out: number) => void,
    values: readonly number[],
    length = size,
    time = 0,
  ) => {
    kernels.view(state, size).set(values)
    kernels.view(out, length).fill(Number.NaN)
    f(time, state, out)
    return [...kernels.view(out, length)]
  }
  return { equations, kernels, system, call, state }
}

function dense({ jacobian, size }: CompiledSystem, values: readonly number[]): number[][] {
  const rows = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  if (!jacobian) return rows
  const { rowStarts, columns } = jacobian.pattern
  for (let row = 0; row < size; row++)
    for (let at = rowStarts[row] ?? 0; at < (rowStarts[row + 1] ?? 0); at++)
      rows[row]![columns[at] ?? 0] = values[at] ?? Number.NaN
  return rows
}

const lorenz: OdeText = {
  equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"],
  parameters: ['sigma', 'rho', 'beta'],
}
const robertson: OdeText = {
  equations: ["y1' = -0.04*y1 + 1e4*y2*y3", "y2' = 0.04*y1 - 1e4*y2*y3 - 3e7*y2^2", "y3' = 3e7*y2^2"],
  parameters: [],
}
/** Hairer and Wanner, Solving Ordinary Differential Equations II, IV.10. */
const hires: OdeText = {
  equations: [
    "y1' = -1.71*y1 + 0.43*y2 + 8.32*y3 + 0.0007",
    "y2' = 1.71*y1 - 8.75*y2",
    "y3' = -10.03*y3 + 0.43*y4 + 0.035*y5",
    "y4' = 8.32*y2 + 1.71*y3 - 1.12*y4",
    "y5' = -1.745*y5 + 0.43*y6 + 0.43*y7",
    "y6' = -280*y6*y8 + 0.69*y4 + 1.71*y5 - 0.43*y6 + 0.69*y7",
    "y7' = 280*y6*y8 - 1.81*y7",
    "y8' = -280*y6*y8 + 1.81*y7",
  ],
  parameters: [],
}
function hiresRates(y: readonly number[]): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = y
  return [
    -1.71 * a + 0.43 * b + 8.32 * c + 0.0007,
    1.71 * a - 8.75 * b,
    -10.03 * c + 0.43 * d + 0.035 * e,
    8.32 * b + 1.71 * c - 1.12 * d,
    -1.745 * e + 0.43 * f + 0.43 * g,
    -280 * f * h + 0.69 * d + 1.71 * e - 0.43 * f + 0.69 * g,
    280 * f * h - 1.81 * g,
    -280 * f * h + 1.81 * g,
  ]
}
/** Hairer, Nørsett and Wanner I, II.10: seven stars in a plane, star i of mass i. */
const stars = [1, 2, 3, 4, 5, 6, 7]
function pull(axis: 'x' | 'y', i: number): string {
  const terms = stars
    .filter((j) => j !== i)
    .map((j) => `${j}*(${axis}${j} - ${axis}${i})/((x${i} - x${j})^2 + (y${i} - y${j})^2)^(3/2)`)
  return `${axis}${i}'' = ${terms.join(' + ')}`
}
const pleiades: OdeText = {
  equations: [...stars.map((i) => pull('x', i)), ...stars.map((i) => pull('y', i))],
  parameters: [],
}
function pleiadesRates(state: readonly number[]): number[] {
  const at = (axis: number, i: number) => state[7 * axis + i - 1] ?? 0
  const accelerations = [0, 1].flatMap((axis) =>
    stars.map((i) =>
      stars
        .filter((j) => j !== i)
        .reduce(
          (sum, j) =>
            sum + (j * (at(axis, j) - at(axis, i))) / ((at(0, i) - at(0, j)) ** 2 + (at(1, i) - at(1, j)) ** 2) ** 1.5,
          0,
        ),
    ),
  )
  return [...state.slice(14), ...accelerations]
}
const pleiadesStart = [
  3, 3, -1, -3, 2, -2, 2, 3, -3, 2, 0, 0, -4, 4, 0, 0, 0, 0, 0, 1.75, -1.5, 0, 0, 0, -1.25, 1, 0, 0,
]

function expectClose(found: readonly number[], wanted: readonly number[], relative: number) {
  expect(found.length).toBe(wanted.length)
  found.forEach((value, i) => {
    const other = wanted[i] ?? 0
    expect(Math.abs(value - other), `${i}: ${value}, not ${other}`).toBeLessThanOrEqual(
      relative * Math.max(1, Math.abs(other)),
    )
  })
}

describe('rates are those written by hand', () => {
  test('Lorenz, bit for bit, with parameters that change', () => {
    const { system, call } = setUp(lorenz, [10, 28, 8 / 3])
    for (const [sigma, rho, beta] of [
      [10, 28, 8 / 3],
      [3, 0.7, 1],
    ] as const) {
      // biome-ignore format: a table
      system.setParameters(Float64Array.of(sigma, rho, beta))
      const [x, y, z] = [1.1, -2.3, 7.7]
      expect(call(system.rates, [x, y, z])).toEqual([sigma * (y - x), x * (rho - z) - y, x * y - beta * z])
    }
  })
  test('Robertson', () => {
    const { system, call } = setUp(robertson)
    const [a, b, c] = [0.9, 2e-5, 0.1]
    expectClose(
      call(system.rates, [a, b, c]),
      [-0.04 * a + 1e4 * b * c, 0.04 * a - 1e4 * b * c - 3e7 * b * b, 3e7 * b * b],
      1e-15,
    )
  })
  test('HIRES', () => {
    const y = [0.7, 0.14, 0.06, 1.2, 2.4, 6.2, 0.0028, 0.0029]
    const { system, call } = setUp(hires)
    expectClose(call(system.rates, y), hiresRates(y), 1e-15)
  })
  test('Pleiades', () => {
    const { system, call } = setUp(pleiades)
    expectClose(call(system.rates, pleiadesStart), pleiadesRates(pleiadesStart), 1e-14)
  })
})

const driven: OdeText = {
  equations: [
    "x' = v",
    "v' = -k*g*x - c*v^3 + a*cos(w*t)*exp(-t/tau)",
    'g = if(x > 0, tanh(k*x + s), sqrt(1 + x^2)) + min(x, v) + atan2(v, 2 + x)',
    's = sin(w*t)*c + erf(x*v)',
    "u' = abs(x - v)^p + max(0, u)*log(2 + s^2) + heaviside(x)*u/(1 + k)",
  ],
  parameters: ['k', 'c', 'a', 'w', 'tau', 'p'],
}
const drivenParameters = [1.3, 0.2, 0.9, 2.1, 3, 1.7]

describe('derivatives', () => {
  const cases: [string, OdeText, readonly number[], readonly number[]][] = [
    ['Lorenz', lorenz, [10, 28, 8 / 3], [1.1, -2.3, 7.7]],
    ['Robertson', robertson, [], [0.9, 2e-5, 0.1]],
    ['HIRES', hires, [], [0.7, 0.14, 0.06, 1.2, 2.4, 6.2, 0.0028, 0.0029]],
    ['Pleiades', pleiades, [], pleiadesStart],
    ['driven', driven, drivenParameters, [0.4, -0.7, 1.2]],
    ['driven, on the other side', driven, drivenParameters, [-0.4, 0.7, -1.2]],
  ]
  for (const [name, text, parameters, y] of cases)
    test(`${name}: of the tree (another way to the same), and differences`, () => {
      const { equations, system, call } = setUp(text, parameters)
      const time = 0.6
      const values = new Map<string, number>([['t', time]])
      for (const [i, unknown] of equations.unknowns.entries()) values.set(unknown, y[i] ?? 0)
      for (const [i, parameter] of equations.parameters.entries()) values.set(parameter, parameters[i] ?? 0)
      const lookup = (one: string) => values.get(one) ?? Number.NaN
      for (const definition of equations.definitions)
        values.set(definition.name, evaluateExpression(definition.value, lookup))

      const found = dense(system, call(system.jacobian!.evaluate, y, system.jacobian!.pattern.columns.length, time))
      const wanted = found.map((row) => row.map(() => 0))
      for (const { row, column, value } of odeJacobian(equations))
        wanted[row]![column] = evaluateExpression(value, lookup)
      found.forEach((row, i) => {
        expectClose(row, wanted[i] ?? [], 1e-13)
      })
      // Central differences: what is left is the third derivative times h²/6 and rounding over h.
      y.forEach((value, column) => {
        const h = 1e-5 * Math.max(Math.abs(value), 1e-3)
        const side = (sign: number) => call(system.rates, y.with(column, value + sign * h), system.size, time)
        const [up, down] = [side(1), side(-1)]
        found.forEach((row, i) => {
          const difference = ((up[i] ?? 0) - (down[i] ?? 0)) / (2 * h)
          const scale = Math.max(1, Math.abs(difference), Math.abs(up[i] ?? 0) * 1e-3 / h * 1e-5) // biome-ignore format: one thought
          expect(Math.abs((row[column] ?? 0) - difference) / scale, `${i} by ${column}`).toBeLessThan(1e-5)
        })
      })
      expectClose(
        call(system.timeDerivative!, y, system.size, time),
        derivativesBy(equations, equations.rates, 't').map((one) => evaluateExpression(one, lookup)),
        1e-13,
      )
      equations.parameters.forEach((parameter, i) => {
        const derivative = call((t, state, out) => system.parameterDerivative(i, t, state, out), y, system.size, time)
        expectClose(
          derivative,
          derivativesBy(equations, equations.rates, parameter).map((one) => evaluateExpression(one, lookup)),
          1e-13,
        )
      })
    })

  test('the derivative of a power by its exponent is 0 where the base is, not NaN', () => {
    const { system, call } = setUp({ equations: ["x' = x^n/(k^n + x^n)"], parameters: ['k', 'n'] }, [2, 3])
    expect(call((t, state, out) => system.parameterDerivative(1, t, state, out), [0])).toEqual([0])
    expect(call(system.jacobian!.evaluate, [0], 1)).toEqual([0])
  })

  test('autonomous or not; the diagonal is in the pattern where the derivative is zero', () => {
    expect(setUp(driven, drivenParameters).system.isAutonomous).toBe(false)
    const { system, call } = setUp({ equations: ["x' = y", "y' = -x"], parameters: [] })
    expect(system.isAutonomous).toBe(true)
    expect([...system.jacobian!.pattern.columns]).toEqual([0, 1, 0, 1])
    expect(call(system.jacobian!.evaluate, [3, 4], 4)).toEqual([0, 1, -1, 0])
  })
})

test('events: their functions, and simultaneous assignments', () => {
  const text: OdeText = {
    equations: ["x'' = -g", 'height = x - floorAt'],
    parameters: ['g', 'floorAt'],
    events: [
      { when: 'height', do: ["x' = -0.9*x'"] },
      { when: "x'", do: ["x = x' + t", "x' = x"] },
    ],
    outputs: { energy: "x'^2/2 + g*x" },
  }
  const { system, call, state, kernels } = setUp(text, [9.81, 1])
  expect(system.eventCount).toBe(2)
  expect(call(system.events, [3, -2])).toEqual([2, -2])
  expect(call(system.outputs, [3, -2], 1)[0]).toBeCloseTo(2 + 9.81 * 3, 13)
  kernels.view(state, 2).set([3, -2])
  system.applyEvent(0, 0, state)
  expect([...kernels.view(state, 2)]).toEqual([3, 1.8])
  system.applyEvent(1, 10, state)
  expect([...kernels.view(state, 2)]).toEqual([11.8, 3])
  expect(() => system.applyEvent(2, 0, state)).toThrow('no event 2')
})

describe('parts', () => {
  test('stiff and nonstiff sum to the rates; the linear part follows the parameters', () => {
    const { system, call } = setUp(lorenz, [10, 28, 8 / 3])
    const y = [1.1, -2.3, 7.7]
    const split = system.split!
    const sum = call(split.stiff, y).map((value, i) => value + (call(split.nonstiff, y)[i] ?? 0))
    expectClose(sum, call(system.rates, y), 1e-15)
    expect(split.linear).toMatchObject({ kind: 'sparse', values: Float64Array.of(-10, 10, 28, -1, -8 / 3) })
    system.setParameters(Float64Array.of(1, 2, 3))
    expect(split.linear).toMatchObject({ values: Float64Array.of(-1, 1, 2, -1, -3) })
    expect(call(split.stiffJacobian.evaluate, y, 5)).toEqual([-1, 1, 2, -1, -3])
  })
  test('a diagonal linear part is said to be one; nothing linear gives no split', () => {
    const { system } = setUp({ equations: ["x' = -a*x + y^2", "y' = -2*y + x^2"], parameters: ['a'] }, [5])
    expect(system.split?.linear).toEqual({ kind: 'diagonal', real: Float64Array.of(-5, -2) })
    expect(setUp({ equations: ["x' = -x^3"], parameters: [] }).system.split).toBeUndefined()
  })
  test('separable: Pleiades is, damping is not', () => {
    const { system, call } = setUp(pleiades)
    expect(system.separable?.positions).toBe(14)
    const rates = call(system.rates, pleiadesStart)
    expect(call(system.separable!.drift, pleiadesStart, 14)).toEqual(rates.slice(0, 14))
    expect(call(system.separable!.kick, pleiadesStart, 14)).toEqual(rates.slice(14))
    expect(setUp({ equations: ["x'' = -x - x'"], parameters: [] }).system.separable).toBeUndefined()
    // A dependence whose derivative is zero is one.
    expect(setUp({ equations: ["x'' = -x - floor(x')"], parameters: [] }).system.separable).toBeUndefined()
  })
  test('an algebraic unknown has mass 0', () => {
    const { system, call } = setUp({ equations: ["x' = -x + y", '0 = x + y - 1'], parameters: [] })
    expect(system.mass).toEqual(Float64Array.of(1, 0))
    expect(call(system.rates, [0.25, 0.5])).toEqual([0.25, -0.25])
    expect(setUp(lorenz, [1, 1, 1]).system.mass).toBeUndefined()
  })
})

test('two systems of the same text have parameters of their own', () => {
  const [a, b] = [setUp(lorenz, [10, 28, 2]), setUp(lorenz, [1, 2, 3])]
  expect(a.call(a.system.rates, [1, 2, 3])).toEqual([10, 23, -4])
  expect(b.call(b.system.rates, [1, 2, 3])).toEqual([1, -3, -7])
})

test('kernels on a shared memory', () => {
  const { system, call } = setUp({ equations: ["x' = exp(k*x)"], parameters: ['k'] }, [2], true)
  expect(call(system.rates, [0.5])[0]).toBeCloseTo(Math.E, 15)
})

function ring(n: number): {
  readonly text: OdeText
  readonly start: readonly number[]
  rates(u: readonly number[]): number[]
} {
  const names = Array.from({ length: n }, (_, i) => `u${i}`)
  const at = (i: number) => names[(i + n) % n]
  return {
    text: {
      equations: [
        ...names.map(
          (name, i) =>
            `${name}' = k*(${at(i - 1)} - 2*${name} + ${at(i + 1)}) + s*sin(${name})/(1 + ${name}^2) + (low < ${name})*s + if(on, ${name}, s)`,
        ),
        's = exp(-u0)*k',
        'low = u1 + s',
        // A truth value that every part of the code uses.
        'on = t < 1 and u2 < 10',
      ],
      parameters: ['k'],
    },
    start: names.map((_, i) => Math.sin(0.1 * i) + 0.2),
    rates(u) {
      const value = (i: number) => u[(i + n) % n] ?? 0
      const s = Math.exp(-value(0)) * 3
      return u.map(
        (x, i) =>
          3 * (value(i - 1) - 2 * x + value(i + 1)) +
          (s * Math.sin(x)) / (1 + x * x) +
          Number(value(1) + s < x) * s +
          x,
      )
    },
  }
}

test('a system of 700 unknowns, cut into parts, with values that all of them use', () => {
  const { text, start, rates } = ring(700)
  const { system, call } = setUp(text, [3])
  expectClose(call(system.rates, start), rates(start), 1e-14)
  const { pattern, evaluate } = system.jacobian!
  const found = call(evaluate, start, pattern.columns.length)
  // The neighbours, itself and u0.
  expect(pattern.columns.length).toBe(3 * 700 + 700 - 3)
  expectClose(
    found
      .slice(pattern.rowStarts[500], pattern.rowStarts[501])
      .slice(1, 4)
      .filter((_, i) => i !== 1),
    [3, 3],
    0,
  )
  const shifted = (h: number) => call(system.rates, start.with(0, (start[0] ?? 0) + h))[500] ?? 0
  expect(found[pattern.rowStarts[500] ?? 0]).toBeCloseTo((shifted(1e-5) - shifted(-1e-5)) / 2e-5, 8)
})
