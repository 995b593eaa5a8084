import { expect, test } from 'vitest'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import type { SpaceId } from '../../../src/solvers/fields/discretised-fields.ts'
import { makeLiveSession } from '../../../src/solvers/fields/live-session.ts'
import { makeDiscretisedFields } from '../../../src/solvers/fields/make-fields.ts'
import { nodeValues, typedProblem } from '../../support/spectral.ts'

const step = 0.01

/** A living solution of reaction and diffusion, with noise where the method is for it. */
function open(space: SpaceId, stepper: string, [D, s]: readonly [number, number]) {
  const problem = typedProblem({
    equations: [stepper === 'euler-maruyama' ? 'u_t = D*u_xx - u^3 + s*white' : 'u_t = D*u_xx - s*u^3'],
    parameters: { D, s },
    axes: { x: [0, 1, 17] },
    ...(space === 'fourier' ? {} : { bounded: ['x'], boundary: { x: 'u = 0' } }),
  })
  const fields = makeDiscretisedFields(space)(makeKernels(), problem, {})
  const nodes = nodeValues(problem, [(x) => Math.sin(2 * Math.PI * x)])
  const session = makeLiveSession({ problem, fields, units: ['1'], invariants: [], nodes, time: 0, stepper, rtol: 1e-6, atol: 1e-9, step, span: 1 }) // biome-ignore format: one call
  session.takeStep()
  return { session, again: () => session.setNodes(nodes, 0) }
}

test.each([
  ['fourier', 'euler-maruyama'],
  ['finite-difference', 'euler-maruyama'],
  ['fourier', 'etdrk4'],
  ['chebyshev', 'etdrk4'],
  ['fourier', 'cnab2'],
  ['chebyshev', 'cnab2'],
  ['finite-difference', 'cnab2'],
  ['fourier', 'sbdf2'],
  ['chebyshev', 'sbdf2'],
  ['finite-difference', 'sbdf2'],
] as const)('%s, %s: after a change of parameters the solution goes on as one that had them from the first', (space, stepper) => {
  const moved = open(space, stepper, [1, 0.1])
  moved.session.setParameters(Float64Array.of(3, 0.2))
  const fresh = open(space, stepper, [3, 0.2])
  for (const one of [moved, fresh]) {
    one.again()
    one.session.takeStep()
    one.session.takeStep()
  }
  expect(moved.session.nodes()).toEqual(fresh.session.nodes())
}) // biome-ignore format: signature

test('the strength of noise alone is changed too', () => {
  const moved = open('fourier', 'euler-maruyama', [1, 0.1])
  moved.session.setParameters(Float64Array.of(1, 0.2))
  const fresh = open('fourier', 'euler-maruyama', [1, 0.2])
  for (const one of [moved, fresh]) {
    one.again()
    one.session.takeStep()
  }
  expect(moved.session.nodes()).toEqual(fresh.session.nodes())
})
