import { expect, test } from 'vitest'
import type { Outcome } from '../../src/core/outcome.ts'
import { makeGate } from '../../src/experiment/gate.ts'
import type { Port } from '../../src/experiment/messages.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { makeOwnLane, servePoints } from '../../src/experiment/serve-points.ts'
import { makePortLane, type OpenLane } from '../../src/experiment/sweep-lane.ts'
import { curveBudget, type SweepRow, thinCurve } from '../../src/experiment/sweep-row.ts'
import { runSweep, type SweepContext } from '../../src/experiment/sweep-run.ts'
import { openSweepWriter, readSweep } from '../../src/experiment/sweep-store.ts'
import { makeRowList, sweepCsv } from '../../src/experiment/sweep-table.ts'
import { makeMemoryFiles } from '../support/memory-files.ts'

const clock = () => performance.now()
const lanes = [makeOwnLane(clock)]

/** x' = −k x, x(0) = 1, to t = 2: everything about it is known. */
const decay = (sweep: unknown, more: Record<string, unknown> = {}) =>
  parseExperiment({
    isoline: 1,
    problem: {
      id: 'typed-ode',
      equations: ["x' = -k*x"],
      parameters: { k: { value: 1, unit: '1' } },
      initial: { x: 1 },
      events: [{ when: 'x - 0.5', direction: 'down', do: 'record' }],
    },
    observe: { twice: '2*x' },
    method: { rtol: 1e-10, atol: 1e-12 },
    time: { to: 2, samples: 41 },
    sweep,
    ...more,
  })

async function collect(experiment: ReturnType<typeof decay>, more: Partial<SweepContext> = {}) {
  const list = makeRowList()
  const order: number[] = []
  let outcome: Outcome | undefined
  let paths: readonly string[] = []
  for await (const event of runSweep(experiment, {}, { clock, lanes, ...more }))
    if (event.type === 'started') {
      paths = event.axes.map(({ path }) => path)
      for (const row of event.rows) list.add(row)
    } else if (event.type === 'row') {
      list.add(event.row)
      order.push(event.row.index)
    } else if (event.type === 'ended') outcome = event.outcome
  if (!outcome) throw new Error('it did not end')
  return { rows: list.all(), order, outcome, csv: sweepCsv(paths, list.all()) }
}

/** A lane over a channel, as to a worker. */
const channelLane = (): OpenLane => {
  const { port1, port2 } = new MessageChannel()
  const portOf = (end: MessagePort): Port => ({
    postMessage: (message) => end.postMessage(message),
    onMessage(listener) {
      const listen = (event: MessageEvent<unknown>) => listener(event.data)
      end.addEventListener('message', listen)
      end.start()
      return () => end.removeEventListener('message', listen)
    },
  })
  const stop = servePoints(portOf(port2), clock)
  return makePortLane(portOf(port1), () => {
    stop()
    port1.close()
  })
}

const overK = { over: { k: { from: 0.25, to: 4, samples: 9, spacing: 'log' } } }

test('the metrics of a typed problem: last, least, largest and mean value, events, end', async () => {
  const { rows, outcome } = await collect(decay({ over: { k: { values: [0.1, 1] } } }))
  expect(outcome.status).toBe('done')
  const [slow, fast] = rows.map((row) => row.metrics)
  // x(2) = e^(−2k); x falls, so that it is the least value too; the event x = ½ is at t = ln 2 / k, after the end where k = 0.1.
  expect(fast?.['final.x']).toBeCloseTo(Math.exp(-2), 9)
  expect(fast?.['minimum.x']).toBe(fast?.['final.x'])
  expect(fast?.['maximum.x']).toBe(1)
  expect(fast?.['final.twice']).toBeCloseTo(2 * Math.exp(-2), 9)
  // The trapezium rule on 40 intervals of h = 0.05 is off by h²/12·(f′(2) − f′(0))/2 = 9·10⁻⁵ from (1 − e⁻²)/2.
  expect(Math.abs((fast?.['mean.x'] ?? 0) - (1 - Math.exp(-2)) / 2 - (0.05 ** 2 / 24) * (1 - Math.exp(-2)))).toBeLessThan(1e-7) // biome-ignore format: one expectation
  expect(fast?.['events.0']).toBe(1)
  expect(fast?.['firstEvent.0']).toBeCloseTo(Math.log(2), 8)
  expect(fast?.endTime).toBe(2)
  expect(slow?.['events.0']).toBe(0)
  expect(slow?.['firstEvent.0']).toBeUndefined()
})

test('several lanes, over messages, give the rows of one, bit for bit', async () => {
  const experiment = decay({ over: { ...overK.over, 'problem.initial.x': { from: 1, to: 2, samples: 3 } } })
  const alone = await collect(experiment)
  const together = await collect(experiment, { lanes: [channelLane(), channelLane(), channelLane()] })
  expect(alone.rows).toHaveLength(27)
  expect(together.csv).toBe(alone.csv)
  expect(together.outcome.evaluations).toBe(alone.outcome.evaluations)
})

test('a sweep that was cut goes on: nothing is computed twice and the table is the undisturbed one', async () => {
  const experiment = decay(overK)
  const whole = await collect(experiment)
  const files = makeMemoryFiles()
  const now = () => Date.now()
  const controller = new AbortController()
  const first = openSweepWriter(files, { experiment, inputs: {}, now })
  let seen = 0
  for await (const event of runSweep(experiment, {}, { clock, lanes, signal: controller.signal })) {
    await first.accept(event)
    if (event.type === 'row' && ++seen === 4) controller.abort()
  }
  // What a kill leaves of the last line.
  await files.append('sweep.jsonl', new TextEncoder().encode('{"index":7,"values":[1.9'))
  const cut = await readSweep(files)
  expect(cut?.outcome).toMatchObject({ status: 'stopped', reason: 'stopped by hand after 4 of 9 points; it can be resumed' }) // biome-ignore format: one expectation
  expect(cut?.table.rows).toHaveLength(4)
  if (!cut) return
  const before = { rows: cut.table.rows, outcome: cut.outcome }
  const second = openSweepWriter(files, { experiment, inputs: {}, now, isResumed: true })
  const computed: number[] = []
  for await (const event of runSweep(experiment, {}, { clock, lanes, before })) {
    await second.accept(event)
    if (event.type === 'row') computed.push(event.row.index)
  }
  expect(computed).toEqual([4, 5, 6, 7, 8])
  expect(new TextDecoder().decode(await files.read('sweep.csv'))).toBe(whole.csv)
  const end = await readSweep(files)
  expect(end?.outcome).toMatchObject({
    status: 'done',
    evaluations: whole.outcome.evaluations,
    steps: whole.outcome.steps,
  })
  expect(end?.table.scalars.map(({ name }) => name)).toEqual(['x', 'twice'])
  expect(end?.table.rows.every(({ curve }) => curve?.times.length === 41 && curve.columns.length === 2)).toBe(true)
})

test('a point that fails is a row with its reason; the sweep goes on', async () => {
  // x' = x² from 1 is infinite at t = 1: runs to 0.5 and 0.9 end, a run to 2 cannot.
  const experiment = parseExperiment({
    isoline: 1,
    problem: { id: 'typed-ode', equations: ["x' = x^2"], parameters: {}, initial: { x: 1 } },
    time: { to: 1, samples: 3 },
    sweep: { over: { 'time.to': { values: [0.5, 2, 0.9] } } },
  })
  const { rows, outcome, csv } = await collect(experiment)
  expect(rows.map(({ failure }) => failure === undefined)).toEqual([true, false, true])
  // 1/(1 − t) at 0.5.
  expect(rows[0]?.metrics['final.x']).toBeCloseTo(2, 4)
  expect(rows[1]?.metrics).toEqual({})
  expect(outcome).toMatchObject({ status: 'done', reason: '1 of 3 points failed' })
  const lines = csv.trimEnd().split('\n')
  expect(lines[0]?.endsWith(',failure')).toBe(true)
  expect(lines[1]?.endsWith(',')).toBe(true)
  expect(lines[2]).toMatch(/NaN,.+$/)
})

test('a lane that dies once is opened again; a point that kills it twice is a row with the reason', async () => {
  let deaths = 0
  const dying =
    (isFatal: (index: number) => boolean): OpenLane =>
    (task, gate) => {
      const lane = makeOwnLane(clock)(task, gate)
      return {
        close: lane.close,
        compute(index, values) {
          if (!isFatal(index)) return lane.compute(index, values)
          deaths++
          return Promise.reject(new Error('out of memory'))
        },
      }
    }
  const experiment = decay(overK)
  const whole = await collect(experiment)
  let isFirst = true
  const once = await collect(experiment, {
    lanes: [
      dying((index) => {
        const dies = index === 3 && isFirst
        if (dies) isFirst = false
        return dies
      }),
    ],
  })
  expect(deaths).toBe(1)
  expect(once.csv).toBe(whole.csv)
  const twice = await collect(experiment, { lanes: [dying((index) => index === 3), dying((index) => index === 3)] })
  expect(twice.rows).toHaveLength(9)
  expect(twice.rows.filter(({ failure }) => failure !== undefined).map(({ index, failure }) => [index, /out of memory/.test(failure ?? '')])).toEqual([[3, true]]) // biome-ignore format: one expectation
})

test('a pause keeps points from starting, and the sweep goes on after it', async () => {
  const gate = makeGate()
  const experiment = decay(overK)
  let seen = 0
  const rows: SweepRow[] = []
  for await (const event of runSweep(experiment, {}, { clock, lanes, gate }))
    if (event.type === 'row') {
      rows.push(event.row)
      if (++seen === 3) {
        gate.pause()
        setTimeout(() => gate.resume(), 30)
      }
    }
  expect(rows).toHaveLength(9)
})

test('thinned curves keep the ends, and a sweep of any size stays below four million numbers', () => {
  const times = Float64Array.from({ length: 5001 }, (_, i) => i / 5000)
  const values = Float64Array.from({ length: 10002 }, (_, i) => i)
  const curve = thinCurve([{ name: 'a', unit: '1' }, { name: 'b', unit: '1' }], times, values, curveBudget(10)) // biome-ignore format: one call
  expect(curve?.times).toHaveLength(400)
  expect([curve?.times[0], curve?.times.at(-1)]).toEqual([0, 1])
  expect([curve?.columns[1]?.[0], curve?.columns[1]?.at(-1)]).toEqual([1, 10001])
  for (const points of [1, 1111, 1112, 20_000, 22_222, 22_223, 1e6]) {
    const budget = curveBudget(points)
    expect(points * budget.times * (budget.columns + 1)).toBeLessThanOrEqual(4_000_000)
  }
  expect(curveBudget(22_222).times).toBe(20)
  expect(curveBudget(22_223).times).toBe(0)
})
