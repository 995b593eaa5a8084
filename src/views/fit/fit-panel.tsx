import type { Experiment, FreeParameter } from '../../experiment/experiment.ts'
import { getPath, setPath } from '../../experiment/path.ts'
import { findProblem } from '../../pde/catalogue.ts'
import { numberText } from '../plots/number-text.ts'
import { pathLabel } from '../report/path-label.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useExperiment, useFit, useWorkbench } from '../shell/context.tsx'
import { changeFree, freePath } from './free-parameters.ts'

/** PATHs that can be free: every number of the components and the problem that is given, scales and offsets of columns. */
export function candidatePaths(experiment: Experiment): readonly string[] {
  const problem = findProblem(experiment.problem.id)
  const isNumber = (path: string) => {
    const value = getPath(experiment, path)
    return typeof value === 'number' || (typeof value === 'string' && /^[\d.+-]/.test(value))
  }
  const components = (experiment.problem.components ?? []).flatMap((_, index) =>
    (problem?.components?.parameters ?? [])
      .filter((parameter) => parameter.kind === 'number')
      .map((parameter) => `problem.components.${index}.${parameter.name}`),
  )
  const parameters = (problem?.parameters ?? [])
    .filter((parameter) => parameter.kind === 'number')
    .map((parameter) => `problem.parameters.${parameter.name}`)
  return [...components, ...parameters].filter(isNumber)
}

/** Which values the fit may change, between which bounds, and how it measures the distance. */
export function FitPanel() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { status, iterations } = useFit((state) => state)
  const free = experiment.fit?.free ?? {}
  const candidates = candidatePaths(experiment)
  const others = Object.keys(free).filter((path) => !candidates.includes(path))
  const paths = [...others, ...candidates]
  const last = iterations.at(-1)
  return (
    <>
      <div className="side-head">
        <span className="grow">Fit</span>
        {status === 'running' ? <ActionButton id="stop-fit" icon="stop" /> : null}
        <ActionButton id="preview-guess" kind="quiet" />
        <ActionButton id="fit" icon="fit" kind="primary" />
      </div>
      <div className="scroll">
        {status === 'running' ? (
          <section className="section" role="status" data-testid="fit-progress">
            {last ? `Iteration ${last.iteration}, cost ${numberText(last.cost, 4)}` : 'Starting…'}
          </section>
        ) : null}
        <section className="section" aria-label="Free parameters">
          <h2>Free parameters</h2>
          <table className="plain column-table" data-testid="free-table">
            <thead>
              <tr>
                <th style={{ width: '44%' }}>Parameter</th>
                <th>From</th>
                <th>To</th>
                <th title="Search in the logarithm">log</th>
              </tr>
            </thead>
            <tbody>
              {paths.map((path) => (
                <FreeRow key={path} path={path} experiment={experiment} how={free[path]} />
              ))}
            </tbody>
          </table>
          {(experiment.data ?? []).length === 0 ? (
            <p className="muted">A fit needs measurements; drop a CSV on the window.</p>
          ) : null}
        </section>
        <section className="section stack" aria-label="How to fit">
          <h2>How</h2>
          <label className="row">
            <span className="grow">Loss</span>
            <select
              className="select"
              data-testid="fit-loss"
              value={experiment.fit?.loss ?? 'linear'}
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
              value={experiment.fit?.starts ?? 1}
              onChange={(event) => {
                const starts = Math.max(1, Math.min(200, Math.round(Number(event.currentTarget.value)) || 1))
                workbench.document.edit('Starts', (present) => setPath(withFit(present), 'fit.starts', starts))
              }}
            />
          </label>
          <p className="small muted">More starts search from several places inside the bounds.</p>
        </section>
      </div>
    </>
  )
}

function withFit(experiment: Experiment): Experiment {
  return experiment.fit ? experiment : { ...experiment, fit: { free: {} } }
}

function FreeRow(props: {
  readonly path: string
  readonly experiment: Experiment
  readonly how: FreeParameter | undefined
}) {
  const { path, experiment, how } = props
  const workbench = useWorkbench()
  const label = pathLabel(path, experiment)
  const change = (part: Partial<FreeParameter>) =>
    workbench.document.edit(`Bounds of ${label}`, (present) => changeFree(present, path, part), `bounds-${path}`)
  const bound = (which: 'from' | 'to') =>
    how ? (
      <input
        className="text-field"
        aria-label={`${which === 'from' ? 'Lower' : 'Upper'} bound of ${label}`}
        placeholder={which === 'from' ? 'lowest' : 'highest'}
        value={how[which] ?? ''}
        onChange={(event) => {
          const typed = event.currentTarget.value.trim()
          change({ [which]: typed !== '' && Number.isFinite(Number(typed)) ? Number(typed) : typed })
        }}
        onBlur={() => workbench.document.endGesture()}
      />
    ) : null
  return (
    <tr>
      <td className="cut">
        <label className="row" title={path}>
          <input
            type="checkbox"
            data-testid={`free-${path}`}
            checked={how !== undefined}
            onChange={() => workbench.document.edit(`Fit ${label}`, (present) => freePath(present, path))}
          />
          <span className="cut">{label}</span>
        </label>
      </td>
      <td>{bound('from')}</td>
      <td>{bound('to')}</td>
      <td>
        {how ? (
          <input
            type="checkbox"
            aria-label={`Search ${label} in the logarithm`}
            checked={how.spacing === 'log'}
            onChange={(event) => change({ spacing: event.currentTarget.checked ? 'log' : undefined })}
          />
        ) : null}
      </td>
    </tr>
  )
}
