import { expect, test } from 'vitest'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { makeFourierFields } from '../../../src/solvers/discretisations/fourier/fourier-fields.ts'
import { spectralFit } from '../../../src/solvers/discretisations/fourier/spectral-fit.ts'
import { etdrk4 } from '../../../src/solvers/steppers/etdrk4.ts'
import { largestDifference, nodeValues, runFields, typedProblem } from '../../support/spectral.ts'

const { PI, cos, exp, sin } = Math
const still = { step: 1 }

test('the string with ends held: cos πt sin πx + ½ cos 3πt sin 3πx, exact in any step', () => {
  const exact = (x: number, t: number) => cos(PI * t) * sin(PI * x) + 0.5 * cos(3 * PI * t) * sin(3 * PI * x)
  const problem = typedProblem({
    equations: ['u_tt = u_xx'],
    axes: { x: [0, 1, 65] },
    bounded: ['x'],
    boundary: { x: 'u = 0' },
  })
  const run = runFields(makeFourierFields, problem, [(x) => exact(x, 0), () => 0], etdrk4, [0.7], { step: 0.1 })
  expect(run.fields.space).toBe('sine')
  expect(largestDifference(run.samples[0]!.subarray(0, 65), nodeValues(problem, [(x) => exact(x, 0.7)]))).toBeLessThan(
    1e-12,
  )
})

test('a wave on a torus, its mean drifting: the block of wave number 0 is defective', () => {
  const exact = (x: number, y: number, t: number) => cos(1.5 * Math.sqrt(5) * t) * cos(x + 2 * y) + 1.5 + 0.25 * t
  const problem = typedProblem({
    equations: ['u_tt = c^2*laplacian(u)'],
    parameters: { c: 1.5 },
    axes: { x: [0, 2 * PI, 32], y: [0, 2 * PI, 30] },
  })
  const run = runFields(makeFourierFields, problem, [(x, y) => exact(x, y, 0), () => 0.25], etdrk4, [0.7], {
    step: 0.35,
  })
  expect(
    largestDifference(run.samples[0]!.subarray(0, 960), nodeValues(problem, [(x, y) => exact(x, y, 0.7)])),
  ).toBeLessThan(1e-12)
  expect(Math.abs(run.integrals[0]![0]! - 4 * PI * PI * (1.5 + 0.25 * 0.7))).toBeLessThan(1e-11)
})

test('heat in a box: periodic in x, zero in y, no flux in z', () => {
  const rate = 0.3 * PI ** 2 * (1 + 4 + 1 / 9)
  const exact = (x: number, y: number, z: number, t: number) =>
    cos(PI * x + 0.3) * sin(2 * PI * y) * cos((PI * z) / 3) * exp(-rate * t)
  const problem = typedProblem({
    equations: ['u_t = D*laplacian(u)'],
    parameters: { D: 0.3 },
    axes: { x: [0, 2, 20], y: [0, 1, 17], z: [0, 3, 13] },
    bounded: ['y', 'z'],
    boundary: { y: 'u = 0', z: 'dn(u) = 0' },
  })
  const run = runFields(makeFourierFields, problem, [(x, y, z) => exact(x, y, z, 0)], etdrk4, [0.1], { step: 0.05 })
  expect(largestDifference(run.samples[0]!, nodeValues(problem, [(x, y, z) => exact(x, y, z, 0.1)]))).toBeLessThan(
    1e-12,
  )
})

test('Poisson is solved on the way out; integrals of sines are exact', () => {
  const problem = typedProblem({
    equations: ['0 = laplacian(u) + 5*pi^2*sin(pi*x)*sin(2*pi*y) + 18*pi^2*sin(3*pi*x)*sin(3*pi*y)'],
    axes: { x: [0, 1, 33], y: [0, 1, 25] },
    bounded: ['x', 'y'],
    boundary: { x: 'u = 0', y: 'u = 0' },
  })
  const run = runFields(makeFourierFields, problem, [() => 0], etdrk4, [0], still)
  const exact = nodeValues(problem, [(x, y) => sin(PI * x) * sin(2 * PI * y) + sin(3 * PI * x) * sin(3 * PI * y)])
  expect(largestDifference(run.samples[0]!, exact)).toBeLessThan(1e-12)
  // ∫ sin πx sin 2πy = 0, ∫ sin 3πx sin 3πy = (2/3π)².
  expect(Math.abs(run.integrals[0]![0]! - (2 / (3 * PI)) ** 2)).toBeLessThan(1e-14)
})

test('a constraint with a product: p of 0 = ∇²p + u² has mean 0, and acts back on u', () => {
  const problem = typedProblem({
    equations: ['u_t = p_x*u', '0 = laplacian(p) + u^2'],
    axes: { x: [0, 2 * PI, 32], y: [0, 2 * PI, 24] },
  })
  const run = runFields(makeFourierFields, problem, [(x, y) => cos(x) * cos(y), () => 0], etdrk4, [0], still)
  // u² = (1 + cos 2x)(1 + cos 2y)/4, and −1/k² of each wave but the mean.
  const p = (x: number, y: number) => cos(2 * x) / 16 + cos(2 * y) / 16 + (cos(2 * x) * cos(2 * y)) / 32
  expect(largestDifference(run.samples[0]!.subarray(768), nodeValues(problem, [p]))).toBeLessThan(1e-14)
  const { system, decode, encode } = run.fields
  const { kernels, size } = system
  const [nodes, state, rates] = [kernels.reserve(2 * 768), kernels.reserve(size), kernels.reserve(size)]
  kernels.view(nodes, 768).set(nodeValues(problem, [(x, y) => cos(x) * cos(y)]))
  encode(0, nodes, state)
  system.rates(0, state, rates)
  decode(0, rates, nodes)
  const slope = (x: number, y: number) => (-sin(2 * x) / 8 - (sin(2 * x) * cos(2 * y)) / 16) * cos(x) * cos(y)
  expect(largestDifference(kernels.view(nodes, 768), nodeValues(problem, [slope]))).toBeLessThan(1e-14)
  expect(run.fields.notes.join()).toMatch(/mean is kept at 0/)
})

test('Cahn–Hilliard by way of its potential is the same system as written in one', () => {
  const axes = { x: [0, 2 * PI, 24] as const, y: [0, 2 * PI, 24] as const }
  const one = typedProblem({ equations: ['c_t = laplacian(c^3 - c - 0.1*laplacian(c))'], axes })
  const two = typedProblem({ equations: ['c_t = laplacian(mu)', '0 = c^3 - c - 0.1*laplacian(c) - mu'], axes })
  const start = (x: number, y: number) => 0.1 * cos(x) + 0.2 * sin(x + y) + 0.05
  const runs = [one, two].map((problem) =>
    runFields(makeFourierFields, problem, [start, () => 0].slice(0, problem.equations.unknowns.length), etdrk4, [0.5], {
      step: 0.01,
    }),
  )
  expect(largestDifference(runs[0]!.samples[0]!, runs[1]!.samples[0]!.subarray(0, 576))).toBeLessThan(1e-13)
  // What flows is not lost: ∫c = 0.05·4π².
  expect(Math.abs(runs[0]!.integrals[0]![0]! - 0.2 * PI * PI)).toBeLessThan(1e-13)
})

test('the axes are alike: x and z exchanged give the same, in three dimensions with sums of products', () => {
  const start = (x: number, y: number, z: number) => cos(x + 2 * y - z) + 0.3 * sin(z + y)
  const make = (equation: string, nx: number, nz: number) =>
    typedProblem({ equations: [equation], axes: { x: [0, 2 * PI, nx], y: [0, 2 * PI, 18], z: [0, 2 * PI, nz] } })
  const a = make('u_t = 0.3*laplacian(u) - u*u_x + 0.1*u_y*u_z + dx(u*u_y)', 20, 16)
  const b = make('u_t = 0.3*laplacian(u) - u*u_z + 0.1*u_y*u_x + dz(u*u_y)', 16, 20)
  const first = runFields(makeFourierFields, a, [start], etdrk4, [0.1], { step: 0.02 }).samples[0]!
  const second = runFields(makeFourierFields, b, [(x, y, z) => start(z, y, x)], etdrk4, [0.1], { step: 0.02 })
    .samples[0]!
  const turned = Float64Array.from(
    first,
    (_, i) => second[(i % 20) * 18 * 16 + (Math.floor(i / 20) % 18) * 16 + Math.floor(i / 360)]!,
  )
  expect(largestDifference(first, turned)).toBeLessThan(1e-13)
  expect(largestDifference(first, nodeValues(a, [start]))).toBeGreaterThan(0.1)
})

test('with no flux at the ends the odd extension of a slope is followed: a Burgers term in cosines and sines', () => {
  // u_t = −w w_x + u_xx, w = u_x: with u = cos x initially, w w_x = (sin 2x)/2 has no cosine series of its own, so use u u_xx.
  const problem = typedProblem({
    equations: ['u_t = u_x^2 + u*u_xx'],
    axes: { x: [0, PI, 33] },
    bounded: ['x'],
    boundary: { x: 'dn(u) = 0' },
  })
  const { fields } = runFields(makeFourierFields, problem, [(x) => 1 + 0.5 * cos(x)], etdrk4, [0], still)
  const { kernels, size } = fields.system
  const [nodes, state, rates] = [kernels.reserve(33), kernels.reserve(size), kernels.reserve(size)]
  kernels.view(nodes, 33).set(nodeValues(problem, [(x) => 1 + 0.5 * cos(x)]))
  fields.encode(0, nodes, state)
  fields.system.rates(0, state, rates)
  fields.decode(0, rates, nodes)
  const exact = (x: number) => 0.25 * sin(x) ** 2 - (1 + 0.5 * cos(x)) * 0.5 * cos(x)
  expect(largestDifference(kernels.view(nodes, 33), nodeValues(problem, [exact]))).toBeLessThan(1e-13)
})

test('coordinates, time, parameters that change, integrals: the rates are those of the formula', () => {
  const problem = typedProblem({
    equations: ['u_t = a*u_x + cos(x)*u + sin(x)*sin(t) + b*integral(u)*u'],
    parameters: { a: 2, b: 0.5 },
    axes: { x: [0, 2 * PI, 15] },
  })
  const kernels = makeKernels()
  const fields = makeFourierFields(kernels, problem, {})
  const [nodes, state, rates] = [
    kernels.reserve(15),
    kernels.reserve(fields.system.size),
    kernels.reserve(fields.system.size),
  ]
  for (const [a, b] of [
    [2, 0.5],
    [-1, 0.25],
  ] as const) {
    fields.setParameters(Float64Array.of(a, b))
    kernels.view(nodes, 15).set(nodeValues(problem, [(x) => 1 + sin(2 * x)]))
    fields.encode(0.7, nodes, state)
    fields.system.rates(0.7, state, rates)
    fields.decode(0.7, rates, nodes)
    const exact = (x: number) =>
      a * 2 * cos(2 * x) + cos(x) * (1 + sin(2 * x)) + sin(x) * sin(0.7) + b * 2 * PI * (1 + sin(2 * x))
    expect(largestDifference(kernels.view(nodes, 15), nodeValues(problem, [exact]))).toBeLessThan(1e-13)
  }
})

test('the step that is stable is the Courant condition: 1/(max|u| k_max) for u u_x', () => {
  const problem = typedProblem({ equations: ['u_t = -u*u_x + 0.01*u_xx'], axes: { x: [0, 2 * PI, 48] } })
  const kernels = makeKernels()
  const fields = makeFourierFields(kernels, problem, {})
  const [nodes, state] = [kernels.reserve(48), kernels.reserve(fields.system.size)]
  kernels.view(nodes, 48).set(nodeValues(problem, [(x) => 3 * cos(x)]))
  fields.encode(0, nodes, state)
  // A third of 48 points leaves 15 waves.
  const { semiImplicit, explicit } = fields.stableStep(0, state)
  expect(semiImplicit).toBeCloseTo(1 / 45, 10)
  expect(explicit).toBeCloseTo(1 / (45 + 2.25), 10)
})

test('noise of every wave number, the shortest too, goes in and comes out where nothing is multiplied', () => {
  const problem = typedProblem({ equations: ['u_t = laplacian(u)'], axes: { x: [0, 1, 12], y: [0, 1, 10] } })
  const noise = (x: number, y: number) => sin(1e4 * x + 77 * y) + cos(500 * y * y + 31 * x)
  const run = runFields(makeFourierFields, problem, [noise], etdrk4, [0], still)
  expect(largestDifference(run.samples[0]!, nodeValues(problem, [noise]))).toBeLessThan(1e-14)
})

test('says what it cannot do', () => {
  const mixed = { axes: { x: [0, 1, 9] as const }, bounded: ['x'] }
  const refusal = (boundary: Record<string, string>, equations = ['u_t = u_xx']) =>
    JSON.stringify(spectralFit(typedProblem({ equations, ...mixed, boundary })))
  expect(refusal({ 'x-': 'u = 0', 'x+': 'dn(u) = 0' })).toMatch(/zero slope/)
  expect(refusal({ x: 'dn(u) + u = 0' })).toMatch(/Robin/)
  expect(refusal({ x: 'u = 1' })).toMatch(/other than zero/)
  expect(refusal({ x: 'u = 0' })).toBe('{"space":"sine","lost":[]}')
})
