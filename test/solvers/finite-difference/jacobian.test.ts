import { expect, test } from 'vitest'
import { domainSize } from '../../../src/core/domain.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { makeFiniteDifference } from '../../../src/solvers/discretisations/finite-difference/finite-difference.ts'
import type { FieldProblem } from '../../../src/solvers/fields/discretised-fields.ts'
import { derivative, divergence, fieldProblem, laplacian } from '../../support/fields.ts'

const axis = (name: string, points: number, isPeriodic = false) => ({ name, from: 0, to: 1, points, isPeriodic })

/** Every entry of the Jacobian beside central differences of the rates, which also find entries the pattern would lack. */
function compare(problem: FieldProblem, order: number): void {
  const kernels = makeKernels()
  const { system } = makeFiniteDifference(kernels, problem, { order })
  const size = domainSize(problem.domain) * problem.equations.unknowns.length
  const { jacobian } = system
  if (!jacobian) throw new Error('a Jacobian is expected')
  const { rowStarts, columns } = jacobian.pattern
  const values = kernels.reserve(columns.length)
  const [state, up, down] = [kernels.reserve(size), kernels.reserve(size), kernels.reserve(size)]
  for (let i = 0; i < size; i++) kernels.whole()[state / 8 + i] = 0.6 + 0.4 * Math.sin(1.7 * i * i)
  jacobian.evaluate(0.3, state, values)
  const whole = kernels.whole()
  const full = new Map<string, number>()
  for (let row = 0; row < size; row++)
    for (let e = rowStarts[row]; e < rowStarts[row + 1]; e++) full.set(`${row} ${columns[e]}`, whole[values / 8 + e])
  let largest = 0
  for (const value of full.values()) largest = Math.max(largest, Math.abs(value))
  const step = 1e-5
  for (let column = 0; column < size; column++) {
    const value = whole[state / 8 + column]
    whole[state / 8 + column] = value + step
    system.rates(0.3, state, up)
    whole[state / 8 + column] = value - step
    system.rates(0.3, state, down)
    whole[state / 8 + column] = value
    for (let row = 0; row < size; row++) {
      const difference = (whole[up / 8 + row] - whole[down / 8 + row]) / (2 * step)
      const error = Math.abs(difference - (full.get(`${row} ${column}`) ?? 0))
      if (error > 1e-7 * largest)
        throw new Error(`∂f${row}/∂y${column}: ${difference} beside ${full.get(`${row} ${column}`)}`)
    }
  }
  expect(largest).toBeGreaterThan(1)
}

for (const order of [2, 4]) {
  test(`order ${order}: reaction and diffusion of two unknowns, ends of every kind`, () => {
    compare(
      fieldProblem({
        axes: [axis('x', 14), axis('y', 17)],
        unknowns: ['u', 'v'],
        rates: ['T0 - u*v^2 + x*t', '2*T1 + u*v^2 - T2*v'],
        terms: [laplacian('u'), laplacian('v'), derivative('u', 1, 0)],
        boundary: [
          { side: 'x-', value: '1', rightSide: 'y' },
          { side: 'x+', value: '2', normal: '1', rightSide: 'u^3 - v' },
          { side: 'y-', unknown: 1, value: '1' },
        ],
      }),
      order,
    )
  })
  test(`order ${order}: chained terms and fluxes on a ring and between ends`, () => {
    const chain = { rates: ['T1 + T4'], terms: [laplacian('u'), laplacian('u^3 - u - 0.01*T0'), derivative('u', 1), derivative('u^2', 1), divergence('(1 + u^2)*T2 - u*T3')] } // biome-ignore format: one problem
    compare(fieldProblem({ axes: [axis('x', 40)], ...chain }), order)
    compare(fieldProblem({ axes: [axis('x', 40, true)], ...chain }), order)
    const flat = { ...chain, terms: [laplacian('u'), laplacian('u^3 - u - 0.01*T0'), derivative('u', 1, 0), derivative('u^2', 0, 1), divergence('(1 + u^2)*T2', 'u*T3')] } // biome-ignore format: one problem
    compare(fieldProblem({ axes: [axis('x', 16, true), axis('y', 21)], ...flat }), order)
  })
}
