import type { EventRecord } from '../../core/simulation.ts'
import type { EventSection } from '../../experiment/experiment.ts'
import { numberText } from '../plots/number-text.ts'

/** Rows told; more are a table for a spreadsheet, not for a panel. */
const most = 100

/** The events of a run in order: when, which, and the state after each. */
export function EventList(props: { readonly events: readonly EventRecord[]; readonly when: readonly EventSection[] }) {
  const { events, when } = props
  if (events.length === 0) return null
  const names = Object.keys(events[0]?.state ?? {}).slice(0, 3)
  return (
    <details open>
      <summary>
        {events.length} {events.length === 1 ? 'event' : 'events'}
      </summary>
      <table className="plain tabular small" data-testid="events">
        <thead>
          <tr>
            <th className="number">t</th>
            {when.length > 1 ? <th>which</th> : null}
            {names.map((name) => (
              <th key={name} className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.slice(0, most).map((event, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place
            <tr key={i}>
              <td className="number">{numberText(event.t, 6)}</td>
              {when.length > 1 ? <td className="mono">{when[event.event]?.when ?? event.event + 1}</td> : null}
              {names.map((name) => (
                <td key={name} className="number">
                  {numberText(event.state[name] ?? Number.NaN, 4)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {events.length > most ? <p className="small muted">The first {most} of them; all are in outcome.json.</p> : null}
    </details>
  )
}
