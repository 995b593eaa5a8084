import { getPath } from '../../experiment/path.ts'
import { findProblem } from '../../pde/catalogue.ts'
import { describeParameter } from '../forms/describe.ts'
import { parseNumberText } from '../forms/experiment-field.tsx'
import { Formula } from '../forms/formula.tsx'
import { readNumberText } from '../forms/number-logic.ts'
import { numberText, unitText } from '../plots/number-text.ts'
import { canResume, type RunRecord } from '../runs/run-record.ts'
import { ActionButton } from './action-button.tsx'
import { useExperiment, useFit, useInterface, useRuns } from './context.tsx'
import { formatSeconds } from './duration.ts'

/** What is selected: its numbers, units, intervals, source. */
export function Inspector() {
  const selection = useInterface((state) => state.selection)
  const runs = useRuns((state) => state.runs)
  const run = selection.kind === 'run' ? runs.find((candidate) => candidate.id === selection.id) : undefined
  return (
    <aside className="side right" aria-label="Inspector" data-testid="inspector">
      <div className="side-head">Inspector</div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard */}
      <div className="scroll" tabIndex={0}>
        {selection.kind === 'parameter' ? <ParameterFacts path={selection.path} /> : null}
        {run ? <RunFacts run={run} /> : null}
        {selection.kind === 'component' ? <ComponentFacts index={selection.index} /> : null}
        {selection.kind === 'none' || selection.kind === 'data' || (selection.kind === 'run' && !run) ? (
          <PeakFacts />
        ) : null}
      </div>
    </aside>
  )
}

function ParameterFacts({ path }: { readonly path: string }) {
  const experiment = useExperiment()
  const fit = useFit((state) => state.result)
  const description = describeParameter(experiment, path)
  if (!description) return null
  const value = parseNumberText(getPath(experiment, path))
  const reading = value === undefined ? undefined : readNumberText(value, description.unit)
  const fitted = fit?.parameters[path]
  const unit = unitText(description.unit)
  const bound = (text: string, number: number | undefined) =>
    number === undefined ? null : (
      <>
        <dt>{text}</dt>
        <dd>
          {numberText(number)} {unit}
        </dd>
      </>
    )
  return (
    <section className="section" aria-label={description.label}>
      <h2>{description.label}</h2>
      {description.symbol ? <Formula latex={description.symbol} display /> : null}
      <p className="muted">{description.help}</p>
      <dl className="facts">
        <dt>In the file</dt>
        <dd className="mono">{value === undefined ? 'not given' : JSON.stringify(value)}</dd>
        {reading && Number.isFinite(reading.value) ? (
          <>
            <dt>Value</dt>
            <dd>
              {numberText(reading.value, 8)} {unit}
            </dd>
          </>
        ) : null}
        {bound('Default', typeof description.default === 'number' ? description.default : undefined)}
        {bound('At least', description.minimum)}
        {bound('Above', description.exclusiveMinimum)}
        {bound('At most', description.maximum)}
        {fitted ? (
          <>
            <dt>Fitted</dt>
            <dd>
              {numberText(fitted.value, 6)} ± {numberText(fitted.standardError, 2)}
            </dd>
            <dt>95 % interval</dt>
            <dd>
              {numberText(fitted.interval95[0], 6)} to {numberText(fitted.interval95[1], 6)}
            </dd>
          </>
        ) : null}
        <dt>PATH</dt>
        <dd className="mono">{path}</dd>
      </dl>
    </section>
  )
}

function RunFacts({ run }: { readonly run: RunRecord }) {
  const { outcome, status, reason, samples } = run.result
  return (
    <section className="section stack" aria-label={run.name}>
      <h2>{run.name}</h2>
      {reason ? <p className={status === 'failed' ? 'danger-text' : 'muted'}>{reason}</p> : null}
      <dl className="facts">
        <dt>Status</dt>
        <dd>{status}</dd>
        <dt>Saved times</dt>
        <dd>{samples.times.length}</dd>
        {outcome ? (
          <>
            <dt>Method</dt>
            <dd>{outcome.method}</dd>
            <dt>Backend</dt>
            <dd>
              {outcome.backend} {outcome.compute.precision}
            </dd>
            <dt>Steps</dt>
            <dd>{outcome.steps}</dd>
            <dt>Time</dt>
            <dd>{formatSeconds(outcome.seconds.wall)}</dd>
          </>
        ) : null}
        {Object.entries(outcome?.invariants ?? {}).map(([name, invariant]) => (
          <Fact key={name} name={`${name} drift`} value={numberText(invariant.drift, 2)} />
        ))}
        {Object.entries(outcome?.errors.exact ?? {}).map(([name, error]) => (
          <Fact key={name} name={`Error, ${name}`} value={numberText(error, 2)} />
        ))}
      </dl>
      <MetricTable metrics={outcome?.metrics ?? {}} />
      {canResume(run.result) ? <ActionButton id="resume-run" icon="play" kind="primary" /> : null}
      <ActionButton id="open-run-experiment" />
    </section>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function ComponentFacts({ index }: { readonly index: number }) {
  const experiment = useExperiment()
  const live = useRuns((state) => state.live)
  const name = String(experiment.problem.components?.[index]?.name ?? '')
  const own = Object.fromEntries(
    Object.entries(live?.report.metrics ?? {}).filter(([metric]) => metric.endsWith(`.${name}`)),
  )
  return (
    <section className="section" aria-label={name}>
      <h2>{name}</h2>
      <MetricTable metrics={own} />
    </section>
  )
}

/** Nothing is selected: what the live curve is and where its peaks are. */
function PeakFacts() {
  const experiment = useExperiment()
  const { live, runs, selectedId } = useRuns((state) => state)
  const kept = runs.find((run) => run.id === selectedId && run.isShown)
  const metrics = live?.report.metrics ?? kept?.result.outcome?.metrics
  const problem = findProblem(experiment.problem.id)
  return (
    <>
      <section className="section stack" aria-label="Results">
        <h2>Results</h2>
        {metrics ? <MetricTable metrics={metrics} /> : <p className="muted">Nothing computed yet.</p>}
      </section>
      {problem && problem.references.length > 0 ? (
        <section className="section" aria-label="References">
          <h2>References</h2>
          {problem.references.map((reference) => (
            <p key={reference.text} className="small muted" style={{ marginTop: 4 }}>
              {reference.text}
            </p>
          ))}
        </section>
      ) : null}
    </>
  )
}

const metricWords: Readonly<Record<string, string>> = {
  retentionTime: 'Retention time, s',
  peakTime: 'Peak time, s',
  standardDeviation: 'Standard deviation, s',
  width: 'Width, s',
  peakHeight: 'Peak height, mol/m³',
  peakWidth: 'Peak width, s',
  area: 'Area, mol s/m³',
}

/** Metrics called NAME.COMPONENT as one small table a NAME. */
function MetricTable({ metrics }: { readonly metrics: Readonly<Record<string, number>> }) {
  const groups = [...new Set(Object.keys(metrics).map((metric) => metric.split('.')[0] ?? metric))]
  return (
    <>
      {groups.map((group) => (
        <table key={group} className="plain tabular small" data-testid={`metric-${group}`}>
          <thead>
            <tr>
              <th colSpan={2}>{metricWords[group] ?? group}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(metrics)
              .filter(([metric]) => metric === group || metric.startsWith(`${group}.`))
              .map(([metric, value]) => (
                <tr key={metric}>
                  <td>{metric === group ? '' : metric.slice(group.length + 1)}</td>
                  <td className="number">{numberText(value, 5)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
    </>
  )
}
