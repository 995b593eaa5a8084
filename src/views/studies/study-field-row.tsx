import { usualSteppers, usualTolerances } from '../../experiment/bindings/ode-time-studies.ts'
import { odeStepperDescriptions } from '../../solvers/stepper-descriptions.ts'
import { ExperimentField } from '../forms/experiment-field.tsx'
import { statesOf } from '../odes/system-logic.ts'
import { TextLeaf } from '../odes/text-leaf.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { BoxTable } from './box-table.tsx'
import type { StudyField } from './study-fields.ts'
import { withScanned, withStudyField } from './study-logic.ts'

/** One field of the study in front, and what is wrong with it. */
export function StudyFieldRow({ field }: { readonly field: StudyField }) {
  const { errors } = useChecked()
  if (field.kind === 'number')
    return <ExperimentField path={`study.${field.description.name}`} description={field.description} />
  const error = errors.find(({ path }) => path === `study.${field.name}` || path.startsWith(`study.${field.name}.`))
  const said = error && (error.column === undefined ? error.message : `Column ${error.column}: ${error.message}`)
  return (
    <div className="study-field" data-path={`study.${field.name}`}>
      <Content field={field} {...(said ? { error: said } : {})} />
      {said && field.kind !== 'expression' && field.kind !== 'tolerances' ? (
        <p className="field-error" role="alert">
          {said}
        </p>
      ) : null}
    </div>
  )
}

function Content(props: { readonly field: Exclude<StudyField, { kind: 'number' }>; readonly error?: string }) {
  const { field, error } = props
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const given = experiment.study?.[field.name]
  const put = (value: unknown) =>
    workbench.document.edit(field.label, (present) => withStudyField(present, field.name, value))
  const parameters = Object.keys(experiment.problem.parameters ?? {})
  switch (field.kind) {
    case 'parameter':
      return (
        <Choice
          field={field}
          value={String(given ?? '')}
          choices={parameters.map((name) => [name, name])}
          onPick={(name) => workbench.document.edit('Scanned parameter', (present) => withScanned(present, name))}
        />
      )
    case 'unknown': {
      const names = statesOf(experiment.problem.equations ?? [])
      return (
        <Choice
          field={field}
          value={String(given ?? names[0] ?? '')}
          choices={names.map((name) => [name, name])}
          onPick={put}
        />
      )
    }
    case 'choice':
      return (
        <Choice
          field={field}
          value={String(given ?? field.first)}
          choices={field.choices}
          onPick={(id) => put(id === field.first ? undefined : id)}
        />
      )
    case 'flag':
      return (
        <label className="switch-row">
          <input
            type="checkbox"
            data-testid={`field-study.${field.name}`}
            checked={typeof given === 'boolean' ? given : field.first}
            onChange={(event) => put(event.currentTarget.checked === field.first ? undefined : !field.first)}
          />
          {field.label}
        </label>
      )
    case 'expression':
      return (
        <div className="switch-row">
          <span>{field.label}</span>
          <TextLeaf
            label={`${field.label}: an expression that passes zero`}
            value={typeof given === 'string' ? given : ''}
            placeholder={field.placeholder}
            isMono
            error={error}
            testId={`field-study.${field.name}`}
            onText={put}
          />
        </div>
      )
    case 'box':
      return <BoxTable />
    case 'steppers': {
      const chosen = Array.isArray(given) ? given.map(String) : usualSteppers
      return (
        <Ticks
          legend={field.label}
          choices={odeStepperDescriptions.map(({ id, title }) => [id, id, title])}
          chosen={chosen}
          onChosen={put}
        />
      )
    }
    case 'tolerances':
      return (
        <div className="switch-row">
          <span>{field.label}</span>
          <TextLeaf
            label="Tolerances, with commas between"
            value={
              Array.isArray(given)
                ? given.map(String).join(', ')
                : usualTolerances.map((value) => value.toExponential()).join(', ')
            }
            isMono
            error={error}
            check={
              (text) =>
              text.split(',').every((part) => Number(part) > 0) ? undefined : 'Numbers above 0 with commas between: 1e-4, 1e-8.' // biome-ignore format: one thought
            }
            testId="field-study.tolerances"
            onText={(text) => put(text.split(',').map(Number))}
          />
        </div>
      )
    case 'names': {
      const states = statesOf(experiment.problem.equations ?? [])
      const initial = states.filter((name) => !name.includes("'")).map((name) => [`problem.initial.${name}`, `${name} at the start`, ''] as const) // biome-ignore format: one thought
      const chosen = typeof given === 'string' ? [given] : Array.isArray(given) ? given.map(String) : parameters
      return (
        <Ticks
          legend="Derivatives to"
          choices={[...parameters.map((name) => [name, name, ''] as const), ...initial]}
          chosen={chosen}
          onChosen={put}
        />
      )
    }
  }
}

function Choice(props: {
  readonly field: { readonly name: string; readonly label: string }
  readonly value: string
  readonly choices: readonly (readonly [id: string, words: string])[]
  readonly onPick: (id: string) => void
}) {
  const { field, value, choices } = props
  return (
    <label className="switch-row">
      <span className="grow">{field.label}</span>
      <select
        className="select"
        style={{ maxWidth: 200 }}
        data-testid={`field-study.${field.name}`}
        value={value}
        onChange={(event) => props.onPick(event.currentTarget.value)}
      >
        {choices.some(([id]) => id === value) ? null : <option value={value}>{value}</option>}
        {choices.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Several of a list; the last one stays. */
function Ticks(props: {
  readonly legend: string
  readonly choices: readonly (readonly [id: string, words: string, help: string])[]
  readonly chosen: readonly string[]
  readonly onChosen: (chosen: readonly string[]) => void
}) {
  const { choices, chosen } = props
  return (
    <fieldset className="study-ticks">
      <legend className="small muted">{props.legend}</legend>
      {choices.map(([id, words, help]) => (
        <label key={id} className="row" title={help}>
          <input
            type="checkbox"
            data-testid={`tick-${id}`}
            checked={chosen.includes(id)}
            onChange={(event) => {
              const next = event.currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id)
              if (next.length > 0) props.onChosen(next)
            }}
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  )
}
