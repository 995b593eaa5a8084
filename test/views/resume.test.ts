import { afterEach, expect, test } from 'vitest'
import { readMeasurements } from '../../src/data/read/catalogue.ts'
import { makeGate } from '../../src/experiment/gate.ts'
import type { Host } from '../../src/experiment/host.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { run } from '../../src/experiment/run.ts'
import type { RunEvent } from '../../src/experiment/run-event.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { makeOwnLane } from '../../src/experiment/serve-points.ts'
import { readRun } from '../../src/experiment/store.ts'
import { runSweep } from '../../src/experiment/sweep-run.ts'
import type { Engine } from '../../src/views/runs/engine.ts'
import { stopRun, togglePause } from '../../src/views/runs/flights.ts'
import { deleteRun, keepRunList, restoreRuns, runFolder } from '../../src/views/runs/keep-runs.ts'
import { resumeRun, runNow } from '../../src/views/runs/run-now.ts'
import type { RunRecord } from '../../src/views/runs/run-record.ts'
import { makeWorkbench, type Workbench } from '../../src/views/shell/workbench.ts'
import { makeMemoryFiles } from '../support/memory-files.ts'

const clock = () => performance.now()

/** Numerical, some hundred pieces of work long. */
const overload = parseExperiment({
  isoline: 1,
  problem: {
    id: 'gas-column',
    parameters: { temperature: 353.15, inletPressure: 4.01e5, outletPressure: 1.013e5, length: 20, radius: 9e-5, film: 1e-6, inletVelocity: 0.41, injection: 4 },
    components: [{ name: 'benzene', ka: 579, kd: 5.299, concentration: 2.732e-6, capacity: 1e-3 }],
  },
  method: { id: 'finite-volume', cells: 60 },
  time: { to: 200, samples: 81 },
}) // biome-ignore format: a document

interface Room {
  readonly workbench: Workbench
  /** The run has saved as many times as it was to halt at, and waits. */
  readonly halted: Promise<void>
  readonly goOn: () => void
}

/** A window whose worker is this thread; states are saved between any two pieces of work, and the first run halts at a row. */
function makeRoom(haltAt = Number.POSITIVE_INFINITY, files = makeMemoryFiles()): Room {
  const [reached, released] = [makeSignal(), makeSignal()]
  let rows = 0
  async function* halting(events: AsyncIterable<RunEvent>): AsyncGenerator<RunEvent> {
    for await (const event of events) {
      if (event.type === 'samples') rows += event.samples.times.length
      yield event
      if (rows < haltAt) continue
      reached.give()
      await released.given
    }
  }
  const engine: Engine = {
    simulate: () => new Promise(() => {}),
    estimate: async () => undefined,
    exact: async (experiment, inputs, times) => planRun(experiment, inputs).exact?.(times),
    run: (experiment, inputs, options) => {
      const [gate, controller] = [makeGate(), new AbortController()]
      const context = { clock: () => performance.now(), checkpointMilliseconds: 0, sliceMilliseconds: 1 }
      const events = run(planRun(experiment, inputs), { ...context, ...options, gate, signal: controller.signal })
      return { events: halting(events), pause: gate.pause, resume: gate.resume, abort: () => controller.abort() }
    },
    sweep: (experiment, inputs, before) => ({
      events: runSweep(experiment, inputs, { clock, lanes: [makeOwnLane(clock)], ...(before ? { before } : {}) }),
      pause: () => {},
      resume: () => {},
      abort: () => {},
    }),
    liveFields: () => ({ change() {}, play() {}, pause() {}, step() {}, setSpeed() {}, taken() {}, close() {} }),
    fit: () => ({ result: new Promise(() => {}), abort: () => {} }),
    read: (file, options) => readMeasurements(file, { options }),
  }
  const desk: Host = {
    information: { kind: 'web', version: 'test', platform: 'test', isIsolated: true },
    openFiles: async () => [],
    saveFile: async ({ suggestedName }) => ({ name: suggestedName }),
    writeHandle: async () => {},
    files,
    printToPdf: async () => undefined,
    onOpen: () => () => {},
    setTitle: () => {},
  }
  const workbench = makeWorkbench(desk, engine, { now: () => Date.now(), schedule: () => {} })
  workbench.document.open(overload)
  rooms.push(workbench)
  return { workbench, halted: reached.given, goOn: released.give }
}

function makeSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

const rooms: Workbench[] = []
afterEach(() => {
  for (const workbench of rooms.splice(0)) workbench.stop()
})

const onlyRun = (workbench: Workbench): RunRecord => {
  const [record] = workbench.runs.getState().runs
  if (!record) throw new Error('no run is in the list')
  return record
}

test('a run stopped half way and resumed gives the numbers of an undisturbed one, bit for bit', async () => {
  const whole = (await runNow(makeRoom().workbench))?.result
  const { workbench, halted, goOn } = makeRoom(8)
  const running = runNow(workbench)
  await halted
  stopRun(workbench)
  goOn()
  await running
  const stopped = onlyRun(workbench)
  expect(stopped.result.status).toBe('stopped')
  expect(stopped.result.samples.times.length).toBeLessThan(81)
  expect(stopped.result.resumeFrom).toBeGreaterThan(0)
  expect(workbench.runs.getState().activeId).toBeUndefined()

  await resumeRun(workbench, stopped.id)
  const resumed = onlyRun(workbench)
  // Source: the same experiment run here without a stop.
  expect(resumed.result.status).toBe('done')
  expect(resumed.result.samples).toEqual(whole?.samples)
  expect(resumed.result.frames.map((frame) => frame.time)).toEqual(whole?.frames.map((frame) => frame.time))
  expect(resumed.result.frames.at(-1)?.fields[0]?.values).toEqual(whole?.frames.at(-1)?.fields[0]?.values)
  expect(resumed.result.outcome?.metrics).toEqual(whole?.outcome?.metrics)
  expect(resumed.result.resumeFrom).toBeUndefined()
  const stored = await readRun(runFolder(workbench.desk.files, stopped.id))
  expect(stored.scalars.values).toEqual(whole?.samples.values)
  expect(stored.frames?.times.length).toBe(whole?.frames.length)
})

test('a run whose window closed can be resumed in the next one', async () => {
  const whole = (await runNow(makeRoom().workbench))?.result
  const { workbench: first, halted, goOn } = makeRoom(8)
  const running = runNow(first)
  await halted
  // Time for what was handed to the disk to arrive there.
  await new Promise((resolve) => setTimeout(resolve, 50))
  // What the disk holds at this moment, as a killed window leaves it.
  const files = makeMemoryFiles()
  await keepRunList(first.desk.files, first.runs.getState().runs)
  for (const key of await first.desk.files.list('')) {
    const bytes = await first.desk.files.read(key)
    if (bytes) await files.write(key, bytes)
  }
  stopRun(first)
  goOn()
  await running

  const { workbench: second } = makeRoom(undefined, files)
  const { runs } = await restoreRuns(files)
  second.runs.setState({ runs })
  const cut = onlyRun(second)
  expect(cut.result.status).toBe('stopped')
  expect(cut.result.reason).toMatch(/window closed/)
  await resumeRun(second, cut.id)
  expect(onlyRun(second).result.status).toBe('done')
  expect(onlyRun(second).result.samples).toEqual(whole?.samples)
})

test('a paused run computes nothing until it is let go on', async () => {
  const { workbench, halted, goOn } = makeRoom(4)
  const running = runNow(workbench)
  await halted
  expect(togglePause(workbench)).toBe(true)
  goOn()
  await new Promise((resolve) => setTimeout(resolve, 30))
  const before = onlyRun(workbench).result
  expect(before.status).toBe('paused')
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(onlyRun(workbench).result.samples.times.length).toBe(before.samples.times.length)
  expect(togglePause(workbench)).toBe(true)
  await running
  expect(onlyRun(workbench).result.status).toBe('done')
  expect(onlyRun(workbench).result.samples.times.length).toBe(81)
})

test('deleting a run that goes on stops it and leaves nothing behind', async () => {
  const { workbench, halted, goOn } = makeRoom(4)
  const running = runNow(workbench)
  await halted
  goOn()
  const { id } = onlyRun(workbench)
  await deleteRun(workbench, id)
  await running
  expect(workbench.runs.getState().runs).toEqual([])
  expect(await workbench.desk.files.list(`runs/${id}/`)).toEqual([])
})
