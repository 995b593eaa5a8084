import { ActionButton } from './action-button.tsx'
import { showShortcut } from './actions/action.ts'
import { useDocument, useFields, useInterface, useRuns, useWorkbench } from './context.tsx'
import { Icon, Mark } from './icons.tsx'

/** Name, saved state, search, run · pause · stop. */
export function TitleBar() {
  const workbench = useWorkbench()
  const { isOpen, history, saved } = useDocument((state) => state)
  const isGallery = useInterface((state) => state.place === 'gallery')
  const status = useRuns((state) => state.runs.find((run) => run.id === state.activeId)?.result.status)
  const fields = useFields((state) => (state.status === 'none' ? undefined : state.isPlaying ? 'playing' : 'paused'))
  const isSaved = saved === history.present
  return (
    <header className="title-bar">
      <span className="mark">
        <Mark />
      </span>
      {isOpen ? (
        <>
          <input
            className="name-field"
            aria-label="Name of the experiment"
            data-testid="experiment-name"
            value={history.present.title ?? ''}
            placeholder="Untitled"
            onChange={(event) => {
              const title = event.currentTarget.value
              workbench.document.edit('Name', (experiment) => ({ ...experiment, title }), 'name')
            }}
            onBlur={() => workbench.document.endGesture()}
          />
          <span className="small muted" style={{ whiteSpace: 'nowrap' }} data-testid="saved-state">
            {isSaved ? 'Saved' : saved ? 'Edited' : 'Kept in this window'}
          </span>
          <span className="row">
            <ActionButton id="undo" icon="undo" bare kind="quiet" />
            <ActionButton id="redo" icon="redo" bare kind="quiet" />
          </span>
        </>
      ) : (
        <strong>Isoline</strong>
      )}
      <button
        type="button"
        className="button search"
        data-testid="open-palette"
        onClick={() => workbench.interface.setState({ isPaletteOpen: true })}
      >
        <span className="row">
          <Icon name="search" /> Search everything
        </span>
        <kbd>{showShortcut('Ctrl+K', workbench.desk.information.platform)}</kbd>
      </button>
      {isOpen && !isGallery ? (
        <span className="row">
          <ActionButton
            id="run"
            icon={fields === 'playing' || (!fields && status === 'running') ? 'pause' : 'play'}
            kind="primary"
            label={
              fields
                ? fields === 'playing'
                  ? 'Pause'
                  : 'Go on'
                : status === 'running'
                  ? 'Pause'
                  : status === 'paused'
                    ? 'Go on'
                    : 'Run'
            }
          />
          {fields ? <ActionButton id="fields-keep" /> : null}
          <ActionButton id="stop" icon="stop" bare />
          <ActionButton id="export" icon="export" />
          <ActionButton id="inspector" icon="inspector" bare kind="quiet" />
        </span>
      ) : (
        <ActionButton id="open" />
      )}
    </header>
  )
}
