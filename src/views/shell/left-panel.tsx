import { lazy, Suspense, useLayoutEffect, useRef } from 'react'
import type { Problem } from '../../pde/problem.ts'
import { DataPanel } from '../data/data-panel.tsx'
import { FileEditor } from '../editors/file-editor.tsx'
import { ReportPanel } from '../export/report-panel.tsx'
import { FitPanel } from '../fit/fit-panel.tsx'
import { ComponentsForm } from '../forms/components-form.tsx'
import { Equations } from '../forms/equations.tsx'
import { MethodForm, OutputForm } from '../forms/method-form.tsx'
import { ParameterForm } from '../forms/parameter-form.tsx'
import { ProgramForm } from '../forms/program-form.tsx'
import { BodiesForm } from '../odes/bodies-form.tsx'
import { EventsTable } from '../odes/events-table.tsx'
import { InitialForm } from '../odes/initial-form.tsx'
import { conservedPlace, NamedExpressions, outputsPlace } from '../odes/named-expressions.tsx'
import { ParameterTable } from '../odes/parameter-table.tsx'
import { SystemPanel } from '../odes/system-panel.tsx'
import { problemInFront } from '../problem-in-front.ts'
import { ComparePanel } from '../runs/compare-panel.tsx'
import { RunsPanel } from '../runs/runs-panel.tsx'
import { StudyForm } from '../studies/study-form.tsx'
import { SweepForm } from '../sweep/sweep-form.tsx'
import { placeLabel } from './actions/view-actions.ts'
import { useExperiment, useInterface, useWorkbench } from './context.tsx'

const FieldParts = lazy(async () => ({ default: (await import('../typed-pde/field-parts.tsx')).FieldParts }))

/** What the rail has chosen: the experiment from top to bottom, or the part of it that the place is about. */
export function LeftPanel() {
  const place = useInterface((state) => state.place)
  const workbench = useWorkbench()
  const panel = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const region = panel.current?.querySelector('.scroll')
    if (region) region.scrollTop = workbench.interface.getState().scroll[place] ?? 0
  }, [place, workbench])
  return (
    <section
      ref={panel}
      className="side left"
      aria-label={`${placeLabel(place)} panel`}
      data-testid="left-panel"
      onScrollCapture={(event) => {
        const region = event.target
        if (!(region instanceof HTMLElement) || !region.matches('.scroll')) return
        const top = Math.round(region.scrollTop)
        workbench.interface.setState((state) => ({ scroll: { ...state.scroll, [place]: top } }))
      }}
    >
      {place === 'data' ? <DataPanel /> : null}
      {place === 'fit' ? <FitPanel /> : null}
      {place === 'runs' ? <RunsPanel /> : null}
      {place === 'compare' ? <ComparePanel /> : null}
      {place === 'report' ? <ReportPanel /> : null}
      {place === 'problem' || place === 'gallery' ? <ProblemPanel /> : null}
    </section>
  )
}

function ProblemPanel() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const editor = useInterface((state) => state.editor)
  const problem = problemInFront(experiment)
  return (
    <>
      <div className="side-head">
        <span className="grow">Experiment</span>
        {(['form', 'file'] as const).map((which) => (
          <button
            key={which}
            type="button"
            className="button small"
            data-testid={`editor-${which}`}
            aria-pressed={editor === which}
            onClick={() => workbench.interface.setState({ editor: which })}
          >
            {which === 'form' ? 'Form' : 'File'}
          </button>
        ))}
      </div>
      {editor === 'file' || !problem ? (
        <FileEditor />
      ) : (
        <div className="scroll">
          {problem.id === 'typed-pde' ? (
            <Suspense fallback={<p className="empty">Loading…</p>}>
              <FieldParts problem={problem} />
            </Suspense>
          ) : problem.specialise ? (
            <TypedParts problem={problem} />
          ) : (
            <GivenParts problem={problem} />
          )}
          <MethodForm problem={problem} />
          <OutputForm />
          {problem.id === 'typed-ode' ? <StudyForm problem={problem} /> : null}
          <SweepForm />
          <Notes />
        </div>
      )}
    </>
  )
}

/** A problem of the catalogue: its equations are given, its parameters known. */
function GivenParts({ problem }: { readonly problem: Problem }) {
  return (
    <>
      <Equations problem={problem} />
      <section className="section" aria-label="Parameters">
        <h2>Parameters</h2>
        <ParameterForm problem={problem} />
      </section>
      {problem.id === 'n-body' ? <BodiesForm /> : null}
      <ComponentsForm problem={problem} />
      {problem.program ? <ProgramForm problem={problem} /> : null}
    </>
  )
}

/** A problem typed as text: its equations, parameters and all else are the person's own. */
function TypedParts({ problem }: { readonly problem: Problem }) {
  const first = useExperiment().problem.initial ?? {}
  const suggestion = Object.keys(first)[0] ?? 'x'
  return (
    <>
      <SystemPanel problem={problem} />
      <ParameterTable problem={problem} />
      <InitialForm problem={problem} />
      <EventsTable />
      <NamedExpressions place={outputsPlace} suggestion={suggestion} />
      <NamedExpressions place={conservedPlace} suggestion={`${suggestion}^2`} />
    </>
  )
}

function Notes() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  return (
    <section className="section" aria-label="Notes">
      <h2>Notes</h2>
      <textarea
        className="text-field"
        style={{ width: '100%', height: 96, padding: 8, marginTop: 8, resize: 'vertical' }}
        aria-label="Notes"
        value={experiment.notes ?? ''}
        onChange={(event) => {
          const notes = event.currentTarget.value
          workbench.document.edit('Notes', (present) => ({ ...present, notes }), 'notes')
        }}
        onBlur={() => workbench.document.endGesture()}
      />
    </section>
  )
}
