import { expect, test } from 'vitest'
import { readZarr } from '../../src/data/read/zarr.ts'
import { type Files, subfolder } from '../../src/experiment/files.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { type RunContext, run } from '../../src/experiment/run.ts'
import type { RunEvent } from '../../src/experiment/run-event.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { openRunWriter, readRun } from '../../src/experiment/store.ts'
import { makeMemoryFiles } from '../support/memory-files.ts'
import { gasColumn } from './samples.ts'

const experiment = parseExperiment(gasColumn({ method: { id: 'finite-volume', cells: 64 } }))

/** Runs into a store; the clock goes 10 ms a look, so checkpoints come at the same steps on every machine. */
async function runInto(
  files: Files,
  more: Partial<RunContext> = {},
  resume = false,
  see: (event: RunEvent) => void = () => undefined,
) {
  let now = 0
  const clock = () => {
    now += 10
    return now
  }
  const stored = resume ? await readRun(files) : undefined
  const planned = planRun(stored?.experiment ?? experiment, {})
  const resumeAt = stored?.checkpoint
  const writer = await openRunWriter(files, {
    experiment: planned.experiment,
    inputs: {},
    now: () => now,
    ...(resumeAt ? { resumeAt } : {}),
  })
  const context = {
    clock,
    saveFrames: true,
    checkpointMilliseconds: 100,
    ...more,
    ...(resumeAt ? { checkpoint: resumeAt.checkpoint } : {}),
  }
  for await (const event of run(planned, context)) {
    await writer.accept(event)
    see(event)
  }
}

/** Everything in a store but the times it took. */
async function contentOf(files: Files) {
  const keys = (await files.list('')).filter((key) => !['outcome.json', 'log.jsonl'].includes(key))
  const content: Record<string, string> = {}
  for (const key of keys) content[key] = Buffer.from((await files.read(key)) ?? []).toString('latin1')
  const { outcome } = await readRun(files)
  return { content, outcome: { ...outcome, seconds: undefined } }
}

test('what is stored is read back', async () => {
  const files = makeMemoryFiles()
  await runInto(files)
  const stored = await readRun(files)
  expect(stored.outcome.status).toBe('done')
  expect(stored.checkpoint).toBeUndefined()
  expect(stored.experiment).toEqual(planRun(experiment, {}).experiment)
  expect(stored.scalars.quantities).toEqual([
    { name: 'benzene', unit: 'mol/m^3' },
    { name: 'toluene', unit: 'mol/m^3' },
  ])
  expect(stored.scalars.times).toHaveLength(101)
  expect(stored.scalars.values).toHaveLength(202)
  expect(stored.frames?.times.length).toBeGreaterThan(1)
  const frame = await stored.frames?.frame(1)
  expect(frame?.fields.map((f) => f.name)).toContain('benzene')
  const log = new TextDecoder()
    .decode(await files.read('log.jsonl'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(log[0]).toMatchObject({ message: 'started' })
  expect(log.at(-1)).toMatchObject({ message: 'done' })
  // Contract 3: the first row of scalars.csv.
  expect(new TextDecoder().decode(await files.read('scalars.csv')).split('\n')[0]).toBe('t,benzene,toluene')
})

test('a run repeats bit for bit', async () => {
  const [a, b] = [makeMemoryFiles(), makeMemoryFiles()]
  await runInto(a)
  await runInto(b)
  expect(await contentOf(a)).toEqual(await contentOf(b))
})

test('a run killed at any write reads, and resumed gives what the uninterrupted one gives, bit for bit', async () => {
  const whole = makeMemoryFiles()
  let writes = 0
  const counting: Files = {
    ...whole,
    write: async (key, bytes) => {
      writes++
      await whole.write(key, bytes)
    },
    append: async (key, bytes) => {
      writes++
      await whole.append(key, bytes)
    },
  }
  await runInto(counting)
  const wanted = await contentOf(whole)
  let resumed = 0
  for (let k = 1; k <= 12; k++) {
    const last = Math.floor((writes * k) / 13)
    const files = makeMemoryFiles()
    let left = last
    const die = () => {
      if (left-- <= 0) throw new Error('killed')
    }
    const dying: Files = {
      ...files,
      write: async (key, bytes) => {
        die()
        await files.write(key, bytes)
      },
      // An append may be cut anywhere.
      append: async (key, bytes) => {
        try {
          die()
        } catch (error) {
          await files.append(key, bytes.slice(0, Math.floor(bytes.length / 2)))
          throw error
        }
        await files.append(key, bytes)
      },
    }
    await expect(runInto(dying)).rejects.toThrow('killed')
    const isReadable = (await files.read('experiment.json')) !== undefined
    if (!isReadable) continue
    const stored = await readRun(files)
    expect(stored.outcome.status).toBe('running')
    for (let i = 0; i < (stored.frames?.times.length ?? 0); i++)
      for (const field of (await stored.frames?.frame(i))?.fields ?? [])
        expect(field.values.every(Number.isFinite)).toBe(true)
    await runInto(files, {}, true)
    expect(await contentOf(files)).toEqual(wanted)
    resumed++
  }
  expect(resumed).toBeGreaterThan(8)
})

test('a stopped run keeps its state and resumes to the same numbers', async () => {
  const [whole, files] = [makeMemoryFiles(), makeMemoryFiles()]
  await runInto(whole)
  const controller = new AbortController()
  // The clock goes 10 ms a look, so a piece of work is a few of the run's thousands of steps.
  let pieces = 0
  const stopAtSecond = (event: RunEvent) => {
    if (event.type === 'samples' && ++pieces === 2) controller.abort()
  }
  await runInto(files, { signal: controller.signal, sliceMilliseconds: 50 }, false, stopAtSecond)
  const stopped = await readRun(files)
  expect(stopped.outcome.status).toBe('stopped')
  expect(stopped.checkpoint?.time).toBeGreaterThan(0)
  await runInto(files, {}, true)
  expect(await contentOf(files)).toEqual(await contentOf(whole))
})

test('a run without fields keeps its scalars over time as arrays of one chunk', async () => {
  const exact = parseExperiment(gasColumn({ method: { id: 'exact' }, time: { to: 800, samples: 1601 } }))
  const planned = planRun(exact, {})
  const files = makeMemoryFiles()
  const writer = await openRunWriter(files, { experiment: planned.experiment, inputs: {}, now: () => 0 })
  for await (const event of run(planned, { clock: () => 0, saveFrames: true })) await writer.accept(event)
  const zarr = await readZarr(subfolder(files, 'frames.zarr'))
  const stored = await readRun(files)
  // Decision 0004: arrays over time alone; contract 3: one array an unknown, units.
  expect(zarr.fields.map(({ name, unit, grid }) => [name, unit, grid.axes.length])).toEqual([
    ['benzene', 'mol/m^3', 0],
    ['toluene', 'mol/m^3', 0],
  ])
  expect(zarr.times).toEqual(stored.scalars.times)
  const frame = await zarr.frame(700)
  expect(frame.fields.map((field) => field.values[0])).toEqual([...stored.scalars.values.subarray(1400, 1402)])
  const chunks = (await files.list('frames.zarr/')).filter((key) => !/\/\.z[a-z]+$/.test(key))
  expect(chunks).toEqual(['frames.zarr/benzene/0', 'frames.zarr/time/0', 'frames.zarr/toluene/0'])
  // They are the scalars, not fields along the column.
  expect(stored.frames).toBeUndefined()
})

test('the arrays over time of a run that was resumed are those of the whole run', async () => {
  const planned = planRun(parseExperiment(gasColumn({ method: { id: 'exact' }, time: { to: 800, samples: 1601 } })), {})
  const events = async (context: Partial<RunContext>) => {
    const all: RunEvent[] = []
    for await (const event of run(planned, { clock: () => 0, saveFrames: true, sliceMilliseconds: 0, ...context }))
      all.push(event)
    return all
  }
  const [whole, parted] = [makeMemoryFiles(), makeMemoryFiles()]
  const options = { experiment: planned.experiment, inputs: {}, now: () => 0 }
  const first = await openRunWriter(whole, options)
  for (const event of await events({})) await first.accept(event)
  // The first of its four pieces of 512 times, then a state, then the rest.
  const controller = new AbortController()
  const part = await openRunWriter(parted, options)
  for await (const event of run(planned, {
    clock: () => 0,
    saveFrames: true,
    sliceMilliseconds: 0,
    signal: controller.signal,
  })) {
    await part.accept(event)
    if (event.type === 'samples') controller.abort()
  }
  const { checkpoint: resumeAt } = await readRun(parted)
  expect(resumeAt?.rows).toBe(512)
  if (!resumeAt) return
  const rest = await openRunWriter(parted, { ...options, resumeAt })
  for (const event of await events({ checkpoint: resumeAt.checkpoint })) await rest.accept(event)
  expect(await contentOf(parted)).toEqual(await contentOf(whole))
})

test('a folder that is none, or damaged, is an error that says so', async () => {
  const files = makeMemoryFiles()
  await expect(readRun(files)).rejects.toThrow(/not a run folder/)
  await runInto(files)
  await files.write('outcome.json', new TextEncoder().encode('{'))
  await expect(readRun(files)).rejects.toThrow(/damaged/)
})
