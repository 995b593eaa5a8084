import { addParameters } from '../odes/system-logic.ts'
import { useWorkbench } from '../shell/context.tsx'

/** Names in the equations that mean nothing yet, each a click away from being a parameter. */
export function MissingNames({ names }: { readonly names: readonly string[] }) {
  const { document } = useWorkbench()
  const add = (added: readonly string[]) =>
    document.edit(`Add ${added.length === 1 ? 'parameter' : 'parameters'} ${added.join(', ')}`, (before) =>
      addParameters(before, added),
    )
  if (names.length === 0) return null
  return (
    <div className="row wrap" style={{ gap: 4, marginTop: 8 }} data-testid="missing-names">
      {names.map((name) => (
        <button
          key={name}
          type="button"
          className="button small"
          data-testid={`add-${name}`}
          onClick={() => add([name])}
        >
          Add parameter {name}
        </button>
      ))}
      {names.length > 1 ? (
        <button type="button" className="button small primary" data-testid="add-all" onClick={() => add(names)}>
          Add all {names.length}
        </button>
      ) : null}
    </div>
  )
}
