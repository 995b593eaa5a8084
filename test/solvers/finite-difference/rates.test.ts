import { expect, test } from 'vitest'
import { axisNodes, domainSize } from '../../../src/core/domain.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { makeFiniteDifference } from '../../../src/solvers/discretisations/finite-difference/finite-difference.ts'
import type { FieldProblem, SpaceOptions } from '../../../src/solvers/fields/discretised-fields.ts'
import { type ConditionDraft, derivative, divergence, fieldProblem, laplacian } from '../../support/fields.ts'

type Solution = (x: number, y: number, z: number) => number

/** Rates of a state that is an exact field at the nodes. */
function ratesOf(problem: FieldProblem, fields: readonly Solution[], options: SpaceOptions = {}, time = 0) {
  const kernels = makeKernels()
  const made = makeFiniteDifference(kernels, problem, options)
  const points = pointsOf(problem)
  const count = points.length
  const state = kernels.allocate(count * fields.length)
  const out = kernels.allocate(count * fields.length)
  const given = kernels.view(state.pointer, count * fields.length)
  fields.forEach((f, k) => {
    points.forEach((p, i) => {
      given[k * count + i] = f(...p)
    })
  })
  made.system.rates(time, state.pointer, out.pointer)
  return { rates: kernels.view(out.pointer, count * fields.length).slice(), points, made, kernels, state }
}

function pointsOf({ domain }: FieldProblem): (readonly [number, number, number])[] {
  const [xs = [0], ys = [0], zs = [0]] = domain.axes.map((axis) => [...axisNodes(axis)])
  const points: (readonly [number, number, number])[] = []
  for (const z of zs) for (const y of ys) for (const x of xs) points.push([x, y, z])
  expect(points.length).toBe(domainSize(domain))
  return points
}

/** Largest difference of rates from an exact right side, where `keep` says. */
function errorOf(problem: FieldProblem, u: Solution, exact: Solution, options: SpaceOptions, keep: Solution = () => 1) {
  const { rates, points } = ratesOf(problem, [u], options)
  return points.reduce((worst, p, i) => (keep(...p) ? Math.max(worst, Math.abs(rates[i] - exact(...p))) : worst), 0)
}

const axis = (name: string, points: number, isPeriodic = false) => ({ name, from: 0, to: 1, points, isPeriodic })
const sides = (names: string[], one: Omit<ConditionDraft, 'side'>) => names.map((side) => ({ side, ...one }))

// The exact right sides are the derivatives of the fields written out; errors of a scheme of order p fall by 2^p.
const ring = 2 * Math.PI
const wave: Solution = (x, y, z) => Math.sin(ring * x) * Math.cos(ring * y) * Math.cos(ring * z)
const cases: { name: string; rank: number; term: Parameters<typeof fieldProblem>[0]['terms'][number]; exact: Solution }[] = [
  { name: 'laplacian 1-D', rank: 1, term: laplacian('u'), exact: (x, y, z) => -(ring ** 2) * wave(x, y, z) },
  { name: 'laplacian 2-D', rank: 2, term: laplacian('u'), exact: (x, y, z) => -2 * ring ** 2 * wave(x, y, z) },
  { name: 'laplacian 3-D', rank: 3, term: laplacian('u'), exact: (x, y, z) => -3 * ring ** 2 * wave(x, y, z) },
  { name: 'mixed', rank: 2, term: derivative('u', 1, 1), exact: (x, y) => -(ring ** 2) * Math.cos(ring * x) * Math.sin(ring * y) },
  { name: 'third', rank: 1, term: derivative('u', 3), exact: (x) => -(ring ** 3) * Math.cos(ring * x) },
  { name: 'square', rank: 2, term: derivative('u^2', 0, 1), exact: (x, y) => -2 * ring * Math.sin(ring * x) ** 2 * Math.cos(ring * y) * Math.sin(ring * y) },
] // biome-ignore format: a table

for (const order of [2, 4])
  for (const { name, rank, term, exact } of cases)
    test(`${name} of order ${order} on a ring`, () => {
      const errors = [16, 32].map((n) => {
        const axes = ['x', 'y', 'z'].slice(0, rank).map((one, i) => axis(one, n + i, true))
        return errorOf(fieldProblem({ axes, rates: ['T0'], terms: [term] }), wave, exact, { order })
      })
      expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(order - 0.25)
    })

const hill: Solution = (x, y, z) => Math.exp(0.6 * x - 0.8 * y + 0.5 * z) + x * y * z
for (const rank of [1, 2, 3])
  for (const kind of ['dirichlet', 'neumann', 'robin'] as const)
    test(`laplacian up to ends with ${kind} conditions, ${rank}-D`, () => {
      // Conditions are those that the field meets: its values and slopes written out.
      const field = 'exp(0.6*x - 0.8*y + 0.5*z) + x*y*z'
      const slopes: Record<string, string> = {
        x: '0.6*exp(0.6*x - 0.8*y + 0.5*z) + y*z',
        y: '-0.8*exp(0.6*x - 0.8*y + 0.5*z) + x*z',
        z: '0.5*exp(0.6*x - 0.8*y + 0.5*z) + x*y',
      }
      const flat = (text: string) => text.replaceAll(/\b([yz])\b/g, (name) => (rank > 'xyz'.indexOf(name) ? name : '0'))
      const names = ['x', 'y', 'z'].slice(0, rank)
      const boundary = names.flatMap((name) =>
        ['-', '+'].map((end): ConditionDraft => {
          const slope = `${end === '-' ? '-' : ''}(${flat(slopes[name])})`
          if (kind === 'dirichlet') return { side: name + end, value: '1', rightSide: flat(field) }
          if (kind === 'neumann') return { side: name + end, normal: '1', rightSide: slope }
          return { side: name + end, value: '2', normal: '3', rightSide: `2*(${flat(field)}) + 3*(${slope})` }
        }),
      )
      const factor = 0.36 + (rank > 1 ? 0.64 : 0) + (rank > 2 ? 0.25 : 0)
      const exact: Solution = (x, y, z) => factor * (hill(x, y, z) - x * y * z)
      const inner: Solution = (...p) => Number(p.slice(0, rank).every((q) => q > 1e-9 && q < 1 - 1e-9))
      for (const order of [2, 4]) {
        const errors = (rank === 3 ? [13, 25] : [21, 41]).map((n) => {
          const axes = names.map((one, i) => axis(one, n + 2 * i))
          const problem = fieldProblem({ axes, rates: ['T0'], terms: [laplacian('u')], boundary })
          return errorOf(problem, hill, exact, { order }, kind === 'dirichlet' ? inner : undefined)
        })
        // Beside an end the rule costs one order of the residual, not of the solution.
        const least = (order === 4 ? 2.65 : 0.88) + (kind === 'dirichlet' ? 0.8 : 0)
        expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(least)
      }
    })

test('prescribed values stand in the decoded nodes as they are at the time, and their rates are 0', () => {
  const boundary = [...sides(['x-', 'y+'], { value: '2', rightSide: '2*sin(t) + 2*x' })]
  const problem = fieldProblem({
    axes: [axis('x', 6), axis('y', 7)],
    rates: ['T0 + 1'],
    terms: [laplacian('u')],
    boundary,
  })
  const { rates, points, made, kernels, state } = ratesOf(problem, [() => 3], {}, 0.4)
  const nodes = kernels.allocate(points.length)
  made.decode(0.4, state.pointer, nodes.pointer)
  const decoded = kernels.view(nodes.pointer, points.length)
  points.forEach(([x, y], i) => {
    const isGiven = x === 0 || y === 1
    expect(decoded[i]).toBe(isGiven ? Math.sin(0.4) + x : 3)
    if (isGiven) expect(rates[i]).toBe(0)
    else expect(rates[i]).not.toBe(0)
  })
})

test('what flows out of one node flows into the next: the integral is kept to rounding', () => {
  // ∫ div F = 0 by the divergence theorem where nothing passes the ends.
  for (const order of [2, 4])
    for (const isPeriodic of [true, false]) {
      if (order === 4 && !isPeriodic) continue
      const problem = fieldProblem({
        axes: [axis('x', 33, isPeriodic), axis('y', 20, isPeriodic)],
        rates: ['T2'],
        terms: [derivative('u', 1, 0), derivative('u', 0, 1), divergence('(1 + u^2)*T0', '(1 + u^2)*T1')],
      })
      const { made, kernels, state, points, rates } = ratesOf(problem, [
        (x, y) => 1 + Math.sin(9 * x * x + 3 * y) + Math.cos(40 * x * y),
      ])
      const out = kernels.allocate(points.length)
      const sum = kernels.allocate(1)
      made.system.rates(0, state.pointer, out.pointer)
      made.integrals(0, out.pointer, sum.pointer)
      const size = Math.max(...rates.map(Math.abs))
      expect(size).toBeGreaterThan(100)
      expect(Math.abs(kernels.view(sum.pointer, 1)[0])).toBeLessThan(1e-15 * size)
    }
})
