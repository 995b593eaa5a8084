import { afterEach, expect, test } from 'vitest'
import { sha256 } from '../../src/data/bytes.ts'
import { embedInSvg } from '../../src/data/embed.ts'
import { readMeasurements } from '../../src/data/read/catalogue.ts'
import type { Host } from '../../src/experiment/host.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { setPath } from '../../src/experiment/path.ts'
import { run } from '../../src/experiment/run.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { makeOwnLane } from '../../src/experiment/serve-points.ts'
import { simulate } from '../../src/experiment/simulate.ts'
import { runSweep } from '../../src/experiment/sweep-run.ts'
import { acceptImport } from '../../src/views/data/import.ts'
import { originalsOf } from '../../src/views/data/inputs-store.ts'
import { carriedPayload } from '../../src/views/report/carried.ts'
import type { Engine } from '../../src/views/runs/engine.ts'
import { deleteRun, keepRunList, restoreRuns } from '../../src/views/runs/keep-runs.ts'
import { runNow } from '../../src/views/runs/run-now.ts'
import { openFiles } from '../../src/views/shell/open-file.ts'
import { makeWorkbench, type Workbench } from '../../src/views/shell/workbench.ts'
import { makeMemoryFiles } from '../support/memory-files.ts'

const clock = () => performance.now()

const btex = parseExperiment({
  isoline: 1,
  title: 'One analyte',
  problem: {
    id: 'gas-column',
    parameters: { inletPressure: 4.01e5, outletPressure: 1.013e5, length: 20, radius: 9e-5, film: 1e-6, inletVelocity: 0.41, injection: 4 },
    components: [{ name: 'benzene', ka: 579, kd: 5.299, concentration: 2.732e-6 }],
  },
  method: { id: 'exact' },
  time: { to: 200, samples: 41 },
}) // biome-ignore format: a document

/** A window without a window: frames come when asked for, the worker is this thread and answers late. */
function makeRoom(): {
  readonly workbench: Workbench
  readonly frame: () => void
  readonly answer: () => Promise<void>
  readonly asked: () => number
} {
  const frames: (() => void)[] = []
  const answers: (() => void)[] = []
  let asked = 0
  const engine: Engine = {
    simulate: (experiment, inputs) =>
      new Promise((resolve, reject) => {
        asked++
        answers.push(() => {
          try {
            resolve(simulate(experiment, inputs))
          } catch (error) {
            reject(error)
          }
        })
      }),
    estimate: async (experiment) => (experiment.method?.cells === 50 ? 3 : 0.2),
    exact: async (experiment, inputs, times) => planRun(experiment, inputs).exact?.(times),
    run: (experiment, inputs) => ({
      events: run(planRun(experiment, inputs), { clock: () => performance.now() }),
      pause: () => {},
      resume: () => {},
      abort: () => {},
    }),
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
    files: makeMemoryFiles(),
    printToPdf: async () => undefined,
    onOpen: () => () => {},
    setTitle: () => {},
  }
  const workbench = makeWorkbench(desk, engine, {
    now: () => Date.now(),
    schedule: (callback) => frames.push(callback),
  })
  rooms.push(workbench)
  return {
    workbench,
    frame: () => {
      for (const callback of frames.splice(0)) callback()
    },
    answer: async () => {
      answers.shift()?.()
      await new Promise((resolve) => setTimeout(resolve))
    },
    asked: () => asked,
  }
}

const rooms: Workbench[] = []
afterEach(() => {
  for (const workbench of rooms.splice(0)) workbench.stop()
})

const lengthTo = (workbench: Workbench, length: number, gesture?: string) =>
  workbench.document.edit('length', (present) => setPath(present, 'problem.parameters.length', length), gesture)

test('many edits in a frame ask for one curve; the last one is shown', async () => {
  const { workbench, frame, answer, asked } = makeRoom()
  workbench.document.open(btex)
  for (const length of [11, 12, 13]) lengthTo(workbench, length, 'drag')
  frame()
  expect(asked()).toBe(1)
  await answer()
  // Source: the same experiment simulated here.
  const wanted = simulate(setPath(btex, 'problem.parameters.length', 13), {})
  expect(workbench.runs.getState().live?.values).toEqual(wanted.values)
  frame()
  expect(asked()).toBe(1)
})

test('a result that comes after the experiment went back is not left on the screen', async () => {
  const { workbench, frame, answer } = makeRoom()
  workbench.document.open(btex)
  frame()
  await answer()
  lengthTo(workbench, 12)
  frame()
  workbench.document.undo()
  frame()
  await answer()
  frame()
  await answer()
  expect(workbench.runs.getState().live?.values).toEqual(simulate(btex, {}).values)
})

test('what cannot be computed keeps the last good curve and says why', async () => {
  const { workbench, frame, answer } = makeRoom()
  workbench.document.open(btex)
  frame()
  await answer()
  workbench.document.edit('pressure', (present) => setPath(present, 'problem.parameters.outletPressure', 9e5))
  frame()
  const { live, liveTrouble } = workbench.runs.getState()
  expect(live?.values).toEqual(simulate(btex, {}).values)
  expect(liveTrouble).toMatch(/pressure/i)
  workbench.document.undo()
  frame()
  await answer()
  expect(workbench.runs.getState().liveTrouble).toBeUndefined()
})

test('a method that takes longer than a second waits for Space and says how long; a faster one follows the hand', async () => {
  const { workbench, frame, asked } = makeRoom()
  const settle = async () => {
    frame()
    await new Promise((resolve) => setTimeout(resolve))
    frame()
  }
  // Source: the room's worker answers 3 s at 50 cells and 0.2 s else.
  workbench.document.open({ ...btex, method: { id: 'finite-volume', cells: 50 } })
  await settle()
  expect(asked()).toBe(0)
  expect(workbench.runs.getState().waiting).toMatchObject({ method: 'finite-volume', seconds: 3 })
  workbench.document.edit('cells', (present) => setPath(present, 'method.cells', 40))
  await settle()
  expect(asked()).toBe(1)
})

test('a dropped table becomes a data section, and undo takes it out', async () => {
  const { workbench } = makeRoom()
  workbench.document.open(btex)
  const bytes = new TextEncoder().encode('time (min),benzene (umol/m^3),comment\n0,0.1,a\n1,0.2,b\n2,0.1,c\n')
  await openFiles(workbench, [{ name: 'run 3.csv', bytes }])
  const [pending] = workbench.inputs.getState().pending
  // Source: the header, written above.
  expect(pending?.columns).toMatchObject({
    time: { role: 'x', unit: 'min' },
    benzene: { role: 'y', of: 'benzene', unit: 'umol/m^3' },
    comment: { role: 'ignore' },
  })
  if (pending) acceptImport(workbench, pending)
  expect(workbench.document.getState().history.present.data?.[0]?.file).toBe('run 3.csv')
  expect(parseExperiment(workbench.document.getState().history.present).data).toHaveLength(1)
  workbench.document.undo()
  expect(workbench.document.getState().history.present.data).toBeUndefined()
})

test('a file that is none is refused with its name', async () => {
  const { workbench } = makeRoom()
  const bytes = new TextEncoder().encode('{ "isoline": 1, "problem": { "id": "gas-colum" } }')
  await openFiles(workbench, [{ name: 'wrong.json', bytes }])
  const [notice] = workbench.interface.getState().notices
  expect(notice?.level).toBe('error')
  expect(notice?.message).toMatch(/^wrong\.json: .*gas-column/s)
})

test('a kept run is in its folder, comes back as it was, and goes when deleted', async () => {
  const { workbench } = makeRoom()
  workbench.document.open(btex)
  const record = await runNow(workbench)
  const { files } = workbench.desk
  await keepRunList(files, workbench.runs.getState().runs)
  const { runs, lost } = await restoreRuns(files)
  expect(lost).toEqual([])
  expect(runs[0]).toMatchObject({ id: record?.id, name: 'Run 1, exact', colour: 0, isShown: true })
  expect(runs[0]?.result.samples.values).toEqual(record?.result.samples.values)
  expect(runs[0]?.result.status).toBe('done')
  if (record) await deleteRun(workbench, record.id)
  expect(await files.list('runs/')).toEqual([])
})

test('a figure reopens with the file it carries, byte for byte; a file that was changed is told with both hashes', async () => {
  const bytes = new TextEncoder().encode('time (min);benzene (umol/m^3)\r\n0;0,1\r\n1;0,25\r\n')
  const { workbench } = makeRoom()
  workbench.document.open(btex)
  await openFiles(workbench, [{ name: 'run 3.csv', bytes }])
  const [pending] = workbench.inputs.getState().pending
  if (pending) acceptImport(workbench, pending)
  const { present } = workbench.document.getState().history
  const carry = (content: Uint8Array<ArrayBuffer>) => {
    const inputs = Object.fromEntries(
      Object.entries(originalsOf(workbench.inputs.getState())).map(([name, input]) => [
        name,
        { ...input, original: content },
      ]),
    )
    const svg = embedInSvg('<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', carriedPayload(present, inputs).text)
    return { name: 'figure.svg', bytes: new TextEncoder().encode(svg) }
  }
  const other = makeRoom().workbench
  await openFiles(other, [carry(bytes)])
  expect(other.document.getState().history.present).toEqual(present)
  expect(other.inputs.getState().inputs['run 3.csv']?.file.bytes).toEqual(bytes)

  const changed = Uint8Array.from(bytes)
  changed[33] = (changed[33] ?? 0) + 1
  const third = makeRoom().workbench
  await openFiles(third, [carry(changed)])
  const said = third.interface
    .getState()
    .notices.map((notice) => notice.message)
    .join('\n')
  expect(said).toContain('"run 3.csv" is not the file this experiment was made with')
  expect(said).toContain(`its SHA-256 is ${await sha256(changed)}, recorded is ${await sha256(bytes)}`)
  expect(third.inputs.getState().inputs).toEqual({})
})
