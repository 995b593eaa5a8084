import { useState } from 'react'
import type { InputError } from '../../core/errors.ts'
import { parseExperiment } from '../../experiment/parse.ts'
import { errorsOf } from '../runs/check.ts'
import { experimentText } from '../shell/actions/document-actions.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'

/**
 * The experiment as its file. Every state of the text that is a valid experiment is the experiment at once; until then the form
 * keeps the last valid one and the errors stand below.
 */
export function FileEditor() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const [draft, setDraft] = useState<{ readonly text: string; readonly of: typeof experiment }>()
  const [errors, setErrors] = useState<readonly InputError[]>([])
  // An edit made elsewhere (undo, a form) replaces the text.
  const text = draft && draft.of === experiment ? draft.text : experimentText(experiment)
  const change = (next: string) => {
    try {
      const parsed = parseExperiment(next)
      workbench.document.edit('Edit the file', () => parsed, 'file')
      setErrors([])
      setDraft({ text: next, of: parsed })
    } catch (error) {
      setErrors(errorsOf(error))
      setDraft({ text: next, of: experiment })
    }
  }
  return (
    <>
      <textarea
        className="file-editor"
        aria-label="Experiment file"
        aria-invalid={errors.length > 0 || undefined}
        data-testid="file-editor"
        spellCheck={false}
        wrap="off"
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={() => workbench.document.endGesture()}
      />
      {errors.length > 0 ? (
        <ul
          className="notice danger small"
          style={{ margin: 8, paddingLeft: 24 }}
          role="alert"
          data-testid="file-errors"
        >
          {errors.slice(0, 6).map((error) => (
            <li key={`${error.path}${error.message}`}>
              {error.path ? <span className="mono">{error.path}</span> : null} {error.message}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
