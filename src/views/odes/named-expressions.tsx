import type { Experiment } from '../../experiment/experiment.ts'
import { formatPath } from '../../experiment/path.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { TextLeaf } from './text-leaf.tsx'

type Named = Readonly<Record<string, string>>

/** Where a table of named expressions stands in the experiment. */
interface Place {
  readonly title: string
  readonly help: string
  readonly path: readonly string[]
  readonly fresh: readonly [name: string, text: string]
  read(experiment: Experiment): Named
  write(experiment: Experiment, named: Named): Experiment
}

/** Further outputs, which can be drawn, fitted and swept. */
export const outputsPlace: Place = {
  title: 'Outputs',
  help: 'Further quantities by name: drawn, fitted, swept like the unknowns.',
  path: ['observe'],
  fresh: ['output', ''],
  read: (experiment) => experiment.observe ?? {},
  write: ({ observe: _, ...rest }, named) => (Object.keys(named).length > 0 ? { ...rest, observe: named } : rest),
}

/** What the equations keep constant, watched during a run. */
export const conservedPlace: Place = {
  title: 'Conserved quantities',
  help: 'What the equations keep constant: its drift shows how far to trust a run.',
  path: ['problem', 'invariants'],
  fresh: ['energy', ''],
  read: (experiment) => experiment.problem.invariants ?? {},
  write: (experiment, named) => {
    const { invariants: _, ...rest } = experiment.problem
    return { ...experiment, problem: Object.keys(named).length > 0 ? { ...rest, invariants: named } : rest }
  },
}

/** Names with expressions: added, renamed, edited, removed. `suggestion` is what a new one begins with. */
export function NamedExpressions({ place, suggestion }: { readonly place: Place; readonly suggestion: string }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const named = place.read(experiment)
  const edit = (label: string, change: (entries: [string, string][]) => [string, string][]) =>
    workbench.document.edit(label, (present) =>
      place.write(present, Object.fromEntries(change(Object.entries(place.read(present))))),
    )
  const freshName = () => {
    const [name] = place.fresh
    let number = 2
    if (named[name] === undefined) return name
    while (named[`${name}${number}`] !== undefined) number++
    return `${name}${number}`
  }
  return (
    <section className="section" aria-label={place.title}>
      <div className="row">
        <h2 className="grow">{place.title}</h2>
        <button
          type="button"
          className="button small"
          aria-label={`Add to ${place.title.toLowerCase()}`}
          onClick={() => edit(`Add to ${place.title.toLowerCase()}`, (list) => [...list, [freshName(), suggestion]])}
        >
          <Icon name="plus" size={12} /> Add
        </button>
      </div>
      {Object.keys(named).length === 0 ? <p className="muted">{place.help}</p> : null}
      <div className="system-table">
        {Object.entries(named).map(([name, text]) => {
          const found = errors.find((error) => error.path === formatPath([...place.path, name]))
          const error =
            found && (found.column === undefined ? found.message : `Column ${found.column}: ${found.message}`)
          return (
            <div key={name} className="system-row three">
              <TextLeaf
                label={`Name of ${name}`}
                value={name}
                isMono
                check={(typed) =>
                  typed === ''
                    ? 'It needs a name.'
                    : typed !== name && named[typed] !== undefined
                      ? `There is ${typed} already.`
                      : undefined
                }
                onText={(typed) =>
                  edit(`Call ${name} ${typed}`, (list) =>
                    list.map(([old, value]) => [old === name ? typed : old, value]),
                  )
                }
              />
              <TextLeaf
                label={`Expression of ${name}`}
                value={text}
                isMono
                error={error}
                onText={(typed) =>
                  edit(`Expression of ${name}`, (list) =>
                    list.map(([old, value]) => [old, old === name ? typed : value]),
                  )
                }
              />
              <button
                type="button"
                className="button quiet icon small"
                aria-label={`Remove ${name}`}
                onClick={() => edit(`Remove ${name}`, (list) => list.filter(([old]) => old !== name))}
              >
                <Icon name="trash" size={13} />
              </button>
            </div>
          )
        })}
      </div>
    </section>
  )
}
