import { watch } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { InvalidInput, invalid } from '../../../core/errors.ts'
import type { Outcome } from '../../../core/outcome.ts'
import type { StoredCheckpoint } from '../../../experiment/checkpoint-file.ts'
import type { Files } from '../../../experiment/files.ts'
import type { Inputs } from '../../../experiment/inputs.ts'
import { planRun, type RunPlan } from '../../../experiment/run-plan.ts'
import { openRunWriter, readRun } from '../../../experiment/store.ts'
import {
  type Command,
  type CommandIo,
  type ExitStatus,
  type ParsedArguments,
  parseArguments,
  printJson,
} from '../command.ts'
import { makeDiskFiles } from '../disk-files.ts'
import { applySettings, readExperimentInput } from '../experiment-input.ts'
import { openOutFolder } from '../out-folder.ts'
import { durationText, makeProgress } from '../progress.ts'
import { resumeSweep, sweepInto } from '../run-sweep.ts'
import { startNodeRun } from '../start-run.ts'
import { programVersions } from '../versions.ts'

const exitStatus = { done: 0, failed: 1, stopped: 3, running: 1 } as const

interface Job {
  readonly plan: RunPlan
  readonly inputs: Inputs
  readonly files?: Files
  readonly resumeAt?: StoredCheckpoint
}

/** Runs to the end, keeps what comes, gives the outcome. */
async function perform(
  { plan: planned, inputs, files, resumeAt }: Job,
  io: CommandIo,
  signal: AbortSignal,
): Promise<Outcome> {
  const { experiment } = planned
  const show = makeProgress(io)
  const writer = files
    ? await openRunWriter(files, { experiment, inputs, now: () => Date.now(), ...(resumeAt ? { resumeAt } : {}) })
    : undefined
  const request = {
    experiment,
    inputs,
    saveFrames: files !== undefined,
    versions: programVersions(),
    ...(resumeAt ? { checkpoint: resumeAt.checkpoint } : {}),
  }
  let outcome: Outcome | undefined
  for await (const event of startNodeRun(planned, request, signal)) {
    await writer?.accept(event)
    show(event)
    if (event.type === 'ended') outcome = event.outcome
  }
  if (!outcome) throw new Error('the run ended without an outcome; please report this')
  return outcome
}

function talk(outcome: Outcome, io: CommandIo, place: string | undefined): void {
  const { status, reason, method, seconds, steps } = outcome
  const where = place === undefined ? '' : `; saved in ${place}`
  io.stderr(
    `${status}${reason === undefined ? '' : `: ${reason}`} (${method}, ${steps} steps, ${durationText(seconds.wall)})${where}\n`,
  )
}

async function runOnce(parsed: ParsedArguments, io: CommandIo, signal: AbortSignal): Promise<Outcome> {
  const file = parsed.positionals[0] ?? ''
  const backend = parsed.text('backend')
  const set = [...parsed.texts('set'), ...(backend === undefined ? [] : [`method.backend=${backend}`])]
  const input = await readExperimentInput(file, io, { set, allowMissingData: true })
  const { experiment, inputs, missing } = input
  for (const name of missing) io.stderr(`note: the measurements "${name}" are not there; the run does not need them\n`)
  const out = parsed.text('out')
  if (experiment.sweep) {
    const { outcome } = await sweepInto(out, { experiment, inputs }, io, signal)
    talk(outcome, io, out)
    return outcome
  }
  const files = out === undefined ? undefined : await openOutFolder(out, io)
  const outcome = await perform({ plan: planRun(experiment, inputs), inputs, ...(files ? { files } : {}) }, io, signal)
  talk(outcome, io, out)
  return outcome
}

/** Goes on from the last saved state; a folder whose run never saved one starts again. */
async function resume(folder: string, io: CommandIo): Promise<Outcome> {
  const swept = await resumeSweep(folder, io)
  if (swept) {
    talk(swept, io, folder)
    return swept
  }
  const files = makeDiskFiles(resolve(io.cwd, folder))
  const stored = await readRun(files)
  if (stored.outcome.status === 'done') {
    io.stderr('this run is done already; nothing to resume\n')
    return stored.outcome
  }
  const { inputs, checkpoint } = stored
  if (!checkpoint) io.stderr('no state was saved; starting from the beginning\n')
  const planned = planRun(applySettings(stored.experiment, []), inputs)
  const outcome = await perform(
    { plan: planned, inputs, files, ...(checkpoint ? { resumeAt: checkpoint } : {}) },
    io,
    io.signal,
  )
  talk(outcome, io, folder)
  return outcome
}

/** Runs again at every change of the file, until Ctrl+C. A change stops the run under way. */
async function runWatching(parsed: ParsedArguments, io: CommandIo): Promise<ExitStatus> {
  const file = resolve(io.cwd, parsed.positionals[0] ?? '')
  let change: AbortController | undefined
  let isChanged = true
  let wake: (() => void) | undefined
  const nudge = () => {
    isChanged = true
    change?.abort('the file changed')
    wake?.()
  }
  // The folder is watched, not the file: editors replace files.
  const watcher = watch(dirname(file), (_, name) => {
    if (name === null || name === basename(file)) nudge()
  })
  const stop = () => {
    change?.abort()
    wake?.()
  }
  io.signal.addEventListener('abort', stop)
  try {
    while (!io.signal.aborted) {
      if (!isChanged) {
        await new Promise<void>((done) => {
          wake = done
        })
        // Editors write in several steps.
        await new Promise((done) => setTimeout(done, 80))
        continue
      }
      isChanged = false
      change = new AbortController()
      try {
        printJson(io, await runOnce(parsed, io, change.signal))
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error
        io.stderr(`${error.message}\n`)
      }
      io.stderr('watching for changes; Ctrl+C ends\n')
    }
  } finally {
    watcher.close()
    io.signal.removeEventListener('abort', stop)
  }
  return 3
}

export const command: Command = {
  name: 'run',
  summary: 'runs an experiment and prints its outcome',
  usage: `FILE [--out DIR] [--set PATH=VALUE …] [--backend B] [--watch]
       run --resume DIR

  --out DIR          keeps everything in a run folder: outcome, scalars.csv, frames.zarr, checkpoints, log
  --set PATH=VALUE   changes a value first, like problem.parameters.length="25 m" or method.id=finite-volume
  --backend B        the same as --set method.backend=B
  --watch            runs again whenever FILE changes
  --resume DIR       goes on with a run that was stopped or killed, bit for bit

FILE may be -, standard input. Exit status: 0 done, 1 failed, 2 invalid, 3 stopped (Ctrl+C; can be resumed).`,
  async run(args, io) {
    const options = {
      out: { type: 'string' },
      set: { type: 'string', multiple: true },
      backend: { type: 'string' },
      watch: { type: 'boolean' },
      resume: { type: 'string' },
    } as const
    const parsed = parseArguments(args, options, { names: ['FILE'], optional: 1 })
    const folder = parsed.text('resume')
    const [file] = parsed.positionals
    if (folder !== undefined) {
      if (
        file !== undefined ||
        parsed.texts('set').length > 0 ||
        parsed.text('out') !== undefined ||
        parsed.flag('watch')
      )
        throw invalid('', '--resume goes on with the experiment kept in DIR; it takes no FILE, --set, --out or --watch')
      const outcome = await resume(folder, io)
      printJson(io, outcome)
      return exitStatus[outcome.status]
    }
    if (file === undefined) throw invalid('', 'FILE is missing; see --help')
    if (parsed.flag('watch')) {
      if (file === '-' || parsed.json)
        throw invalid('', '--watch needs a FILE and cannot go with --json, which prints one document')
      return runWatching(parsed, io)
    }
    const outcome = await runOnce(parsed, io, io.signal)
    printJson(io, outcome)
    return exitStatus[outcome.status]
  },
}
