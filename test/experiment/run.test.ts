import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { RunFailure } from '../../src/core/errors.ts'
import type { Outcome } from '../../src/core/outcome.ts'
import type { Checkpoint } from '../../src/core/simulation.ts'
import { makeGate } from '../../src/experiment/gate.ts'
import { type RunContext, run } from '../../src/experiment/run.ts'
import type { RunEvent } from '../../src/experiment/run-event.ts'
import { decayPlan } from './decay-plan.ts'

/** A clock that goes 10 ms a look: what a run reports then does not depend on the machine. */
function steadyClock() {
  let now = 0
  return () => {
    now += 10
    return now
  }
}

async function collect(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const all: RunEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

const outcomeOf = (events: readonly RunEvent[]): Outcome => {
  const last = events.at(-1)
  if (last?.type !== 'ended') throw new Error('the last event is not `ended`')
  return last.outcome
}
const valuesOf = (events: readonly RunEvent[]) =>
  events.flatMap((e) => (e.type === 'samples' ? [...e.samples.values] : []))
const context = (more: Partial<RunContext> = {}): RunContext => ({ clock: steadyClock(), ...more })

test('a run leaves no listener on a signal that outlives it (a sweep has thousands of runs)', async () => {
  const { signal } = new AbortController()
  let most = 0
  const onAdvance = () => {
    most = Math.max(most, getEventListeners(signal, 'abort').length)
  }
  for (let i = 0; i < 3; i++) await collect(run(decayPlan({ onAdvance }), context({ signal })))
  expect(most).toBe(1)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

test('a run starts, reports, ends as done, with every saved time once', async () => {
  const events = await collect(run(decayPlan(), context({ versions: { isoline: 'test' } })))
  expect(events[0]?.type).toBe('started')
  expect(events.filter((e) => e.type === 'ended')).toHaveLength(1)
  const values = valuesOf(events)
  expect(values).toHaveLength(40)
  // Explicit Euler: yₙ = (1 − h)ⁿ with h = 4/39.
  for (const [n, value] of values.entries()) expect(value).toBeCloseTo((1 - 4 / 39) ** n, 12)
  const outcome = outcomeOf(events)
  expect(outcome).toMatchObject({
    status: 'done',
    steps: 40,
    versions: { isoline: 'test' },
    scalars: [{ name: 'decay' }],
  })
  // Largest difference of (1 − h)ⁿ from e^(−nh), relative to the largest exact value, 1.
  const expected = Math.max(...values.map((v, n) => Math.abs(v - Math.exp((-4 * n) / 39))))
  expect(outcome.errors.exact?.decay).toBeCloseTo(expected, 12)
  const progress = events.filter((e) => e.type === 'progress')
  expect(progress.at(-1)).toMatchObject({ fraction: 1, secondsLeft: 0 })
  for (const [i, e] of progress.entries()) expect(e.fraction).toBeGreaterThanOrEqual(progress[i - 1]?.fraction ?? 0)
  expect(progress.some((e) => e.secondsLeft !== undefined && e.secondsLeft > 0)).toBe(true)
})

test('a run repeats bit for bit', async () => {
  const [a, b] = [await collect(run(decayPlan(), context())), await collect(run(decayPlan(), context()))]
  expect(valuesOf(a)).toEqual(valuesOf(b))
})

test('abort ends as stopped with a state from which the rest is the same, bit for bit', async () => {
  const whole = valuesOf(await collect(run(decayPlan({ samples: 200 }), context())))
  const controller = new AbortController()
  const plan = decayPlan({ samples: 200, onAdvance: (step) => step >= 60 && controller.abort() })
  const first = await collect(run(plan, context({ signal: controller.signal })))
  expect(outcomeOf(first).status).toBe('stopped')
  const checkpoint = first.flatMap((e) => (e.type === 'checkpoint' ? [e.checkpoint] : [])).at(-1)
  const second = await collect(run(decayPlan({ samples: 200 }), context({ checkpoint: checkpoint as Checkpoint })))
  expect([...valuesOf(first), ...valuesOf(second)]).toEqual(whole)
  const outcome = outcomeOf(second)
  expect(outcome.status).toBe('done')
  // The error against the exact solution goes on over the interruption: it equals that of the whole run.
  expect(outcome.errors.exact).toEqual(
    outcomeOf(await collect(run(decayPlan({ samples: 200 }), context()))).errors.exact,
  )
  expect(outcome.seconds.wall).toBeGreaterThan(outcomeOf(first).seconds.wall)
})

test('abort before the first step computes nothing', async () => {
  const controller = new AbortController()
  controller.abort()
  const events = await collect(run(decayPlan(), context({ signal: controller.signal })))
  expect(events.map((e) => e.type)).toEqual(['started', 'checkpoint', 'ended'])
  expect(outcomeOf(events).status).toBe('stopped')
})

test('pause holds the run between two pieces; resume goes on with the same numbers; abort leaves a pause', async () => {
  const gate = makeGate()
  let advances = 0
  const plan = decayPlan({ onAdvance: () => ++advances === 4 && gate.pause() })
  const iterator = run(plan, context({ gate }))
  const seen: RunEvent[] = []
  const reading = (async () => {
    for await (const event of iterator) seen.push(event)
  })()
  await new Promise((resolve) => setTimeout(resolve, 40))
  expect(gate.isPaused).toBe(true)
  expect(advances).toBe(4)
  gate.resume()
  await reading
  expect(valuesOf(seen)).toEqual(valuesOf(await collect(run(decayPlan(), context()))))

  const shut = makeGate()
  shut.pause()
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 20)
  const events = await collect(run(decayPlan(), context({ gate: shut, signal: controller.signal })))
  expect(outcomeOf(events).status).toBe('stopped')
})

describe('what goes wrong ends the run with a reason', () => {
  test('a value that is not finite: which, when, what to try; nothing of it is passed on', async () => {
    const events = await collect(run(decayPlan({ breaksAt: 10 }), context()))
    const outcome = outcomeOf(events)
    expect(outcome.status).toBe('failed')
    // Step 10 of 39 over 4 s.
    expect(outcome.reason).toMatch(/decay is NaN at t = 1\.0256.* s\. .*Try/)
    expect(valuesOf(events).every(Number.isFinite)).toBe(true)
  })

  test('a report that cannot be made', async () => {
    const outcome = outcomeOf(await collect(run(decayPlan({ reportError: new RunFailure('no peak') }), context())))
    expect(outcome).toMatchObject({ status: 'failed', reason: 'no peak' })
  })

  test('an exact solution that cannot be evaluated costs the comparison, not the run', async () => {
    const failing = () => {
      throw new RunFailure('too sharp')
    }
    for (const exact of [failing, (t: Float64Array) => t.map(() => Number.NaN)]) {
      const events = await collect(run(decayPlan({ exact }), context()))
      expect(outcomeOf(events)).toMatchObject({ status: 'done', errors: {} })
      expect(events.filter((e) => e.type === 'log')).toHaveLength(1)
    }
  })

  test('a defect inside', async () => {
    const plan = decayPlan({
      onAdvance: (step) => {
        if (step > 6) throw new TypeError('oops')
      },
    })
    const outcome = outcomeOf(await collect(run(plan, context())))
    expect(outcome.status).toBe('failed')
    expect(outcome.reason).toMatch(/defect.*oops.*report/)
  })
})

test('checkpoints come as often as asked', async () => {
  const events = await collect(run(decayPlan({ batch: 1 }), context({ checkpointMilliseconds: 200 })))
  expect(events.filter((e) => e.type === 'checkpoint').length).toBeGreaterThan(3)
})
