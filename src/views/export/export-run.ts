import { writeCsv } from '../../data/write/csv.ts'
import { writeNpz } from '../../data/write/npz.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Host } from '../../experiment/host.ts'
import { timeUnitOf } from '../../experiment/resolve.ts'
import { sweepCsv } from '../../experiment/sweep-table.ts'
import { datasetsOf } from '../data/inputs-store.ts'
import { sampleColumn } from '../plots/curve-lines.ts'
import { mainFigure } from '../plots/run-figures.ts'
import type { Drawing } from '../plots/scene.ts'
import { problemInFront } from '../problem-in-front.ts'
import { measuredOf } from '../report/from-run.ts'
import { errorsOf } from '../runs/check.ts'
import { runNow } from '../runs/run-now.ts'
import type { RunRecord } from '../runs/run-record.ts'
import { stemOf } from '../shell/file-name.ts'
import type { Workbench } from '../shell/workbench.ts'
import { studyArrays, studyCsv } from '../studies/study-table.ts'
import { sweepColumns } from '../sweep/sweep-columns.ts'
import { sweepDrawings } from '../sweep/sweep-drawings.ts'
import { carriedPicture, sureFigure } from './carried-picture.ts'
import { figureInFront } from './copy-figure.ts'
import { fitOfRun } from './fit-of-run.ts'
import { studyStem } from './study-export.ts'

export type ExportFormat = 'svg' | 'png' | 'pdf' | 'csv' | 'npz'

export const exportFormats: readonly { readonly id: ExportFormat; readonly says: string }[] = [
  { id: 'svg', says: 'vector figure, carries the experiment' },
  { id: 'png', says: 'pixels, carries the experiment' },
  { id: 'pdf', says: 'vector figure for print' },
  { id: 'csv', says: 'the curves, 17 digits' },
  { id: 'npz', says: 'the curves for NumPy' },
]

export interface ExportSize {
  readonly widthMillimetres: number
  readonly heightMillimetres: number
  readonly dpi: number
  readonly theme: 'light' | 'dark'
}

/**
 * Writes a run in several formats. Without a run the experiment in front is run and kept
 * first. What cannot be written is said; the others are written all the same.
 */
export async function exportRun(
  workbench: Workbench,
  given: RunRecord | undefined,
  formats: readonly ExportFormat[],
  size: ExportSize,
): Promise<void> {
  const { of } = workbench.fields.getState()
  const isPicture = formats.every((format) => format !== 'csv' && format !== 'npz')
  // The picture of a living solution leaves as it is: nothing need be run to its end.
  if (!given && of && isPicture) {
    await exportNamed(workbench, stemOf(of), formats, (format) =>
      pictureOf(workbench, of, sureFigure(workbench), format, size),
    )
    return
  }
  const run = given ?? (await runNow(workbench))
  if (!run) return
  await exportNamed(workbench, studyStem(run), formats, (format) => makeFile(workbench, run, format, size))
}

/** Makes and writes files that differ in their format; what cannot be made is said. */
async function exportNamed(
  workbench: Workbench,
  stem: string,
  formats: readonly ExportFormat[],
  makeOne: (format: ExportFormat) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<void> {
  const names = new Map(formats.map((format) => [`${stem}.${format}`, format]))
  const make = async (name: string) => {
    const format = names.get(name)
    if (!format) throw new Error(`nothing is called ${name}`)
    try {
      return await makeOne(format)
    } catch (error) {
      const why = errorsOf(error).map((each) => each.message)
      workbench.interface.notify('error', `${format.toUpperCase()}: ${why.join(' ')}`)
      return undefined
    }
  }
  try {
    const written = await saveAll(workbench.desk, [...names.keys()], make)
    if (written.length > 0) workbench.interface.notify('info', `Written: ${written.join(', ')}.`)
  } catch (error) {
    workbench.interface.notify('error', `The files were not written: ${errorsOf(error)[0]?.message ?? ''}`)
  }
}

/** One place asked for where the host can, else one place a file. */
async function saveAll(
  desk: Host,
  names: readonly string[],
  make: (name: string) => Promise<Uint8Array<ArrayBuffer> | undefined>,
): Promise<readonly string[]> {
  if (desk.saveFiles && names.length > 1) return desk.saveFiles({ names, make })
  const written: string[] = []
  for (const name of names) {
    const bytes = await make(name)
    const place = bytes ? await desk.saveFile({ suggestedName: name, bytes }) : undefined
    if (place) written.push(place.name)
  }
  return written
}

/**
 * What leaves: of typed equations and bodies what was touched last, as it is seen (axes, camera, runs over one another); of columns
 * the chromatogram of the run.
 */
function drawingToExport(workbench: Workbench, run: RunRecord): Drawing {
  const { experiment } = run
  const { scalars, samples, outcome } = run.result
  const isOde = problemInFront(experiment)?.components === undefined || run.result.sweep !== undefined
  const front = isOde ? figureInFront(workbench) : undefined
  if (front) return front
  if (run.result.sweep) return sweepDrawings(run.experiment, run.result.sweep)[0] ?? sweepMissing()
  const fit = fitOfRun(workbench.fit.getState(), experiment)
  return mainFigure({
    problemId: experiment.problem.id,
    title: experiment.title ?? run.name,
    name: run.name,
    scalars,
    samples,
    timeUnit: timeUnitOf(experiment),
    measured: measuredOf(experiment, datasetsOf(workbench.inputs.getState()), scalars),
    ...(fit ? { fitted: fit.series } : {}),
    ...(outcome?.events ? { events: outcome.events } : {}),
    ...(outcome?.study ? { study: outcome.study } : {}),
  })
}

function sweepMissing(): never {
  throw new Error('no point of the sweep has a result to be drawn')
}

async function makeFile(
  workbench: Workbench,
  run: RunRecord,
  format: ExportFormat,
  size: ExportSize,
): Promise<Uint8Array<ArrayBuffer>> {
  const { scalars, samples, outcome } = run.result
  // A study has no columns over time: its table leaves.
  const study = samples.times.length === 0 ? outcome?.study : undefined
  if (study && format === 'csv') return new TextEncoder().encode(studyCsv(study))
  if (study && format === 'npz') return writeNpz(studyArrays(study))
  const column = (index: number) => sampleColumn(samples, scalars.length, index)
  const { sweep } = run.result
  if (format === 'csv' && sweep)
    return new TextEncoder().encode(sweepCsv(sweep.axes.map(({ path }) => path), sweep.rows)) // biome-ignore format: one call
  if (format === 'npz' && sweep) {
    const columns = sweepColumns(sweep, run.experiment)
    return writeNpz(Object.fromEntries(columns.map(({ name, values }) => [name, { shape: [values.length], values }])))
  }
  if (format === 'csv') {
    const columns = scalars.map(({ name, unit }, i) => ({ name, unit, values: column(i) }))
    return new TextEncoder().encode(
      writeCsv([{ name: 't', unit: timeUnitOf(run.experiment), values: samples.times }, ...columns]),
    )
  }
  if (format === 'npz') {
    const arrays = scalars.map(({ name }, i) => [name, { shape: [samples.times.length], values: column(i) }])
    return writeNpz({ t: { shape: [samples.times.length], values: samples.times }, ...Object.fromEntries(arrays) })
  }
  return pictureOf(workbench, run.experiment, drawingToExport(workbench, run), format, size)
}

async function pictureOf(
  workbench: Workbench,
  experiment: Experiment,
  figure: Drawing,
  format: ExportFormat,
  size: ExportSize,
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === 'csv' || format === 'npz') throw new Error('a picture is no table')
  return carriedPicture(workbench, experiment, figure, format, size)
}
