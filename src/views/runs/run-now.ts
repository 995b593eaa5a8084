import type { Samples } from '../../core/field.ts'
import type { RunHandle } from '../../experiment/client.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Inputs } from '../../experiment/inputs.ts'
import type { RemoteWriter } from '../../experiment/keeper-client.ts'
import { openRunWriter, type RunWriterOptions, readRun } from '../../experiment/store.ts'
import { datasetsOf, originalsOf } from '../data/inputs-store.ts'
import { errorSentence } from '../forms/describe.ts'
import { methodWords } from '../report/quantity-words.ts'
import type { Workbench } from '../shell/workbench.ts'
import { studyWords } from '../studies/study-words.ts'
import { studyTypeOf } from '../studies/time-experiment.ts'
import { resumeSweep } from '../sweep/run-sweep.ts'
import { checkExperiment, errorsOf } from './check.ts'
import { flightsOf } from './flights.ts'
import { resultOf, runFolder, runPlace } from './keep-runs.ts'
import { nextTask } from './next-task.ts'
import { emptyResult, isActive, type RunRecord, type RunResult, takeEvent } from './run-record.ts'
import { makeShow, release } from './show-run.ts'

/**
 * Runs the experiment in front (or the one given) and keeps the run in the list. Returns the record when it has ended and is
 * kept; undefined where the experiment cannot be planned, after saying why.
 */
export async function runNow(workbench: Workbench, given?: Experiment): Promise<RunRecord | undefined> {
  const { document, engine, inputs, runs } = workbench
  const experiment = given ?? document.getState().history.present
  const datasets = datasetsOf(inputs.getState())
  const checked = checkExperiment(experiment, datasets)
  if (!checked.ok) {
    workbench.interface.notify('error', checked.errors.map((error) => errorSentence(experiment, error)).join(' '))
    return undefined
  }
  const study = studyTypeOf(experiment)
  const isTime = study === 'time'
  const id = `run-${workbench.now().toString(36)}-${runs.getState().runs.length}`
  const record: RunRecord = {
    id,
    name: runs.nextName(isTime ? methodWords(checked.plan.method) : studyWords(study).toLowerCase()),
    colour: runs.nextColour(),
    isShown: true,
    experiment: checked.plan.experiment,
    startedAt: workbench.now(),
    result: emptyResult,
  }
  runs.add(record)
  runs.setState({ selectedId: id })
  const handle = engine.run(experiment, datasets, { saveFrames: true })
  return follow(
    workbench,
    id,
    handle,
    writerOptions(workbench, checked.plan.experiment, originalsOf(inputs.getState())),
    emptyResult,
  )
}

const writerOptions = (workbench: Workbench, experiment: Experiment, inputs: Inputs): RunWriterOptions => ({
  experiment,
  inputs,
  now: workbench.now,
})

/**
 * Goes on with a run that was stopped, failed or lost its window, from its last saved state, bit for bit; one that never saved
 * a state starts again. What was saved after that state is computed anew.
 */
export async function resumeRun(workbench: Workbench, id: string): Promise<RunRecord | undefined> {
  const { engine, runs } = workbench
  const record = runs.getState().runs.find((run) => run.id === id)
  if (!record || isActive(record.result) || record.result.status === 'done') return undefined
  if (record.result.sweep) return resumeSweep(workbench, record)
  // The last lines of a run just stopped may be on their way to the disk.
  await flightsOf(workbench)
    .get(id)
    ?.kept.catch(() => {})
  try {
    const stored = await readRun(runFolder(workbench.desk.files, id))
    const { checkpoint, experiment, inputs } = stored
    const before = await resultOf(stored)
    const handle = engine.run(experiment, inputs, {
      saveFrames: true,
      ...(checkpoint ? { checkpoint: checkpoint.checkpoint } : {}),
    })
    const options = writerOptions(workbench, experiment, inputs)
    if (!checkpoint) return await follow(workbench, id, handle, options, emptyResult)
    const kept: RunResult = {
      ...before,
      samples: firstRows(before.samples, checkpoint.rows, before.scalars.length),
      frames: before.frames.slice(0, checkpoint.frames),
    }
    return await follow(workbench, id, handle, { ...options, resumeAt: checkpoint }, kept)
  } catch (error) {
    const why = errorsOf(error).map((each) => each.message)
    workbench.interface.notify('error', `${record.name} cannot go on: ${why.join(' ')}`)
    return undefined
  }
}

function firstRows({ times, values }: Samples, rows: number, width: number): Samples {
  return { times: times.slice(0, rows), values: values.slice(0, rows * width) }
}

/** The folder of a run, open for its events: in a worker where the host has one. */
async function openWriter(workbench: Workbench, id: string, options: RunWriterOptions): Promise<RemoteWriter> {
  const { desk } = workbench
  const { now: _, ...plain } = options
  if (desk.openRun) return desk.openRun(runPlace(id), plain)
  const writer = await openRunWriter(runFolder(desk.files, id), options)
  // Events that waited for the disk are taken in one by one, with room for a click between them.
  return { accept: (event) => nextTask().then(() => writer.accept(event)) }
}

/** Takes the events of a run into its record and its folder until it has ended. */
async function follow(
  workbench: Workbench,
  id: string,
  handle: RunHandle,
  options: RunWriterOptions,
  before: RunResult,
): Promise<RunRecord | undefined> {
  const { runs } = workbench
  runs.setState({ activeId: id })
  const work = takeEvents(workbench, id, handle, options, before)
  flightsOf(workbench).set(id, { handle, kept: work })
  await work
  flightsOf(workbench).delete(id)
  return runs.getState().runs.find((kept) => kept.id === id)
}

async function takeEvents(
  workbench: Workbench,
  id: string,
  handle: RunHandle,
  options: RunWriterOptions,
  before: RunResult,
): Promise<void> {
  const show = makeShow(workbench, id)
  const { time } = options.experiment
  const rows = time?.at?.length ?? time?.samples ?? 0
  let result = before
  show({ ...before, status: 'waiting' }, true)
  try {
    const writer = await openWriter(workbench, id, options)
    // Kept as it comes, so that what was saved before a crash is there after it; the picture does not wait for the disk.
    let kept: Promise<void> = Promise.resolve()
    for await (const event of handle.events) {
      result = takeEvent(result, event, rows)
      // Rows that were copied behind those of before are handed on: they leave no garbage on the page.
      const isGiven = event.type === 'samples' && result.samples.values.buffer !== event.samples.values.buffer
      kept = kept.then(() => writer.accept(event, isGiven))
      kept.catch(() => handle.abort())
      if (event.type === 'started')
        result = { ...result, samples: before.samples, frames: before.frames, log: before.log }
      show(result)
    }
    show(result, true)
    release(workbench, id)
    await kept
  } catch (error) {
    result = { ...result, status: 'failed', reason: error instanceof Error ? error.message : String(error) }
    show(result, true)
    release(workbench, id)
  }
}
