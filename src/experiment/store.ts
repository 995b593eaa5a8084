import { InvalidInput, invalid } from '../core/errors.ts'
import type { Quantity, Samples } from '../core/field.ts'
import type { Outcome } from '../core/outcome.ts'
import { readZarr, type ZarrFolder } from '../data/read/zarr.ts'
import { openZarrWriter, type ZarrWriter } from '../data/write/zarr.ts'
import { writeZarrSeries } from '../data/write/zarr-series.ts'
import { readCheckpoint, removeCheckpoint, type StoredCheckpoint, writeCheckpoint } from './checkpoint-file.ts'
import type { Experiment } from './experiment.ts'
import { type Files, subfolder } from './files.ts'
import { type Inputs, noInputs } from './inputs.ts'
import { readInputs, writeInputs } from './inputs-file.ts'
import { parseExperiment } from './parse.ts'
import { timeUnitOf } from './resolve.ts'
import type { RunEvent } from './run-event.ts'
import { removeRun } from './run-files.ts'
import { makeSampleList, type SampleList } from './sample-list.ts'
import { cutRows, parseScalars, scalarsHeader, scalarsRows } from './scalars-file.ts'
import { decodeText, encodeJson, encodeText, makeRunLog, writeEnd } from './text-files.ts'

/** Takes the events of one run, in order, and keeps them in a run folder (contract 3). */
export interface RunWriter {
  accept(event: RunEvent): Promise<void>
}

export interface RunWriterOptions {
  readonly experiment: Experiment
  readonly inputs: Inputs
  /** Milliseconds since 1970, for the log and for how often results are made visible. */
  readonly now: () => number
  /** Goes on after this checkpoint of the folder; what was saved after it is cut off. */
  readonly resumeAt?: StoredCheckpoint
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Results are on disk at most this long after they were computed. */
const flushMilliseconds = 500
/** Nor are there more of them in memory than these bytes. */
const flushBytes = 1 << 19

/**
 * Opens a run folder for writing. `outcome.json` is there first, with `running`; every file is readable at every moment, and
 * what a killed run leaves is what it had saved.
 */
export async function openRunWriter(files: Files, options: RunWriterOptions): Promise<RunWriter> {
  const { experiment, inputs, now, resumeAt } = options
  let frames: ZarrWriter | undefined
  /** Of a run without fields: what its frames.zarr is made of. */
  let series: SampleList | undefined
  let rows = resumeAt?.rows ?? 0
  let pending: Uint8Array<ArrayBuffer>[] = []
  let pendingRows = 0
  let pendingBytes = 0
  let lastFlush = now()
  const log = makeRunLog(files, now)

  const place = subfolder(files, 'frames.zarr')
  const attributesOf = ({ versions }: Outcome) => ({
    title: experiment.title ?? '',
    problem: experiment.problem.id,
    ...versions,
  })

  const flush = async () => {
    if (pending.length > 0) {
      const [block, count] = [joinBytes(pending), pendingRows]
      pending = []
      pendingRows = 0
      pendingBytes = 0
      await files.append('scalars.csv', block)
      rows += count
    }
    await frames?.flush()
    lastFlush = now()
  }
  const keep = (bytes: Uint8Array<ArrayBuffer>) => {
    pending.push(bytes)
    pendingBytes += bytes.length
  }
  const flushWhenDue = async () => {
    if (now() - lastFlush >= flushMilliseconds || pendingBytes >= flushBytes) await flush()
  }

  const start = async (event: Extract<RunEvent, { type: 'started' }>) => {
    await files.write('outcome.json', encodeJson(event.outcome))
    if (resumeAt) {
      const old = decodeText(await files.read('scalars.csv'))
      const kept = cutRows(old, resumeAt.rows)
      await files.write('scalars.csv', encodeText(kept))
      if (event.fields.length === 0) series = makeSampleList(event.scalars, parseScalars(kept).samples)
    } else {
      if (event.fields.length === 0) series = makeSampleList(event.scalars)
      await removeRun(files, ['outcome.json'])
      await files.write('experiment.json', encodeJson(experiment))
      await writeInputs(files, inputs)
      await files.write('scalars.csv', encodeText(scalarsHeader(event.scalars.map((s) => s.name))))
    }
    if (event.fields.length > 0) {
      const attributes = attributesOf(event.outcome)
      frames = await openZarrWriter(
        place,
        event.fields,
        timeUnitOf(experiment),
        resumeAt ? { attributes, resumeAt: resumeAt.frames } : { attributes },
      )
    }
    await log('info', resumeAt ? `resumed at t = ${resumeAt.time}` : 'started', {
      method: event.outcome.method,
      backend: event.outcome.backend,
    })
  }

  return {
    async accept(event) {
      switch (event.type) {
        case 'started':
          return start(event)
        case 'samples':
          // Written as bytes piece by piece: half a second of them at once would hold a window up.
          keep(encodeText(scalarsRows(event.samples)))
          series?.add(event.samples)
          pendingRows += event.samples.times.length
          return flushWhenDue()
        case 'frame':
          await frames?.append(event.frame)
          return flushWhenDue()
        case 'checkpoint':
          await flush()
          await writeCheckpoint(files, {
            checkpoint: event.checkpoint,
            time: event.time,
            rows,
            frames: frames?.count ?? 0,
          })
          return log('info', `state saved at t = ${event.time}`)
        case 'log':
          return log(event.level, event.message)
        case 'ended': {
          await flush()
          if (series)
            await writeZarrSeries(
              place,
              series.quantities,
              timeUnitOf(experiment),
              series.all(),
              attributesOf(event.outcome),
            )
          await writeEnd(files, log, event.outcome)
          if (event.outcome.status === 'done') await removeCheckpoint(files)
          return
        }
        case 'progress':
          return
      }
    },
  }
}

/** A run folder, read. Frames are read from disk when asked for. */
export interface StoredRun {
  readonly experiment: Experiment
  readonly inputs: Inputs
  readonly outcome: Outcome
  readonly scalars: { readonly quantities: readonly Quantity[] } & Samples
  /** Absent where the run saved no fields: its frames.zarr holds the scalars over time then, and those are read already. */
  readonly frames?: ZarrFolder
  /** Absent where the run is over or has not saved a state. */
  readonly checkpoint?: StoredCheckpoint
}

/**
 * Reads a run folder, also one of a run that was killed: then the outcome still says `running`.
 * @param options.skipInputs for lists of runs: the measurements are not read, `inputs` is empty
 * @throws InvalidInput where it is not a run folder or damaged
 */
export async function readRun(files: Files, options: { readonly skipInputs?: boolean } = {}): Promise<StoredRun> {
  const [outcomeBytes, experimentBytes] = [await files.read('outcome.json'), await files.read('experiment.json')]
  if (!outcomeBytes || !experimentBytes)
    throw invalid('', 'this is not a run folder: outcome.json or experiment.json is missing')
  const outcome = parseOutcome(decodeText(outcomeBytes))
  const experiment = parseExperiment(decodeText(experimentBytes))
  const { names, samples } = parseScalars(decodeText(await files.read('scalars.csv')))
  const quantities = names.map((name) => outcome.scalars?.find((s) => s.name === name) ?? { name, unit: '' })
  const place = subfolder(files, 'frames.zarr')
  const zarr = (await files.read('frames.zarr/.zmetadata')) ? await readZarr(place) : undefined
  const hasFields = zarr?.fields.some((field) => field.grid.axes.length > 0)
  const checkpoint = await readCheckpoint(files)
  return {
    experiment,
    inputs: options.skipInputs ? noInputs : await readInputs(files),
    outcome,
    scalars: { quantities, ...samples },
    ...(zarr && hasFields ? { frames: zarr } : {}),
    ...(checkpoint ? { checkpoint } : {}),
  }
}

/** The outcome of a run folder; fields that an older version did not write have their neutral value. */
export function parseOutcome(source: string): Outcome {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    throw invalid('', 'outcome.json is not JSON; the folder is damaged')
  }
  if (typeof value !== 'object' || value === null)
    throw invalid('', 'outcome.json is not an object; the folder is damaged')
  const outcome = value as Partial<Outcome>
  const states = ['running', 'done', 'failed', 'stopped']
  if (!states.includes(outcome.status ?? '') || typeof outcome.method !== 'string')
    throw new InvalidInput([
      { path: 'status', message: `outcome.json must say one of ${states.join(', ')} and a method` },
    ])
  const neutral = {
    stepper: '',
    backend: '',
    compute: { executor: '', precision: 'f64' as const, threads: 1, build: '' },
    why: [],
    seconds: { wall: 0, cpu: 0 },
    steps: 0,
    rejected: 0,
    evaluations: 0,
    errors: {},
    invariants: {},
    metrics: {},
    events: [],
    versions: {},
    seed: 0,
  }
  return { ...neutral, ...outcome } as Outcome
}
