import type { Experiment } from '../../experiment/experiment.ts'
import type { Inputs } from '../../experiment/inputs.ts'
import { parseExperiment } from '../../experiment/parse.ts'
import { planEnds, pointExperiment, sweepPoints } from '../../experiment/sweep.ts'
import { openSweepWriter, readSweep, type StoredSweep } from '../../experiment/sweep-store.ts'
import { makeRowList, type SweepTable } from '../../experiment/sweep-table.ts'
import { datasetsOf, originalsOf } from '../data/inputs-store.ts'
import { errorSentence } from '../forms/describe.ts'
import { errorsOf } from '../runs/check.ts'
import { flightsOf } from '../runs/flights.ts'
import { runFolder } from '../runs/keep-runs.ts'
import { emptyResult, type RunRecord, type RunResult } from '../runs/run-record.ts'
import { makeShow, release } from '../runs/show-run.ts'
import type { Workbench } from '../shell/workbench.ts'

/**
 * Runs the sweep of the experiment in front and keeps it in the list of runs. Returns the record when it has ended; undefined where it cannot
 * be planned, after saying why.
 */
export async function sweepNow(workbench: Workbench): Promise<RunRecord | undefined> {
  const { document, inputs, runs } = workbench
  const experiment = document.getState().history.present
  const datasets = datasetsOf(inputs.getState())
  let table: SweepTable
  try {
    const points = sweepPoints(parseExperiment(experiment))
    planEnds(experiment, datasets, points)
    table = { axes: points.axes, total: points.rows.length, rows: [], scalars: [] }
  } catch (error) {
    const why = errorsOf(error).map((each) => errorSentence(experiment, each))
    workbench.interface.notify('error', why.join(' '))
    return undefined
  }
  const id = `run-${workbench.now().toString(36)}-${runs.getState().runs.length}`
  runs.add({
    id,
    name: runs.nextName('sweep'),
    colour: runs.nextColour(),
    isShown: true,
    experiment,
    startedAt: workbench.now(),
    result: { ...emptyResult, sweep: table },
  })
  runs.setState({ selectedId: id })
  workbench.interface.setState({ openView: 'sweep' })
  return follow(workbench, id, { experiment, inputs: datasets, originals: originalsOf(inputs.getState()) }, table)
}

/** Goes on with a sweep that was stopped or lost its window; rows that are there are not computed again. */
export async function resumeSweep(workbench: Workbench, record: RunRecord): Promise<RunRecord | undefined> {
  await flightsOf(workbench)
    .get(record.id)
    ?.kept.catch(() => {})
  try {
    const before = await readSweep(runFolder(workbench.desk.files, record.id))
    if (!before) throw new Error('its folder holds no rows')
    const { experiment, inputs } = before
    workbench.interface.setState({ openView: 'sweep' })
    return await follow(workbench, record.id, { experiment, inputs, originals: inputs, before }, before.table)
  } catch (error) {
    const why = errorsOf(error).map((each) => each.message)
    workbench.interface.notify('error', `${record.name} cannot go on: ${why.join(' ')}`)
    return undefined
  }
}

interface Job {
  readonly experiment: Experiment
  readonly inputs: Inputs
  /** With the bytes of the files, to be kept. */
  readonly originals: Inputs
  readonly before?: StoredSweep
}

async function follow(workbench: Workbench, id: string, job: Job, table: SweepTable): Promise<RunRecord | undefined> {
  const { engine, runs } = workbench
  const { experiment, inputs, before } = job
  const handle = engine.sweep(experiment, inputs, before ? { rows: before.table.rows, outcome: before.outcome } : undefined) // biome-ignore format: one call
  runs.setState({ activeId: id })
  const kept = takeRows(workbench, id, handle, job, table)
  flightsOf(workbench).set(id, { handle, kept })
  await kept
  flightsOf(workbench).delete(id)
  return runs.getState().runs.find((run) => run.id === id)
}

async function takeRows(
  workbench: Workbench,
  id: string,
  handle: ReturnType<Workbench['engine']['sweep']>,
  { experiment, originals, before }: Job,
  first: SweepTable,
): Promise<void> {
  const show = makeShow(workbench, id)
  const writer = openSweepWriter(runFolder(workbench.desk.files, id), {
    experiment,
    inputs: originals,
    now: workbench.now,
    isResumed: before !== undefined,
  })
  const list = makeRowList(first.rows)
  let table = first
  let result: RunResult = { ...emptyResult, status: 'waiting', sweep: table }
  let drawn = 0
  show(result, true)
  try {
    let kept: Promise<void> = Promise.resolve()
    for await (const event of handle.events) {
      kept = kept.then(() => writer.accept(event))
      kept.catch(() => handle.abort())
      if (event.type === 'started') {
        table = { axes: event.axes, total: event.total, rows: event.rows, scalars: event.outcome.scalars ?? [] }
        result = { ...result, status: 'running', outcome: event.outcome, sweep: table }
      } else if (event.type === 'scalars') table = { ...table, scalars: event.scalars }
      else if (event.type === 'row') {
        list.add(event.row)
        const { index, failure } = event.row
        if (failure !== undefined)
          result = { ...result, log: [...result.log, { level: 'warning', message: `Point ${index + 1}: ${failure}` }] }
        continue
      } else if (event.type === 'progress') {
        const { done, total, secondsLeft } = event
        const fraction = done / Math.max(1, total)
        const progress = { fraction, time: done, ...(secondsLeft === undefined ? {} : { secondsLeft }) }
        // Views draw all rows there are: the more there are, the rarer a new picture.
        const now = workbench.now()
        if (now - drawn > Math.max(200, 0.05 * done)) {
          drawn = now
          table = { ...table, rows: list.all() }
        }
        result = { ...result, progress, sweep: table }
      } else {
        const { status, reason } = event.outcome
        table = { ...table, rows: list.all() }
        result = {
          ...result,
          status,
          outcome: event.outcome,
          sweep: table,
          ...(reason === undefined ? {} : { reason }),
        }
      }
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

/** Puts the values of one point of a sweep into the experiment in front; undo brings the present ones back. */
export function openPoint(workbench: Workbench, record: RunRecord, index: number): void {
  const { sweep } = record.result
  const row = sweep?.rows.find((each) => each.index === index)
  if (!sweep || !row) return
  const single = pointExperiment(record.experiment, sweep.axes.map(({ path }) => path), row.values) // biome-ignore format: one call
  workbench.document.edit(`Point ${index + 1} of ${record.name}`, (present) => ({
    ...single,
    ...(present.data ? { data: present.data } : {}),
    ...(present.fit ? { fit: present.fit } : {}),
    ...(present.sweep ? { sweep: present.sweep } : {}),
  }))
  workbench.interface.notify('info', `Point ${index + 1} of ${record.name} is in front; Ctrl+Z goes back.`)
}
