import { useMemo } from 'react'
import { columnSectionOf } from '../../experiment/column-section.ts'
import { FieldErrors } from '../forms/field-errors.tsx'
import { ActionButton } from '../shell/action-button.tsx'
import { useExperiment, useInputs, useRuns, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { ColumnTable } from './column-table.tsx'
import { rowsText, scalarNames } from './import.ts'
import { ImportPanel } from './import-panel.tsx'
import { measuredErrors } from './measured.ts'
import { Notes } from './notes.tsx'

/** Files being imported, and the measurements that the experiment has. */
export function DataPanel() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { pending, inputs } = useInputs((state) => state)
  const live = useRuns((state) => state.live)
  const sections = experiment.data ?? []
  const errors = useMemo(() => measuredErrors(experiment, inputs, live), [experiment, inputs, live])
  return (
    <>
      <div className="side-head">
        <span className="grow">Data</span>
        <ActionButton id="import" icon="plus" />
      </div>
      <div className="scroll">
        {pending.map((each) => (
          <ImportPanel key={each.file.name} pending={each} />
        ))}
        {sections.map((section, index) => {
          const input = inputs[section.file]
          return (
            <section key={section.file} className="section" aria-label={section.file} data-testid={`data-${index}`}>
              <div className="row">
                <h2 className="grow cut" title={section.file}>
                  {section.file}
                </h2>
                <button
                  type="button"
                  className="button quiet icon small"
                  aria-label={`Remove ${section.file}`}
                  onClick={() =>
                    workbench.document.edit(`Remove ${section.file}`, (present) => ({
                      ...present,
                      data: (present.data ?? []).filter((other) => other.file !== section.file),
                    }))
                  }
                >
                  <Icon name="trash" size={13} />
                </button>
              </div>
              {input ? (
                <p className="small muted">
                  {rowsText(input.dataset)}, {input.dataset.format}
                </p>
              ) : (
                <p className="field-error" role="alert">
                  The file is not here. Drop {section.file} on the window.
                </p>
              )}
              <FieldErrors errors={errors.filter(({ path }) => path.startsWith(`data.${index}.`))} />
              <ColumnTable
                columns={Object.fromEntries(
                  Object.entries(section.columns).map(([name, role]) => [name, columnSectionOf(role)]),
                )}
                names={scalarNames(experiment)}
                onChange={(columns) =>
                  workbench.document.edit(`Columns of ${section.file}`, (present) => ({
                    ...present,
                    data: (present.data ?? []).map((other) =>
                      other.file === section.file ? { ...other, columns } : other,
                    ),
                  }))
                }
              />
              {input && input.dataset.notes.length > 0 ? <Notes notes={input.dataset.notes} /> : null}
            </section>
          )
        })}
        {pending.length === 0 && sections.length === 0 ? (
          <div className="empty" style={{ height: 'auto' }}>
            <strong>No measurements yet</strong>
            Drop a CSV anywhere on the window, or copy cells of a spreadsheet and press Ctrl+V here.
          </div>
        ) : null}
      </div>
    </>
  )
}
