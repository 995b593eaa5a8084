import { alignedTexts } from '../plots/number-text.ts'
import { columnHeading, type SweepColumn, sweepColumns } from '../sweep/sweep-columns.ts'
import { sweepDrawings } from '../sweep/sweep-drawings.ts'
import { type Html, html, section, table } from './html.ts'
import { figure } from './result-sections.ts'
import type { ReportSource } from './source.ts'

/** More rows and wider headings than these do not fit a page; the whole table is in sweep.csv. */
const [mostRows, mostCharacters] = [60, 92]

/** The first columns, as many as a page is wide; one metric at least. */
function fitting(axes: readonly SweepColumn[], metrics: readonly SweepColumn[]): readonly SweepColumn[] {
  const width = (column: SweepColumn) => Math.max(9, columnHeading(column).length) + 2
  let left = mostCharacters - axes.reduce((sum, column) => sum + width(column), 0)
  return metrics.filter((column, i) => {
    left -= width(column)
    return i === 0 || left >= 0
  })
}

/** The points of a sweep: pictures, and the table as far as a page holds it. */
export function sweepSection({ sweep, experiment }: ReportSource): Html | undefined {
  if (!sweep || sweep.rows.length === 0) return undefined
  const columns = sweepColumns(sweep, experiment)
  const axes = columns.filter(({ kind }) => kind === 'axis')
  const metrics = columns.filter(({ kind, values }) => kind === 'metric' && values.some((value) => value !== values[0]))
  const fit = fitting(axes, metrics)
  const shown = [...axes, ...fit]
  const count = Math.min(mostRows, sweep.rows.length)
  const texts = shown.map(({ values }) => alignedTexts(Array.from(values.subarray(0, count)), 5))
  const rows = Array.from({ length: count }, (_, row) => [String((sweep.rows[row]?.index ?? 0) + 1), ...texts.map((column) => column[row] ?? '')]) // biome-ignore format: one call
  const left = [
    ...(sweep.rows.length > count ? [`${sweep.rows.length - count} more rows`] : []),
    ...(metrics.length > fit.length ? [`${metrics.length - fit.length} more metrics`] : []),
  ]
  const failed = sweep.rows.filter(({ failure }) => failure !== undefined)
  return section(
    'Sweep',
    html`${sweepDrawings(experiment, sweep).map((drawing) => figure(drawing, 'cells' in drawing ? 120 : 96))}`,
    table([{ heading: 'Point' }, ...shown.map((column) => ({ heading: columnHeading(column), isNumber: true }))], rows),
    left.length > 0 ? html`<p class="muted">${left.join(' and ')} are in sweep.csv.</p>` : undefined,
    failed.length > 0
      ? html`<p class="note">${failed.length} of ${sweep.rows.length} points failed; the first, point ${(failed[0]?.index ?? 0) + 1}: ${failed[0]?.failure ?? ''}</p>`
      : undefined,
  )
}
