import { useState } from 'react'
import type { Frame } from '../../core/field.ts'
import { numberText } from '../plots/number-text.ts'
import { profileFigure } from '../plots/profile.ts'
import { spaceTimeFigure } from '../plots/space-time.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useInterface, useRuns, useWorkbench } from '../shell/context.tsx'
import { withMethod } from './compare.ts'
import { FigureView } from './figure-view.tsx'
import { runNow } from './run-now.ts'

/** Concentration along the column: at one saved time, or over all of them as colours. */
export function ProfileView() {
  const workbench = useWorkbench()
  const { runs, selectedId } = useRuns((state) => state)
  const step = useInterface((state) => state.frame)
  const [over, setOver] = useState<string>('')
  const withFrames = runs.filter((run) => run.result.frames.length > 0)
  const run = withFrames.find((candidate) => candidate.id === selectedId) ?? withFrames.at(-1)
  if (!run)
    return (
      <div className="view" data-view="profile" data-testid="view-profile">
        <div className="empty">
          <strong>No profile has been saved yet</strong>
          The finite-volume method computes the concentration everywhere along the column.
          <button
            type="button"
            className="button primary"
            onClick={() =>
              void runNow(workbench, withMethod(workbench.document.getState().history.present, 'finite-volume'))
            }
          >
            Run finite volumes
          </button>
        </div>
      </div>
    )
  const { frames, fields } = run.result
  const lined = fields.filter((field) => field.grid.axes.length === 1)
  const at = ((step % frames.length) + frames.length) % frames.length
  const frame = frames[at]
  const field = lined.find((candidate) => candidate.name === over)
  const title = `${run.name}${frame && !field ? `, t = ${numberText(frame.time, 5)} s` : ''}`
  const figure = field
    ? spaceTimeFigure({
        title,
        field,
        times: Float64Array.from(frames, (each) => each.time),
        values: stack(frames, field.name),
      })
    : profileFigure({ title, frames: frame ? [frame] : [] })
  return (
    <div className="view" data-view="profile" data-testid="view-profile">
      <div className="view-controls">
        <select
          className="select"
          aria-label="What is shown"
          value={over}
          onChange={(event) => setOver(event.currentTarget.value)}
        >
          <option value="">At one time</option>
          {lined.map((candidate) => (
            <option key={candidate.name} value={candidate.name}>
              {candidate.label ?? candidate.name} over time
            </option>
          ))}
        </select>
        {field ? null : (
          <label className="row grow">
            <input
              type="range"
              className="grow"
              aria-label="Saved time"
              min={0}
              max={frames.length - 1}
              value={at}
              onChange={(event) => workbench.interface.setState({ frame: Number(event.currentTarget.value) })}
            />
            <span className="tabular" style={{ width: 88 }}>
              {numberText(frame?.time ?? 0, 5)} s
            </span>
          </label>
        )}
        <ActionButton id="step" kind="quiet" />
      </div>
      <div className="view-body">
        <FigureView figure={figure} isMoving={!field} />
      </div>
    </div>
  )
}

function stack(frames: readonly Frame[], name: string): Float64Array {
  const rows = frames.map((frame) => frame.fields.find((field) => field.name === name)?.values ?? new Float64Array())
  const width = rows[0]?.length ?? 0
  const values = new Float64Array(width * rows.length)
  rows.forEach((row, i) => {
    values.set(row, i * width)
  })
  return values
}
