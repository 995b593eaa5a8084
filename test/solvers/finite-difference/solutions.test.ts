import { expect, test } from 'vitest'
import { axisNodes, domainSize } from '../../../src/core/domain.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { makeFiniteDifference } from '../../../src/solvers/discretisations/finite-difference/finite-difference.ts'
import type { FieldProblem, SpaceOptions } from '../../../src/solvers/fields/discretised-fields.ts'
import { makeShiftedSolver } from '../../../src/solvers/linear/make-shifted-solver.ts'
import type { Stepper } from '../../../src/solvers/stepper.ts'
import { bdf } from '../../../src/solvers/steppers/bdf.ts'
import { dop853 } from '../../../src/solvers/steppers/dop853.ts'
import { kencarp4Stepper } from '../../../src/solvers/steppers/kencarp4-stepper.ts'
import { radau5 } from '../../../src/solvers/steppers/radau5.ts'
import { sbdf2 } from '../../../src/solvers/steppers/sbdf2.ts'
import { drive } from '../../support/drive.ts'
import { derivative, divergence, fieldProblem, laplacian } from '../../support/fields.ts'

type Field = (x: number, y: number, t: number) => number

function nodesOf({ domain }: FieldProblem): (readonly [number, number])[] {
  const [xs = [0], ys = [0]] = domain.axes.map((axis) => [...axisNodes(axis)])
  return ys.flatMap((y) => xs.map((x) => [x, y] as const))
}

interface Run {
  readonly stepper: Stepper
  readonly to: number
  readonly step?: number
  readonly rtol?: number
}

/** Largest error of the first unknown at the end of a run from exact initial values. */
function errorOf(problem: FieldProblem, exact: readonly Field[], options: SpaceOptions, run: Run): number {
  const kernels = makeKernels()
  const made = makeFiniteDifference(kernels, problem, options)
  const points = nodesOf(problem)
  const count = domainSize(problem.domain)
  const nodes = kernels.reserve(count * exact.length)
  const state = kernels.reserve(made.system.size)
  const given = kernels.view(nodes, count * exact.length)
  exact.forEach((f, k) => {
    points.forEach(([x, y], i) => {
      given[k * count + i] = f(x, y, 0)
    })
  })
  made.encode(0, nodes, state)
  const { stepper, to, step, rtol = 1e-9 } = run
  const start = kernels.view(state, made.system.size).slice()
  const { stepping } = drive(
    stepper,
    made.system,
    start,
    [to],
    { rtol, atol: rtol },
    step === undefined ? {} : { step },
  )
  made.decode(to, stepping.state, nodes)
  const found = kernels.view(nodes, count)
  return points.reduce((worst, [x, y], i) => Math.max(worst, Math.abs(found[i] - (exact[0]?.(x, y, to) ?? 0))), 0)
}

const axis = (name: string, points: number, isPeriodic = false, from = 0, to = 1) => ({ name, from, to, points, isPeriodic }) // biome-ignore format: one thought

// Manufactured: u = cos(t + 3x + 2y) meets the equation with this source and these conditions, written out by hand.
const phase = '(t + 3*x + 2*y)'
const cosine: Field = (x, y, t) => Math.cos(t + 3 * x + 2 * y)
const everySide = [
  { side: 'x-', value: '1', rightSide: `cos(${phase})` },
  { side: 'x+', normal: '1', rightSide: `-3*sin(${phase})` },
  { side: 'y-', value: '2', normal: '1', rightSide: `2*cos(${phase}) + 2*sin(${phase})` },
  { side: 'y+', normal: '1', rightSide: `-2*sin(${phase}) + u^2 - cos(${phase})^2` },
]
const heated = (n: number, rates: string[]) =>
  fieldProblem({ axes: [axis('x', n), axis('y', n + 3)], rates, terms: [laplacian('u')], boundary: everySide })

for (const [order, least] of [
  [2, 1.95],
  [4, 3.9],
] as const)
  test(`diffusion with a prescribed, a sloped, a Robin and a nonlinear side is of order ${order}`, () => {
    const errors = [17, 33].map((n) =>
      errorOf(
        heated(n, [`T0 - sin(${phase}) + 13*cos(${phase})`]),
        [cosine],
        { order },
        { stepper: radau5, to: 0.2, rtol: order === 2 ? 1e-8 : 1e-10 },
      ),
    )
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(least)
  })

test('an explicit method and IMEX methods with transforms reach the same solution', () => {
  // Sides for which cosines, sines and waves of a quarter length are the modes: value–value in y, slope–value in x.
  const sides = [
    { side: 'x-', normal: '1', rightSide: `3*sin(${phase})` },
    { side: 'x+', value: '1', rightSide: `cos(${phase})` },
    { side: 'y-', value: '1', rightSide: `cos(${phase})` },
    { side: 'y+', value: '1', rightSide: `cos(${phase})` },
  ]
  const problem = fieldProblem({
    axes: [axis('x', 21), axis('y', 26)],
    rates: [`T0 - u^3 - sin(${phase}) + 13*cos(${phase}) + cos(${phase})^3`],
    terms: [laplacian('u')],
    boundary: sides,
  })
  const errors = [
    { stepper: dop853, to: 0.2 },
    { stepper: kencarp4Stepper, to: 0.2, rtol: 1e-7 },
    // Thirty times the step that an explicit method may take.
    { stepper: sbdf2, to: 0.2, step: 1 / 640 },
  ].map((run) => errorOf(problem, [cosine], { order: 2 }, run))
  // The error of the space: h²/24 max|u''''| times a small constant.
  for (const error of errors) expect(error).toBeLessThan(4e-3)
  expect(errors[1]).toBeCloseTo(errors[0], 6)
})

// u = cos(4x + t) on (0, 1): u'''' = 256 u.
const beam: Field = (x, _, t) => Math.cos(4 * x + t)
const beamSides = {
  clamped: (side: string, sign: string) => [
    { side, value: '1', rightSide: 'cos(4*x + t)' },
    { side, normal: '1', rightSide: `${sign}4*sin(4*x + t)` },
  ],
  hinged: (side: string, _: string) => [
    { side, value: '1', rightSide: 'cos(4*x + t)' },
    { side, of: 'laplacian' as const, value: '1', rightSide: '-16*cos(4*x + t)' },
  ],
  free: (side: string, sign: string) => [
    { side, normal: '1', rightSide: `${sign}4*sin(4*x + t)` },
    { side, of: 'laplacian' as const, normal: '1', rightSide: `${sign === '-' ? '' : '-'}64*sin(4*x + t)` },
  ],
}
for (const kind of ['clamped', 'hinged', 'free'] as const)
  for (const [order, least] of [
    [2, 1.9],
    [4, 3.6],
  ] as const)
    test(`a term of fourth order between ${kind} ends is of order ${order}`, () => {
      const errors = [17, 33].map((n) =>
        errorOf(
          fieldProblem({
            axes: [axis('x', n)],
            rates: ['-T1 - sin(4*x + t) + 256*cos(4*x + t)'],
            terms: [laplacian('u'), laplacian('T0')],
            boundary: [...beamSides[kind]('x-', ''), ...beamSides[kind]('x+', '-')],
          }),
          [beam],
          { order },
          { stepper: radau5, to: 0.1, rtol: 1e-10 },
        ),
      )
      expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(least)
    })

for (const [order, least] of [
  [2, 1.95],
  [4, 3.9],
] as const)
  test(`diffusion in a ball and a disk is of order ${order}`, () => {
    // sin(πr)/r e^(−π²t) is a solution in three dimensions; r² + 4t in two.
    const ball: Field = (r, _, t) => (r === 0 ? Math.PI : Math.sin(Math.PI * r) / r) * Math.exp(-(Math.PI ** 2) * t)
    const errors = [17, 33].map((n) =>
      errorOf(
        fieldProblem({
          axes: [axis('r', n)],
          dimension: 3,
          rates: ['T0'],
          terms: [laplacian('u')],
          boundary: [{ side: 'r+', value: '1' }],
        }),
        [ball],
        { order },
        { stepper: bdf, to: 0.05, rtol: 1e-10 },
      ),
    )
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(least)
    const disk = fieldProblem({
      axes: [axis('r', 9)],
      dimension: 2,
      rates: ['T0'],
      terms: [laplacian('u')],
      boundary: [{ side: 'r+', normal: '1', rightSide: '2' }],
    })
    expect(errorOf(disk, [(r, _, t) => r * r + 4 * t], { order }, { stepper: dop853, to: 0.1 })).toBeLessThan(1e-9)
  })

test('−∇²u = 1 on the unit square: the value in the middle', () => {
  const values = [65, 129].map((n) => {
    const problem = fieldProblem({
      axes: [axis('x', n), axis('y', n)],
      rates: ['T0 + 1'],
      algebraic: [true],
      terms: [laplacian('u')],
      boundary: ['x-', 'x+', 'y-', 'y+'].map((side) => ({ side, value: '1' })),
    })
    const kernels = makeKernels()
    const { system } = makeFiniteDifference(kernels, problem, { order: 2 })
    const [state, rates] = [kernels.reserve(system.size), kernels.reserve(system.size)]
    const held = Float64Array.from({ length: n * n }, (_, i) =>
      [i % n, Math.floor(i / n)].some((place) => place === 0 || place === n - 1) ? 1 : 0,
    )
    const solver = makeShiftedSolver({ ...system, mass: held }, { isExact: true })
    system.rates(0, state, rates)
    solver.linearise(0, state, rates, rates, 1)
    expect(solver.factor(1)).toBe(true)
    solver.solve(rates)
    return kernels.view(rates, n * n)[(n * n - 1) / 2]
  })
  // The series of the torsion of a square, Timoshenko and Goodier, Theory of Elasticity, §109, to 20 digits.
  const errors = values.map((value) => Math.abs(value - 0.0736713532815138))
  expect(errors[1]).toBeLessThan(4e-6)
  expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(1.95)
})

const whirl = (n: number, order: string) =>
  fieldProblem({
    axes: [axis('x', n, true, 0, 2 * Math.PI), axis('y', 1.5 * n, true, 0, 2 * Math.PI)],
    unknowns: ['w', 'p'],
    rates: [`T1*T4 - T2*T3 + nu*T0${order}`, 'T5 + w'],
    algebraic: [false, true],
    terms: [
      laplacian('w'),
      derivative('p', 1, 0),
      derivative('p', 0, 1),
      derivative('w', 1, 0),
      derivative('w', 0, 1),
      laplacian('p'),
    ],
    parameters: { nu: 0.1 },
  })

test('vorticity and its stream function: the constraint is solved within the rates of an explicit method', () => {
  // Taylor's decaying vortices: ω = 2 sin x sin y e^(−2νt) moves along its own stream lines (G. I. Taylor 1923).
  const vortex: Field = (x, y, t) => 2 * Math.sin(x) * Math.sin(y) * Math.exp(-0.2 * t)
  for (const [order, least] of [
    [2, 1.95],
    [4, 3.9],
  ] as const) {
    const errors = [16, 32].map((n) => errorOf(whirl(n, ''), [vortex, () => 0], { order }, { stepper: dop853, to: 1 }))
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(least)
  }
})

test('a constraint without a solution says what to do', () => {
  const run = () => errorOf(whirl(12, ''), [() => 1, () => 0], {}, { stepper: dop853, to: 1 })
  expect(run).toThrow(/constraint of p has no solution.*mean.*it is 1\.000.*integral/)
})

test('a constraint between ends keeps the order 4 and is solved to rounding', () => {
  // u_t = p with ∇²p − p + r = 0: for p = cos(t + 3x + 2y), r = 14 p; u = sin(t + 3x + 2y).
  const problem = (n: number) =>
    fieldProblem({
      axes: [axis('x', n), axis('y', n + 2)],
      unknowns: ['u', 'p'],
      rates: ['p', `T0 - p + 14*cos(${phase})`],
      algebraic: [false, true],
      terms: [laplacian('p')],
      boundary: everySide.map((one) => ({ ...one, unknown: 1, rightSide: one.rightSide.replace(`+ u^2 - cos(${phase})^2`, '') })), // biome-ignore format: one thought
    })
  for (const [order, least] of [
    [2, 1.9],
    [4, 3.7],
  ] as const) {
    const errors = [17, 33].map((n) =>
      errorOf(problem(n), [(x, y, t) => Math.sin(t + 3 * x + 2 * y), cosine], { order }, { stepper: dop853, to: 0.5 }),
    )
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(least)
  }
})

test('Cahn–Hilliard keeps its mass to rounding over many steps, between ends and on rings', () => {
  for (const isPeriodic of [true, false]) {
    const problem = fieldProblem({
      axes: [axis('x', 24, isPeriodic, 0, 8), axis('y', 31, isPeriodic, 0, 8)],
      rates: ['T3'],
      terms: [laplacian('u'), derivative('u^3 - u - 0.5*T0', 1, 0), derivative('u^3 - u - 0.5*T0', 0, 1), divergence('T1', 'T2')],
    }) // biome-ignore format: a problem
    const kernels = makeKernels()
    const made = makeFiniteDifference(kernels, problem, { order: 2 })
    const start = Float64Array.from({ length: made.system.size }, (_, i) => 0.3 + 0.2 * Math.sin(1.7 * i * i))
    const { stepping, steps } = drive(sbdf2, made.system, start, [1], { rtol: 1, atol: 1 }, { step: 1 / 400 })
    const sums = kernels.reserve(2)
    const first = kernels.reserve(made.system.size)
    kernels.view(first, made.system.size).set(start)
    made.integrals(0, first, sums)
    made.integrals(1, stepping.state, sums + 8)
    const [before, after] = kernels.view(sums, 2)
    expect(steps).toBe(400)
    // ∫u over 8 × 8 is about 19; each step may round every value once.
    expect(Math.abs(after - before)).toBeLessThan(1e-12 * Math.abs(before))
  }
})

test('the stable step is that of the checkerboard', () => {
  // Largest eigenvalue of D∇² on a square grid: 8D/h². An interval of 2 gives h²/4D; a twentieth is kept back.
  const problem = fieldProblem({ axes: [axis('x', 32, true), axis('y', 32, true)], rates: ['D*T0'], terms: [laplacian('u')], parameters: { D: 0.5 } }) // biome-ignore format: a problem
  const kernels = makeKernels()
  const made = makeFiniteDifference(kernels, problem, { order: 2 })
  const state = kernels.reserve(made.system.size)
  const step = made.stableStep(0, state)
  expect(step.explicit * 1.05).toBeCloseTo(1 / 32 ** 2 / 4 / 0.5, 6)
  expect(step.semiImplicit).toBeGreaterThan(1e3 * step.explicit)
})
