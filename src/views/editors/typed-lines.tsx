import { type ComponentType, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { InputError } from '../../core/errors.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import type { EquationsProps, EquationTrouble } from './equation-editor.tsx'
import { linesOf } from './lines.ts'

/** Typing is one step of undo until the hand rests this long, ms. */
const rest = 1200

const isBlank = (line: string) => line.trim() === ''

const isLines = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((line, i) => line === b[i])

/** Line numbers of the editor, from 1, of the lines that the file has: empty ones are none of them. */
function lineNumbersOf(text: string): readonly number[] {
  return text.split('\n').flatMap((line, i) => (isBlank(line) ? [] : [i + 1]))
}

export interface TypedLinesProps {
  /** Lazy: the editor's library comes with the first system that is typed, not with the window. */
  readonly Editor: ComponentType<EquationsProps>
  readonly errors: readonly InputError[]
  /** The experiment with other lines. */
  readonly change: (experiment: Experiment, lines: readonly string[]) => Experiment
  /** What is typed is read after this many ms without a key. */
  readonly pause: number
  /** What an error of the lines as a whole is about: "The system". */
  readonly whole: string
}

/** The equations of the experiment as text, live: what is typed is the experiment, what is wrong stands below in words with the remedy. */
export function TypedLines({ Editor, errors, change, pause, whole }: TypedLinesProps) {
  const workbench = useWorkbench()
  const given = useExperiment().problem.equations ?? []
  const lines = given.filter((line) => !isBlank(line))
  const [draft, setDraft] = useState<string>()
  const [goTo, setGoTo] = useState<{ readonly line: number; readonly column: number }>()
  const waiting = useRef<{ readonly text: string; readonly timer: ReturnType<typeof setTimeout> }>(undefined)
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)

  // The text keeps its empty lines as long as it says what the experiment has; else the experiment was changed elsewhere.
  const text = draft !== undefined && (waiting.current || isLines(linesOf(draft), lines)) ? draft : lines.join('\n')
  const numbers = lineNumbersOf(text)

  const commit = () => {
    const typed = waiting.current
    if (!typed) return
    clearTimeout(typed.timer)
    waiting.current = undefined
    const typedLines = linesOf(typed.text)
    // A file has one line at least, if an empty one.
    const next = typedLines.length > 0 ? typedLines : ['']
    workbench.document.edit('Equations', (present) => change(present, next), 'equations')
    clearTimeout(resting.current)
    resting.current = setTimeout(() => workbench.document.endGesture(), rest)
  }
  const onText = (typed: string) => {
    if (waiting.current) clearTimeout(waiting.current.timer)
    waiting.current = { text: typed, timer: setTimeout(commit, pause) }
    setDraft(typed)
  }
  const present = useRef(commit)
  present.current = commit
  useEffect(
    () => () => {
      present.current()
      clearTimeout(resting.current)
    },
    [],
  )
  const stepBack = (step: () => void) => () => {
    commit()
    workbench.document.endGesture()
    step()
  }

  const own = errors.flatMap((error): { readonly error: InputError; readonly trouble: EquationTrouble }[] => {
    const index = /^problem\.equations\.(\d+)$/.exec(error.path)?.[1]
    const before = index === undefined ? [] : given.slice(0, Number(index)).filter((line) => !isBlank(line))
    const line = index === undefined ? undefined : (numbers[before.length] ?? 1)
    return line === undefined ? [] : [{ error, trouble: { line, column: error.column ?? 1, message: error.message } }]
  })
  // The same list as long as it says the same: the editor underlines anew only what changed.
  const key = JSON.stringify(own.map(({ trouble }) => trouble))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is in it
  const troubles = useMemo(() => own.map(({ trouble }) => trouble), [key])
  const general = errors.filter((error) => error.path === 'problem.equations')
  return (
    <>
      <Suspense fallback={<pre className="equation-editor mono">{text}</pre>}>
        <Editor
          text={text}
          troubles={troubles}
          onText={onText}
          onBlur={() => {
            commit()
            workbench.document.endGesture()
          }}
          onUndo={stepBack(() => workbench.document.undo())}
          onRedo={stepBack(() => workbench.document.redo())}
          {...(goTo ? { goTo } : {})}
        />
      </Suspense>
      {own.length + general.length > 0 ? (
        <div role="alert" data-testid="equation-troubles">
          <ul className="equation-troubles">
            {own.slice(0, 8).map(({ trouble }) => (
              <li key={`${trouble.line} ${trouble.column} ${trouble.message}`}>
                <button
                  type="button"
                  className="link"
                  onClick={() => setGoTo({ line: trouble.line, column: trouble.column })}
                >
                  Line {trouble.line}, column {trouble.column}
                </button>
                {': '}
                {trouble.message}
              </li>
            ))}
            {general.map((error) => (
              <li key={error.message}>
                {whole} {error.message}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  )
}
