import { Component, type ReactNode } from 'react'

interface Properties {
  readonly title: string
  readonly children: ReactNode
}

interface State {
  readonly reason?: string
}

/**
 * Keeps a view that fails to itself: the rest of the window goes on, and the view says what happened and can be drawn again.
 * A class because React has error boundaries in no other form.
 */
export class ViewBoundary extends Component<Properties, State> {
  override state: State = {}

  static getDerivedStateFromError(error: unknown): State {
    return { reason: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { reason } = this.state
    if (reason === undefined) return this.props.children
    return (
      <div className="empty" role="alert">
        <h2>{this.props.title} could not be drawn</h2>
        <p className="muted">{reason}</p>
        <p className="muted">Your experiment and its runs are unharmed. Change a value or draw it again.</p>
        <button type="button" className="button" onClick={() => this.setState({ reason: undefined })}>
          Draw again
        </button>
      </div>
    )
  }
}
