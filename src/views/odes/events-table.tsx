import type { EventSection } from '../../experiment/experiment.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { actionText, readAction, statesOf, withEvents } from './system-logic.ts'
import { TextLeaf } from './text-leaf.tsx'

const directions = { any: 'either way', up: 'rising', down: 'falling' } as const

/** What happens where an expression changes its sign: it is recorded, the run stops, or unknowns jump. */
export function EventsTable() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const events = experiment.problem.events ?? []
  const change = (label: string, index: number, part: Partial<EventSection>) =>
    workbench.document.edit(label, (present) =>
      withEvents(present, (list) => list.map((event, i) => (i === index ? { ...event, ...part } : event))),
    )
  /** The error of a part; the place in it is told, because there is nothing to underline here. */
  const errorAt = (index: number, part: string) => {
    const path = `problem.events.${index}.${part}`
    const found = errors.find((error) => error.path === path || error.path.startsWith(`${path}.`))
    return found && (found.column === undefined ? found.message : `Column ${found.column}: ${found.message}`)
  }
  const first = statesOf(experiment.problem.equations ?? [])[0] ?? 'x'
  return (
    <section className="section" aria-label="Events">
      <div className="row">
        <h2 className="grow">Events</h2>
        <button
          type="button"
          className="button small"
          data-testid="add-event"
          onClick={() =>
            workbench.document.edit('Add an event', (present) =>
              withEvents(present, (list) => [...list, { when: first, direction: 'any', do: 'record' }]),
            )
          }
        >
          <Icon name="plus" size={12} /> Add
        </button>
      </div>
      {events.length === 0 ? (
        <p className="muted">Where an expression passes zero: record it, stop, or let unknowns jump.</p>
      ) : null}
      {events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place
        <div key={index} className="event-row" data-path={`problem.events.${index}`}>
          <span className="small muted">when</span>
          <TextLeaf
            label={`When event ${index + 1} happens: an expression that passes zero`}
            value={event.when}
            isMono
            error={errorAt(index, 'when')}
            testId={`event-when-${index}`}
            onText={(when) => change('When an event happens', index, { when })}
          />
          <select
            className="select"
            aria-label={`Direction of event ${index + 1}`}
            data-testid={`event-direction-${index}`}
            value={event.direction ?? 'any'}
            onChange={(select) => {
              const direction = (['any', 'up', 'down'] as const).find((each) => each === select.currentTarget.value)
              change('Direction of an event', index, { direction: direction ?? 'any' })
            }}
          >
            {Object.entries(directions).map(([id, words]) => (
              <option key={id} value={id}>
                {words}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button quiet icon small"
            aria-label={`Remove event ${index + 1}`}
            onClick={() =>
              workbench.document.edit('Remove an event', (present) =>
                withEvents(present, (list) => list.filter((_, i) => i !== index)),
              )
            }
          >
            <Icon name="trash" size={13} />
          </button>
          <span className="small muted">do</span>
          <TextLeaf
            label={`What event ${index + 1} does: record, stop, or assignments`}
            value={actionText(event)}
            isMono
            placeholder="record, stop, or x = 0; x' = -0.9*x'"
            error={errorAt(index, 'do')}
            testId={`event-do-${index}`}
            onText={(text) => change('What an event does', index, { do: readAction(text) })}
          />
        </div>
      ))}
    </section>
  )
}
