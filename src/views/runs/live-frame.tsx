import type { ReactNode } from 'react'
import type { ViewId } from '../catalogue.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useRuns } from '../shell/context.tsx'
import { waitingSentence } from './waiting.ts'

export interface LiveFrameProps {
  readonly id: ViewId
  /** A curve of the model is there, of now or of before. */
  readonly hasPicture: boolean
  /** Something else is there to be shown, like measurements. */
  readonly hasMore?: boolean
  readonly isComputing: boolean
  readonly controls: ReactNode
  readonly children: ReactNode
}

/**
 * A view of what follows the hand: its controls, the picture, and what is said where there is none yet, where a run waits for Space, or
 * where the experiment cannot be computed. Then the last good picture stays, greyed.
 */
export function LiveFrame(props: LiveFrameProps) {
  const { id, hasPicture, isComputing } = props
  const liveTrouble = useRuns((state) => state.liveTrouble)
  const waiting = useRuns((state) => state.waiting)
  const isStale = liveTrouble !== undefined && hasPicture
  return (
    <div className={`view ${isStale ? 'stale' : ''}`} data-view={id} data-testid={`view-${id}`}>
      <div className="view-controls">
        {props.controls}
        <span className="grow" />
        {waiting && !isComputing ? <span>{waitingSentence(waiting)}</span> : null}
      </div>
      <div className="view-body">
        {hasPicture || props.hasMore ? (
          props.children
        ) : waiting ? (
          <div className="empty">
            <strong>Not run yet</strong>
            {waitingSentence(waiting)}
            <ActionButton id="run" icon="play" kind="primary" label="Run" />
          </div>
        ) : liveTrouble ? null : (
          <div className="empty">Computing…</div>
        )}
      </div>
      {liveTrouble ? (
        <div className="over-view" role="alert">
          <div className="notice danger grow" data-testid="trouble">
            <strong>{hasPicture ? 'Last good picture.' : 'No picture yet.'}</strong> {liveTrouble}
          </div>
          <ActionButton id="undo" />
        </div>
      ) : null}
    </div>
  )
}

export function Toggle(props: {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}) {
  return (
    <label className="row" style={{ gap: 4 }}>
      <input type="checkbox" checked={props.isOn} onChange={(event) => props.onChange(event.currentTarget.checked)} />
      {props.label}
    </label>
  )
}
