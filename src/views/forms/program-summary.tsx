import { useChecked } from '../runs/use-checked.ts'
import { useExperiment } from '../shell/context.tsx'
import { formatNumber } from './number-logic.ts'

/** The programme of a temperature-programmed run as a small table; edited in the file. */
export function ProgramSummary() {
  const experiment = useExperiment()
  const { values, errors } = useChecked()
  const program = values?.program
  const section = experiment.problem.program
  const own = errors.filter((error) => error.path.startsWith('problem.program'))
  const names = Object.keys(program ?? {})
  const rows = names.length > 0 ? (program?.[names[0] ?? '']?.length ?? 0) : 0
  return (
    <section className="section" aria-label="Programme">
      <h2>Programme</h2>
      {section && 'file' in section ? <p className="muted">From {String(section.file)}</p> : null}
      {own.map((error) => (
        <p key={error.path + error.message} className="field-error" role="alert">
          {error.message}
        </p>
      ))}
      {rows > 0 ? (
        <table className="plain small tabular">
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name} className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: Math.min(rows, 12) }, (_, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <tr key={row}>
                {names.map((name) => (
                  <td key={name} className="number">
                    {formatNumber(program?.[name]?.[row] ?? Number.NaN)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {rows > 12 ? <p className="small muted">and {rows - 12} more rows</p> : null}
      <p className="small muted">SI units. Edit the programme under File.</p>
    </section>
  )
}
