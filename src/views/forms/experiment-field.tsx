import type { NumberText } from '../../experiment/experiment.ts'
import { getPath, removePath, setPath } from '../../experiment/path.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { freePath, isFree } from '../fit/free-parameters.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useDocument, useExperiment, useInterface, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { keyOf, toggleSweep } from '../sweep/sweep-section.ts'
import { Formula } from './formula.tsx'
import { type FieldMenu, NumberField } from './number-field.tsx'

export interface ExperimentFieldProps {
  readonly path: string
  readonly description: ParameterDescription
  /** Names it with its owner: "benzene, ka". */
  readonly name?: string
  /** Computed from the given ones; editing gives it instead of another. */
  readonly derived?: number
  readonly onGive?: (value: NumberText) => void
  readonly isBare?: boolean
  /** Further lines of its right-click menu. */
  readonly more?: FieldMenu['more']
}

/** One number of the experiment file as a row: dot, label, field, unit. */
export function ExperimentField(props: ExperimentFieldProps) {
  const { path, description } = props
  const experiment = useExperiment()
  const free = isFree(experiment, path)
  const isSelected = useInterface((state) => state.selection.kind === 'parameter' && state.selection.path === path)
  return (
    <div className={`field-row ${isSelected ? 'selected' : ''}`} data-path={path}>
      <ChangedDot path={path} label={props.name ?? description.label} />
      <span className="field-label">
        <span className="words">{description.label}</span>
        {description.symbol ? (
          <span className="symbol">
            <Formula latex={description.symbol} />
          </span>
        ) : null}
        {free ? (
          <span className="free" title="Free in the fit">
            <Icon name="fit" size={12} />
            <span className="visually-hidden">fitted</span>
          </span>
        ) : null}
      </span>
      <BoundField {...props} />
    </div>
  )
}

/** The field alone, bound to its PATH. */
export function BoundField(props: ExperimentFieldProps) {
  const { path, description, derived } = props
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const base = useDocument((state) => state.base)
  const { errors } = useChecked()
  const given = getPath(experiment, path)
  const value = parseNumberText(given) ?? derived ?? parseNumberText(description.default) ?? ''
  const isDerived = given === undefined && derived !== undefined
  const original = getPath(base, path)
  const error = errors.find((candidate) => candidate.path === path)?.message
  const name = props.name ?? description.label
  const hasData = (experiment.data ?? []).length > 0
  return (
    <NumberField
      description={description}
      path={path}
      value={value}
      name={name}
      isDerived={isDerived}
      isBare={props.isBare ?? false}
      {...(error ? { error } : {})}
      onChange={(next, gesture) => {
        if (isDerived && props.onGive) props.onGive(next)
        else workbench.document.edit(name, (present) => setPath(present, path, next), gesture)
      }}
      onSettle={() => workbench.document.endGesture()}
      onSliding={(isSliding) => workbench.document.setSliding(isSliding)}
      onSelect={() => workbench.interface.setState({ selection: { kind: 'parameter', path } })}
      menu={{
        ...(props.more ? { more: props.more } : {}),
        reset: isSame(given, original)
          ? 'It is as opened.'
          : () =>
              workbench.document.edit(`Reset ${name}`, (present) =>
                original === undefined ? removePath(present, path) : setPath(present, path, original),
              ),
        fit: {
          label: isFree(experiment, path) ? 'Do not fit this' : 'Fit this',
          act: isDerived
            ? 'It follows from the given ones; give it first by typing a value.'
            : hasData || isFree(experiment, path)
              ? () => workbench.document.edit(`Fit ${name}`, (present) => freePath(present, path))
              : 'A fit needs measurements; drop a CSV on the window.',
        },
        sweep: {
          label: keyOf(experiment.sweep, path) === undefined ? 'Sweep this' : 'Do not sweep this',
          act: isDerived
            ? 'It follows from the given ones; give it first by typing a value.'
            : () => workbench.document.edit(`Sweep ${name}`, (present) => toggleSweep(present, path)),
        },
      }}
    />
  )
}

function ChangedDot({ path, label }: { readonly path: string; readonly label: string }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const base = useDocument((state) => state.base)
  const original = getPath(base, path)
  if (isSame(getPath(experiment, path), original)) return <span />
  return (
    <button
      type="button"
      className="dot"
      aria-label={`Reset ${label}`}
      title={original === undefined ? 'Changed; click to remove' : `Changed; click to go back to ${String(original)}`}
      onClick={() =>
        workbench.document.edit(`Reset ${label}`, (present) =>
          original === undefined ? removePath(present, path) : setPath(present, path, original),
        )
      }
    />
  )
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** The value where it is a number or a text; undefined otherwise. */
export function parseNumberText(value: unknown): NumberText | undefined {
  return typeof value === 'number' || typeof value === 'string' ? value : undefined
}
