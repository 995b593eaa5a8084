import type { SimulationReport } from '../../core/simulation.ts'
import { FieldFacts } from '../fields/field-facts.tsx'
import { numberText } from '../plots/number-text.ts'
import { methodWords, partWords } from '../report/quantity-words.ts'
import type { RunResult } from '../runs/run-record.ts'
import { waitingSentence } from '../runs/waiting.ts'
import { useFields, useInterface, useRuns } from './context.tsx'
import { formatSeconds } from './duration.ts'
import type { Place } from './interface-store.ts'

/** Places that are about runs that were kept. */
const isOfKept = (place: Place) => place === 'runs' || place === 'compare' || place === 'report'

/** Progress and time left, backend, conserved quantities and error estimate of the run in front. */
export function Strip() {
  const { live, livePlan, runs, activeId, selectedId, waiting, liveTrouble } = useRuns((state) => state)
  const place = useInterface((state) => state.place)
  const hasFields = useFields((state) => state.status !== 'none')
  const active = runs.find((run) => run.id === activeId)
  const selected = runs.find((run) => run.id === selectedId)
  if (place === 'gallery')
    return <footer className="strip">Everything is computed on this machine; nothing is sent anywhere.</footer>
  const isOfRun = isOfKept(place) || live === undefined
  const outcome = active?.result.outcome ?? (isOfRun ? selected?.result.outcome : undefined)
  return (
    <footer className="strip" data-testid="strip">
      {active ? <Progress name={active.name} result={active.result} /> : null}
      {!active && waiting ? <span data-testid="waiting">{waitingSentence(waiting)}</span> : null}
      {!active && liveTrouble ? <span className="danger-text">Not computed</span> : null}
      {!active && hasFields && !isOfKept(place) ? (
        <FieldFacts />
      ) : outcome ? (
        <Facts
          backend={`${outcome.backend} ${outcome.compute.precision}`}
          method={outcome.method}
          why={[...outcome.why, outcome.compute.fallback?.reason ?? '']}
          invariants={outcome.invariants}
          errors={outcome.errors}
          seconds={outcome.seconds.wall}
        />
      ) : live && livePlan ? (
        <Facts
          backend={`${livePlan.backend} ${livePlan.precision}`}
          method={livePlan.method}
          why={livePlan.why}
          invariants={live.report.invariants}
          errors={live.report.errors}
          seconds={live.milliseconds / 1000}
        />
      ) : null}
    </footer>
  )
}

function Progress({ name, result }: { readonly name: string; readonly result: RunResult }) {
  const fraction = result.progress?.fraction ?? 0
  const left = result.progress?.secondsLeft
  return (
    <span className="row" role="status" data-testid="progress">
      <span>{name}</span>
      <span className="progress">
        <i style={{ width: `${(100 * fraction).toFixed(1)}%` }} />
      </span>
      <span className="tabular">{progressText(fraction, result.status === 'paused', left)}</span>
    </span>
  )
}

function progressText(fraction: number, isPaused: boolean, left: number | undefined): string {
  const share = `${(100 * fraction).toFixed(0)} %`
  if (isPaused) return `${share}, paused`
  if (fraction >= 1) return 'saving'
  return left === undefined ? share : `${share}, ${formatSeconds(left)} left`
}

/** The largest drift of each kind of conserved quantity, and all of them for the pointer. */
function conserved(
  invariants: SimulationReport['invariants'],
): readonly { readonly kind: string; readonly drift: number; readonly all: string }[] {
  const entries = Object.entries(invariants)
  const kinds = [...new Set(entries.map(([name]) => name.split('.')[0] ?? name))]
  return kinds.map((kind) => {
    const own = entries.filter(([name]) => name === kind || name.startsWith(`${kind}.`))
    const drift = own.reduce((most, [, each]) => (Math.abs(each.drift) > Math.abs(most) ? each.drift : most), 0)
    const all = own.map(([name, each]) => `${partWords(name)}: ${numberText(each.drift, 2)}`).join('\n')
    return { kind, drift, all }
  })
}

function Facts(props: {
  readonly backend: string
  readonly method: string
  readonly why: readonly string[]
  readonly invariants: SimulationReport['invariants']
  readonly errors: SimulationReport['errors']
  readonly seconds: number
}) {
  const exact = Object.values(props.errors.exact ?? {})
  const estimate = Object.values(props.errors.estimate ?? {})
  return (
    <>
      <span className="badge" data-testid="backend-badge" title={props.why.filter(Boolean).join('\n')}>
        {props.backend}
      </span>
      <span data-testid="method">{methodWords(props.method)}</span>
      {conserved(props.invariants).map(({ kind, drift, all }) => (
        <span key={kind} className="tabular" title={all}>
          {kind} drift {numberText(drift, 2)}
        </span>
      ))}
      {exact.length > 0 ? (
        <span data-testid="exact-error" className="tabular">
          error {numberText(100 * Math.max(...exact), 2)} % of the peak
        </span>
      ) : null}
      {exact.length === 0 && estimate.length > 0 ? (
        <span className="tabular">estimated error {numberText(Math.max(...estimate), 2)}</span>
      ) : null}
      <span className="grow" />
      <span className="tabular" data-testid="seconds">
        {props.seconds > 0 ? formatSeconds(props.seconds) : ''}
      </span>
    </>
  )
}
