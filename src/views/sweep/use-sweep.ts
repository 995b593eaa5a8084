import { useMemo } from 'react'
import { timeUnitOf } from '../../experiment/resolve.ts'
import type { SweepTable } from '../../experiment/sweep-table.ts'
import { problemInFront } from '../problem-in-front.ts'
import { isActive, type RunRecord } from '../runs/run-record.ts'
import { useInterface, useRuns, useWorkbench } from '../shell/context.tsx'
import { type SweepColumn, sweepColumns } from './sweep-columns.ts'
import type { SweepViews } from './sweep-views.ts'

/** The sweep that the views show. */
export interface ShownSweep {
  readonly record: RunRecord
  readonly table: SweepTable
  readonly columns: readonly SweepColumn[]
  readonly title: string
  readonly timeUnit: string
  /** Points were drawn at random. */
  readonly isDrawn: boolean
  readonly isMoving: boolean
}

/** The selected sweep, else the last one; undefined where there is none. */
export function useSweep(): ShownSweep | undefined {
  const record = useRuns(
    ({ runs, selectedId }) =>
      runs.find((run) => run.id === selectedId && run.result.sweep) ?? runs.findLast((run) => run.result.sweep),
  )
  const table = record?.result.sweep
  const experiment = record?.experiment
  const columns = useMemo(() => (table && experiment ? sweepColumns(table, experiment) : []), [table, experiment])
  if (!record || !table || !experiment) return undefined
  const problem = problemInFront(experiment)
  return {
    record,
    table,
    columns,
    title: `${experiment.title ?? problem?.title ?? 'Sweep'}, ${record.name}`,
    timeUnit: problem ? timeUnitOf(experiment) : '1',
    isDrawn: (experiment.sweep?.sampling ?? 'grid') !== 'grid',
    isMoving: isActive(record.result),
  }
}

/** How the views stand, and how to change it. */
export function useSweepViews(): readonly [SweepViews, (change: Partial<SweepViews>) => void] {
  const workbench = useWorkbench()
  const views = useInterface((state) => state.sweep)
  return [views, (change) => workbench.interface.setState(({ sweep }) => ({ sweep: { ...sweep, ...change } }))]
}
