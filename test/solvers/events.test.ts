import { expect, test } from 'vitest'
import { RunFailure } from '../../src/core/errors.ts'
import type { PlainProblem } from '../support/plain-system.ts'
import { type PlainEvent, plainSimulation, runToEnd } from '../support/run-plain.ts'

const gravity = 9.81
const falling: PlainProblem = {
  size: 2,
  rates(_, y, out) {
    out[0] = y[1]
    out[1] = -gravity
  },
}
const oscillator: PlainProblem = {
  size: 2,
  rates(_, y, out) {
    out[0] = y[1]
    out[1] = -y[0]
  },
}
const nothing: PlainProblem = {
  size: 1,
  rates(_, __, out) {
    out[0] = 0
  },
}
const linear: PlainProblem = {
  size: 1,
  rates(_, __, out) {
    out[0] = 1
  },
}

/** Events of a run, as [event, time]. */
function eventsOf(
  problem: PlainProblem,
  initial: readonly number[],
  to: number,
  when: readonly PlainEvent[],
  more: object = {},
) {
  const simulation = plainSimulation({ problem, initial, times: [0, to], when, ...more })
  const samples = runToEnd(simulation)
  return { records: simulation.report().events ?? [], samples, simulation }
}

test.each([
  ['tsit5', { rtol: 1e-11 }, 1e-8],
  ['dop853', { rtol: 1e-11 }, 1e-8],
  ['auto', { rtol: 1e-11 }, 1e-8],
  ['rk4', { step: 0.005 }, 1e-8],
  ['rkc2', { rtol: 1e-6 }, 3e-3],
  ['radau5', { rtol: 1e-9 }, 1e-5],
  ['rodas5p', { rtol: 1e-8 }, 1e-4],
  ['bdf', { rtol: 1e-8 }, 1e-2],
  ['kencarp4', { rtol: 1e-7 }, 1e-3],
])('%s: zeros of the sine, each once', (stepper, options, bound) => {
  const more = { stepper, ...options }
  const { records } = eventsOf(oscillator, [0, 1], 100, [{ when: (_, y) => y[0] }], more)
  // x = sin t from x = 0: zeros at kπ, k = 1 … 31; the zero at the start is none.
  expect(records.map(({ event }) => event)).toEqual(new Array(31).fill(0))
  records.forEach(({ t }, k) => {
    expect(Math.abs(t - (k + 1) * Math.PI)).toBeLessThan(bound)
  })
})

test('directions: up at even multiples of π, down at odd ones', () => {
  const { records } = eventsOf(oscillator, [0, 1], 20, [
    { when: (_, y) => y[0], direction: 'up' },
    { when: (_, y) => y[0], direction: 'down' },
  ])
  expect(records.map(({ event, t }) => [event, Math.round(t / Math.PI)])).toEqual([
    [1, 1],
    [0, 2],
    [1, 3],
    [0, 4],
    [1, 5],
    [0, 6],
  ])
})

test('events of time alone are found to the last bit, also on the grid of steps and at the very end', () => {
  const at = [0.1, 1 / 3, 0.5, 2, 5]
  const { records, samples } = eventsOf(
    nothing,
    [1],
    5,
    at.map((time) => ({ when: (t: number) => t - time, direction: 'up' as const })),
  )
  expect(records.map(({ t }) => t)).toEqual(at)
  expect(samples.times).toEqual(Float64Array.of(0, 5))
})

test.each(['tsit5', 'auto', 'radau5', 'rodas5p'])(
  '%s: a bouncing ball: times, heights and the saved state at the moment of a bounce',
  (stepper) => {
    const first = Math.sqrt(2 / gravity)
    const restitution = 0.9
    const simulation = plainSimulation({
      problem: falling,
      stepper,
      initial: [1, 0],
      times: [0, first, 1, 2, 5],
      when: [
        {
          when: (_, y) => y[0],
          direction: 'down',
          action: (_, y) => {
            y[0] = 0
            y[1] *= -restitution
          },
        },
      ],
    })
    const { times, values } = runToEnd(simulation)
    // t_k = t_1 (1 + 2 Σ_{j<k} 0.9^j)
    const events = simulation.report().events ?? []
    let expected = first
    let flight = 2 * first * restitution
    events.forEach(({ t, state }, k) => {
      expect(Math.abs(t - expected)).toBeLessThan(1e-12 * (k + 10))
      expect(state.y0).toBe(0)
      expect(state.y1).toBeCloseTo(restitution ** (k + 1) * gravity * first, 11)
      expected += flight
      flight *= restitution
    })
    // t_8 = 4.69, t_9 = 5.08
    expect(events.length).toBe(8)
    expect(times[1]).toBe(first)
    expect(values[3]).toBeCloseTo(restitution * gravity * first, 12)
    expect(values.filter((_, i) => i % 2 === 0).every((height) => height >= 0)).toBe(true)
  },
)

test.each([0.9, 0.5, 0.1])('a ball that comes to rest ends with a clear message (restitution %f)', (restitution) => {
  const simulation = plainSimulation({
    problem: falling,
    initial: [1, 0],
    times: [0, 20],
    when: [
      {
        when: (_, y) => y[0],
        direction: 'down',
        action: (_, y) => {
          y[1] *= -restitution
        },
      },
    ],
  })
  // All bounces are over at t_1 (1 + r)/(1 − r).
  const end = Math.sqrt(2 / gravity) * ((1 + restitution) / (1 - restitution))
  let failure: unknown
  try {
    runToEnd(simulation)
  } catch (error) {
    failure = error
  }
  expect(failure).toBeInstanceOf(RunFailure)
  expect(String(failure)).toMatch(/accumulate/)
  const last = simulation.report().events?.at(-1)
  expect(Math.abs((last?.t ?? 0) - end)).toBeLessThan(1e-6 * end)
  expect(Math.abs(last?.state.y0 ?? 1)).toBeLessThan(1e-12)
})

test('a stop ends the run, and the state is that of the event', () => {
  const { records, samples, simulation } = eventsOf(linear, [0], 10, [
    { when: (_, y) => y[0] - 2.5, action: 'stop' },
    { when: (_, y) => y[0] - 4 },
  ])
  expect(records).toHaveLength(1)
  expect(records[0]?.t).toBeCloseTo(2.5, 14)
  expect(samples.times).toEqual(Float64Array.of(0))
  expect(simulation.advance(1, () => 0).done).toBe(true)
})

test('several events in one step come in order of time, simultaneous ones in order of their numbers', () => {
  const when = [0.7, 0.3, 0.3, 0.5].map((place) => ({ when: (_: number, y: Float64Array) => y[0] - place }))
  const { records } = eventsOf(linear, [0], 1, when)
  expect(records.map(({ event }) => event)).toEqual([1, 2, 3, 0])
})

test('simultaneous assignments both happen, the lower number first', () => {
  const { records } = eventsOf(linear, [0], 1, [
    { when: (_, y) => y[0] - 0.25, action: (_, y) => y.fill(y[0] + 10) },
    { when: (_, y) => y[0] - 0.25, action: (_, y) => y.fill(2 * y[0]) },
  ])
  expect(records.map(({ event }) => event)).toEqual([0, 1])
  expect(records[0]?.state.y0).toBeCloseTo(10.25, 12)
  expect(records[1]?.state.y0).toBeCloseTo(20.5, 12)
})

test('the same event again soon after its own restart is not lost, and not found falsely', () => {
  // Reflected at 0 and at 1e-3: x runs to and fro, 1000 reflections in 1 unit of time, though steps could be as long as the run.
  const { records } = eventsOf(
    {
      size: 2,
      rates(_, y, out) {
        out[0] = y[1]
        out[1] = 0
      },
    },
    [0, 1],
    1.0005,
    [
      {
        when: (_, y) => y[0] * (1e-3 - y[0]),
        action: (_, y) => {
          y[1] = -y[1]
        },
      },
    ],
  )
  expect(records).toHaveLength(1000)
  records.forEach(({ t }, k) => {
    expect(t).toBeCloseTo((k + 1) * 1e-3, 11)
  })
})

test('an event that restarts without leaving its surface fires once', () => {
  // v changes at t = 1, 2, …; the condition does not depend on what is assigned.
  const { records } = eventsOf(linear, [0], 9.5, [
    { when: (t) => Math.sin(Math.PI * t), action: (_, y) => y.fill(y[0] + 1) },
  ])
  expect(records.map(({ t }) => Math.round(t * 1e9) / 1e9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(records[8]?.state.y0).toBeCloseTo(18, 12)
})

test('zero at the start: leaving it is no event, coming back is one', () => {
  const start = eventsOf(oscillator, [1, 0], 3.2, [{ when: (_, y) => y[0] - 1 }])
  expect(start.records).toHaveLength(0)
  const rounding = eventsOf(oscillator, [0.1 + 0.2, 1], 1, [{ when: (_, y) => y[0] - 0.3, direction: 'up' }])
  expect(rounding.records).toHaveLength(0)
  const back = eventsOf(oscillator, [0, 1], 4, [{ when: (_, y) => y[0], direction: 'down' }])
  expect(back.records.map(({ t }) => t.toFixed(8))).toEqual([Math.PI.toFixed(8)])
})

test('two crossings between looks are found: a condition that dips below zero for a short time within a long step', () => {
  // The solution is constant, steps grow without bound; (t − c)² − w² is negative for 2 w only.
  for (const [c, w] of [
    [50.3, 0.01],
    [33.37, 1e-3],
    [71, 0.3],
  ]) {
    const { records } = eventsOf(nothing, [0], 100, [{ when: (t) => (t - c) ** 2 - w ** 2 }])
    expect(records.map(({ t }) => t.toFixed(9))).toEqual([(c - w).toFixed(9), (c + w).toFixed(9)])
  }
})

test('time may run backwards', () => {
  const simulation = plainSimulation({
    problem: oscillator,
    from: 0,
    initial: [0, 1],
    times: [0, -5, -10],
    when: [{ when: (_, y) => y[0] }],
  })
  const { times, values } = runToEnd(simulation)
  expect([...times]).toEqual([0, -5, -10])
  expect(values[2]).toBeCloseTo(Math.sin(-5), 7)
  expect(values[4]).toBeCloseTo(Math.sin(-10), 7)
  expect((simulation.report().events ?? []).map(({ t }) => t.toFixed(7))).toEqual(
    [-1, -2, -3].map((k) => (k * Math.PI).toFixed(7)),
  )
})

test('a switched system, both branches with events, agrees with its closed form', () => {
  // A thermostat: T' = −T + 30·on, on at 18, off at 20; from T = 15, on. Time between 18 and 20: ln 12/10, back: ln 20/18.
  const { records } = eventsOf(
    {
      size: 2,
      rates(_, y, out) {
        out[0] = -y[0] + 30 * y[1]
        out[1] = 0
      },
    },
    [15, 1],
    5,
    [
      {
        when: (_, y) => y[0] - 20,
        direction: 'up',
        action: (_, y) => {
          y[1] = 0
        },
      },
      {
        when: (_, y) => y[0] - 18,
        direction: 'down',
        action: (_, y) => {
          y[1] = 1
        },
      },
    ],
    { rtol: 1e-11 },
  )
  let t = Math.log(15 / 10)
  records.forEach((record, k) => {
    expect(record.event).toBe(k % 2)
    expect(record.t).toBeCloseTo(t, 9)
    t += k % 2 === 0 ? Math.log(20 / 18) : Math.log(12 / 10)
  })
  expect(records.length).toBeGreaterThan(25)
})
