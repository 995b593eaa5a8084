import type { Experiment } from '../../experiment/experiment.ts'
import { setPath } from '../../experiment/path.ts'
import { Formula } from '../forms/formula.tsx'
import { numberText } from '../plots/number-text.ts'
import { pathLabel } from '../report/path-label.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useExperiment, useFit, useWorkbench } from '../shell/context.tsx'
import { BoundsTable } from './bounds-table.tsx'
import { type Candidate, fitCandidates, matrixColumns } from './candidates.ts'
import { freePath } from './free-parameters.ts'

/** Which values the fit may change, between which bounds, and how it measures the distance. */
export function FitPanel() {
  const experiment = useExperiment()
  const { status, iterations } = useFit((state) => state)
  const candidates = fitCandidates(experiment)
  const columns = matrixColumns(candidates)
  const last = iterations.at(-1)
  return (
    <>
      <div className="side-head">
        <span className="grow">Fit</span>
        {status === 'running' ? (
          <ActionButton id="stop-fit" icon="stop" label="Stop" />
        ) : (
          <ActionButton id="preview-guess" />
        )}
        <ActionButton id="fit" icon="fit" kind="primary" />
      </div>
      <div className="scroll">
        {status === 'running' ? (
          <p className="section" role="status" data-testid="fit-progress">
            {last ? `Iteration ${last.iteration}, cost ${numberText(last.cost, 4)}` : 'Starting…'}
          </p>
        ) : null}
        <section className="section" aria-label="Free parameters">
          <h2>Free parameters</h2>
          {(experiment.data ?? []).length === 0 ? (
            <p className="notice warning" style={{ margin: '8px 0' }}>
              A fit needs measurements; drop a CSV on the window.
            </p>
          ) : null}
          <table className="plain free-matrix" data-testid="free-matrix">
            <thead>
              <tr>
                <th>Component</th>
                {columns.map((column) => (
                  <th key={column.label} title={column.words ?? column.label}>
                    {column.symbol ? <Formula latex={column.symbol} /> : column.label}
                    <span className="visually-hidden">{column.words}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {candidates.components.map((component, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a component is its place in the file
                <tr key={index}>
                  <td>{component.name}</td>
                  {columns.map((column) => {
                    const cell = component.cells.find((candidate) => candidate.label === column.label)
                    return (
                      <td key={column.label}>{cell ? <FreeBox candidate={cell} experiment={experiment} /> : null}</td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
          <details open={candidates.others.some(({ path }) => experiment.fit?.free[path] !== undefined)}>
            <summary>Column, carrier gas and scales</summary>
            {candidates.others.map((candidate) => (
              <div key={candidate.path} className="switch-row">
                <FreeBox candidate={candidate} experiment={experiment} />
                <label htmlFor={boxId(candidate.path)}>{candidate.label}</label>
              </div>
            ))}
          </details>
        </section>
        <BoundsTable />
        <HowToFit />
      </div>
    </>
  )
}

const boxId = (path: string) => `free-box-${path}`

function FreeBox({ candidate, experiment }: { readonly candidate: Candidate; readonly experiment: Experiment }) {
  const workbench = useWorkbench()
  const label = pathLabel(candidate.path, experiment)
  return (
    <input
      type="checkbox"
      id={boxId(candidate.path)}
      aria-label={`Fit ${label}`}
      data-testid={`free-${candidate.path}`}
      checked={experiment.fit?.free[candidate.path] !== undefined}
      onChange={() => workbench.document.edit(`Fit ${label}`, (present) => freePath(present, candidate.path))}
    />
  )
}

function HowToFit() {
  const workbench = useWorkbench()
  const { fit } = useExperiment()
  return (
    <section className="section stack" aria-label="How to fit">
      <h2>How</h2>
      <label className="row">
        <span className="grow">Loss</span>
        <select
          className="select"
          data-testid="fit-loss"
          value={fit?.loss ?? 'linear'}
          onChange={(event) => {
            const loss = event.currentTarget.value
            workbench.document.edit('Loss', (present) => setPath(withFit(present), 'fit.loss', loss))
          }}
        >
          <option value="linear">Least squares</option>
          <option value="huber">Huber (few outliers)</option>
          <option value="cauchy">Cauchy (many outliers)</option>
        </select>
      </label>
      <label className="row">
        <span className="grow">Starts</span>
        <input
          className="text-field"
          style={{ width: 72 }}
          type="number"
          min={1}
          max={200}
          data-testid="fit-starts"
          value={fit?.starts ?? 1}
          onChange={(event) => {
            const starts = Math.max(1, Math.min(200, Math.round(Number(event.currentTarget.value)) || 1))
            workbench.document.edit('Starts', (present) => setPath(withFit(present), 'fit.starts', starts))
          }}
        />
      </label>
      <p className="small muted">More starts search from several places inside the bounds.</p>
    </section>
  )
}

function withFit(experiment: Experiment): Experiment {
  return experiment.fit ? experiment : { ...experiment, fit: { free: {} } }
}
