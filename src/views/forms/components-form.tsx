import { useState } from 'react'
import type { NumberText } from '../../experiment/experiment.ts'
import { setPath } from '../../experiment/path.ts'
import type { ParameterDescription, Problem } from '../../pde/problem.ts'
import { markColour } from '../plots/theme.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'
import { choiceOf, giveInstead, missingSentence } from './choice-logic.ts'
import { addComponent, removeComponent } from './component-logic.ts'
import { derivedValue } from './derived.ts'
import { ExperimentField } from './experiment-field.tsx'
import { FieldErrors } from './field-errors.tsx'
import { formatNumber, readNumberText } from './number-logic.ts'

/** The components, each a row that unfolds into its fields. */
export function ComponentsForm({ problem }: { readonly problem: Problem }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const [open, setOpen] = useState<number | undefined>(0)
  const table = problem.components
  const components = experiment.problem.components ?? []
  if (!table) return null
  return (
    <section className="section" aria-label={table.label}>
      <div className="row">
        <h2 className="grow">{table.label}</h2>
        <button
          type="button"
          className="button quiet small"
          onClick={() => workbench.interface.setState({ openView: 'components' })}
        >
          As a table
        </button>
        <button
          type="button"
          className="button small"
          data-testid="add-component"
          onClick={() => {
            workbench.document.edit('Add a component', (present) =>
              addComponent(present, table.parameters, table.choices),
            )
            setOpen(components.length)
          }}
        >
          <Icon name="plus" size={12} /> Add
        </button>
      </div>
      {components.length === 0 ? <p className="muted">No component yet; at least one is needed.</p> : null}
      {components.map((component, index) => (
        <ComponentRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a component is its place in the file; names may be edited
          key={index}
          problem={problem}
          component={component}
          index={index}
          isOpen={open === index}
          onToggle={() => setOpen(open === index ? undefined : index)}
        />
      ))}
    </section>
  )
}

function ComponentRow(props: {
  readonly problem: Problem
  readonly component: Readonly<Record<string, NumberText>>
  readonly index: number
  readonly isOpen: boolean
  readonly onToggle: () => void
}) {
  const { problem, component, index, isOpen, onToggle } = props
  const workbench = useWorkbench()
  const { errors } = useChecked()
  const theme = useFigureTheme()
  const at = `problem.components.${index}`
  const name = String(component.name ?? `component ${index + 1}`)
  const own = errors.filter((error) => error.path === at || error.path === `${at}.name`)
  const hasError = errors.some((error) => error.path.startsWith(`${at}.`) || error.path === at)
  return (
    <div data-testid={`component-${index}`}>
      <div className="component-head">
        <button
          type="button"
          className="fold"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Fold' : 'Unfold'} ${name}`}
          onClick={onToggle}
        >
          <Icon name="chevron" size={12} />
        </button>
        <span className="swatch" style={{ background: markColour(index, theme) }} />
        <input
          className="name"
          aria-label={`Name of component ${index + 1}`}
          data-testid={`field-${at}.name`}
          value={String(component.name ?? '')}
          onFocus={() => workbench.interface.setState({ selection: { kind: 'component', index } })}
          onChange={(event) => {
            const value = event.currentTarget.value
            workbench.document.edit(
              'Rename a component',
              (present) => setPath(present, `${at}.name`, value),
              `name-${index}`,
            )
          }}
          onBlur={() => workbench.document.endGesture()}
        />
        <span className={`small ${hasError ? 'danger-text' : 'muted'} tabular`}>
          {hasError ? 'needs a look' : isOpen ? '' : summarise(component, problem)}
        </span>
        <button
          type="button"
          className="button quiet icon small"
          aria-label={`Remove ${name}`}
          onClick={() => workbench.document.edit(`Remove ${name}`, (present) => removeComponent(present, index))}
        >
          <Icon name="trash" size={13} />
        </button>
      </div>
      <FieldErrors errors={own} />
      {isOpen ? <ComponentFields problem={problem} component={component} index={index} name={name} /> : null}
    </div>
  )
}

/** "K 109.3" or the first number given: enough to tell components apart. */
function summarise(component: Readonly<Record<string, NumberText>>, problem: Problem): string {
  const described = problem.components?.parameters.filter((parameter) => parameter.kind === 'number') ?? []
  const numbers = Object.fromEntries(
    described.flatMap((parameter) => {
      const text = component[parameter.name]
      return text === undefined ? [] : [[parameter.name, readNumberText(text, parameter.unit).value]]
    }),
  )
  const K = numbers.K ?? derivedValue('K', numbers)
  if (K !== undefined) return `K ${formatNumber(K, 4)}`
  const first = described.find((parameter) => numbers[parameter.name] !== undefined)
  return first ? `${formatNumber(numbers[first.name] ?? Number.NaN, 4)} ${first.unit}` : ''
}

function ComponentFields(props: {
  readonly problem: Problem
  readonly component: Readonly<Record<string, NumberText>>
  readonly index: number
  readonly name: string
}) {
  const { problem, component, index, name } = props
  const table = problem.components
  if (!table) return null
  const numbers = table.parameters.filter((parameter) => parameter.kind !== 'text')
  const plain = numbers.filter((parameter) => !parameter.advanced)
  const advanced = numbers.filter((parameter) => parameter.advanced)
  const missing = table.choices.map((choice) => missingSentence(choice, component)).filter((text) => text !== undefined)
  const field = (parameter: ParameterDescription) => (
    <ComponentField key={parameter.name} parameter={parameter} index={index} name={name} problem={problem} />
  )
  return (
    <div style={{ paddingLeft: 12, paddingBottom: 8 }}>
      {plain.map(field)}
      {advanced.length > 0 ? (
        <details>
          <summary>More ({advanced.map((parameter) => parameter.label.toLowerCase()).join(', ')})</summary>
          {advanced.map(field)}
        </details>
      ) : null}
      {missing.map((text) => (
        <p key={text} className="field-error" role="alert">
          {text}
        </p>
      ))}
    </div>
  )
}

function ComponentField(props: {
  readonly parameter: ParameterDescription
  readonly index: number
  readonly name: string
  readonly problem: Problem
}) {
  const { parameter, index, name, problem } = props
  const workbench = useWorkbench()
  const { values } = useChecked()
  const experiment = useExperiment()
  const table = problem.components
  const component = experiment.problem.components?.[index] ?? {}
  const choice = choiceOf(table?.choices ?? [], parameter.name)
  const derived =
    choice && component[parameter.name] === undefined
      ? derivedValue(parameter.name, values?.components[index] ?? {})
      : undefined
  return (
    <ExperimentField
      path={`problem.components.${index}.${parameter.name}`}
      description={parameter}
      name={`${name}, ${parameter.label}`}
      {...(derived === undefined ? {} : { derived })}
      onGive={(value) => {
        if (choice)
          workbench.document.edit(`${name}, ${parameter.label}`, (present) =>
            setPath(
              present,
              `problem.components.${index}`,
              giveInstead<NumberText>(choice, present.problem.components?.[index] ?? {}, parameter.name, value),
            ),
          )
      }}
    />
  )
}
