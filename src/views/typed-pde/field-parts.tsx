import './typed-pde.css'
import type { Problem } from '../../pde/problem.ts'
import { conservedPlace, NamedExpressions, outputsPlace } from '../odes/named-expressions.tsx'
import { ParameterTable } from '../odes/parameter-table.tsx'
import { useExperiment } from '../shell/context.tsx'
import { BoundaryForm } from './boundary-form.tsx'
import { DomainForm } from './domain-form.tsx'
import { outlineOf } from './fields-logic.ts'
import { FieldsPanel } from './fields-panel.tsx'
import { InitialFieldsForm } from './initial-fields-form.tsx'

/** The parts of a problem of typed fields, in the order of the file. */
export function FieldParts({ problem }: { readonly problem: Problem }) {
  const [first = 'u'] = outlineOf(useExperiment().problem).unknowns
  return (
    <>
      <FieldsPanel problem={problem} />
      <ParameterTable problem={problem} />
      <DomainForm />
      <BoundaryForm />
      <InitialFieldsForm />
      <NamedExpressions place={outputsPlace} suggestion={`max(${first})`} />
      <NamedExpressions place={conservedPlace} suggestion={`integral(${first})`} />
    </>
  )
}
