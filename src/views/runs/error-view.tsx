import { useMemo } from 'react'
import { chromatogramFigure } from '../plots/chromatogram.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useRuns } from '../shell/context.tsx'
import { pairToCompare } from './compare.ts'
import { FigureView } from './figure-view.tsx'
import { isActive } from './run-record.ts'
import { keptRun } from './shown-runs.ts'
import { useChecked } from './use-checked.ts'

/** Two runs over one another and their difference below. */
export function ErrorView() {
  const planned = useChecked().plan?.experiment
  const { runs, comparedIds, activeId } = useRuns((state) => state)
  const active = runs.find((run) => run.id === activeId)
  const pair = pairToCompare(runs, planned, comparedIds)
  const [reference, other] = pair ?? []
  const figure = useMemo(
    () =>
      reference && other
        ? chromatogramFigure(
            { title: `${other.name} against ${reference.name}`, runs: [keptRun(reference), keptRun(other)] },
            { error: { run: 1, reference: 0 } },
          )
        : undefined,
    [reference, other],
  )
  if (!reference || !other || !figure)
    return (
      <div className="view" data-view="error" data-testid="view-error">
        <div className="empty">
          <strong>Nothing to compare yet</strong>
          {active
            ? `${active.name} is going on…`
            : 'Run the experiment exactly and by finite volumes to see the difference.'}
          {active ? null : <ActionButton id="compare" icon="compare" kind="primary" label="Compare the two methods" />}
        </div>
      </div>
    )
  return (
    <div className="view" data-view="error" data-testid="view-error">
      <div className="view-controls">
        <span>
          {other.name} − {reference.name}
        </span>
      </div>
      <div className="view-body">
        <FigureView figure={figure} isMoving={isActive(other.result)} />
      </div>
    </div>
  )
}
