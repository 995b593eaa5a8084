import { expect, test } from 'vitest'
import type { Outcome } from '../../src/core/outcome.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { run } from '../../src/experiment/run.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { gasColumn } from './samples.ts'

const method = { id: 'finite-volume', cells: 128 }

/** The sample with these changes of its two components. */
function withComponents(...changes: readonly Readonly<Record<string, unknown>>[]) {
  const { problem, ...rest } = gasColumn({ method, time: { to: 200, samples: 101 } })
  const own: unknown = problem
  if (typeof own !== 'object' || own === null || !('components' in own) || !Array.isArray(own.components))
    throw new Error('the sample has components')
  const components = own.components.map((component: object, i) => ({ ...component, ...changes[i] }))
  return parseExperiment({ ...rest, problem: { ...own, components } })
}

async function outcomeOf(experiment: ReturnType<typeof parseExperiment>): Promise<Outcome> {
  let now = 0
  let last: Outcome | undefined
  for await (const event of run(planRun(experiment, {}), { clock: () => now++ }))
    if (event.type === 'ended') last = event.outcome
  if (!last) throw new Error('the run did not end')
  return last
}

test('without an exact solution a run estimates its error; with one it measures it', async () => {
  const loaded = await outcomeOf(
    withComponents({ capacity: 6, concentration: 0.05 }, { capacity: 6, concentration: 0.05 }),
  )
  expect(loaded.status).toBe('done')
  expect(loaded.errors.exact).toBeUndefined()
  expect(Object.keys(loaded.errors.estimate ?? {})).toEqual(['benzene', 'toluene'])
  // On 128 cells the steep fronts are off by some per cent.
  expect(loaded.errors.estimate?.benzene).toBeGreaterThan(1e-3)
  expect(loaded.errors.estimate?.benzene).toBeLessThan(0.5)
  const linear = await outcomeOf(withComponents())
  expect(linear.errors.estimate).toBeUndefined()
  expect(linear.errors.exact?.benzene).toBeGreaterThan(0)
})

test('the plan warns of fronts that the mesh does not resolve, and says what to do', () => {
  const why = (...changes: Readonly<Record<string, number>>[]) => planRun(withComponents(...changes), {}).why.join('\n')
  expect(why()).not.toMatch(/warning/)
  // Hardly any film is met on the way: α ka H = 0.022 · 1 · 34 s.
  expect(why({ ka: 1 })).toMatch(/benzene keeps the sharp edges of the injection.*"exact"/)
  // Fast exchange: σ/t = √(2 k H/kd)/(H(1 + k)) = 1/400 with kd = 2e4 1/s.
  expect(why({ ka: 2e6, kd: 2e4 })).toMatch(/the fronts of benzene are not resolved.*"exact"/)
  expect(why({ capacity: 6, concentration: 0.05 }, { capacity: 6, concentration: 0.05 })).toMatch(
    /are not resolved.*errors\.estimate.*cells would resolve/,
  )
})
