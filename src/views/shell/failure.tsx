/** The window could not be opened: why, and what to try. */
export function Failure({ message }: { readonly message: string }) {
  return (
    <main className="empty" data-testid="failure">
      <strong>The workbench could not be opened</strong>
      <span>{message}</span>
      <button type="button" className="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  )
}
