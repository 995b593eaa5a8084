import { parseUnit } from '../../core/unit.ts'
import type { ColumnRole } from '../../data/dataset.ts'
import type { ColumnSection } from '../../experiment/experiment.ts'

const roles: readonly (readonly [ColumnRole, string])[] = [
  ['x', 'x'],
  ['y', 'y'],
  ['sigma', 'sigma'],
  ['ignore', 'ignore'],
]

type Columns = Readonly<Record<string, ColumnSection>>

/** Which column is what, in which unit, and of which scalar of the model. */
export function ColumnTable(props: {
  readonly columns: Columns
  readonly names: readonly string[]
  readonly onChange: (columns: Columns) => void
}) {
  const { columns, names, onChange } = props
  const set = (name: string, section: ColumnSection) => onChange({ ...columns, [name]: section })
  return (
    <table className="plain column-table" data-testid="column-table">
      <thead>
        <tr>
          <th style={{ width: '28%' }}>Column</th>
          <th style={{ width: '16%' }}>Role</th>
          <th style={{ width: '21%' }}>Unit</th>
          <th>Of</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(columns).map(([name, section]) => (
          <tr key={name}>
            <td className="whole">{name}</td>
            <td>
              <select
                className="select"
                aria-label={`Role of ${name}`}
                data-testid={`role-${name}`}
                value={section.role}
                onChange={(event) => {
                  const role = roles.find(([id]) => id === event.currentTarget.value)?.[0] ?? 'ignore'
                  const unit = section.unit === undefined ? {} : { unit: section.unit }
                  const needsOf = role === 'y' || role === 'sigma'
                  set(name, { role, ...unit, ...(needsOf ? { of: section.of ?? names[0] ?? 'sum' } : {}) })
                }}
              >
                {roles.map(([id, label]) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </select>
            </td>
            <td>
              {section.role === 'ignore' ? null : (
                <UnitField name={name} section={section} onChange={(next) => set(name, next)} />
              )}
            </td>
            <td>
              {section.role === 'y' || section.role === 'sigma' ? (
                <select
                  className="select"
                  aria-label={`What ${name} is a measurement of`}
                  data-testid={`of-${name}`}
                  value={section.of ?? 'sum'}
                  onChange={(event) => set(name, { ...section, of: event.currentTarget.value })}
                >
                  {[...new Set([...names, ...(section.of ? [section.of] : [])])].map((option) => (
                    <option key={option} value={option}>
                      {option === 'sum' ? 'sum' : option}
                    </option>
                  ))}
                </select>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function UnitField(props: {
  readonly name: string
  readonly section: ColumnSection
  readonly onChange: (section: ColumnSection) => void
}) {
  const { name, section, onChange } = props
  const problem = section.unit === undefined ? undefined : whyNotUnit(section.unit)
  return (
    <input
      className="text-field"
      style={problem ? { borderColor: 'var(--danger)' } : undefined}
      aria-label={`Unit of ${name}`}
      aria-invalid={problem !== undefined || undefined}
      title={problem}
      data-testid={`unit-${name}`}
      placeholder={section.role === 'x' ? 's' : 'mol/m^3'}
      value={section.unit ?? ''}
      onChange={(event) => {
        const { unit: _unit, ...rest } = section
        const unit = event.currentTarget.value
        onChange(unit === '' ? rest : { ...rest, unit })
      }}
    />
  )
}

/** Why a unit cannot be read; undefined where it can. */
export function whyNotUnit(unit: string): string | undefined {
  try {
    parseUnit(unit)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
