import type { NumberText } from '../../experiment/experiment.ts'
import type { ParameterDescription, Problem } from '../../pde/problem.ts'
import { backends } from '../../solvers/backends.ts'
import { spaceCatalogue } from '../../solvers/fields/choose-space.ts'
import { odeStepperDescriptions } from '../../solvers/stepper-descriptions.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { ChoiceRow } from './choice-row.tsx'
import { describeTimes } from './describe.ts'
import { ExperimentField } from './experiment-field.tsx'
import { FieldErrors } from './field-errors.tsx'
import { MethodChoice } from './method-choice.tsx'

/** How it is solved: the method, its options, and why `auto` chose what it chose. */
export function MethodForm({ problem }: { readonly problem: Problem }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { plan, errors } = useChecked()
  const id = String(experiment.method?.id ?? 'auto')
  const chosen = plan?.method ?? (problem.methods.length === 1 ? problem.methods[0]?.id : undefined) ?? id
  const method = problem.methods.find((candidate) => candidate.id === chosen)
  const options = method?.options ?? []
  const advanced = options.filter((option) => option.advanced)
  const own = errors.filter((error) => error.path === 'method' || error.path === 'method.id')
  const isField = problem.sections?.includes('domain') ?? false
  const [only] = problem.methods.length === 1 ? problem.methods : []
  const setMethod = (next: string) =>
    workbench.document.edit('Method', (present) => {
      const { method: _method, ...rest } = present
      // Options of another method would be errors: they go, undo brings them back.
      return next === 'auto' ? rest : { ...rest, method: { id: next } }
    })
  return (
    <section className="section" aria-label="Method">
      <h2>Method</h2>
      {only ? null : (
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
      )}
      <FieldErrors errors={own} />
      {isField ? <MethodChoice field="space" label="Space" chosen={plan?.space} choices={spaceCatalogue} /> : null}
      {method?.isStepped && plan?.stepper !== 'none' ? (
        <MethodChoice field="stepper" label="Stepper" chosen={plan?.stepper} choices={odeStepperDescriptions} />
      ) : null}
      {isField ? <MethodChoice field="backend" label="Backend" chosen={plan?.backend} choices={backends} /> : null}
      {options
        .filter((option) => !option.advanced)
        .map((option) => (
          <OptionRow key={option.name} option={option} />
        ))}
      {advanced.length > 0 ? (
        <details>
          <summary>More ({advanced.map((option) => option.label.toLowerCase()).join(', ')})</summary>
          {advanced.map((option) => (
            <OptionRow key={option.name} option={option} />
          ))}
        </details>
      ) : null}
      <Reasons why={plan?.why} otherwise={method?.help ?? ''} isList={isField} />
    </section>
  )
}

/** One option of a method: a number, a switch, or one of a few words. */
function OptionRow({ option }: { readonly option: ParameterDescription }) {
  const { errors } = useChecked()
  const path = `method.${option.name}`
  if (option.kind !== 'boolean' && option.kind !== 'choice') return <ExperimentField path={path} description={option} />
  return <ChoiceRow parameter={option} path={path} error={errors.find((error) => error.path === path)?.message} />
}

/** Why the method is this one: in a line, or, where much is chosen, a line a reason; warnings stand out. */
function Reasons(props: {
  readonly why: readonly string[] | undefined
  readonly otherwise: string
  readonly isList: boolean
}) {
  const { why, otherwise, isList } = props
  if (!why || !isList) return <p className="small muted">{why ? why.join('; ') : otherwise}</p>
  return (
    <ul className="reasons small muted" data-testid="reasons">
      {why.map((reason) => (
        <li key={reason} className={reason.startsWith('Warning') ? 'warning' : ''}>
          {reason}
        </li>
      ))}
    </ul>
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
        describeTimes(experiment).map((description) => (
          <ExperimentField key={description.name} path={`time.${description.name}`} description={description} />
        ))
      )}
      <FieldErrors errors={own} />
    </section>
  )
}
