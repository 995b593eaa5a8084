import { useMemo } from 'react'
import type { FitResult } from '../../fit/fit-result.ts'
import { correlationFigure } from '../plots/correlation.ts'
import { numberText, unitText, valueWithError } from '../plots/number-text.ts'
import { pathLabel } from '../report/path-label.ts'
import { FigureView } from '../runs/figure-view.tsx'
import { ActionButton } from '../shell/action-button.tsx'
import { useExperiment, useFit, useWorkbench } from '../shell/context.tsx'
import { fitCsv } from './fit-csv.ts'
import { fitFigure } from './fit-figure.ts'
import { groupPaths, ParameterName } from './parameter-groups.tsx'
import { applyFit } from './run-fit.ts'

/** The fit over the measurements with its band and residuals, and its table. */
export function FitView() {
  const experiment = useExperiment()
  const { status, result, error, isPreview, iterations } = useFit((state) => state)
  const figure = useMemo(() => (result ? fitFigure(result) : undefined), [result])
  if (!result || !figure)
    return (
      <div className="view" data-view="fit" data-testid="view-fit">
        <div className="empty">
          {status === 'running' ? (
            <>
              <strong>Fitting…</strong>
              {iterations.length > 0
                ? `Iteration ${iterations.at(-1)?.iteration}, cost ${numberText(iterations.at(-1)?.cost ?? 0, 4)}`
                : 'Starting'}
            </>
          ) : (
            <>
              <strong>{error ? 'The fit did not run' : 'No fit yet'}</strong>
              <span className={error ? 'danger-text' : ''}>
                {error ?? 'Free some parameters in the panel and fit.'}
              </span>
              <ActionButton
                id="fit"
                icon="fit"
                kind="primary"
                label={experiment.data?.length ? 'Run the fit' : 'Fit'}
              />
            </>
          )}
        </div>
      </div>
    )
  return (
    <div className="view" data-view="fit" data-testid="view-fit">
      <div className="fit-layout">
        <div style={{ position: 'relative', minHeight: 280 }}>
          <FigureView figure={figure} isMoving={status === 'running'} />
        </div>
        <div className="fit-tables">
          {isPreview ? <p className="notice warning">The model at the start values: nothing was fitted.</p> : null}
          {error ? <p className="notice danger">{error}</p> : null}
          {isPreview ? null : <ResultTable result={result} />}
        </div>
      </div>
    </div>
  )
}

function ResultTable({ result }: { readonly result: FitResult }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const label = (path: string) => pathLabel(path, experiment)
  const entries = Object.entries(result.parameters)
  const rows = { ...result.parameters, ...result.derived }
  return (
    <>
      <div className="row">
        <strong className="grow" data-testid="fit-status">
          {result.status === 'converged' ? 'Converged' : result.status === 'stopped' ? 'Stopped' : 'Failed'}
        </strong>
        <button
          type="button"
          className="button small primary"
          data-testid="apply-fit"
          onClick={() => applyFit(workbench)}
        >
          Apply values
        </button>
        <button
          type="button"
          className="button small"
          onClick={async () => {
            await navigator.clipboard.writeText(fitCsv(result))
            workbench.interface.notify('info', 'The table is in the clipboard as CSV.')
          }}
        >
          Copy as CSV
        </button>
      </div>
      <p className="small muted">{result.reason}</p>
      <table className="plain tabular" data-testid="fit-table">
        <thead>
          <tr>
            <th>Parameter</th>
            <th className="number">Value ± standard error</th>
            <th className="number">95 % interval</th>
            <th>Unit</th>
          </tr>
        </thead>
        {groupPaths(Object.keys(rows), experiment).map((group) => (
          <tbody key={group.name ?? ''}>
            {group.name === undefined ? null : (
              <tr className="group-row">
                <th colSpan={4} scope="rowgroup">
                  {group.name}
                </th>
              </tr>
            )}
            {group.paths.flatMap((path) => {
              const fitted = rows[path]
              return fitted
                ? [
                    <tr key={path} data-path={path}>
                      <td>
                        <ParameterName path={path} experiment={experiment} />
                        {path in result.parameters ? null : <span className="small muted"> follows</span>}
                      </td>
                      <td className="number">{valueWithError(fitted.value, fitted.standardError)}</td>
                      <td className="number">
                        {numberText(fitted.interval95[0], 5)} to {numberText(fitted.interval95[1], 5)}
                        {fitted.atBound ? <span className="warning-text"> at {fitted.atBound} bound</span> : null}
                      </td>
                      <td>{unitText(fitted.unit)}</td>
                    </tr>,
                  ]
                : []
            })}
          </tbody>
        ))}
      </table>
      <dl className="facts">
        <dt>R²</dt>
        <dd data-testid="fit-r2">{result.r2.toFixed(6)}</dd>
        <dt>Residual std</dt>
        <dd>
          {numberText(result.residualStd, 4)} {unitText(result.series[0]?.unit ?? '')}
        </dd>
        <dt>Reduced χ²</dt>
        <dd>{numberText(result.reducedChiSquare, 4)}</dd>
        <dt>Degrees of freedom</dt>
        <dd>{result.degreesOfFreedom}</dd>
        <dt>Evaluations</dt>
        <dd>
          {result.evaluations} in {numberText(result.seconds, 3)} s
        </dd>
      </dl>
      {result.flagged.map((pair) => (
        <p key={`${pair.a}${pair.b}`} className="notice warning small" data-testid="fit-flag">
          {label(pair.a)} and {label(pair.b)} can hardly be told apart (correlation {pair.correlation.toFixed(4)}): fix
          one of them, or measure more.
        </p>
      ))}
      {entries.length > 1 ? <Correlation result={result} label={label} /> : null}
      {result.notes.length > 0 ? (
        <details>
          <summary>{result.notes.length} notes</summary>
          <ul className="small muted" style={{ margin: '0 0 0 16px', padding: 0 }}>
            {result.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

function Correlation({ result, label }: { readonly result: FitResult; readonly label: (path: string) => string }) {
  const names = Object.keys(result.parameters)
  const figure = useMemo(() => correlationFigure({ title: 'Correlation', fit: result, label }), [result, label])
  return (
    <details open={names.length <= 6}>
      <summary>Correlation of the parameters</summary>
      <table className="plain small tabular correlation" aria-label={figure.description}>
        <thead>
          <tr>
            <th />
            {names.map((name) => (
              <th key={name} className="number">
                {label(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((row, i) => (
            <tr key={row}>
              <th>{label(row)}</th>
              {names.map((column, j) => {
                const value = result.correlation[i]?.[j] ?? Number.NaN
                return (
                  <td key={column} className="number" style={{ background: shade(value, i === j) }}>
                    {value.toFixed(3)}
                    {i !== j && Math.abs(value) > 0.99 ? ' !' : ''}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

/** Red for positive, blue for negative, as strong as the correlation. */
function shade(value: number, isSame: boolean): string {
  if (isSame || !Number.isFinite(value)) return 'transparent'
  const colour = value > 0 ? 'var(--danger)' : 'var(--accent)'
  return `color-mix(in srgb, ${colour} ${Math.round(30 * Math.abs(value))}%, transparent)`
}
