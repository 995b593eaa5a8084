import type { NumberText } from '../../experiment/experiment.ts'
import { setPath } from '../../experiment/path.ts'
import { unitText } from '../plots/number-text.ts'
import { markColour } from '../plots/theme.ts'
import { problemInFront } from '../problem-in-front.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'
import { choiceOf, giveInstead } from './choice-logic.ts'
import { addComponent, removeComponent } from './component-logic.ts'
import { derivedValue } from './derived.ts'
import { BoundField } from './experiment-field.tsx'

/** All components and all their parameters in one table; every cell is a field. */
export function ComponentsView() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const theme = useFigureTheme()
  const { values } = useChecked()
  const table = problemInFront(experiment)?.components
  if (!table)
    return (
      <div className="view">
        <div className="empty">This problem has no components.</div>
      </div>
    )
  const columns = table.parameters.filter((parameter) => parameter.kind !== 'text')
  const components = experiment.problem.components ?? []
  return (
    <div className="view" data-view="components" data-testid="view-components">
      <div style={{ overflow: 'auto', padding: 12 }}>
        <table className="plain">
          <thead>
            <tr>
              <th>Name</th>
              {columns.map((column) => (
                <th key={column.name} className="number" title={column.help}>
                  {column.label}
                  <br />
                  {unitText(column.unit) || ' '}
                </th>
              ))}
              <th />
            </tr>
          </thead>
          <tbody>
            {components.map((component, index) => {
              const at = `problem.components.${index}`
              const name = String(component.name ?? `component ${index + 1}`)
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a component is its place in the file
                <tr key={index}>
                  <td>
                    <span className="row">
                      <span className="swatch" style={{ background: markColour(index, theme) }} />
                      {name}
                    </span>
                  </td>
                  {columns.map((column) => {
                    const choice = choiceOf(table.choices, column.name)
                    const derived =
                      choice && component[column.name] === undefined
                        ? derivedValue(column.name, values?.components[index] ?? {})
                        : undefined
                    return (
                      <td key={column.name} style={{ minWidth: 96 }}>
                        <BoundField
                          path={`${at}.${column.name}`}
                          description={column}
                          name={`${name}, ${column.label}`}
                          isBare
                          {...(derived === undefined ? {} : { derived })}
                          onGive={(value) => {
                            if (choice)
                              workbench.document.edit(`${name}, ${column.label}`, (present) =>
                                setPath(
                                  present,
                                  at,
                                  giveInstead<NumberText>(
                                    choice,
                                    present.problem.components?.[index] ?? {},
                                    column.name,
                                    value,
                                  ),
                                ),
                              )
                          }}
                        />
                      </td>
                    )
                  })}
                  <td>
                    <button
                      type="button"
                      className="button quiet icon small"
                      aria-label={`Remove ${name}`}
                      onClick={() =>
                        workbench.document.edit(`Remove ${name}`, (present) => removeComponent(present, index))
                      }
                    >
                      <Icon name="trash" size={13} />
                    </button>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <button
          type="button"
          className="button small"
          style={{ marginTop: 8 }}
          onClick={() =>
            workbench.document.edit('Add a component', (present) =>
              addComponent(present, table.parameters, table.choices),
            )
          }
        >
          <Icon name="plus" size={12} /> Add a component
        </button>
      </div>
    </div>
  )
}
