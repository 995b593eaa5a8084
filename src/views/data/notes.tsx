/** Every guess the reader made. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  return (
    <details>
      <summary>
        {notes.length} {notes.length === 1 ? 'note' : 'notes'} of the reader
      </summary>
      <ul className="small muted" style={{ margin: '0 0 0 16px', padding: 0 }}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  )
}
