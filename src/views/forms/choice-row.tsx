import { getPath, removePath, setPath } from '../../experiment/path.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'

/** A switch, or one of a few words; where there is no default it may be left to be chosen. */
export function ChoiceRow(props: {
  readonly parameter: ParameterDescription
  readonly path: string
  readonly error: string | undefined
}) {
  const { parameter, path } = props
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const given = getPath(experiment, path)
  const put = (value: boolean | string) =>
    workbench.document.edit(parameter.label, (present) =>
      value === '' ? removePath(present, path) : setPath(present, path, value),
    )
  if (parameter.kind === 'boolean')
    return (
      <label className="switch-row" data-path={path}>
        <input
          type="checkbox"
          data-testid={`field-${path}`}
          checked={Boolean(given ?? parameter.default)}
          onChange={(event) => put(event.currentTarget.checked)}
        />
        {parameter.label}
      </label>
    )
  return (
    <label className="switch-row" data-path={path}>
      <span className="grow">{parameter.label}</span>
      <select
        className="select"
        data-testid={`field-${path}`}
        value={String(given ?? parameter.default ?? '')}
        onChange={(event) => put(event.currentTarget.value)}
      >
        {parameter.default === undefined ? <option value="">Automatic</option> : null}
        {(parameter.choices ?? []).map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
      {props.error ? <span className="field-error">{props.error}</span> : null}
    </label>
  )
}
