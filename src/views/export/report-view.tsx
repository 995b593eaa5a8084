import { useMemo } from 'react'
import { reportHtml } from '../report/report.ts'
import { errorsOf } from '../runs/check.ts'
import { runNow } from '../runs/run-now.ts'
import { useFit, useInputs, useRuns, useWorkbench } from '../shell/context.tsx'
import { runForReport } from './report-run.ts'
import { reportSourceOf } from './report-source.ts'

/** The report as it will be written, in a frame that may do nothing but show it. */
export function ReportView() {
  const workbench = useWorkbench()
  const { runs, selectedId, activeId } = useRuns((state) => state)
  const fit = useFit((state) => state.result)
  const inputs = useInputs((state) => state.inputs)
  const run = runForReport(runs, selectedId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: fit and inputs are read from their stores by reportSourceOf
  const made = useMemo(() => {
    if (!run) return undefined
    try {
      return { html: reportHtml(reportSourceOf(workbench, run)) }
    } catch (error) {
      return {
        error: errorsOf(error)
          .map((each) => each.message)
          .join(' '),
      }
    }
  }, [workbench, run, fit, inputs])
  return (
    <div className="view" data-view="report" data-testid="view-report">
      {made?.html ? (
        <iframe
          title="Report"
          sandbox=""
          srcDoc={made.html}
          data-testid="report-frame"
          style={{ flex: 1, border: 0, background: '#ffffff' }}
        />
      ) : (
        <div className="empty">
          <strong>{made?.error ? 'The report cannot be made' : 'A report tells of a run'}</strong>
          <span className={made?.error ? 'danger-text' : ''}>
            {made?.error ??
              'Keep one with Space; the report states model, parameters, results and how to reproduce them.'}
          </span>
          {activeId ? null : (
            <button
              type="button"
              className="button primary"
              data-testid="run-for-report"
              onClick={() => void runNow(workbench)}
            >
              Run and report
            </button>
          )}
        </div>
      )}
    </div>
  )
}
