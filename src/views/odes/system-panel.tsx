import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { InputError } from '../../core/errors.ts'
import type { NumberText } from '../../experiment/experiment.ts'
import type { EquationText, Problem } from '../../pde/problem.ts'
import { FittingFormula } from '../forms/equations.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import type { EquationTrouble } from './equation-editor.tsx'
import { addParameters, linesOf, missingNames, withEquations } from './system-logic.ts'

// The editor's library comes with the first system that is typed, not with the window.
const EquationEditor = lazy(async () => ({ default: (await import('./equation-editor.tsx')).EquationEditor }))

/** Typing is one step of undo until the hand rests this long, ms. */
const rest = 1200
/** What is typed is read after this many ms without a key. */
const pause = 140

const isLines = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((line, i) => line === b[i])

/** Line numbers of the editor, from 1, of the lines that the file has: empty ones are none of them. */
function lineNumbersOf(text: string): readonly number[] {
  return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [i + 1]))
}

/** The equations as text, live: typeset below, what is wrong in words with the remedy, unknown names offered as parameters. */
export function SystemPanel({ problem }: { readonly problem: Problem }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { values, errors } = useChecked()
  const given = experiment.problem.equations ?? []
  const isBlank = (line: string) => line.trim() === ''
  const lines = given.filter((line) => !isBlank(line))
  const [draft, setDraft] = useState<string>()
  const [goTo, setGoTo] = useState<{ readonly line: number; readonly column: number }>()
  const waiting = useRef<{ readonly text: string; readonly timer: ReturnType<typeof setTimeout> }>(undefined)
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const remembered = useRef<Record<string, NumberText>>({})
  for (const [name, value] of Object.entries(experiment.problem.initial ?? {}))
    if (typeof value === 'number' || typeof value === 'string') remembered.current[name] = value

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
    workbench.document.edit('Equations', (present) => withEquations(present, next, remembered.current), 'equations')
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
  const whole = errors.filter((error) => error.path === 'problem.equations')
  const parameters = Object.keys(experiment.problem.parameters ?? {})
  const missing = missingNames(lines, parameters)
  const add = (names: readonly string[]) =>
    workbench.document.edit(`Add ${names.length === 1 ? 'parameter' : 'parameters'} ${names.join(', ')}`, (before) =>
      addParameters(before, names),
    )
  return (
    <section className="section" aria-label="Equations" data-testid="equations">
      <h2>{problem.title}</h2>
      <Suspense fallback={<pre className="equation-editor mono">{text}</pre>}>
        <EquationEditor
          text={text}
          troubles={troubles}
          parameters={parameters}
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
      {missing.length > 0 ? (
        <div className="row wrap" style={{ gap: 4, marginTop: 8 }} data-testid="missing-names">
          {missing.map((name) => (
            <button
              key={name}
              type="button"
              className="button small"
              data-testid={`add-${name}`}
              onClick={() => add([name])}
            >
              Add parameter {name}
            </button>
          ))}
          {missing.length > 1 ? (
            <button type="button" className="button small primary" data-testid="add-all" onClick={() => add(missing)}>
              Add all {missing.length}
            </button>
          ) : null}
        </div>
      ) : null}
      {own.length + whole.length > 0 ? (
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
            {whole.map((error) => (
              <li key={error.message}>The system {error.message}</li>
            ))}
          </ul>
        </div>
      ) : null}
      <Typeset equations={values?.ode ? problem.equations(values) : undefined} />
      <p className="small muted" style={{ marginTop: 8 }}>
        One line an equation: x&apos; = …, x&apos;&apos; = …. A line without a prime is a definition, 0 = … a
        constraint.
      </p>
    </section>
  )
}

/** The last equations that could be read, greyed while those in the editor cannot. */
function Typeset({ equations }: { readonly equations: readonly EquationText[] | undefined }) {
  const last = useRef<readonly EquationText[]>([])
  if (equations) last.current = equations
  return (
    <div
      className={`typeset ${equations ? '' : 'stale'}`}
      aria-hidden={equations ? undefined : true}
      data-testid="typeset"
    >
      {last.current.map((equation) => (
        <div key={equation.latex} className="equation">
          <FittingFormula latex={equation.latex} />
          {equation.caption ? <p className="caption">{equation.caption}</p> : null}
        </div>
      ))}
    </div>
  )
}
