import { studies } from '../../experiment/studies.ts'
import { studiesOf } from '../../experiment/unavailable.ts'
import type { Problem } from '../../pde/problem.ts'
import { FieldErrors } from '../forms/field-errors.tsx'
import { stopRun, togglePause } from '../runs/flights.ts'
import { runNow } from '../runs/run-now.ts'
import { isActive, type RunRecord } from '../runs/run-record.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useRuns, useWorkbench } from '../shell/context.tsx'
import { formatSeconds } from '../shell/duration.ts'
import { Icon } from '../shell/icons.tsx'
import { StudyFieldRow } from './study-field-row.tsx'
import { type Sampling, samplingOf, samplings, studyFieldsOf } from './study-fields.ts'
import { guessedPeriod, guessedSection, withStudy, withStudyField } from './study-logic.ts'
import { studyWords } from './study-words.ts'
import { studyTypeOf } from './time-experiment.ts'
import { useGround } from './use-ground.ts'

/** The question asked of the system: over time, at rest, over a parameter, on a section; its fields, and its run. */
export function StudyForm({ problem }: { readonly problem: Problem }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const ground = useGround()
  const type = studyTypeOf(experiment)
  const known = studiesOf(problem.id)
  const title = studies.find(({ id }) => id === type)?.title
  const own = errors.filter((error) => error.path === 'study' || error.path === 'study.type')
  const choose = (next: string) => {
    workbench.document.edit(`Study: ${studyWords(next).toLowerCase()}`, (present) => withStudy(present, next, ground()))
    if (next !== 'time') workbench.interface.setState({ openView: 'study' })
  }
  return (
    <section className="section" aria-label="Study" data-testid="study-form">
      <h2>Study</h2>
      <select
        className="select"
        style={{ width: '100%', margin: '8px 0 4px' }}
        aria-label="Study"
        data-testid="field-study.type"
        data-path="study.type"
        value={type}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {studies
          .filter(({ id }) => known.includes(id))
          .map(({ id }) => (
            <option key={id} value={id}>
              {studyWords(id)}
            </option>
          ))}
        {known.includes(type) ? null : <option value={type}>{type}</option>}
      </select>
      {title ? <p className="small muted">{title}.</p> : null}
      <FieldErrors errors={own} />
      {type === 'poincare' || type === 'bifurcation' ? <SamplingRow type={type} /> : null}
      {studyFieldsOf(experiment).map((field) => (
        <StudyFieldRow key={field.kind === 'number' ? field.description.name : field.name} field={field} />
      ))}
      {type === 'time' ? null : <StudyRun />}
    </section>
  )
}

/** Extrema, a section or a period: one of them, so that a choice takes the others out of the file. */
function SamplingRow({ type }: { readonly type: 'poincare' | 'bifurcation' }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const ground = useGround()
  const choices = type === 'poincare' ? samplings.filter(([id]) => id !== 'extrema') : samplings
  const sampling = samplingOf(experiment)
  const put = (next: Sampling) =>
    workbench.document.edit('How the attractor is sampled', (present) => {
      const bare = (['section', 'direction', 'period', 'extrema'] as const).reduce<typeof present>(
        (document, name) => withStudyField(document, name, undefined),
        present,
      )
      if (next === 'extrema') return bare
      const guess = next === 'period' ? guessedPeriod(present) : guessedSection(ground())
      return withStudyField(bare, next, guess)
    })
  return (
    <label className="switch-row">
      <span className="grow">Points</span>
      <select
        className="select"
        style={{ maxWidth: 200 }}
        aria-label="How the attractor is sampled"
        data-testid="study-sampling"
        value={sampling}
        onChange={(event) => {
          const next = choices.find(([id]) => id === event.currentTarget.value)
          if (next) put(next[0])
        }}
      >
        {choices.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Run, and while it goes on how far it is, pause and stop. */
function StudyRun() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { plan } = useChecked()
  const going = useRuns(({ runs, activeId }) =>
    runs.find((run) => run.id === activeId && isActive(run.result) && studyTypeOf(run.experiment) !== 'time'),
  )
  if (going) return <Going run={going} />
  return (
    <div className="row" style={{ margin: '8px 0' }}>
      <button
        type="button"
        className="button primary"
        data-testid="run-study"
        disabled={plan === undefined}
        onClick={() => {
          workbench.interface.setState({ openView: 'study' })
          void runNow(workbench, experiment)
        }}
      >
        <Icon name="play" /> Run
      </button>
      <button
        type="button"
        className="button quiet small"
        onClick={() => workbench.interface.setState({ openView: 'study' })}
      >
        Show result
      </button>
    </div>
  )
}

function Going({ run }: { readonly run: RunRecord }) {
  const workbench = useWorkbench()
  const isPaused = run.result.status === 'paused'
  return (
    <div className="row" style={{ margin: '8px 0' }}>
      <StudyProgress run={run} />
      <button
        type="button"
        className="button icon small"
        data-testid="pause-study"
        aria-label={isPaused ? 'Go on' : 'Pause'}
        onClick={() => togglePause(workbench, run.id)}
      >
        <Icon name={isPaused ? 'play' : 'pause'} size={13} />
      </button>
      <button
        type="button"
        className="button icon small"
        data-testid="stop-study"
        aria-label="Stop"
        onClick={() => stopRun(workbench, run.id)}
      >
        <Icon name="stop" size={13} />
      </button>
    </div>
  )
}

/** A bar and its words: `34 %, 12 s left`. */
export function StudyProgress({ run }: { readonly run: RunRecord }) {
  const { progress, status } = run.result
  const fraction = progress?.fraction ?? 0
  const left = progress?.secondsLeft
  const share = `${(100 * fraction).toFixed(0)} %`
  return (
    <span className="row grow" role="status" data-testid="study-progress">
      <span className="progress grow">
        <i style={{ width: `${(100 * fraction).toFixed(1)}%` }} />
      </span>
      <span className="tabular small muted">
        {status === 'paused'
          ? `${share}, paused`
          : left === undefined
            ? share
            : `${share}, ${formatSeconds(left)} left`}
      </span>
    </span>
  )
}
