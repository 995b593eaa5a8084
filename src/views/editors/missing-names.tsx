/** Names in the equations that mean nothing yet, each a click away from being a parameter. */
export function MissingNames(props: {
  readonly names: readonly string[]
  readonly onAdd: (names: readonly string[]) => void
}) {
  const { names, onAdd } = props
  if (names.length === 0) return null
  return (
    <div className="row wrap" style={{ gap: 4, marginTop: 8 }} data-testid="missing-names">
      {names.map((name) => (
        <button
          key={name}
          type="button"
          className="button small"
          data-testid={`add-${name}`}
          onClick={() => onAdd([name])}
        >
          Add parameter {name}
        </button>
      ))}
      {names.length > 1 ? (
        <button type="button" className="button small primary" data-testid="add-all" onClick={() => onAdd(names)}>
          Add all {names.length}
        </button>
      ) : null}
    </div>
  )
}
