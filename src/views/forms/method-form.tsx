import type { NumberText } from '../../experiment/experiment.ts'
import type { Problem } from '../../pde/problem.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { timeDescriptions } from './describe.ts'
import { ExperimentField } from './experiment-field.tsx'

/** How it is solved: the method, its options, and why `auto` chose what it chose. */
export function MethodForm({ problem }: { readonly problem: Problem }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { plan, errors } = useChecked()
  const id = String(experiment.method?.id ?? 'auto')
  const chosen = plan?.method ?? id
  const method = problem.methods.find((candidate) => candidate.id === chosen)
  const own = errors.filter((error) => error.path === 'method' || error.path === 'method.id')
  const setMethod = (next: string) =>
    workbench.document.edit('Method', (present) => {
      const { method: _method, ...rest } = present
      // Options of another method would be errors: they go, undo brings them back.
      return next === 'auto' ? rest : { ...rest, method: { id: next } }
    })
  return (
    <section className="section" aria-label="Method">
      <h2>Method</h2>
      <select
        className="select"
        style={{ width: '100%', margin: '8px 0' }}
        aria-label="Method"
        data-testid="field-method.id"
        data-path="method.id"
        value={id}
        onChange={(event) => setMethod(event.currentTarget.value)}
      >
        <option value="auto">Automatic{id === 'auto' && plan ? ` (${method?.title ?? chosen})` : ''}</option>
        {problem.methods.map((candidate) => (
          <option key={candidate.id} value={candidate.id}>
            {candidate.title}
          </option>
        ))}
      </select>
      {own.map((error) => (
        <p key={error.message} className="field-error" role="alert">
          {error.message}
        </p>
      ))}
      {(method?.options ?? []).map((option) => (
        <ExperimentField key={option.name} path={`method.${option.name}`} description={option} />
      ))}
      <p className="small muted">{plan ? plan.why.join('; ') : (method?.help ?? '')}</p>
    </section>
  )
}

/** Which times are saved. */
export function OutputForm() {
  const experiment = useExperiment()
  const { errors } = useChecked()
  const own = errors.filter((error) => error.path === 'time' || error.path === 'time.at')
  const exact: readonly NumberText[] | undefined = experiment.time?.at
  return (
    <section className="section" aria-label="Output">
      <h2>Output</h2>
      {exact ? (
        <p className="muted">{exact.length} exact times; edit them in the file.</p>
      ) : (
        timeDescriptions.map((description) => (
          <ExperimentField key={description.name} path={`time.${description.name}`} description={description} />
        ))
      )}
      {own.map((error) => (
        <p key={error.message} className="field-error" role="alert">
          {error.message}
        </p>
      ))}
    </section>
  )
}
