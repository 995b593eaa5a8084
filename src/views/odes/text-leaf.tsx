import { useId, useState } from 'react'

/** A text of the experiment, taken in when it is left or Enter is pressed; what may not stand there is said and stays to be mended. */
export function TextLeaf(props: {
  readonly label: string
  readonly value: string
  readonly onText: (text: string) => void
  readonly error?: string | undefined
  /** Why a text may not stand here; undefined where it may. */
  readonly check?: (text: string) => string | undefined
  readonly placeholder?: string
  readonly isMono?: boolean
  readonly testId?: string
}) {
  const { label, value, onText, check } = props
  const [draft, setDraft] = useState<string>()
  const errorId = useId()
  const trouble =
    draft === undefined ? props.error : (check?.(draft.trim()) ?? (draft === value ? props.error : undefined))
  const commit = () => {
    if (draft === undefined) return
    const text = draft.trim()
    if (check?.(text) !== undefined) return
    setDraft(undefined)
    if (text !== value) onText(text)
  }
  return (
    <span className={`text-leaf ${trouble ? 'wrong' : ''}`}>
      <input
        type="text"
        className={`text-field ${props.isMono ? 'mono' : ''}`}
        aria-label={label}
        aria-invalid={trouble !== undefined || undefined}
        aria-describedby={trouble ? errorId : undefined}
        {...(props.testId ? { 'data-testid': props.testId } : {})}
        placeholder={props.placeholder}
        spellCheck={false}
        autoComplete="off"
        value={draft ?? value}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          else if (event.key === 'Escape' && draft !== undefined) {
            event.stopPropagation()
            setDraft(undefined)
          }
        }}
      />
      {trouble ? (
        <span id={errorId} className="field-error" role="alert">
          {trouble}
        </span>
      ) : null}
    </span>
  )
}
