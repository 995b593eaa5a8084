import { lazy, useMemo, useRef } from 'react'
import type { NumberText } from '../../experiment/experiment.ts'
import type { Problem } from '../../pde/problem.ts'
import type { EquationsProps } from '../editors/equation-editor.tsx'
import { linesOf } from '../editors/lines.ts'
import { MissingNames } from '../editors/missing-names.tsx'
import { TypedLines } from '../editors/typed-lines.tsx'
import { Typeset } from '../editors/typeset.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment } from '../shell/context.tsx'
import { missingNames, withEquations } from './system-logic.ts'

const LazyEditor = lazy(async () => ({ default: (await import('./equation-editor.tsx')).SystemEditor }))

/** What is typed is read after this many ms without a key. */
const pause = 140

/** The equations as text, live: typeset below, what is wrong in words with the remedy, unknown names offered as parameters. */
export function SystemPanel({ problem }: { readonly problem: Problem }) {
  const { parameters: given = {}, equations = [], initial = {} } = useExperiment().problem
  const { values, errors } = useChecked()
  const remembered = useRef<Record<string, NumberText>>({})
  for (const [name, value] of Object.entries(initial))
    if (typeof value === 'number' || typeof value === 'string') remembered.current[name] = value
  const names = useRef<readonly string[]>([])
  names.current = Object.keys(given)
  const Editor = useMemo(
    () =>
      function Editor(props: EquationsProps) {
        return <LazyEditor {...props} parameters={names.current} />
      },
    [],
  )
  return (
    <section className="section" aria-label="Equations" data-testid="equations">
      <h2>{problem.title}</h2>
      <TypedLines
        Editor={Editor}
        errors={errors}
        change={(present, lines) => withEquations(present, lines, remembered.current)}
        pause={pause}
        whole="The system"
      />
      <MissingNames names={missingNames(linesOf(equations.join('\n')), Object.keys(given))} />
      <Typeset equations={values?.ode ? problem.equations(values) : undefined} />
      <p className="small muted" style={{ marginTop: 8 }}>
        One line an equation: x&apos; = …, x&apos;&apos; = …. A line without a prime is a definition, 0 = … a
        constraint.
      </p>
    </section>
  )
}
