import { useEffect, useId, useRef, useState } from 'react'
import type { InputError } from '../../core/errors.ts'

let gestures = 0

/**
 * An expression of the experiment on one line. It is taken in while it is typed, one step of undo a visit; what is wrong is underlined
 * from its character on and said below with the remedy.
 */
export function FormulaLeaf(props: {
  readonly label: string
  readonly value: string
  /** Of this text; the column counts from 1. */
  readonly errors: readonly InputError[]
  readonly onText: (text: string, gesture: string) => void
  readonly onSettle: () => void
  readonly placeholder?: string
  readonly testId?: string
  readonly path?: string
}) {
  const { label, value, errors, onText, onSettle } = props
  const [draft, setDraft] = useState<string>()
  const [scroll, setScroll] = useState(0)
  const gesture = useRef('')
  const waiting = useRef<{ readonly text: string; readonly timer: ReturnType<typeof setTimeout> }>(undefined)
  const errorId = useId()
  const shown = draft ?? value
  const commit = () => {
    const typed = waiting.current
    if (!typed) return
    clearTimeout(typed.timer)
    waiting.current = undefined
    if (typed.text !== value) onText(typed.text, gesture.current)
  }
  const present = useRef(commit)
  present.current = commit
  useEffect(() => () => present.current(), [])
  // Between the key and the reading of what was typed, the errors are those of another text.
  const isSaid = draft === undefined || draft === value
  const [first] = isSaid ? errors : []
  const column = first?.column
  return (
    <span className={`text-leaf formula-leaf ${first ? 'wrong' : ''}`} data-path={props.path}>
      <span className="formula-box">
        {column === undefined ? null : (
          <span className="formula-mark mono" aria-hidden="true" style={{ transform: `translateX(${-scroll}px)` }}>
            {shown.slice(0, column - 1)}
            <u>{wordAt(shown, column - 1)}</u>
          </span>
        )}
        <input
          type="text"
          className="text-field mono"
          aria-label={label}
          aria-invalid={first !== undefined || undefined}
          aria-describedby={first ? errorId : undefined}
          {...(props.testId ? { 'data-testid': props.testId } : {})}
          placeholder={props.placeholder}
          spellCheck={false}
          autoComplete="off"
          value={shown}
          onFocus={() => {
            gestures += 1
            gesture.current = `formula-${gestures}`
          }}
          onScroll={(event) => setScroll(event.currentTarget.scrollLeft)}
          onChange={(event) => {
            const text = event.currentTarget.value
            setDraft(text)
            if (waiting.current) clearTimeout(waiting.current.timer)
            waiting.current = { text, timer: setTimeout(() => present.current(), 60) }
          }}
          onBlur={() => {
            commit()
            setDraft(undefined)
            onSettle()
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            // Undo is that of the experiment.
            if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) {
              commit()
              setDraft(undefined)
              onSettle()
            }
          }}
        />
      </span>
      {first ? (
        <span id={errorId} className="field-error" role="alert">
          {column === undefined ? '' : `Column ${column}: `}
          {first.message}
        </span>
      ) : null}
    </span>
  )
}

/** The word, number or sign that begins at a place; a space where the text has ended. */
function wordAt(text: string, from: number): string {
  return /^(?:[A-Za-z_]\w*'*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\S)/.exec(text.slice(from))?.[0] ?? ' '
}
