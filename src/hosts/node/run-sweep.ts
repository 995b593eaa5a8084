import { resolve } from 'node:path'
import type { Outcome } from '../../core/outcome.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Files } from '../../experiment/files.ts'
import type { Inputs } from '../../experiment/inputs.ts'
import { parseExperiment } from '../../experiment/parse.ts'
import { runSweep } from '../../experiment/sweep-run.ts'
import { openSweepWriter, readSweep, type StoredSweep } from '../../experiment/sweep-store.ts'
import { makeRowList, sweepCsv } from '../../experiment/sweep-table.ts'
import type { CommandIo } from './command.ts'
import { makeDiskFiles } from './disk-files.ts'
import { openOutFolder } from './out-folder.ts'
import { durationText } from './progress.ts'
import { processorMilliseconds } from './start-run.ts'
import { allWorkers, makeNodeLanes } from './sweep-lanes.ts'
import { programVersions } from './versions.ts'

/** A sweep to be run. */
export interface SweepJob {
  readonly experiment: Experiment
  readonly inputs: Inputs
  readonly files?: Files
  /** The sweep in the folder, where it is gone on with. */
  readonly before?: StoredSweep
  /** Threads; default: as many as there are cores. */
  readonly workers?: number
}

/** Runs a sweep over all cores; with a folder, every row is kept there as soon as it is ready. */
async function performSweep(
  job: SweepJob,
  io: CommandIo,
  signal: AbortSignal,
): Promise<{ readonly outcome: Outcome; readonly csv: string }> {
  const { experiment, inputs, files, before, workers = allWorkers() } = job
  const writer = files ? openSweepWriter(files, { experiment, inputs, now: () => Date.now(), isResumed: before !== undefined }) : undefined // biome-ignore format: one choice
  const show = makeSweepProgress(io)
  let list = makeRowList()
  let paths: readonly string[] = []
  let outcome: Outcome | undefined
  const events = runSweep(experiment, inputs, {
    clock: () => performance.now(),
    cpu: processorMilliseconds,
    signal,
    versions: programVersions(),
    lanes: makeNodeLanes(workers),
    ...(before ? { before: { rows: before.table.rows, outcome: before.outcome } } : {}),
  })
  for await (const event of events) {
    await writer?.accept(event)
    if (event.type === 'started') {
      paths = event.axes.map(({ path }) => path)
      list = makeRowList(event.rows)
      if (before) show.say(`going on: ${event.rows.length} of ${event.total} points are there already`)
    } else if (event.type === 'row') {
      list.add(event.row)
      if (event.row.failure !== undefined) show.say(`point ${event.row.index + 1} failed: ${event.row.failure}`)
    } else if (event.type === 'progress') show.progress(event)
    else if (event.type === 'ended') outcome = event.outcome
  }
  show.clear()
  if (!outcome) throw new Error('the sweep ended without an outcome; please report this')
  return { outcome, csv: sweepCsv(paths, list.all()) }
}

/** How a sweep goes on stderr: one line redrawn in a terminal, else a line every four seconds. */
function makeSweepProgress(io: CommandIo) {
  let lastShown = io.isTerminal ? Number.NEGATIVE_INFINITY : Date.now()
  let isDrawn = false
  const clear = () => {
    if (isDrawn) io.stderr('\r\u001b[K')
    isDrawn = false
  }
  return {
    clear,
    say(message: string) {
      clear()
      io.stderr(`${message}\n`)
    },
    progress(event: { readonly done: number; readonly total: number; readonly secondsLeft?: number }) {
      const now = Date.now()
      if (now - lastShown < (io.isTerminal ? 200 : 4000)) return
      lastShown = now
      const left = event.secondsLeft === undefined ? '' : `, ${durationText(event.secondsLeft)} left`
      const line = `${event.done} of ${event.total} points${left}`
      clear()
      io.stderr(io.isTerminal ? line : `${line}\n`)
      isDrawn = io.isTerminal
    },
  }
}

const sumsOf = (inputs: Inputs) => JSON.stringify(Object.entries(inputs).map(([name, { sha256 }]) => [name, sha256]))

/** The unfinished sweep of a folder, where it is the same experiment over the same files by the same version; else undefined. */
async function unfinishedSweep(files: Files, experiment: Experiment, inputs: Inputs): Promise<StoredSweep | undefined> {
  const stored = await readSweep(files).catch(() => undefined)
  if (!stored || stored.outcome.status === 'done' || stored.outcome.status === 'failed') return undefined
  const isSame =
    JSON.stringify(stored.experiment) === JSON.stringify(parseExperiment(experiment)) &&
    sumsOf(stored.inputs) === sumsOf(inputs) &&
    stored.outcome.versions.isoline === programVersions().isoline
  return isSame ? stored : undefined
}

/** Runs the sweep of an experiment into `--out`, going on where an earlier one of the same experiment was cut there. */
export async function sweepInto(
  out: string | undefined,
  job: Pick<SweepJob, 'experiment' | 'inputs' | 'workers'>,
  io: CommandIo,
  signal: AbortSignal,
): Promise<{ readonly outcome: Outcome; readonly csv: string }> {
  if (out === undefined) return performSweep(job, io, signal)
  const files = await openOutFolder(out, io)
  const before = await unfinishedSweep(files, job.experiment, job.inputs)
  return performSweep({ ...job, files, ...(before ? { before } : {}) }, io, signal)
}

/** Goes on with the sweep of a folder; undefined where it holds no sweep. */
export async function resumeSweep(folder: string, io: CommandIo, workers?: number): Promise<Outcome | undefined> {
  const files = makeDiskFiles(resolve(io.cwd, folder))
  const before = await readSweep(files)
  if (!before) return undefined
  if (before.outcome.status === 'done') {
    io.stderr('this sweep is done already; nothing to resume\n')
    return before.outcome
  }
  const { experiment, inputs } = before
  const { isoline } = programVersions()
  const made = before.outcome.versions.isoline
  if (made !== isoline) io.stderr(`note: the rows there were made by version ${made}; this is ${isoline}\n`)
  const job = { experiment, inputs, files, before, ...(workers === undefined ? {} : { workers }) }
  return (await performSweep(job, io, io.signal)).outcome
}
