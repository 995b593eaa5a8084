import { createHash } from 'node:crypto'
import { release, type } from 'node:os'
import { basename, resolve } from 'node:path'
import { InvalidInput, invalid } from '../../core/errors.ts'
import type { Samples } from '../../core/field.ts'
import type { ZarrFolder } from '../../data/read/zarr.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Files } from '../../experiment/files.ts'
import { readFit } from '../../experiment/fit-store.ts'
import { readInputs } from '../../experiment/inputs-file.ts'
import { parseExperiment } from '../../experiment/parse.ts'
import { problemOf, resolveProblem } from '../../experiment/resolve.ts'
import { run } from '../../experiment/run.ts'
import { planRun, type RunPlan } from '../../experiment/run-plan.ts'
import { readRun, type StoredRun } from '../../experiment/store.ts'
import { readSweep, type StoredSweep } from '../../experiment/sweep-store.ts'
import { carriedPayload, leftOutNote } from '../../views/report/carried.ts'
import { measuredOf, profileTime } from '../../views/report/from-run.ts'
import type { ReportSource } from '../../views/report/source.ts'
import type { CommandIo } from './command.ts'
import { makeDiskFiles } from './disk-files.ts'
import { findInstallation, reproducingCommand } from './installation.ts'
import { processorMilliseconds } from './start-run.ts'
import { programVersions } from './versions.ts'

/** A run or fit folder with everything that a figure or report of it says. */
export interface StoredSource {
  readonly report: ReportSource
  readonly frames?: ZarrFolder
  /** What an exported figure or report carries of its experiment. */
  readonly payload: string
  /** Last part of the folder's name. */
  readonly name: string
}

/**
 * Reads a run folder, or a folder of `fit --out`, whose fitted experiment is then run here.
 * @throws InvalidInput where it is neither
 */
export async function readStoredSource(folder: string, io: CommandIo): Promise<StoredSource> {
  const place = resolve(io.cwd, folder)
  const files = makeDiskFiles(place)
  const swept = await readSweep(files)
  if (swept) return sweepSource(swept, basename(place))
  const fit = await readFit(files)
  const stored = (await files.read('outcome.json'))
    ? await readRun(files)
    : fit
      ? await runFitted(files, io)
      : undefined
  if (!stored)
    throw invalid('', `${folder} is not a folder that \`run --out\` or \`fit --out\` made: there is no outcome.json`)
  const { experiment, inputs, outcome, frames } = stored
  const { quantities: scalars, times, values } = stored.scalars
  const samples = { times, values }
  const planned = planAgain(experiment, stored)
  const exact = outcome.method !== 'exact' && planned?.exact && times.length > 0 ? planned.exact(times) : undefined
  const profile = frames ? await readProfile(frames, samples, scalars.length) : undefined
  const { text, left } = carriedPayload(experiment, inputs)
  const note = leftOutNote(left)
  if (note !== undefined) io.stderr(`note: ${note}\n`)
  const measured = measuredOf(experiment, inputs, scalars)
  const verb = fit ? reproducingCommand.replace(/run$/, 'fit') : reproducingCommand
  const name = basename(place)
  return {
    name,
    ...(frames ? { frames } : {}),
    payload: text,
    report: {
      experiment,
      problem: problemOf(experiment),
      values: planned?.values ?? resolveProblem(experiment, inputs),
      outcome,
      scalars,
      samples,
      inputs,
      ...(fit ? { fit } : {}),
      ...(measured.length > 0 ? { measured } : {}),
      ...(exact ? { exact } : {}),
      ...(profile ? { profile } : {}),
      ...provenance(experiment, name, verb),
    },
  }
}

/** The command that gives the numbers again, and what made the report. */
function provenance(experiment: Experiment, name: string, verb: string) {
  return {
    command: `${verb} ${/^[\w./-]+$/.test(name) ? name : JSON.stringify(name)}/experiment.json`,
    madeAt: new Date().toISOString(),
    platform: `${type()} ${release()}, ${process.arch}, Node ${process.versions.node}`,
    version: findInstallation().version,
    experimentSha256: createHash('sha256').update(JSON.stringify(experiment)).digest('hex'),
  }
}

/** A sweep has no curve of its own: its report draws its points. */
function sweepSource({ experiment, inputs, outcome, table }: StoredSweep, name: string): StoredSource {
  return {
    name,
    payload: carriedPayload(experiment, inputs).text,
    report: {
      experiment,
      problem: problemOf(experiment),
      values: resolveProblem(experiment, inputs),
      outcome,
      scalars: [],
      samples: { times: new Float64Array(), values: new Float64Array() },
      inputs,
      sweep: table,
      ...provenance(experiment, name, reproducingCommand),
    },
  }
}

/** The plan once more, for the exact solution; a folder of another version may not plan here any more, and is still shown. */
function planAgain(experiment: Experiment, { inputs }: StoredRun): RunPlan | undefined {
  try {
    return planRun(experiment, inputs)
  } catch (error) {
    if (error instanceof InvalidInput) return undefined
    throw error
  }
}

async function runFitted(files: Files, io: CommandIo): Promise<StoredRun> {
  const bytes = await files.read('experiment.json')
  if (!bytes) throw invalid('', 'the folder has a fit.json but no experiment.json; fit again with --out')
  const inputs = await readInputs(files)
  const planned = planRun(parseExperiment(new TextDecoder().decode(bytes)), inputs)
  const times: number[] = []
  const values: number[] = []
  const context = {
    saveFrames: false,
    versions: programVersions(),
    signal: io.signal,
    clock: () => performance.now(),
    cpu: processorMilliseconds,
  }
  for await (const event of run(planned, context)) {
    if (event.type === 'samples') {
      times.push(...event.samples.times)
      values.push(...event.samples.values)
    }
    if (event.type === 'ended') {
      const { outcome } = event
      const quantities = outcome.scalars ?? []
      return {
        experiment: planned.experiment,
        inputs,
        outcome,
        scalars: { quantities, times: Float64Array.from(times), values: Float64Array.from(values) },
      }
    }
  }
  throw new Error('the fitted experiment ended without an outcome; please report this')
}

async function readProfile(frames: ZarrFolder, samples: Samples, width: number) {
  const wanted = profileTime(samples, width)
  if (wanted === undefined || frames.times.length === 0) return undefined
  let nearest = 0
  frames.times.forEach((time, i) => {
    if (Math.abs(time - wanted) < Math.abs((frames.times[nearest] ?? 0) - wanted)) nearest = i
  })
  return frames.frame(nearest)
}
