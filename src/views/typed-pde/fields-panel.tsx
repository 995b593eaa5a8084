import { lazy, useMemo, useRef } from 'react'
import type { Problem } from '../../pde/problem.ts'
import type { EquationsProps } from '../editors/equation-editor.tsx'
import { MissingNames } from '../editors/missing-names.tsx'
import { TypedLines } from '../editors/typed-lines.tsx'
import { Typeset } from '../editors/typeset.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import type { FieldVocabulary } from './field-language.ts'
import { axesOf, type InitialValue, outlineOf, withFieldEquations } from './fields-logic.ts'
import { experimentOf, fieldTemplates } from './templates.ts'

const LazyEditor = lazy(async () => ({ default: (await import('./field-editor.tsx')).FieldEditor }))

/** What is typed is read after this many ms without a key: a new run is to be seen 150 ms after the last. */
const pause = 60

/** The equations as text, live: typeset below, what is wrong in words with the remedy, unknown names offered as parameters. */
export function FieldsPanel({ problem }: { readonly problem: Problem }) {
  const workbench = useWorkbench()
  const section = useExperiment().problem
  const { values, errors } = useChecked()
  const remembered = useRef<Record<string, InitialValue>>({})
  Object.assign(remembered.current, section.initial)
  const vocabulary = useRef<FieldVocabulary>(undefined)
  vocabulary.current = {
    axes: axesOf(section),
    parameters: Object.keys(section.parameters ?? {}),
    outline: (lines) => outlineOf(section, lines),
  }
  const Editor = useMemo(
    () =>
      function Editor(props: EquationsProps) {
        return vocabulary.current ? <LazyEditor {...props} vocabulary={vocabulary.current} /> : null
      },
    [],
  )
  const { others } = outlineOf(section)
  return (
    <section className="section" aria-label="Equations" data-testid="equations">
      <h2>{problem.title}</h2>
      <TypedLines
        Editor={Editor}
        errors={errors}
        change={(present, lines) => withFieldEquations(present, lines, remembered.current)}
        pause={pause}
        whole="The system"
      />
      <MissingNames names={others} />
      <Typeset equations={values?.fields ? problem.equations(values) : undefined} />
      <details style={{ marginTop: 8 }}>
        <summary>New problem</summary>
        <div className="template-list" data-testid="templates">
          {fieldTemplates.map((template) => (
            <button
              key={template.id}
              type="button"
              className="button small"
              data-testid={`template-${template.id}`}
              onClick={() => workbench.document.edit(`New: ${template.title}`, () => experimentOf(template))}
            >
              {template.title}
            </button>
          ))}
        </div>
      </details>
      <p className="small muted" style={{ marginTop: 8 }}>
        One line an equation: u_t = …, u_tt = …. A line without a derivative by time on its left is a definition, 0 = …
        a constraint. Ctrl+Space lists operators and templates.
      </p>
    </section>
  )
}
