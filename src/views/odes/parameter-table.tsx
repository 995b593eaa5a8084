import { useState } from 'react'
import type { Problem } from '../../pde/problem.ts'
import { BoundField } from '../forms/experiment-field.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { withStudy } from '../studies/study-logic.ts'
import { studyWords } from '../studies/study-words.ts'
import { useGround } from '../studies/use-ground.ts'
import {
  addParameters,
  freshParameter,
  longForm,
  nameTrouble,
  removeParameter,
  renameParameter,
  setParameterDetail,
} from './system-logic.ts'
import { TextLeaf } from './text-leaf.tsx'

/** The parameters of a typed system: name, value with its slider, and folded away range, unit and words. */
export function ParameterTable({ problem }: { readonly problem: Problem }) {
  const workbench = useWorkbench()
  const names = problem.parameters.map(({ name }) => name)
  return (
    <section className="section" aria-label="Parameters">
      <div className="row">
        <h2 className="grow">Parameters</h2>
        <button
          type="button"
          className="button small"
          data-testid="add-parameter"
          onClick={() =>
            workbench.document.edit('Add a parameter', (present) => addParameters(present, [freshParameter(present)]))
          }
        >
          <Icon name="plus" size={12} /> Add
        </button>
      </div>
      {names.length === 0 ? (
        <p className="muted">None yet. A name in an equation is offered here as a parameter.</p>
      ) : null}
      <div className="system-table">
        {problem.parameters.map((description) => (
          <ParameterRow key={description.name} problem={problem} name={description.name} />
        ))}
      </div>
    </section>
  )
}

function ParameterRow({ problem, name }: { readonly problem: Problem; readonly name: string }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const [isOpen, setOpen] = useState(false)
  const ground = useGround()
  const study = (type: 'bifurcation' | 'continuation') => {
    workbench.document.edit(`${studyWords(type)} over ${name}`, (present) => withStudy(present, type, ground(), name))
    workbench.interface.setState({ openView: 'study' })
    requestAnimationFrame(() => document.querySelector('[data-path="study.type"]')?.scrollIntoView({ block: 'center' }))
  }
  const description = problem.parameters.find((parameter) => parameter.name === name)
  if (!description) return null
  const given = longForm(experiment.problem.parameters?.[name])
  const base = `problem.parameters.${name}`
  const errorAt = (path: string) => errors.find((error) => error.path === path)?.message
  const detail = (field: 'from' | 'to' | 'unit' | 'label', label: string, placeholder: string) => (
    <div className="detail">
      <span>{label}</span>
      <TextLeaf
        label={`${label} of ${name}`}
        value={String(given[field] ?? '')}
        placeholder={placeholder}
        error={errorAt(`${base}.${field}`)}
        testId={`${field}-${name}`}
        onText={(text) =>
          workbench.document.edit(`${label} of ${name}`, (present) => setParameterDetail(present, name, field, text))
        }
      />
    </div>
  )
  return (
    <div className="system-row" data-path={base}>
      <TextLeaf
        label={`Name of parameter ${name}`}
        value={name}
        isMono
        error={errorAt(base)}
        check={(text) => nameTrouble(experiment, text, name)}
        testId={`name-${name}`}
        onText={(text) =>
          workbench.document.edit(`Call ${name} ${text}`, (present) => renameParameter(present, name, text))
        }
      />
      <BoundField
        path={base}
        description={description}
        name={name}
        more={[
          { label: 'Scan this: bifurcation diagram', act: () => study('bifurcation') },
          { label: 'Continue equilibria in this', act: () => study('continuation') },
        ]}
      />
      <button
        type="button"
        className="button quiet icon small"
        aria-expanded={isOpen}
        aria-label={`Range, unit and words of ${name}`}
        data-testid={`details-${name}`}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" size={13} />
      </button>
      <button
        type="button"
        className="button quiet icon small"
        aria-label={`Remove parameter ${name}`}
        data-testid={`remove-${name}`}
        onClick={() => workbench.document.edit(`Remove ${name}`, (present) => removeParameter(present, name))}
      >
        <Icon name="trash" size={13} />
      </button>
      {isOpen ? (
        <div className="details">
          {detail('from', 'From', '0')}
          {detail('to', 'To', '10')}
          {detail('unit', 'Unit', '1')}
          {detail('label', 'Words', name)}
        </div>
      ) : null}
    </div>
  )
}
