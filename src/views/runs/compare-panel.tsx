import { useMemo } from 'react'
import { numberText } from '../plots/number-text.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useRuns, useWorkbench } from '../shell/context.tsx'
import { compareResults, pairToCompare } from './compare.ts'
import type { RunRecord } from './run-record.ts'
import { useChecked } from './use-checked.ts'

/** Which two runs are compared, and by how much they differ. */
export function ComparePanel() {
  const workbench = useWorkbench()
  const planned = useChecked().plan?.experiment
  const { runs, comparedIds } = useRuns((state) => state)
  const pair = pairToCompare(runs, planned, comparedIds)
  const whole = runs.filter((run) => run.result.samples.times.length > 0)
  const choose = (reference: string, other: string) => {
    workbench.runs.setState({ comparedIds: [reference, other] })
    workbench.interface.setState({ openView: 'error' })
  }
  return (
    <>
      <div className="side-head">
        <span className="grow">Compare</span>
      </div>
      <div className="scroll">
        <section className="section stack" aria-label="Methods">
          <p className="muted">
            The exact solution is the measure: run the same experiment by finite volumes and see where and by how much
            it differs.
          </p>
          <ActionButton id="compare" icon="compare" kind="primary" label="Compare the two methods" />
        </section>
        {whole.length >= 2 ? (
          <section className="section stack" aria-label="Runs to compare">
            <h2>Any two runs</h2>
            <RunSelect
              label="Reference"
              runs={whole}
              value={pair?.[0].id ?? ''}
              onChange={(id) => choose(id, pair?.[1].id ?? whole.find((run) => run.id !== id)?.id ?? '')}
            />
            <RunSelect
              label="Other"
              runs={whole}
              value={pair?.[1].id ?? ''}
              onChange={(id) => choose(pair?.[0].id ?? whole.find((run) => run.id !== id)?.id ?? '', id)}
            />
          </section>
        ) : null}
        {pair ? <Differences reference={pair[0]} other={pair[1]} /> : null}
      </div>
    </>
  )
}

function RunSelect(props: {
  readonly label: string
  readonly runs: readonly RunRecord[]
  readonly value: string
  readonly onChange: (id: string) => void
}) {
  return (
    <label className="row">
      <span style={{ width: 72 }}>{props.label}</span>
      <select
        className="select grow"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        <option value="" disabled>
          Choose a run
        </option>
        {props.runs.map((run) => (
          <option key={run.id} value={run.id}>
            {run.name}
          </option>
        ))}
      </select>
    </label>
  )
}

function Differences({ reference, other }: { readonly reference: RunRecord; readonly other: RunRecord }) {
  const comparison = useMemo(() => compareResults(reference.result, other.result), [reference.result, other.result])
  return (
    <section className="section" aria-label="Largest differences">
      <h2>Largest difference</h2>
      <table className="plain tabular" data-testid="differences">
        <thead>
          <tr>
            <th>Component</th>
            <th className="number">of its peak</th>
          </tr>
        </thead>
        <tbody>
          {comparison.names.map((name, i) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="number">{numberText(100 * (comparison.largest[i] ?? 0), 3)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
      {comparison.names.length === 0 ? <p className="muted">These two runs have no component in common.</p> : null}
    </section>
  )
}
