import { expect, test } from 'vitest'
import type { Experiment } from '../../../src/experiment/experiment.ts'
import { parseExperiment } from '../../../src/experiment/parse.ts'
import { plan } from '../../../src/experiment/plan.ts'
import { resolveProblem } from '../../../src/experiment/resolve.ts'
import { describeParameter } from '../../../src/views/forms/describe.ts'
import { givenBodies, inDimension, withBodies, withBodyAdded, writtenBodies } from '../../../src/views/odes/bodies-logic.ts' // biome-ignore format: one import

const pair: Experiment = {
  isoline: 1,
  problem: { id: 'n-body', initial: { masses: [1, '1/2'], positions: [[0, 0], [2, 1]], velocities: [[0, 0], [0, 1]] } }, // biome-ignore format: record
  time: { to: 1, samples: 11 },
}
const drawn: Experiment = { isoline: 1, problem: { id: 'n-body', initial: { random: { bodies: 3 } } }, time: { to: 1, samples: 11 } } // biome-ignore format: record

const isPlanned = (experiment: Experiment) => plan(parseExperiment(experiment), {}).problem.id === 'n-body'

test('bodies are read from the file and written back as they stand', () => {
  const bodies = givenBodies(pair) ?? []
  expect(bodies[1]).toEqual({ mass: '1/2', position: [2, 1], velocity: [0, 1] })
  expect(withBodies(pair, bodies)).toEqual(pair)
  // Without velocities they are at rest.
  const { velocities: _, ...initial } = pair.problem.initial ?? {}
  expect(givenBodies({ ...pair, problem: { id: 'n-body', initial } })?.[1]?.velocity).toEqual([0, 0])
})

test('a body added stands to the right of all others, so that none is in the same place', () => {
  const three = withBodyAdded(givenBodies(pair) ?? [])
  expect(three[2]).toEqual({ mass: 1, position: [3, 0], velocity: [0, 0] })
  expect(isPlanned(withBodies(pair, three))).toBe(true)
})

test('to space and back', () => {
  const bodies = givenBodies(pair) ?? []
  const space = inDimension(bodies, 3)
  expect(space[1]?.position).toEqual([2, 1, 0])
  expect(isPlanned(withBodies(pair, space))).toBe(true)
  expect(inDimension(space, 2)).toEqual(bodies)
})

test('bodies drawn by the seed are written down as they were drawn', () => {
  expect(givenBodies(drawn)).toBeUndefined()
  const { bodies } = resolveProblem(drawn, {})
  if (!bodies) throw new Error('three bodies are drawn')
  const written = withBodies(drawn, writtenBodies(bodies))
  expect(resolveProblem(written, {}).bodies).toEqual(bodies)
})

test('what stands at the PATH of a body has words', () => {
  expect(describeParameter(pair, 'problem.initial.positions.1.0')?.label).toBe('Position of body 2, x')
  expect(describeParameter(pair, 'problem.initial.masses.0')?.label).toBe('Mass of body 1')
})
