import { type ReactNode, useEffect, useRef } from 'react'

/** A button that opens a small panel below it; a click elsewhere or Escape closes it. */
export function FieldMenu(props: { readonly label: string; readonly testId?: string; readonly children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event) => {
      const own = details.current
      const isInside = event.target instanceof Node && own?.contains(event.target)
      if (own?.open && (event instanceof KeyboardEvent ? event.key === 'Escape' : !isInside)) own.open = false
    }
    addEventListener('pointerdown', close)
    addEventListener('keydown', close)
    return () => {
      removeEventListener('pointerdown', close)
      removeEventListener('keydown', close)
    }
  }, [])
  return (
    <details ref={details} className="field-menu">
      <summary className="button small" data-testid={props.testId}>
        {props.label}
      </summary>
      <div className="field-menu-panel">{props.children}</div>
    </details>
  )
}
