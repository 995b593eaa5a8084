import { numberText } from '../plots/number-text.ts'
import { markColour } from '../plots/theme.ts'
import { methodWords } from '../report/quantity-words.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useRuns, useWorkbench } from '../shell/context.tsx'
import { formatSeconds } from '../shell/duration.ts'
import { Icon } from '../shell/icons.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'
import { stopRun, togglePause } from './flights.ts'
import { deleteRun } from './keep-runs.ts'
import { resumeRun } from './run-now.ts'
import { canResume, isActive, type RunRecord } from './run-record.ts'

const words: Readonly<Record<RunRecord['result']['status'], string>> = {
  waiting: 'starting',
  running: 'running',
  paused: 'paused',
  done: 'done',
  failed: 'failed',
  stopped: 'stopped',
}

/** The runs kept: tick to overlay, click to select, rename in place, delete. */
export function RunsPanel() {
  const runs = useRuns((state) => state.runs)
  // Pause and stop stand in the row of the run itself then.
  const isGoing = useRuns((state) => state.activeId !== undefined)
  return (
    <>
      <div className="side-head">
        <span className="grow">Runs</span>
        {isGoing ? null : <ActionButton id="run" icon="play" />}
      </div>
      <div className="scroll" data-testid="run-list">
        {runs.length === 0 ? (
          <div className="empty" style={{ height: 'auto' }}>
            <strong>No run is kept yet</strong>
            The live curve follows every change. Press Space to keep a run, so that you can overlay and compare it.
          </div>
        ) : (
          <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </ul>
        )}
      </div>
    </>
  )
}

/** What there is to say in a line: how far, why it ended, or how long it took. */
function factsOf({ result }: RunRecord): string {
  const { outcome, reason, resumeFrom, progress, status } = result
  if (isActive(result)) {
    const left = progress?.secondsLeft
    const share = `${(100 * (progress?.fraction ?? 0)).toFixed(0)} %`
    return left === undefined || status === 'paused' ? share : `${share}, ${formatSeconds(left)} left`
  }
  if (result.sweep) return sweepFacts(result)
  const state = resumeFrom === undefined ? '' : `saved at ${numberText(resumeFrom, 4)} s`
  if (status !== 'done')
    return [status === 'failed' ? reason : state, status === 'failed' ? state : ''].filter(Boolean).join('; ')
  return outcome ? `${methodWords(outcome.method)}, ${formatSeconds(outcome.seconds.wall)}` : ''
}

/** How many points there are, why there are no more, how long they took. */
function sweepFacts({ sweep, outcome, reason }: RunRecord['result']): string {
  const count = `${sweep?.rows.length ?? 0} of ${sweep?.total ?? 0} points`
  return [count, reason, outcome ? formatSeconds(outcome.seconds.wall) : ''].filter(Boolean).join(', ')
}

/** Pause and stop while it runs; resume where it did not end by itself. */
function RunControls({ run }: { readonly run: RunRecord }) {
  const workbench = useWorkbench()
  if (isActive(run.result)) {
    const isPaused = run.result.status === 'paused'
    return (
      <>
        <button
          type="button"
          className="button quiet icon small"
          aria-label={`${isPaused ? 'Go on with' : 'Pause'} ${run.name}`}
          onClick={() => togglePause(workbench, run.id)}
        >
          <Icon name={isPaused ? 'play' : 'pause'} size={13} />
        </button>
        <button
          type="button"
          className="button quiet icon small"
          aria-label={`Stop ${run.name}`}
          onClick={() => stopRun(workbench, run.id)}
        >
          <Icon name="stop" size={13} />
        </button>
      </>
    )
  }
  if (!canResume(run.result)) return null
  return (
    <button
      type="button"
      className="button small"
      data-testid={`resume-${run.id}`}
      title={
        run.result.sweep
          ? 'Goes on with the points that are missing'
          : run.result.resumeFrom === undefined
            ? 'No state was saved: starts again'
            : 'Goes on from its last saved state, bit for bit'
      }
      onClick={() => void resumeRun(workbench, run.id)}
    >
      {run.result.resumeFrom === undefined && !run.result.sweep ? 'Start again' : 'Resume'}
    </button>
  )
}

function RunRow({ run }: { readonly run: RunRecord }) {
  const workbench = useWorkbench()
  const theme = useFigureTheme()
  const isSelected = useRuns((state) => state.selectedId === run.id)
  const { status } = run.result
  const select = () => {
    workbench.runs.setState({ selectedId: run.id })
    workbench.interface.setState({ selection: { kind: 'run', id: run.id } })
  }
  return (
    <li className={`run-row ${isSelected ? 'selected' : ''}`} data-testid={`run-${run.id}`}>
      <input
        type="checkbox"
        aria-label={`Show ${run.name}`}
        checked={run.isShown}
        onChange={(event) => {
          const isShown = event.currentTarget.checked
          workbench.runs.update(run.id, (kept) => ({ ...kept, isShown }))
        }}
      />
      <span className="swatch" style={{ background: markColour(run.colour, theme) }} />
      <span className="grow">
        <input
          className="plain-name"
          aria-label="Name of the run"
          value={run.name}
          onFocus={select}
          onChange={(event) => {
            const name = event.currentTarget.value
            workbench.runs.update(run.id, (kept) => ({ ...kept, name }))
          }}
        />
        <button type="button" className="run-facts small" onClick={select}>
          <span className={status === 'failed' ? 'danger-text' : status === 'stopped' ? 'warning-text' : 'muted'}>
            {words[status]}
          </span>
          <span className="muted wrap">{factsOf(run)}</span>
        </button>
      </span>
      <RunControls run={run} />
      <button
        type="button"
        className="button quiet icon small"
        aria-label={`Delete ${run.name}`}
        onClick={() =>
          workbench.interface.setState({
            question: {
              title: `Delete ${run.name}?`,
              message: 'Its results are removed from this machine. This cannot be undone.',
              confirm: 'Delete',
              onConfirm: () => void deleteRun(workbench, run.id),
            },
          })
        }
      >
        <Icon name="trash" size={13} />
      </button>
    </li>
  )
}
