import { EventList } from '../odes/event-list.tsx'
import { numberText } from '../plots/number-text.ts'
import { problemInFront } from '../problem-in-front.ts'
import { methodWords, partWords } from '../report/quantity-words.ts'
import { canResume, type RunRecord } from '../runs/run-record.ts'
import { ActionButton } from './action-button.tsx'
import { useExperiment, useInterface, useRuns } from './context.tsx'
import { formatSeconds } from './duration.ts'
import { MetricTable } from './metric-table.tsx'
import { ParameterFacts } from './parameter-facts.tsx'

/** What is selected: its numbers, units, intervals, source. */
export function Inspector() {
  const selection = useInterface((state) => state.selection)
  const run = useRuns(({ runs }) =>
    selection.kind === 'run' ? runs.find((candidate) => candidate.id === selection.id) : undefined,
  )
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

function RunFacts({ run }: { readonly run: RunRecord }) {
  const { outcome, status, reason, samples, sweep } = run.result
  return (
    <section className="section stack" aria-label={run.name}>
      <h2>{run.name}</h2>
      {reason ? <p className={status === 'failed' ? 'danger-text' : 'muted'}>{reason}</p> : null}
      <dl className="facts">
        <dt>Status</dt>
        <dd>{status}</dd>
        <dt>{sweep ? 'Points' : 'Saved times'}</dt>
        <dd>{sweep ? `${sweep.rows.length} of ${sweep.total}` : samples.times.length}</dd>
        {outcome ? (
          <>
            <dt>Method</dt>
            <dd>{methodWords(outcome.method)}</dd>
            {outcome.stepper === 'none' ? null : <Fact name="Stepper" value={outcome.stepper} />}
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
          <Fact key={name} name={`${partWords(name)}, drift`} value={numberText(invariant.drift, 2)} />
        ))}
        {Object.entries(outcome?.errors.exact ?? {}).map(([name, error]) => (
          <Fact key={name} name={`Error, ${name}`} value={numberText(error, 2)} />
        ))}
      </dl>
      <MetricTable metrics={outcome?.metrics ?? {}} scalars={run.result.scalars} />
      <EventList events={outcome?.events ?? []} when={run.experiment.problem.events ?? []} />
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
      <MetricTable metrics={own} scalars={live?.scalars ?? []} />
    </section>
  )
}

/** Nothing is selected: what the live curve is and where its peaks are. */
function PeakFacts() {
  const experiment = useExperiment()
  const live = useRuns((state) => state.live)
  // What a run says of itself when it has ended: not with every piece of one.
  const kept = useRuns(({ runs, selectedId }) => {
    const run = runs.find(({ id, isShown }) => id === selectedId && isShown)
    return run?.result.outcome
  })
  const scalars = useRuns(({ runs, selectedId }) => runs.find(({ id }) => id === selectedId)?.result.scalars)
  const metrics = live?.report.metrics ?? kept?.metrics
  const problem = problemInFront(experiment)
  return (
    <>
      <section className="section stack" aria-label="Results">
        <h2>Results</h2>
        {metrics ? (
          <MetricTable metrics={metrics} scalars={live?.scalars ?? scalars ?? []} />
        ) : (
          <p className="muted">Nothing computed yet.</p>
        )}
        <EventList events={live?.report.events ?? kept?.events ?? []} when={experiment.problem.events ?? []} />
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
