import type { Experiment } from '../../experiment/experiment.ts'
import { timeUnitOf } from '../../experiment/resolve.ts'
import type { SweepTable } from '../../experiment/sweep-table.ts'
import type { Drawing } from '../plots/scene.ts'
import { sweepCurveFigure } from './curve-figure.ts'
import { sweepMultiples, sweepOverlayFigure } from './curves-figure.ts'
import { sweepMapFigure } from './map-figure.ts'
import { sweepParallel } from './parallel-figure.ts'
import { metricOf, type SweepColumn, sweepColumns } from './sweep-columns.ts'

/** Metrics that reports show first: those at the end, means and times of a peak; never counts of the method. */
function headline(columns: readonly SweepColumn[]): SweepColumn | undefined {
  const wanted = ['final.', 'retentionTime.', 'mean.', 'study.']
  const found = wanted.flatMap((start) => columns.filter(({ name }) => name.startsWith(start)))[0]
  return metricOf(columns, found?.name ?? '')
}

/**
 * What says most of a sweep, for reports, the command line and exports: its metric over what was swept (a curve, a map, or parallel
 * coordinates from three quantities on), and the curves of the points.
 * @param metric a name; default: the first that tells of the solution
 */
export function sweepDrawings(experiment: Experiment, table: SweepTable, metric = ''): readonly Drawing[] {
  const columns = sweepColumns(table, experiment)
  const axes = columns.filter(({ kind }) => kind === 'axis')
  const isDrawn = (experiment.sweep?.sampling ?? 'grid') !== 'grid'
  const title = experiment.title ?? 'Sweep'
  const chosen = metric === '' ? headline(columns) : metricOf(columns, metric)
  const [x, y] = axes
  if (!x || !chosen || !table.rows.some(({ failure }) => failure === undefined)) return []
  const summary =
    axes.length > 2
      ? sweepParallel(title, columns, { metrics: [chosen.name], colourBy: chosen.name, brushes: {} })
      : y
        ? sweepMapFigure(title, columns, { x, y, metric: chosen, isDrawn })
        : sweepCurveFigure(title, columns, { x, metric: chosen, isDrawn })
  const scalar = table.scalars[0]?.name
  const hasCurves = table.rows.some(({ curve }) => curve !== undefined)
  if (scalar === undefined || !hasCurves) return [summary]
  const choice = { scalar, timeUnit: timeUnitOf(experiment) }
  const curves =
    table.rows.length <= 24
      ? sweepMultiples(title, table, axes, choice).drawing
      : sweepOverlayFigure(title, table, axes, choice)
  return [summary, curves]
}
