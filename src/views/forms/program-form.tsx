import { setPath } from '../../experiment/path.ts'
import type { ParameterDescription, Problem } from '../../pde/problem.ts'
import { unitText } from '../plots/number-text.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { FieldErrors } from './field-errors.tsx'
import { NumberField } from './number-field.tsx'
import { readNumberText, unitChoices, writeInUnit } from './number-logic.ts'
import { columnUnit, insertRow, programLists, removeRow, rowCount, setColumnUnit } from './program-logic.ts'
import { ProgramOfFile } from './program-summary.tsx'

/** The programme as a table: one row a corner, straight lines between; a unit a column. */
export function ProgramForm({ problem }: { readonly problem: Problem }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const columns = problem.program ?? []
  const lists = programLists(experiment)
  const rows = lists ? rowCount(lists) : 0
  const cells = new Set(
    columns.flatMap((column) => Array.from({ length: rows }, (_, row) => `problem.program.${column.name}.${row}`)),
  )
  const own = errors.filter((error) => error.path.startsWith('problem.program') && !cells.has(error.path))
  return (
    <section className="section" aria-label="Programme">
      <h2>Programme</h2>
      <FieldErrors errors={own} />
      {lists ? (
        <>
          <table className="plain program-table" data-testid="program">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.name} title={column.help}>
                    {column.label}
                    <UnitSelect column={column} unit={columnUnit(lists[column.name] ?? [], column)} columns={columns} />
                  </th>
                ))}
                <th>
                  <span className="visually-hidden">Rows</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: rows }, (_, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
                <tr key={row}>
                  {columns.map((column) => (
                    <td key={column.name}>
                      <ProgramCell column={column} row={row} />
                    </td>
                  ))}
                  <td className="row-buttons">
                    <button
                      type="button"
                      className="button quiet icon small"
                      aria-label={`Insert a row after row ${row + 1}`}
                      data-testid={`insert-row-${row}`}
                      onClick={() =>
                        workbench.document.edit('Add a row to the programme', (present) =>
                          insertRow(present, columns, row),
                        )
                      }
                    >
                      <Icon name="plus" size={12} />
                    </button>
                    <button
                      type="button"
                      className="button quiet icon small"
                      aria-label={`Remove row ${row + 1}`}
                      data-testid={`remove-row-${row}`}
                      disabled={rows < 2}
                      onClick={() =>
                        workbench.document.edit('Remove a row of the programme', (present) =>
                          removeRow(present, columns, row),
                        )
                      }
                    >
                      <Icon name="trash" size={13} />
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="small muted">
            Straight lines between the rows, constant before and after. Pressures are absolute.
          </p>
        </>
      ) : (
        <ProgramOfFile columns={columns} />
      )}
    </section>
  )
}

function UnitSelect(props: {
  readonly column: ParameterDescription
  readonly unit: string
  readonly columns: readonly ParameterDescription[]
}) {
  const { column, unit, columns } = props
  const workbench = useWorkbench()
  return (
    <select
      className="select"
      aria-label={`Unit of ${column.label.toLowerCase()}`}
      value={unit}
      onChange={(event) => {
        const next = event.currentTarget.value
        workbench.document.edit(`Unit of ${column.label.toLowerCase()}`, (present) =>
          setColumnUnit(present, columns, column.name, next),
        )
      }}
    >
      {unitChoices(column, unit).map((choice) => (
        <option key={choice} value={choice}>
          {unitText(choice)}
        </option>
      ))}
    </select>
  )
}

function ProgramCell({ column, row }: { readonly column: ParameterDescription; readonly row: number }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const list = programLists(experiment)?.[column.name] ?? []
  const path = `problem.program.${column.name}.${row}`
  const unit = columnUnit(list, column)
  const given = list[row]
  const reading = given === undefined ? undefined : readNumberText(given, column.unit)
  // A cell that cannot be read stands as it was typed.
  const value = reading && Number.isFinite(reading.value) ? writeInUnit(reading.value, column, unit) : (given ?? '')
  const error = errors.find((candidate) => candidate.path === path)?.message
  const name = `${column.label}, row ${row + 1}`
  return (
    <NumberField
      description={column}
      path={path}
      value={value}
      name={name}
      isBare
      {...(error ? { error } : {})}
      onChange={(next, gesture) => workbench.document.edit(name, (present) => setPath(present, path, next), gesture)}
      onSettle={() => workbench.document.endGesture()}
      onSliding={(isSliding) => workbench.document.setSliding(isSliding)}
      onSelect={() => workbench.interface.setState({ selection: { kind: 'parameter', path } })}
      menu={{}}
    />
  )
}
