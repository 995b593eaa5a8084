import type { ParameterDescription } from '../../pde/problem.ts'
import { unitText } from '../plots/number-text.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { formatNumber } from './number-logic.ts'
import { takeIntoExperiment } from './program-logic.ts'

/** Rows shown of a programme that comes from a file. */
const most = 12

/** A programme that comes from a file, as a small table; one press takes it into the experiment to be edited. */
export function ProgramOfFile({ columns }: { readonly columns: readonly ParameterDescription[] }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { values } = useChecked()
  const program = values?.program
  const section = experiment.problem.program
  const shown = columns.filter((column) => program?.[column.name])
  const rows = program?.[shown[0]?.name ?? '']?.length ?? 0
  return (
    <>
      {section && 'file' in section ? <p className="muted">From {String(section.file)}</p> : null}
      {program && rows > 0 ? (
        <>
          <table className="plain small tabular">
            <thead>
              <tr>
                {shown.map((column) => (
                  <th key={column.name} className="number">
                    {column.label} ({unitText(column.unit)})
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: Math.min(rows, most) }, (_, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
                <tr key={row}>
                  {shown.map((column) => (
                    <td key={column.name} className="number">
                      {formatNumber(program[column.name]?.[row] ?? Number.NaN)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {rows > most ? <p className="small muted">and {rows - most} more rows</p> : null}
          <button
            type="button"
            className="button small"
            style={{ marginTop: 8 }}
            onClick={() =>
              workbench.document.edit('Programme into the experiment', (present) =>
                takeIntoExperiment(present, program),
              )
            }
          >
            Edit it here instead
          </button>
        </>
      ) : null}
    </>
  )
}
