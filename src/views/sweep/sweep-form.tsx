import { useMemo } from 'react'
import type { Experiment, NumberText } from '../../experiment/experiment.ts'
import { sweepPoints } from '../../experiment/sweep.ts'
import { listSweepPaths, type SweepPath } from '../../experiment/sweep-paths.ts'
import { FieldErrors } from '../forms/field-errors.tsx'
import { TextLeaf } from '../odes/text-leaf.tsx'
import { unitText } from '../plots/number-text.ts'
import { pathLabel } from '../report/path-label.ts'
import { errorsOf } from '../runs/check.ts'
import { Toggle } from '../runs/live-frame.tsx'
import { ActionButton } from '../shell/action-button.tsx'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { keyOf, type RangeText, readRange, toggleSweep, withoutRange, withSampling, writeRange } from './sweep-section.ts' // biome-ignore format: one line

const samplings = { grid: 'Grid', random: 'Random', latin: 'Latin hypercube' } as const

/** The points of the section, or what is wrong with it. */
function lookAt(experiment: Experiment) {
  if (!experiment.sweep) return undefined
  try {
    return { count: sweepPoints(experiment).rows.length, errors: [] }
  } catch (error) {
    return { count: 0, errors: errorsOf(error) }
  }
}

/** A number, or a text with a unit or an expression. */
const numberOrText = (text: string): NumberText => {
  const value = Number(text)
  return text.trim() !== '' && Number.isFinite(value) ? value : text.trim()
}

function labelOf(experiment: Experiment, { path, label }: SweepPath): string {
  return path.startsWith('problem.components.') || path.startsWith('problem.parameters.')
    ? pathLabel(path, experiment)
    : label
}

/** What is swept, over which ranges, and in how many points. */
export function SweepForm() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { sweep } = experiment
  const known = useMemo(() => {
    try {
      return listSweepPaths(experiment)
    } catch {
      return []
    }
  }, [experiment])
  const looked = useMemo(() => lookAt(experiment), [experiment])
  const sampling = sweep?.sampling ?? 'grid'
  const isDrawn = sampling !== 'grid'
  const free = known.filter(({ path }) => keyOf(sweep, path) === undefined)
  const errors = looked?.errors ?? []
  return (
    <section className="section stack" aria-label="Sweep" data-testid="sweep-form">
      <div className="row">
        <h2 className="grow">Sweep</h2>
        <select
          className="select"
          style={{ maxWidth: 150 }}
          aria-label="Sweep another number"
          data-testid="sweep-add"
          value=""
          onChange={(event) => {
            const path = event.currentTarget.value
            const chosen = known.find((each) => each.path === path)
            if (chosen)
              workbench.document.edit(`Sweep ${labelOf(experiment, chosen)}`, (present) => toggleSweep(present, path))
          }}
        >
          <option value="">Add…</option>
          {free.map((each) => (
            <option key={each.path} value={each.path}>
              {labelOf(experiment, each)}
            </option>
          ))}
        </select>
      </div>
      {sweep ? null : <p className="muted">Runs the experiment over ranges of any of its numbers.</p>}
      {Object.keys(sweep?.over ?? {}).map((key) => (
        <RangeRow
          key={key}
          name={key}
          path={known.find((each) => keyOf({ over: { [key]: { values: [0] } } }, each.path) !== undefined)}
          isDrawn={isDrawn}
          errors={errors.filter(({ path }) => path.startsWith(`sweep.over[${JSON.stringify(key)}]`))}
        />
      ))}
      {sweep ? (
        <>
          <div className="row">
            <select
              className="select grow"
              aria-label="How points are chosen"
              data-testid="sweep-sampling"
              value={sampling}
              onChange={(event) => {
                const chosen = (['grid', 'random', 'latin'] as const).find((id) => id === event.currentTarget.value)
                workbench.document.edit('How points are chosen', (present) => withSampling(present, chosen ?? 'grid'))
              }}
            >
              {Object.entries(samplings).map(([id, words]) => (
                <option key={id} value={id}>
                  {words}
                </option>
              ))}
            </select>
            {isDrawn ? (
              <label className="row">
                points
                <input
                  className="text-field"
                  style={{ width: 72 }}
                  type="number"
                  min={1}
                  max={1_000_000}
                  data-testid="sweep-samples"
                  value={sweep.samples ?? 100}
                  onChange={(event) => {
                    const samples = Math.max(1, Math.min(1_000_000, Math.round(Number(event.currentTarget.value)) || 1))
                    workbench.document.edit(
                      'Points of the sweep',
                      (present) => (present.sweep ? { ...present, sweep: { ...present.sweep, samples } } : present),
                      'sweep-samples',
                    )
                  }}
                  onBlur={() => workbench.document.endGesture()}
                />
              </label>
            ) : null}
          </div>
          <FieldErrors errors={errors.filter(({ path }) => !path.startsWith('sweep.over['))} />
          <div className="row">
            <span className="grow muted tabular" data-testid="sweep-points">
              {errors.length > 0 ? '' : `${looked?.count ?? 0} points`}
            </span>
            <ActionButton id="sweep" icon="play" kind="primary" />
          </div>
        </>
      ) : null}
    </section>
  )
}

function RangeRow(props: {
  readonly name: string
  readonly path: SweepPath | undefined
  readonly isDrawn: boolean
  readonly errors: readonly { readonly path: string; readonly message: string }[]
}) {
  const { name, path, isDrawn, errors } = props
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const given = experiment.sweep?.over[name]
  if (!given) return null
  const range = readRange(given)
  const label = path ? labelOf(experiment, path) : name
  const unit = unitText(path?.unit ?? '')
  const put = (change: Partial<RangeText>) =>
    workbench.document.edit(`Range of ${label}`, (present) =>
      present.sweep
        ? {
            ...present,
            sweep: {
              ...present.sweep,
              over: { ...present.sweep.over, [name]: writeRange({ ...range, ...change }, isDrawn) },
            },
          }
        : present,
    )
  const remove = () => workbench.document.edit(`Do not sweep ${label}`, (present) => withoutRange(present, name))
  return (
    <div className="sweep-range" data-path={`sweep.over.${name}`}>
      <div className="row">
        <span className="grow" title={name}>
          {label}
          {unit === '' ? '' : <span className="muted"> ({unit})</span>}
        </span>
        {range.values ? null : <Toggle label="log" isOn={range.isLog} onChange={(isLog) => put({ isLog })} />}
        <button type="button" className="button quiet icon small" aria-label={`Do not sweep ${label}`} onClick={remove}>
          <Icon name="trash" size={13} />
        </button>
      </div>
      {range.values ? (
        <TextLeaf
          label={`Values of ${label}`}
          value={range.values.join(', ')}
          testId={`sweep-values-${name}`}
          check={(text) => (text === '' ? 'Write at least one value.' : undefined)}
          onText={(text) =>
            put({
              values: text
                .split(/[,;]\s*/)
                .filter(Boolean)
                .map(numberOrText),
            })
          }
        />
      ) : (
        <div className="sweep-ends">
          <TextLeaf
            label={`Sweep ${label} from`}
            value={String(range.from)}
            testId={`sweep-from-${name}`}
            onText={(text) => put({ from: numberOrText(text) })}
          />
          <span className="muted">to</span>
          <TextLeaf
            label={`Sweep ${label} to`}
            value={String(range.to)}
            testId={`sweep-to-${name}`}
            onText={(text) => put({ to: numberOrText(text) })}
          />
          {isDrawn ? null : (
            <>
              <span className="muted">in</span>
              <TextLeaf
                label={`Values of ${label} in the sweep`}
                value={String(range.samples)}
                testId={`sweep-count-${name}`}
                check={(text) => (/^[1-9]\d{0,5}$/.test(text) ? undefined : 'A whole number above 0.')}
                onText={(text) => put({ samples: Number(text) })}
              />
            </>
          )}
        </div>
      )}
      <FieldErrors errors={errors} />
    </div>
  )
}
