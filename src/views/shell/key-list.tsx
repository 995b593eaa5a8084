import { showShortcut } from './actions/action.ts'
import { actions } from './actions/catalogue.ts'
import { useInterface, useWorkbench } from './context.tsx'
import { Icon } from './icons.tsx'

const hands = [
  ['Drag a number', 'slide it; with Alt finely'],
  ['↑ ↓ in a number', 'nudge it; Alt fine, Shift coarse'],
  ['Right click a number', 'fit this, sweep this, reset'],
  ['Enter, Escape', 'take or drop what was typed'],
  ['F1', 'help on what is under the pointer'],
  ['Scroll, drag, double click on a plot', 'zoom, select, reset'],
] as const

/** All keys, from the same table that they are read from. */
export function KeyList() {
  const workbench = useWorkbench()
  const isOpen = useInterface((state) => state.areKeysOpen)
  if (!isOpen) return null
  const { platform } = workbench.desk.information
  const groups = [...new Set(actions.filter((action) => action.shortcut).map((action) => action.group))]
  return (
    <section
      className="floating"
      role="dialog"
      aria-label="All keys"
      data-testid="key-list"
      style={{
        left: '50%',
        top: 64,
        transform: 'translateX(-50%)',
        width: 'min(760px, 92vw)',
        maxHeight: '80vh',
        overflow: 'auto',
      }}
    >
      <div className="row">
        <strong className="grow">All keys</strong>
        <button
          type="button"
          className="button icon quiet"
          aria-label="Close"
          onClick={() => workbench.interface.setState({ areKeysOpen: false })}
        >
          <Icon name="close" />
        </button>
      </div>
      <div style={{ columns: '240px 3', columnGap: 24 }}>
        {groups.map((group) => (
          <div key={group} style={{ breakInside: 'avoid', marginBottom: 12 }}>
            <h3 className="small muted">{group}</h3>
            {actions
              .filter((action) => action.group === group && action.shortcut)
              .map((action) => (
                <div key={action.id} className="row" style={{ minHeight: 24 }}>
                  <span className="grow">{action.name}</span>
                  <kbd>{showShortcut(action.shortcut ?? '', platform)}</kbd>
                </div>
              ))}
          </div>
        ))}
        <div style={{ breakInside: 'avoid' }}>
          <h3 className="small muted">Hands</h3>
          {hands.map(([what, does]) => (
            <p key={what} className="small" style={{ minHeight: 24 }}>
              <strong style={{ fontWeight: 500 }}>{what}</strong>: {does}
            </p>
          ))}
        </div>
      </div>
    </section>
  )
}
