import { formatPath, getPath, setPath } from '../../experiment/path.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { BoundField } from '../forms/experiment-field.tsx'
import { FieldErrors } from '../forms/field-errors.tsx'
import { FormulaLeaf } from '../forms/formula-leaf.tsx'
import { readNumberText } from '../forms/number-logic.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { withPeriodic } from './boundary-logic.ts'
import { type AxisName, axesOf, domainShapes, isPeriodic, shapeOf, withShape } from './fields-logic.ts'
import { errorsAt } from './path-errors.ts'
import { RegionForm } from './region-form.tsx'

/** Where the fields live: the shape, and of every axis its ends, its points and whether it closes on itself. */
export function DomainForm() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { values, errors } = useChecked()
  const { problem } = experiment
  const known = values?.fields?.domain.axes
  const axes = axesOf(problem)
  const shape = shapeOf(problem)
  return (
    <section className="section" aria-label="Domain" data-testid="domain">
      <h2>Domain</h2>
      <fieldset className="row plain" aria-label="Shape" style={{ gap: 4, marginTop: 8 }}>
        {domainShapes.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            className="button small"
            aria-pressed={shape === id}
            data-testid={`shape-${id}`}
            onClick={() => {
              if (shape !== id) workbench.document.edit(`Domain: ${title}`, (present) => withShape(present, id))
            }}
          >
            {title}
          </button>
        ))}
      </fieldset>
      {axes.length === 0 ? <p className="muted">Choose a shape; its ends and points follow.</p> : null}
      <div className="axis-table">
        {axes.length > 0 ? (
          <div className="axis-row head" aria-hidden="true">
            <span />
            <span>From</span>
            <span>To</span>
            <span>Points</span>
            <span>Periodic</span>
          </div>
        ) : null}
        {axes.map((axis) => (
          <fieldset key={axis} className="axis-row plain" aria-label={`Axis ${axis}`}>
            <span className="mono">{axis}</span>
            <End axis={axis} end="from" />
            <End axis={axis} end="to" />
            <BoundField
              path={formatPath(['problem', 'domain', axis, 'points'])}
              description={pointsDescription(axis, axes.length)}
              name={`Points along ${axis}`}
              {...pointsChosen(known?.find((each) => each.name === axis)?.points)}
              isBare
            />
            {axis === 'r' ? (
              <span className="small muted">no</span>
            ) : (
              <input
                type="checkbox"
                aria-label={`${axis} is periodic`}
                data-testid={`periodic-${axis}`}
                checked={isPeriodic(problem, axis)}
                onChange={(event) => {
                  const isOn = event.currentTarget.checked
                  workbench.document.edit(`${axis} ${isOn ? 'periodic' : 'with ends'}`, (present) => withPeriodic(present, axis, isOn)) // biome-ignore format: one call
                }}
              />
            )}
            <FieldErrors errors={errorsAt(errors, ['problem', 'domain', axis])} />
          </fieldset>
        ))}
      </div>
      {shape === 'r' ? <Dimension /> : null}
      <FieldErrors errors={errorsAt(errors, ['problem', 'domain'])} />
      {shape === 'xy' || problem.domain?.inside !== undefined ? <RegionForm /> : null}
    </section>
  )
}

/** What is taken where the file gives no number of points. */
const pointsChosen = (points: number | undefined) => (points === undefined ? {} : { derived: points })

function pointsDescription(axis: string, axes: number): ParameterDescription {
  const most = [4096, 1024, 128][axes - 1] ?? 128
  return {
    name: `points-${axis}`,
    label: 'Points',
    kind: 'integer',
    unit: '1',
    required: true,
    minimum: 4,
    maximum: 2 ** 24,
    help: 'Values along the axis: of a periodic one the right end is left out, of another both ends are among them. More points, smaller error, longer run.',
    group: 'Domain',
    slider: { from: 16, to: most, logarithmic: true },
  }
}

/** An end as a number that slides, or where the parameters stand in it as a formula. */
function End({ axis, end }: { readonly axis: AxisName; readonly end: 'from' | 'to' }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const keys = ['problem', 'domain', axis, end]
  const path = formatPath(keys)
  const given = getPath(experiment, path)
  const own = getPath(experiment, formatPath(['problem', 'domain', axis, 'unit']))
  const unit = typeof own === 'string' ? own : '1'
  const label = `${axis} ${end}`
  const isNumber =
    typeof given === 'number' || (typeof given === 'string' && Number.isFinite(readNumberText(given, unit).value))
  if (isNumber)
    return (
      <BoundField
        path={path}
        name={label}
        isBare={unit === '1'}
        description={{
          name: label,
          label,
          kind: 'number',
          unit,
          required: true,
          help: `Where the axis ${axis} ${end === 'from' ? 'begins' : 'ends'}: a number, one with a unit, or an expression of the parameters.`,
          group: 'Domain',
        }}
        more={[
          {
            label: 'Write as an expression',
            act: () => workbench.document.edit(label, (present) => setPath(present, path, `${given}*1`)),
          },
        ]}
      />
    )
  return (
    <FormulaLeaf
      label={label}
      path={path}
      value={typeof given === 'string' ? given : ''}
      errors={errorsAt(errors, keys)}
      placeholder="2*pi"
      testId={`field-${path}`}
      onText={(text, gesture) => {
        const number = text.trim() === '' ? Number.NaN : Number(text)
        workbench.document.edit(
          label,
          (present) => setPath(present, path, Number.isFinite(number) ? number : text),
          gesture,
        )
      }}
      onSettle={() => workbench.document.endGesture()}
    />
  )
}

const dimensions = [
  { value: 1, title: '1: a plate, seen from its middle' },
  { value: 2, title: '2: a disc or cylinder' },
  { value: 3, title: '3: a ball' },
]

function Dimension() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const given = experiment.problem.domain?.dimension
  return (
    <div className="switch-row" data-path="problem.domain.dimension">
      <span className="grow">Dimension</span>
      <select
        className="select"
        aria-label="Dimension of space"
        value={String(given ?? 2)}
        onChange={(event) => {
          const dimension = Number(event.currentTarget.value)
          workbench.document.edit('Dimension', (present) => setPath(present, 'problem.domain.dimension', dimension))
        }}
      >
        {dimensions.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </div>
  )
}
