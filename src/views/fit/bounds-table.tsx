import { useState } from 'react'
import type { FreeParameter, NumberText } from '../../experiment/experiment.ts'
import { parseConstant } from '../../expression/constant.ts'
import { describeParameter } from '../forms/describe.ts'
import { readTyped } from '../forms/number-logic.ts'
import { pathLabel } from '../report/path-label.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { changeFree } from './free-parameters.ts'
import { groupPaths, ParameterName } from './parameter-groups.tsx'

/** Bounds and spacing of what is free; empty bounds are those of the parameter itself. */
export function BoundsTable() {
  const experiment = useExperiment()
  const free = experiment.fit?.free ?? {}
  if (Object.keys(free).length === 0) return null
  return (
    <section className="section" aria-label="Bounds">
      <h2>Bounds</h2>
      <table className="plain column-table" data-testid="bounds">
        <thead>
          <tr>
            <th style={{ width: '34%' }}>Parameter</th>
            <th>From</th>
            <th>To</th>
            <th style={{ width: 28 }} title="Search in the logarithm">
              log
            </th>
          </tr>
        </thead>
        {groupPaths(Object.keys(free), experiment).map(({ name, paths }) => (
          <tbody key={name ?? ''}>
            {name === undefined ? null : (
              <tr className="group-row">
                <th colSpan={4} scope="rowgroup">
                  {name}
                </th>
              </tr>
            )}
            {paths.map((path) => (
              <BoundsRow key={path} path={path} how={free[path] ?? {}} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function BoundsRow({ path, how }: { readonly path: string; readonly how: FreeParameter }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const label = pathLabel(path, experiment)
  const change = (part: Partial<FreeParameter>) =>
    workbench.document.edit(`Bounds of ${label}`, (present) => changeFree(present, path, part))
  return (
    <tr>
      <td>
        <ParameterName path={path} experiment={experiment} />
      </td>
      <td>
        <Bound name={`Lower bound of ${label}`} path={path} value={how.from} onChange={(from) => change({ from })} />
      </td>
      <td>
        <Bound name={`Upper bound of ${label}`} path={path} value={how.to} onChange={(to) => change({ to })} />
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={`Search ${label} in the logarithm`}
          checked={how.spacing === 'log'}
          onChange={(event) => change({ spacing: event.currentTarget.checked ? 'log' : undefined })}
        />
      </td>
    </tr>
  )
}

function Bound(props: {
  readonly name: string
  readonly path: string
  readonly value: NumberText | undefined
  readonly onChange: (value: NumberText | undefined) => void
}) {
  const { name, path, value, onChange } = props
  const experiment = useExperiment()
  const [draft, setDraft] = useState<string>()
  const description = describeParameter(experiment, path)
  // A bound may lie outside of the parameter's own range: the fit cuts it there.
  const plain = {
    name,
    label: name,
    kind: 'number',
    unit: description?.unit ?? '1',
    required: false,
    help: '',
    group: '',
  } as const
  const typed =
    draft === undefined || draft.trim() === '' ? undefined : readTyped(draft, plain, plain.unit, parseConstant)
  const wrong = typed && !typed.ok ? typed.message : undefined
  return (
    <input
      className="text-field"
      aria-label={name}
      aria-invalid={wrong !== undefined || undefined}
      title={wrong}
      style={wrong ? { borderColor: 'var(--danger)' } : undefined}
      placeholder="none"
      value={draft ?? String(value ?? '')}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        if (draft === undefined || wrong) return
        onChange(typed?.ok ? typed.text : undefined)
        setDraft(undefined)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}
