import { invalid } from '../../core/errors.ts'
import { toBase64 } from '../../data/bytes.ts'
import { fieldPicture } from '../../views/fields/field-picture.ts'
import { exportFigure, type FigureExportOptions, type FigureFormat } from '../../views/plots/figure-export.ts'
import { profileFigure } from '../../views/plots/profile.ts'
import { mainFigure } from '../../views/plots/run-figures.ts'
import type { Drawing } from '../../views/plots/scene.ts'
import { spaceTimeFigure } from '../../views/plots/space-time.ts'
import { pictureOf } from '../../views/report/result-sections.ts'
import { sweepDrawings } from '../../views/sweep/sweep-drawings.ts'
import { htmlToPdf } from './browser-pdf.ts'
import { pngResources, readInterWoff2 } from './drawing-resources.ts'
import { type DataSelection, findFrame, needFrames, readField } from './export-data.ts'
import type { StoredSource } from './stored-source.ts'

/**
 * What `export` draws: what says most of the run (a chromatogram, time series, orbits); with a field and a time that field along the column; with a field alone, the field over
 * place and time; with a time alone, all fields along the column. Of typed PDEs always a field, the first by default. Of a sweep its metric over what was swept, `field` naming the metric.
 */
export async function chooseFigure(source: StoredSource, { field: name, time }: DataSelection): Promise<Drawing> {
  const { report } = source
  if (report.sweep) {
    const [drawing] = sweepDrawings(report.experiment, report.sweep, name)
    if (!drawing) throw invalid('', 'no point of the sweep has a result to be drawn; its failures are in sweep.csv')
    return drawing
  }
  const title = report.experiment.title ?? report.problem.title
  const selection = { ...(name === undefined ? {} : { field: name }), ...(time === undefined ? {} : { time }) }
  if (report.problem.id === 'typed-pde' && source.frames) return pictureOfFields(source, title, selection)
  if (name === undefined && time === undefined) return mainFigure(pictureOf(report))
  const frames = needFrames(source)
  if (name === undefined) return profileFigure({ title, frames: [await frames.frame(findFrame(frames, time))] })
  const { field, time: at } = await readField(source, name, time)
  if (time !== undefined) return profileFigure({ title, frames: [{ time: at, fields: [field] }] })
  const width = field.values.length
  const values = new Float64Array(width * frames.times.length)
  for (let i = 0; i < frames.times.length; i++)
    values.set((await frames.frame(i, [name])).fields[0]?.values ?? [], i * width)
  return spaceTimeFigure({ title, field, times: frames.times, values })
}

/** Fields of a box: in colours at a time (default: the last) where there are two axes or more; on one axis over place and time, or the curve of a time. */
async function pictureOfFields(source: StoredSource, title: string, selection: DataSelection): Promise<Drawing> {
  const frames = needFrames(source)
  const name = selection.field ?? frames.fields[0]?.name ?? ''
  const { field, time } = await readField(source, name, selection.time)
  const shown = { time, fields: [field] }
  const isLine = field.grid.axes.length === 1
  if (isLine && selection.time !== undefined) return profileFigure({ title, frames: [shown] })
  const all = isLine ? await Promise.all([...frames.times.keys()].map((i) => frames.frame(i, [name]))) : [shown]
  return fieldPicture(all, title, source.report.problem.isTimeUnitFree ? '1' : 's')
}

/** One figure as one file. */
export async function drawFigure(
  source: StoredSource,
  figure: Drawing,
  format: FigureFormat,
  options: Omit<FigureExportOptions, 'formats' | 'payload'>,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  // biome-ignore format: signature
  const means = {
    png: pngResources,
    printToPdf: (html: string, size: { readonly widthMillimetres: number; readonly heightMillimetres: number }) =>
      htmlToPdf(html, { ...size, signal }),
    ...(format === 'pdf' ? { fontBase64: toBase64(await readInterWoff2()) } : {}),
  }
  const files = await exportFigure(figure, { ...options, formats: [format], payload: source.payload }, means)
  return files[format]
}
