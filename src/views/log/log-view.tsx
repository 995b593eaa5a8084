import { useRuns } from '../shell/context.tsx'

/** What runs said, line by line, newest run first. */
export function LogView() {
  const runs = useRuns((state) => state.runs)
  const lines = runs.toReversed()
  return (
    <div className="view" data-view="log" data-testid="view-log">
      {lines.length === 0 ? (
        <div className="empty">
          <strong>Nothing has been said yet</strong>
          Runs kept with Space write here.
        </div>
      ) : (
        <div style={{ overflow: 'auto', padding: 12 }} className="mono">
          {lines.map((run) => (
            <div key={run.id} style={{ marginBottom: 12 }}>
              <strong>
                {new Date(run.startedAt).toLocaleTimeString()} {run.name}: {run.result.status}
                {run.result.reason ? `, ${run.result.reason}` : ''}
              </strong>
              {(run.result.outcome?.why ?? []).map((line) => (
                <div key={line} className="muted">
                  {line}
                </div>
              ))}
              {run.result.log.map((line, i) => (
                <div
                  // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows
                  key={i}
                  className={line.level === 'error' ? 'danger-text' : line.level === 'warning' ? 'warning-text' : ''}
                >
                  {line.message}
                </div>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
