import { type ReactNode, useMemo, useState } from 'react'
import type { StudyResult } from '../../core/simulation.ts'
import { timeUnitOf } from '../../experiment/resolve.ts'
import { runCsv, studyStem } from '../export/study-export.ts'
import { equilibriaOf } from '../odes/equilibria-of.ts'
import type { EquilibriumMark } from '../plots/phase-portrait.ts'
import { FigureView } from '../runs/figure-view.tsx'
import { Toggle } from '../runs/live-frame.tsx'
import { runNow } from '../runs/run-now.ts'
import { isActive, type RunRecord } from '../runs/run-record.ts'
import { keptRun } from '../runs/shown-runs.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useExperiment, useRunsLater, useWorkbench } from '../shell/context.tsx'
import { continuationFigure, unknownsOf } from './continuation-figure.ts'
import { poincareFigure } from './poincare-figure.ts'
import { recordOf } from './read-study.ts'
import { sensitivityFigure } from './sensitivity-figure.ts'
import { parameterUnit } from './study-fields.ts'
import { studyFigure } from './study-figure.ts'
import { StudyProgress } from './study-form.tsx'
import { startingAt, stateText } from './study-logic.ts'
import { type ShownTable, shownTable, studyCsv, studySentence } from './study-table.ts'
import { studyWords } from './study-words.ts'
import { isSameSystem, studyTypeOf, timeExperiment } from './time-experiment.ts'
import { workPrecisionFigure } from './work-precision-figure.ts'

const isStudy = (run: RunRecord) => studyTypeOf(run.experiment) !== 'time'

/** What the studies found: figure and table of the one chosen, that of the run selected or the last. */
export function StudyView() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { runs, selectedId } = useRunsLater()
  const own = runs.filter(isStudy)
  const [chosen, setChosen] = useState<string>()
  // Those of other equations are chosen by hand alone.
  const isOfThese = (other: RunRecord) => String(other.experiment.problem.equations) === String(experiment.problem.equations) // biome-ignore format: one thought
  const run = own.find(({ id }) => id === (chosen ?? selectedId)) ?? own.findLast(isOfThese)
  const going = run && isActive(run.result)
  // While one goes on, or where it failed, the last good result of the same kind stays.
  const before = going || run?.result.status !== 'done' ? own.findLast((other) => other !== run && other.result.status === 'done' && studyTypeOf(other.experiment) === (run ? studyTypeOf(run.experiment) : '')) : undefined // biome-ignore format: one choice
  const shown = run?.result.status === 'done' ? run : before
  const type = studyTypeOf(experiment)
  if (!run)
    return (
      <div className="view" data-view="study" data-testid="view-study">
        <div className="empty">
          <strong>{type === 'time' ? 'No study has run yet' : `${studyWords(type)}: not run yet`}</strong>
          {type === 'time'
            ? 'Choose one in the panel on the left, under Study: equilibria, a bifurcation diagram, Lyapunov exponents, …'
            : 'Its fields are in the panel on the left.'}
          {type === 'time' ? null : <ActionButton id="run" icon="play" kind="primary" label="Run" />}
        </div>
      </div>
    )
  const failure = run.result.status === 'failed' || run.result.status === 'stopped' ? run.result : undefined
  const isOld = shown !== undefined && !isSameSystem(shown.experiment, experiment)
  const head = (
    <>
      {own.length > 1 ? (
        <select
          className="select"
          aria-label="Study shown"
          data-testid="study-shown"
          value={run.id}
          onChange={(event) => {
            setChosen(event.currentTarget.value)
            workbench.runs.setState({ selectedId: event.currentTarget.value })
          }}
        >
          {own.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <span>{run.name}</span>
      )}
      {shown && isOld ? <span className="warning-text">of other values than those in front</span> : null}
      {going ? <StudyProgress run={run} /> : null}
    </>
  )
  return (
    <div className={`view ${shown !== run ? 'stale' : ''}`} data-view="study" data-testid="view-study">
      {shown ? null : <div className="view-controls">{head}</div>}
      <div className="view-body">
        {shown ? (
          <Found key={shown.id} run={shown} head={head} />
        ) : failure ? null : (
          <div className="empty">{going ? `${studyWords(studyTypeOf(run.experiment))}: computing…` : 'No result.'}</div>
        )}
      </div>
      {failure ? (
        <div className="over-view" role="alert">
          <div className="notice danger grow" data-testid="study-trouble">
            <strong>{failure.status === 'failed' ? 'Not answered.' : 'Stopped.'}</strong> {failure.reason ?? ''}
          </div>
          <ActionButton id="run" icon="play" label="Run again" />
        </div>
      ) : null}
    </div>
  )
}

/** Figure, its few choices, and the table under it. */
function Found({ run, head }: { readonly run: RunRecord; readonly head: ReactNode }) {
  const workbench = useWorkbench()
  const study: StudyResult | undefined = run.result.outcome?.study
  const [axes, setAxes] = useState<readonly [x: string, y: string]>(['', ''])
  const [isByEvaluations, setByEvaluations] = useState(false)
  const { experiment } = run
  const timeUnit = timeUnitOf(experiment)
  const names = study?.type === 'continuation' ? unknownsOf(study) : Object.keys(recordOf(study?.points))
  const figure = useMemo(() => {
    const options = {
      title: experiment.title ?? '',
      timeUnit,
      unitOf: (name: string) => parameterUnit(experiment, name),
    }
    const [x, y] = axes
    if (!study) return undefined
    if (study.type === 'sensitivities') return sensitivityFigure(study, keptRun(run), options)
    if (study.type === 'continuation') return continuationFigure(study, { ...options, ...(y ? { of: y } : {}) })
    if (study.type === 'poincare')
      return poincareFigure(study, { ...options, ...(x ? { x } : {}), ...(y ? { y } : {}) })
    if (study.type === 'work-precision')
      return workPrecisionFigure(study, { ...options, cost: isByEvaluations ? 'evaluations' : 'milliseconds' })
    return studyFigure(study, options)
  }, [study, run, experiment, timeUnit, axes, isByEvaluations])
  const table = study ? shownTable(study) : undefined
  const axis = (place: 0 | 1, label: string) => (
    <select
      className="select"
      aria-label={label}
      data-testid={`study-axis-${place === 0 ? 'x' : 'y'}`}
      value={axes[place]}
      onChange={(event) => {
        const name = event.currentTarget.value
        setAxes(place === 0 ? [name, axes[1]] : [axes[0], name])
      }}
    >
      <option value="">{place === 0 ? 'x' : 'y'}: chosen</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  )
  const csv = async () => {
    const text = study && study.type !== 'sensitivities' ? studyCsv(study) : runCsv(run)
    const bytes = new TextEncoder().encode(text)
    const place = await workbench.desk.saveFile({ suggestedName: `${studyStem(run)}.csv`, bytes })
    if (place) workbench.interface.notify('info', `Written: ${place.name}.`)
  }
  return (
    <div className={`study-found ${table && table.rows.length > 0 ? 'with-table' : ''}`}>
      <div className="view-controls">
        {head}
        <span className="study-sentence" data-testid="study-sentence">
          {study ? studySentence(study) : ''}
        </span>
        <span className="grow" />
        {study?.type === 'continuation' && names.length > 1 ? axis(1, 'Quantity on the y axis') : null}
        {study?.type === 'poincare' && names.length > 2 ? (
          <>
            {axis(0, 'Quantity on the x axis')}
            {axis(1, 'Quantity on the y axis')}
          </>
        ) : null}
        {study?.type === 'work-precision' ? (
          <Toggle label="Evaluations instead of time" isOn={isByEvaluations} onChange={setByEvaluations} />
        ) : null}
        {study ? (
          <button type="button" className="button small" data-testid="study-csv" onClick={() => void csv()}>
            CSV
          </button>
        ) : null}
      </div>
      <div className="study-figure">{figure ? <FigureView figure={figure} isMoving={false} /> : null}</div>
      {table && table.rows.length > 0 && study ? (
        <StudyRows run={run} study={study} table={table} marks={equilibriaOf(study)} />
      ) : null}
    </div>
  )
}

/** The table; a row that is a state can be started from. */
function StudyRows(props: {
  readonly run: RunRecord
  readonly study: StudyResult
  readonly table: ShownTable
  readonly marks: readonly EquilibriumMark[]
}) {
  const { study, table, marks } = props
  const workbench = useWorkbench()
  const isStates = study.type === 'equilibria' || study.type === 'steady'
  const start = (mark: EquilibriumMark) => {
    workbench.document.edit(`Start at ${stateText(mark.state)}`, (present) => startingAt(present, mark.state))
    workbench.interface.setState({ openView: 'phase-portrait' })
    void runNow(workbench, timeExperiment(workbench.document.getState().history.present))
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <section className="study-rows" aria-label="Numbers" data-testid="study-table" tabIndex={0}>
      <table className="plain tabular small">
        <thead>
          <tr>
            {table.headings.map((heading, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a heading is its place
              <th key={i} className={table.numbers.includes(i) ? 'number' : ''}>
                {heading}
              </th>
            ))}
            {isStates ? <th /> : null}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => {
            const mark = isStates ? marks[at] : undefined
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <tr key={at}>
                {row.map((cell, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                  <td key={i} className={table.numbers.includes(i) ? 'number' : ''}>
                    {cell}
                  </td>
                ))}
                {mark ? (
                  <td className="number">
                    <button
                      type="button"
                      className="button small"
                      data-testid={`start-at-${at}`}
                      title="Begins the solution at this state"
                      onClick={() => start(mark)}
                    >
                      Start here
                    </button>
                  </td>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
