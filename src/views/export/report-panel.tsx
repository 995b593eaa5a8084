import { applyFit } from '../fit/run-fit.ts'
import { runNow } from '../runs/run-now.ts'
import { useExperiment, useFit, useRuns, useWorkbench } from '../shell/context.tsx'
import { fitOfData, fitOfRun } from './fit-of-run.ts'
import { hasResults, runForReport } from './report-run.ts'
import { saveReport } from './save-report.ts'

/** Which run the report tells of, what is said about it, and where it goes. */
export function ReportPanel() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { runs, selectedId } = useRuns((state) => state)
  const run = runForReport(runs, selectedId)
  const fit = useFit((state) => state)
  const isFitLeftOut = run !== undefined && fitOfData(fit, run.experiment) !== fitOfRun(fit, run.experiment)
  const whole = runs.filter(({ result }) => hasResults(result))
  return (
    <>
      <div className="side-head">
        <span className="grow">Report</span>
      </div>
      <div className="scroll">
        <section className="section stack" aria-label="Run of the report">
          <label className="row">
            <span style={{ width: 72 }}>Run</span>
            <select
              className="select grow"
              value={run?.id ?? ''}
              onChange={(event) => workbench.runs.setState({ selectedId: event.currentTarget.value })}
            >
              {run ? null : <option value="">No run yet</option>}
              {whole.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </select>
          </label>
          {isFitLeftOut ? (
            <div className="stack" data-testid="fit-left-out">
              <p className="small muted">
                This run was made without the fitted values, so its report leaves the fit out.
              </p>
              <button
                type="button"
                className="button"
                onClick={() => {
                  applyFit(workbench)
                  void runNow(workbench)
                }}
              >
                Apply the fit and run
              </button>
            </div>
          ) : null}
          <label className="stack">
            <span>Authors</span>
            <input
              className="text-field"
              placeholder="Names, with commas between"
              value={(experiment.authors ?? []).join(', ')}
              onChange={(event) => {
                const authors = event.currentTarget.value.split(',').map((name) => name.trimStart())
                workbench.document.edit('Authors', (present) => ({ ...present, authors }), 'authors')
              }}
              onBlur={() => workbench.document.endGesture()}
            />
          </label>
          <p className="small muted">Authors and notes go into the runs made after they were written.</p>
        </section>
        <section className="section stack" aria-label="Write the report">
          <button
            type="button"
            className="button primary"
            data-testid="save-report-html"
            disabled={!run}
            onClick={() => run && void saveReport(workbench, run, 'html')}
          >
            Save as HTML
          </button>
          <button
            type="button"
            className="button"
            data-testid="save-report-pdf"
            disabled={!run}
            onClick={() => run && void saveReport(workbench, run, 'pdf')}
          >
            Save as PDF
          </button>
          <p className="small muted">
            The HTML is one file without scripts. It carries the experiment: dropped on a window of Isoline it opens
            again.
          </p>
        </section>
      </div>
    </>
  )
}
