import { useEffect, useState } from 'react'
import { reportHtml } from '../report/report.ts'
import { errorsOf } from '../runs/check.ts'
import { runNow } from '../runs/run-now.ts'
import type { RunRecord } from '../runs/run-record.ts'
import { useFit, useInputs, useRuns, useWorkbench } from '../shell/context.tsx'
import type { Workbench } from '../shell/workbench.ts'
import { runForReport } from './report-run.ts'
import { reportSourceOf } from './report-source.ts'

/** The report, or why there is none. */
type Made = { readonly html: string; readonly error?: never } | { readonly html?: never; readonly error: string }

async function makeReport(workbench: Workbench, run: RunRecord): Promise<Made> {
  try {
    return { html: reportHtml(await reportSourceOf(workbench, run)) }
  } catch (error) {
    return {
      error: errorsOf(error)
        .map((each) => each.message)
        .join(' '),
    }
  }
}

/** The report as it will be written, in a frame that may do nothing but show it. */
export function ReportView() {
  const workbench = useWorkbench()
  const { runs, selectedId, activeId } = useRuns((state) => state)
  const fit = useFit((state) => state.result)
  const inputs = useInputs((state) => state.inputs)
  const run = runForReport(runs, selectedId)
  const [made, setMade] = useState<Made>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: fit and inputs are read from their stores by reportSourceOf
  useEffect(() => {
    let isCurrent = true
    const show = (next: Made | undefined) => {
      if (isCurrent) setMade(next)
    }
    if (run) void makeReport(workbench, run).then(show)
    else show(undefined)
    return () => {
      isCurrent = false
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
