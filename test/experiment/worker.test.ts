import { describe, expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { makeLiveSimulator, startRun } from '../../src/experiment/client.ts'
import { frameCredit, type Port } from '../../src/experiment/messages.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { setPath } from '../../src/experiment/path.ts'
import { run } from '../../src/experiment/run.ts'
import type { RunEvent } from '../../src/experiment/run-event.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { simulate } from '../../src/experiment/simulate.ts'
import { serveRuns } from '../../src/experiment/worker.ts'
import { gasColumn } from './samples.ts'

function portOf(end: MessagePort): Port & { readonly sent: unknown[] } {
  const listeners = new Set<(message: unknown) => void>()
  const sent: unknown[] = []
  end.onmessage = ({ data }) => {
    for (const listener of [...listeners]) listener(data)
  }
  return {
    sent,
    postMessage(message, transfer) {
      sent.push(message)
      end.postMessage(message, transfer ? [...transfer] : [])
    },
    onMessage(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A worker without a thread: both ends of a real message channel, so that arrays are really handed over. */
async function withWorker(work: (port: Port, worker: { readonly sent: unknown[] }) => Promise<void>) {
  const { port1, port2 } = new MessageChannel()
  const [near, far] = [portOf(port1), portOf(port2)]
  const stop = serveRuns(far, { clock: () => performance.now() })
  try {
    await work(near, far)
  } finally {
    stop()
    port1.close()
    port2.close()
  }
}

const numerical = parseExperiment(gasColumn({ method: { id: 'finite-volume', cells: 100 } }))
async function collect(events: AsyncIterable<RunEvent>) {
  const all: RunEvent[] = []
  for await (const event of events) all.push(event)
  return all
}
const valuesOf = (events: readonly RunEvent[]) =>
  events.flatMap((e) => (e.type === 'samples' ? [...e.samples.values] : []))

describe('a run in a worker', () => {
  test('gives what a run here gives, frames described, arrays whole', async () => {
    const here = await collect(run(planRun(numerical, {}), { clock: () => performance.now(), saveFrames: true }))
    await withWorker(async (port) => {
      const there = await collect(startRun(port, { experiment: numerical, inputs: {}, saveFrames: true }).events)
      expect(valuesOf(there)).toEqual(valuesOf(here))
      const frames = (events: readonly RunEvent[]) => events.flatMap((e) => (e.type === 'frame' ? [e.frame] : []))
      expect(frames(there)).toEqual(frames(here))
      expect(frames(there).length).toBeGreaterThan(1)
      expect(there.at(-1)).toMatchObject({ type: 'ended', outcome: { status: 'done', method: 'finite-volume' } })
    })
  })

  test('no more than four frames are under way to a reader that does not read', async () => {
    await withWorker(async (port, worker) => {
      const handle = startRun(port, { experiment: numerical, inputs: {}, saveFrames: true })
      const sentFrames = () => worker.sent.filter((m) => (m as { type: string }).type === 'frame').length
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(sentFrames()).toBe(frameCredit)
      const events = await collect(handle.events)
      expect(events.filter((e) => e.type === 'frame').length).toBe(sentFrames())
      expect(sentFrames()).toBeGreaterThan(frameCredit)
    })
  })

  test('what cannot be planned is refused with its fields', async () => {
    await withWorker(async (port) => {
      const wrong = setPath(numerical, 'problem.parameters.length', '3 s')
      const error = await collect(startRun(port, { experiment: wrong, inputs: {} }).events).catch((e: unknown) => e)
      expect(error).toBeInstanceOf(InvalidInput)
      expect((error as InvalidInput).errors[0]?.path).toBe('problem.parameters.length')
    })
  })

  test('abort ends it as stopped; leaving the loop stops it too', async () => {
    const long = parseExperiment(gasColumn({ method: { id: 'finite-volume', cells: 2000, rtol: 1e-9 } }))
    await withWorker(async (port) => {
      const handle = startRun(port, { experiment: long, inputs: {} })
      const seen: RunEvent[] = []
      for await (const event of handle.events) {
        seen.push(event)
        if (event.type === 'progress') handle.abort()
      }
      expect(seen.at(-1)).toMatchObject({ type: 'ended', outcome: { status: 'stopped' } })
      for await (const event of startRun(port, { experiment: long, inputs: {} }).events)
        if (event.type === 'progress') break
    })
  })
})

describe('live', () => {
  test('the curve is that of simulate; overtaken requests give nothing, the newest always comes', async () => {
    const exact = parseExperiment(gasColumn())
    await withWorker(async (port) => {
      const live = makeLiveSimulator(port)
      const curves = await Promise.all(
        [1, 2, 3, 4].map((k) => live.simulate(setPath(exact, 'problem.parameters.injection', k), {})),
      )
      expect(curves.map((curve) => curve !== undefined)).toEqual([true, false, false, true])
      const wanted = simulate(setPath(exact, 'problem.parameters.injection', 4), {})
      expect(curves[3]?.values).toEqual(wanted.values)
      await expect(live.simulate(setPath(exact, 'problem.parameters.length', -4), {})).rejects.toThrow(/length/)
      expect((await live.simulate(exact, {}))?.times).toHaveLength(101)
      live.close()
    })
  })
})
