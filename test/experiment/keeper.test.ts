import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { type Files, subfolder } from '../../src/experiment/files.ts'
import { serveKeeper } from '../../src/experiment/keeper.ts'
import { makeKeeperClient, type OpenRun } from '../../src/experiment/keeper-client.ts'
import type { Port } from '../../src/experiment/messages.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import type { RunEvent } from '../../src/experiment/run-event.ts'
import { openRunWriter, parseOutcome, readRun } from '../../src/experiment/store.ts'
import { makeMemoryFiles } from '../support/memory-files.ts'
import { gasColumn } from './samples.ts'

const experiment = parseExperiment(gasColumn({}))
const open: MessagePort[] = []
afterEach(() => {
  for (const port of open.splice(0)) port.close()
})

/** A port as hosts make it, over Node's channel: what crosses is cloned as in a browser. */
function asPort(port: MessagePort): Port {
  open.push(port)
  return {
    postMessage: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage(listener) {
      port.on('message', listener)
      return () => port.off('message', listener)
    },
  }
}

/** A keeper in front of a store of its own, or of one that only the page reaches. */
function makeKeeper(own: Files | undefined, ofPage: Files): OpenRun {
  const { port1, port2 } = new MessageChannel()
  serveKeeper(asPort(port2), { files: own, now: () => 0 })
  return makeKeeperClient(asPort(port1), ofPage)
}

const outcome = parseOutcome(JSON.stringify({ status: 'running', method: 'test', scalars: [{ name: 'x', unit: '1' }] }))

/** A run of so many rows, x = √t, in pieces. */
function* eventsOf(rows: number, piece = 1000): Generator<RunEvent> {
  yield { type: 'started', scalars: [{ name: 'x', unit: '1' }], fields: [], outcome }
  for (let row = 0; row < rows; row += piece) {
    const times = Float64Array.from({ length: Math.min(piece, rows - row) }, (_, i) => row + i)
    yield { type: 'samples', samples: { times, values: times.map(Math.sqrt) } }
  }
  yield { type: 'ended', outcome: { ...outcome, status: 'done' } }
}

async function contentOf(files: Files) {
  const content: Record<string, string> = {}
  for (const key of await files.list('')) content[key] = Buffer.from((await files.read(key)) ?? []).toString('latin1')
  return content
}

async function written(rows: number) {
  const files = makeMemoryFiles()
  const writer = await openRunWriter(subfolder(files, 'runs/a'), { experiment, inputs: {}, now: () => 0 })
  for (const event of eventsOf(rows)) await writer.accept(event)
  return contentOf(files)
}

// What the keeper keeps is compared, byte for byte, with what the writer writes without it.
test('a run kept elsewhere leaves the same folder, in a store of the keeper’s own and in the page’s', async () => {
  for (const place of ['keeper', 'page']) {
    const [own, ofPage] = [makeMemoryFiles(), makeMemoryFiles()]
    const writer = await makeKeeper(place === 'keeper' ? own : undefined, ofPage)('runs/a', { experiment, inputs: {} })
    for (const event of eventsOf(20_000)) await writer.accept(event)
    const [used, unused] = place === 'keeper' ? [own, ofPage] : [ofPage, own]
    expect(await contentOf(used)).toEqual(await written(20_000))
    expect(await unused.list('')).toEqual([])
    expect((await readRun(subfolder(used, 'runs/a'))).scalars.times).toHaveLength(20_000)
  }
})

test('to a store of the page appended text goes in pieces of whole lines', async () => {
  const kept = makeMemoryFiles()
  const pieces: Uint8Array[] = []
  const files: Files = {
    ...kept,
    append: async (key, bytes) => {
      if (key.endsWith('scalars.csv')) pieces.push(bytes)
      await kept.append(key, bytes)
    },
  }
  const writer = await makeKeeper(undefined, files)('runs/a', { experiment, inputs: {} })
  for (const event of eventsOf(20_000)) await writer.accept(event)
  expect(pieces.length).toBeGreaterThan(5)
  for (const piece of pieces) {
    // The size of a piece is the keeper's own: 64 KiB.
    expect(piece.length).toBeLessThanOrEqual(1 << 16)
    expect(piece.at(-1)).toBe('\n'.charCodeAt(0))
  }
})

test('arrays that are given away are handed over, and kept all the same', async () => {
  const files = makeMemoryFiles()
  const writer = await makeKeeper(files, makeMemoryFiles())('runs/a', { experiment, inputs: {} })
  const events = [...eventsOf(20_000)]
  for (const event of events) await writer.accept(event, true)
  expect(await contentOf(files)).toEqual(await written(20_000))
  // Handed over: nothing is left of them here.
  expect(events.map((event) => (event.type === 'samples' ? event.samples.values.length : 0))).toEqual(
    events.map(() => 0),
  )
})

test('two runs at once are kept apart, and events sent without waiting keep their order', async () => {
  const files = makeMemoryFiles()
  const keeper = makeKeeper(files, makeMemoryFiles())
  const [a, b] = await Promise.all([
    keeper('runs/a', { experiment, inputs: {} }),
    keeper('runs/b', { experiment, inputs: {} }),
  ])
  await Promise.all([...eventsOf(5000)].flatMap((event) => [a.accept(event), b.accept(event)]))
  for (const id of ['a', 'b']) {
    const { times, values } = (await readRun(subfolder(files, `runs/${id}`))).scalars
    expect([times.length, times[4999], values[4900]]).toEqual([5000, 4999, 70])
  }
})

test('a store that fails says so to the one who waits, and the run goes no further', async () => {
  const files: Files = {
    ...makeMemoryFiles(),
    append: async () => {
      throw new Error('The disk is full.')
    },
  }
  for (const [own, ofPage] of [
    [files, makeMemoryFiles()],
    [undefined, files],
  ] as const) {
    // biome-ignore format: a table
    const writer = await makeKeeper(own, ofPage)('runs/a', { experiment, inputs: {} })
    const [started, samples] = eventsOf(10)
    if (!started || !samples) throw new Error('two events')
    await expect(writer.accept(started)).rejects.toThrow('The disk is full.')
    await expect(writer.accept(samples)).rejects.toThrow('The disk is full.')
  }
})
