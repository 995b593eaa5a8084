import { memo, useCallback, useSyncExternalStore } from 'react'
import { showShortcut } from './actions/action.ts'
import { findAction } from './actions/catalogue.ts'
import { useWorkbench } from './context.tsx'
import { Icon, type IconName } from './icons.tsx'
import { useTip } from './use-tip.tsx'

/** Why the action cannot be done now, kept up with every store. */
function useDisabled(id: string): string | undefined {
  const workbench = useWorkbench()
  const action = findAction(id)
  const listen = useCallback(
    (listener: () => void) => {
      const stores = [workbench.document, workbench.runs, workbench.inputs, workbench.fit]
      const stops = stores.map((store) => store.subscribe(listener))
      // Of the living solution, which changes with every frame, only whether there is one.
      stops.push(workbench.fields.subscribe((state, before) => state.status !== before.status && listener()))
      return () => {
        for (const stop of stops) stop()
      }
    },
    [workbench],
  )
  return useSyncExternalStore(listen, () => action.disabled?.(workbench))
}

/** A button for an action: name, shortcut and reason come from the action itself. It is drawn anew only where they change. */
export const ActionButton = memo(function ActionButton(props: {
  readonly id: string
  readonly icon?: IconName
  /** The picture alone. */
  readonly bare?: boolean
  readonly kind?: 'primary' | 'quiet'
  readonly label?: string
}) {
  const workbench = useWorkbench()
  const action = findAction(props.id)
  const reason = useDisabled(props.id)
  const keys = action.shortcut ? showShortcut(action.shortcut, workbench.desk.information.platform) : undefined
  const label = props.label ?? action.label
  const { handlers, tip } = useTip(reason ?? `${action.name}${keys ? `  ${keys}` : ''}`)
  return (
    <>
      <button
        type="button"
        className={`button ${props.kind ?? ''} ${props.bare ? 'icon' : ''}`}
        data-action={props.id}
        data-testid={`action-${props.id}`}
        aria-label={props.bare ? label : undefined}
        aria-disabled={reason !== undefined || undefined}
        aria-keyshortcuts={action.shortcut?.replace('Ctrl', 'Control')}
        {...handlers}
        onClick={() => {
          if (reason === undefined) void action.perform(workbench)
          else workbench.interface.notify('info', reason)
        }}
      >
        {props.icon ? <Icon name={props.icon} /> : null}
        {props.bare ? null : label}
      </button>
      {tip}
    </>
  )
})
